"""List the facts that were added, changed and retired between two editions: `make changes FROM=v2026.1 TO=HEAD`.

An edition is a revision that git knows, or the file with all tables that the site offers. Rows of tables with ids are
told one by one with the columns that changed; of the other tables it is told how many rows came and went.
"""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

Row = dict[str, str]
Read = Callable[[str], str]
#: Tables that state no facts: the words of the pages, and the register of ids.
_NO_FACTS = ("labels", "published")


def reader(edition: str) -> Read:
    """Return what reads a file of the package in an edition.

    Raises:
        ValueError: there is no such edition.
    """
    if edition.endswith(".zip"):
        if not Path(edition).is_file():
            raise ValueError(f"{edition}: no such file")
        packed = zipfile.ZipFile(edition)
        return lambda name: packed.read(name).decode("utf-8")

    def show(name: str) -> str:
        command = ["git", "show", f"{edition}:data/{name}"]
        done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
        if done.returncode:
            raise ValueError(f"{edition}: no revision with data/{name}; name a tag, a commit or a file .zip")
        return done.stdout

    return show


def tables(read: Read) -> dict[str, list[Row]]:
    """Return the rows of each table of an edition."""
    package: dict[str, Any] = json.loads(read("datapackage.json"))
    return {
        item["name"]: list(csv.DictReader(io.StringIO(read(item["path"]), newline="")))
        for item in package["resources"]
        if item["name"] not in _NO_FACTS and item["path"].endswith(".csv")
    }


def compare(table: str, before: list[Row], after: list[Row]) -> list[str]:
    """Return a line for each fact of a table that was added, changed or retired."""
    if not all("id" in row for row in before + after):
        then, now = (Counter(tuple(row.items()) for row in rows) for rows in (before, after))
        came, went = (now - then).total(), (then - now).total()
        return [f"{table}: {came} rows came, {went} went"] if came or went else []
    old, new = ({row["id"]: row for row in rows} for rows in (before, after))
    lines = [f"{table}: added: {id_}" for id_ in new if id_ not in old]
    for id_ in new:
        columns = [name for name in new[id_] if id_ in old and new[id_][name] != old[id_].get(name, "")]
        lines += [f"{table}: changed: {id_} ({', '.join(columns)})"] if columns else []
    return lines + [f"{table}: retired: {id_}" for id_ in old if id_ not in new]


def changes(one: str, other: str) -> list[str]:
    """Return all that changed from one edition to another."""
    before, after = tables(reader(one)), tables(reader(other))
    lines = []
    for name in [*after, *(name for name in before if name not in after)]:
        lines += compare(name, before.get(name, []), after.get(name, []))
    return lines


def main(arguments: list[str]) -> int:
    """Print the changes."""
    if len(arguments) != 2:
        print("make changes FROM=v2026.1 TO=HEAD: name two revisions or files of tables", file=sys.stderr)
        return 1
    try:
        lines = changes(*arguments)
    except ValueError as error:
        print(f"make changes: {error}", file=sys.stderr)
        return 1
    print(*lines, sep="\n", end="\n" if lines else "")
    counts = Counter(line.split(": ")[1] for line in lines if line.count(": ") > 1)
    print(f"{counts['added']} facts added, {counts['changed']} changed, {counts['retired']} retired")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
