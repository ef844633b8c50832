r"""Rebuild a table of this book from the public file that a reader downloads.

The SIPRI terms allow selected values only, so the book prints a selection and shows how it was made:

    python tools/rebuild.py military_expenditure military-spending-sipri.csv --dataset my-release \
        --share military-spending-as-a-share-of-gdp-sipri.csv
    python tools/rebuild.py arms_transfers sipri-exports-processed.csv --dataset sipri-tiv-2021

* ``military_expenditure``: the CSV that Our World in Data publishes from the SIPRI Military Expenditure Database
  (constant US dollars); ``--share`` adds the companion file with the share of GDP, else ``pct_gdp`` stays empty.
* ``arms_transfers``: ``data/sipri-exports-processed.csv`` of the repository 360-info/report-arms-trade. Deliveries by a
  supplier that SIPRI could not identify are left out, as they are in the book: no state stands behind them.

The table goes to standard output. A wrong file ends the program with one line on standard error and exit code 1.
A later release gives other numbers, because SIPRI revises the past: name it by ``--dataset`` and give it a row in
``data/datasets.csv``.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TextIO

Row = dict[str, str]

SPENDING_STATES = ("ARM", "AZE", "BLR", "GEO", "KAZ", "KGZ", "MDA", "RUS", "TJK", "TKM", "UKR", "UZB")
SPENDING_YEARS = range(1992, 2025)
SPENDING_COLUMN = "Military expenditure"
SHARE_COLUMN = "Military expenditure (% of GDP)"
# Wrong by a factor of about a thousand in the source (an old currency): left out of the table.
BAD_SHARES = {("TJK", 1992), ("TJK", 1993), ("TJK", 1994)}
SPENDING_HEADER = ("dataset", "state", "year", "usd_million", "pct_gdp")

ARMS_YEARS = range(1992, 2022)
ARMS_HEADER = ("dataset", "supplier", "recipient", "year", "tiv")
RECIPIENTS = {
    "Armenia": "ARM",
    "Azerbaijan": "AZE",
    "Belarus": "BLR",
    "Georgia": "GEO",
    "Kazakhstan": "KAZ",
    "Kyrgyzstan": "KGZ",
    "Tajikistan": "TJK",
    "Turkmenistan": "TKM",
    "Uzbekistan": "UZB",
}
UNIDENTIFIED = "Unknown supplier(s)"  # what the arms file writes where SIPRI knows no supplier
# Names as the arms file writes them.
SUPPLIERS = {
    "Austria": "AUT",
    "Belarus": "BLR",
    "Brazil": "BRA",
    "Bulgaria": "BGR",
    "Canada": "CAN",
    "China": "CHN",
    "Czechia": "CZE",
    "France": "FRA",
    "Georgia": "GEO",
    "Germany": "DEU",
    "Greece": "GRC",
    "India": "IND",
    "Israel": "ISR",
    "Italy": "ITA",
    "Jordan": "JOR",
    "Kazakhstan": "KAZ",
    "Montenegro": "MNE",
    "Netherlands": "NLD",
    "Pakistan": "PAK",
    "Poland": "POL",
    "Russia": "RUS",
    "Serbia": "SRB",
    "Slovakia": "SVK",
    "South Africa": "ZAF",
    "South Korea": "KOR",
    "Spain": "ESP",
    "Turkey": "TUR",
    "UAE": "ARE",
    "Ukraine": "UKR",
    "United States": "USA",
    "Uzbekistan": "UZB",
}


class RebuildError(Exception):
    """The file is not the one that the table is made from."""


def plain(value: float, digits: int) -> str:
    """Return a number with at most ``digits`` decimals and without trailing zeros."""
    text = f"{value:.{digits}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def read(path: Path, columns: Iterable[str]) -> list[tuple[int, Row]]:
    """Return the numbered lines of a CSV file that must have the given columns."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            missing = [column for column in columns if column not in (reader.fieldnames or ())]
            if missing:
                raise RebuildError(f"{path}: no column {', '.join(repr(column) for column in missing)}")
            return [(reader.line_num, row) for row in reader]
    except OSError as error:
        raise RebuildError(f"{path}: {error.strerror}") from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise RebuildError(f"{path}: not a CSV file in UTF-8") from error


