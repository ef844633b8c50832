"""Reading: the only module of the package that opens files.

The tables and their contract, ``datapackage.json``, lie in ``data/`` of the repository or, in an installed wheel, in
``helpers/_data``.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import pandas as pd
from pybtex.database import BibliographyData, parse_string

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
    rows, line = [], 1
    try:
        text = path.read_bytes().decode("utf-8")  # at once: a decoder by chunks does not know the line of an error
        reader = csv.reader(io.StringIO(text, newline=""), strict=True)
        for row in reader:
            rows.append(row)
            line = reader.line_num + 1
    except FileNotFoundError:
        raise DataError(f"{path}: not found") from None
    except UnicodeDecodeError as error:
        raise DataError(f"{path}:{_line_of(path, error)}: not UTF-8 ({error.reason}); save the file as UTF-8") from None
    except csv.Error as error:
        raise DataError(f"{path}:{line}: not readable as CSV: {error}") from None  # where the broken row starts
    if not rows:
        raise DataError(f"{path}: empty; the first line must name the columns")
    return rows[0], rows[1:]


def raw(path: Path) -> bytes:
    """Read a file as it is; a missing one is empty."""
    return path.read_bytes() if path.is_file() else b""


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
        DataError: the file is missing, not UTF-8 or no BibTeX.
    """
    path = folder / "references.bib"
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise DataError(f"{path}: not found") from None
    except UnicodeDecodeError as error:
        raise DataError(f"{path}:{_line_of(path, error)}: not UTF-8 ({error.reason}); save the file as UTF-8") from None
    try:
        return _parse_bibtex(text)
    except Exception as error:  # pybtex has no common base for what its parser raises
        raise DataError(f"{path}:{_line_in(text, str(error))}: not readable as BibTeX: {error}") from None


@lru_cache(maxsize=2)  # many folders of one process share the text
def _parse_bibtex(text: str) -> BibliographyData:
    return parse_string(text, bib_format="bibtex")


def _line_of(path: Path, error: UnicodeDecodeError) -> int:
    """Return the line of a file at which its bytes are no text."""
    return path.read_bytes()[: error.start].count(b"\n") + 1


def _line_in(text: str, message: str) -> int:
    """Return the line that a message of pybtex names, or the last line of the entry that it names."""
    found = re.search(r"in line (\d+)", message)
    if found:
        return int(found.group(1))
    key = re.search(r"repeated bibliography entry: (\S+)|entry with key (\S+)", message)
    name = (key.group(1) or key.group(2)).lower() if key else ""
    starts = [number for number, line in enumerate(text.lower().splitlines(), 1) if f"{{{name}," in line]
    return starts[-1] if starts else 1
