"""Enter every id of the tables into data/published.csv, under the edition of the package: run once an edition.

From then on the check ``published`` holds them: an id stays, or its row in published.csv says which id answers for it.
"""

from __future__ import annotations

import csv
import sys

from helpers.check import Tables
from helpers.data import package


def main() -> int:
    """Append what is new; change nothing that stands."""
    data = Tables()
    edition = package(data.folder)["version"]
    known = {row["id"] for row in data.rows("published")}
    new = [(id_, rows[0][0], edition, "") for id_, rows in data.ids.items() if id_ not in known]
    with data.path("published").open("a", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(new)
    print(f"edition {edition}: {len(new)} ids entered, {len(known)} stood already")
    return 0


if __name__ == "__main__":
    sys.exit(main())