def number(row: Row, column: str, place: str) -> float | None:
    """Return the number in a cell, or None if the cell is empty or NA."""
    text = (row[column] or "").strip()
    if text in ("", "NA"):
        return None
    try:
        return float(text)
    except ValueError:
        raise RebuildError(f"{place}: {column} is {text!r}, not a number") from None


def require(found: Iterable[str], wanted: Iterable[str], path: Path) -> None:
    """Fail if a wanted state has no line at all."""
    absent = sorted(set(wanted) - set(found))
    if absent:
        raise RebuildError(f"{path}: no such state: {', '.join(absent)}")


def spending_values(path: Path, column: str) -> dict[tuple[str, int], float]:
    """Return the value of each wanted state and year in a file of Our World in Data."""
    values: dict[tuple[str, int], float] = {}
    states: set[str] = set()
    for line, row in read(path, ("Code", "Year", column)):
        if row["Code"] not in SPENDING_STATES:
            continue
        states.add(row["Code"])
        place = f"{path}, line {line}"
        year = number(row, "Year", place)
        value = number(row, column, place)
        if year is None or year not in SPENDING_YEARS or value is None:
            continue
        key = (row["Code"], int(year))
        if values.setdefault(key, value) != value:
            raise RebuildError(f"{place}: two values for {key[0]} in {key[1]}")
    require(states, SPENDING_STATES, path)
    return values


def military_expenditure(path: Path, dataset: str, share: Path | None = None) -> Iterator[tuple[str, ...]]:
    """Yield the rows of the table of military spending: million dollars and share of GDP."""
    dollars = spending_values(path, SPENDING_COLUMN)
    percent = spending_values(share, SHARE_COLUMN) if share else {}
    percent = {key: value for key, value in percent.items() if key not in BAD_SHARES}
    for state, year in sorted(dollars.keys() | percent.keys()):
        key = (state, year)
        million = plain(dollars[key] / 1e6, 1) if key in dollars else ""
        yield dataset, state, str(year), million, plain(percent[key], 2) if key in percent else ""


def arms_transfers(path: Path, dataset: str) -> Iterator[tuple[str, ...]]:
    """Yield the rows of the table of arms deliveries: trend-indicator values above zero."""
    values: dict[tuple[str, str, int], float] = {}
    recipients: set[str] = set()
    for line, row in read(path, ("supplier", "recipient", "year", "count")):
        if row["recipient"] not in RECIPIENTS:
            continue
        recipients.add(row["recipient"])
        if row["supplier"] == UNIDENTIFIED:
            continue
        place = f"{path}, line {line}"
        year = number(row, "year", place)
        value = number(row, "count", place)
        if year is None or year not in ARMS_YEARS or not value:
            continue
        if row["supplier"] not in SUPPLIERS:
            raise RebuildError(f"{place}: no code for the supplier {row['supplier']!r}")
        key = (SUPPLIERS[row["supplier"]], RECIPIENTS[row["recipient"]], int(year))
        if values.setdefault(key, value) != value:
            raise RebuildError(f"{place}: two values for {key[0]} to {key[1]} in {key[2]}")
    require(recipients, RECIPIENTS, path)
    for supplier, recipient, year in sorted(values):
        yield dataset, supplier, recipient, str(year), plain(values[supplier, recipient, year], 2)


def write(header: Iterable[str], rows: Iterable[Iterable[str]], file: TextIO) -> None:
    """Write a table as the book stores it."""
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)


def main(arguments: list[str] | None = None) -> int:
    """Run the program and return its exit code."""
    parser = argparse.ArgumentParser(description="Rebuild a table of this book from a public file.")
    parser.add_argument("table", choices=("military_expenditure", "arms_transfers"))
    parser.add_argument("file", type=Path, help="the downloaded CSV file")
    parser.add_argument("--dataset", required=True, help="id of its row in data/datasets.csv")
    parser.add_argument("--share", type=Path, help="for military_expenditure: the CSV file with the share of GDP")
    options = parser.parse_args(arguments)
    if options.share and options.table != "military_expenditure":
        parser.error("--share belongs to military_expenditure")
    try:
        if options.table == "military_expenditure":
            header, rows = SPENDING_HEADER, list(military_expenditure(options.file, options.dataset, options.share))
        else:
            header, rows = ARMS_HEADER, list(arms_transfers(options.file, options.dataset))
    except RebuildError as error:
        print(f"rebuild: {error}", file=sys.stderr)
        return 1
    write(header, rows, sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main())
