"""The shipped tables as text, read by the csv module alone."""

import csv
from pathlib import Path

DATA = Path(__file__).resolve().parents[2] / "data"


def read(table: str) -> list[dict[str, str]]:
    """Return the rows of a table."""
    with (DATA / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
