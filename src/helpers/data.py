"""Reading: the only module of the package that opens files.

The tables and their contract, ``datapackage.json``, lie in ``data/`` of the repository or, in an installed wheel, in
``helpers/_data``.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
from pybtex.database import BibliographyData, parse_file

_PACKED = Path(__file__).parent / "_data"
_IN_TREE = Path(__file__).resolve().parents[2] / "data"

#: Folder of the tables in use.
DATA = _PACKED if _PACKED.is_dir() else _IN_TREE

#: pandas type of each Table Schema type.
_DTYPES = {"string": "str", "integer": "Int64", "number": "Float64", "boolean": "boolean"}


class DataError(Exception):
    """A table is missing or breaks its contract; the message says where and what to do."""


@cache
def package(folder: Path = DATA) -> dict[str, Any]:
    """Return the data package descriptor, ``datapackage.json``, as a dictionary.

    Raises:
        DataError: the file is missing or no JSON.
    """
    path = folder / "datapackage.json"
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise DataError(f"{path}: not found; the folder of the tables holds no contract") from None
    except json.JSONDecodeError as error:
        raise DataError(f"{path}:{error.lineno}: no valid JSON: {error.msg}") from None


def resource(table: str, folder: Path = DATA) -> dict[str, Any]:
    """Return the descriptor of one table: path, title, schema, licence.

    Raises:
        DataError: the package has no such table.
    """
    tables = {item["name"]: item for item in package(folder)["resources"]}
    if table not in tables:
        raise DataError(f"no table named {table!r}; the package has: {', '.join(sorted(tables))}")
    return tables[table]


def tables(folder: Path = DATA) -> list[str]:
    """Return the names of all tables in the order of the package."""
    return [item["name"] for item in package(folder)["resources"]]


def as_of() -> str:
    """Return the day, ``YYYY-MM-DD``, after which the book asserts nothing."""
    return package()["as_of"]


def read_rows(path: Path) -> tuple[list[str], list[list[str]]]:
    """Read a CSV file as text: its header and its rows, nothing converted.

    Raises:
        DataError: the file is missing, empty, or not UTF-8.
    """
    try:
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.reader(file, strict=True)
            rows = list(reader)
    except FileNotFoundError:
        raise DataError(f"{path}: not found") from None
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise DataError(f"{path}:{line}: not UTF-8 ({error.reason}); save the file as UTF-8") from None
    except csv.Error as error:
        raise DataError(f"{path}:{reader.line_num}: not readable as CSV: {error}") from None
    if not rows:
        raise DataError(f"{path}: empty; the first line must name the columns")
    return rows[0], rows[1:]


def read_lines(path: Path) -> list[str]:
    """Read a text file as its lines."""
    return path.read_text(encoding="utf-8").splitlines()


def read_table(table: str, path: Path | None = None) -> pd.DataFrame:
    """Read one table as a typed frame, unchecked, from the package or from a file of the same columns.

    Raises:
        DataError: no such table, or its file is missing.
    """
    file = path or DATA / resource(table)["path"]
    types = {field["name"]: _DTYPES[field["type"]] for field in resource(table)["schema"]["fields"]}
    try:
        return pd.read_csv(file, dtype=types, keep_default_na=False, na_values=[""], encoding="utf-8")
    except FileNotFoundError:
        raise DataError(f"{file}: not found; the table {table!r} has no file") from None


def rows(frame: pd.DataFrame) -> Iterator[Any]:
    """Yield the rows of a frame as named tuples; their types are loose, as pandas can't say which columns there are."""
    return iter(frame.itertuples())


@cache
def bibliography(folder: Path = DATA) -> BibliographyData:
    """Return ``references.bib`` as pybtex reads it.

    Raises:
        DataError: the file is missing or no BibTeX.
    """
    path = folder / "references.bib"
    if not path.is_file():
        raise DataError(f"{path}: not found")
    try:
        return parse_file(path, bib_format="bibtex")
    except Exception as error:  # pybtex has no common base for what its parser raises
        raise DataError(f"{path}: not readable as BibTeX: {error}") from None
