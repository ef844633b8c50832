"""Write an edition wherever it stands beside data/datapackage.json, the one place that holds it and its date.

Run by `make edition` once version and as_of are set there. It writes both into CITATION.cff and .zenodo.json, and
enters every id of the tables into data/published.csv: from then on the check ``published`` holds them, and an id stays,
or its row there says which id answers for it.
"""

from __future__ import annotations

import csv
import re
import sys
from pathlib import Path

from helpers.check import Tables
from helpers.data import package

ROOT = Path(__file__).resolve().parents[1]
#: Files that repeat the edition: how each writes version and date.
REPEATED = {
    "CITATION.cff": ('version: "{}"', 'date-released: "{}"'),
    ".zenodo.json": ('  "version": "{}",', '  "publication_date": "{}",'),
}


def repeat(text: str, forms: tuple[str, str], version: str, day: str) -> str:
    """Return a text with version and date put in; each stands on a line of its own."""
    for form, value in zip(forms, (version, day), strict=True):
        line = re.escape(form).replace(r"\{\}", '[^"]*')
        text, count = re.subn(f"^{line}$", form.format(value), text, flags=re.MULTILINE)
        assert count == 1, form
    return text


def enter_ids() -> tuple[int, int]:
    """Append the ids that are new, change nothing that stands; return how many there are of both."""
    data = Tables()
    known = {row["id"] for row in data.rows("published")}
    edition = package(data.folder)["version"]
    new = [(id_, rows[0][0], edition, "") for id_, rows in data.ids.items() if id_ not in known]
    with data.path("published").open("a", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(new)
    return len(new), len(known)


def main() -> int:
    """Write all, and say what was done."""
    about = package()
    version, day = about["version"], about["as_of"]
    for name, forms in REPEATED.items():
        file = ROOT / name
        file.write_text(repeat(file.read_text(encoding="utf-8"), forms, version, day), encoding="utf-8")
    new, known = enter_ids()
    print(f"edition {version}, as of {day}: {new} ids entered, {known} stood already")
    if f"## {version} " not in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"):
        print(f"CHANGELOG.md: no section of edition {version} yet; write one that starts: ## {version} (as of ...)")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
