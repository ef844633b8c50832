"""Corruptions: one cell, row or file of the tables broken at random from a seed, by kind, with where it must be found.

Where a kind applies is read from the contract, ``datapackage.json``, so that a new table is covered without an edit
here. Nothing is written: a corruption holds the new bytes of one file.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from random import Random

from helpers.check import AHEAD, DATED, SCRIPTS
from helpers.dates import ONGOING, bounds

Fits = Callable[[dict], bool]
Holds = Callable[[str], bool]


@dataclass(frozen=True)
class Place:
    """Where a fault is reported: file, line and column; no column for what is of a whole row or file."""

    file: str
    line: int
    column: str


@dataclass(frozen=True)
class Corruption:
    """One file broken in one way.

    Args:
        kind: the class of the corruption.
        file: name of the file that is broken.
        content: its new bytes; None if it is gone.
        places: where the checker may report it; more than one where it lies between several cells or lines.
        every: whether each of the places must be reported, not just one.
        what: what was done, for a reader.
    """

    kind: str
    file: str
    content: bytes | None
    places: tuple[Place, ...]
    every: bool = False
    what: str = ""


@dataclass(frozen=True)
class Cell:
    """One cell of a table; ``row`` counts from 0."""

    table: str
    row: int
    column: str


class Package:
    """The tables of a folder as text, and what their contract says."""

    def __init__(self, folder: Path) -> None:
        """Read all tables of a folder."""
        self.contract = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
        self.resources = {item["name"]: item for item in self.contract["resources"]}
        self.bytes = {name: (folder / item["path"]).read_bytes() for name, item in self.resources.items()}
        self.bib = (folder / "references.bib").read_text(encoding="utf-8")
        self.rows: dict[str, list[dict[str, str]]] = {}
        for name, content in self.bytes.items():
            self.rows[name] = list(csv.DictReader(io.StringIO(content.decode("utf-8"), newline="")))

    def fields(self, table: str) -> dict[str, dict]:
        """Return the columns of a table by name."""
        return {item["name"]: item for item in self.resources[table]["schema"]["fields"]}

    def schema(self, table: str) -> dict:
        """Return the schema of a table."""
        return self.resources[table]["schema"]

    def get(self, cell: Cell) -> str:
        """Return the text of a cell."""
        return self.rows[cell.table][cell.row][cell.column]

    def ids(self, tables: Sequence[str]) -> set[str]:
        """Return the ids of some tables."""
        return {row["id"] for table in tables for row in self.rows[table]}

    @cached_property
    def entries(self) -> dict[str, tuple[int, int]]:
        """Return where each entry of the bibliography starts and ends in the text."""
        starts = [(match.group(1), match.start()) for match in re.finditer(r"^@\w+\{([^,]+),", self.bib, re.MULTILINE)]
        ends = [start for _, start in starts[1:]] + [len(self.bib)]
        return {key: (start, end) for (key, start), end in zip(starts, ends, strict=True)}

    @cached_property
    def cited(self) -> dict[str, list[Cell]]:
        """Return the cells that rest on each entry of the bibliography."""
        found = defaultdict(list)
        for table, column in self.columns(lambda item: item.get("values") == "source keys"):
            for number, row in enumerate(self.rows[table]):
                for key in filter(None, row[column].split(";")):
                    found[key].append(Cell(table, number, column))
        for number, row in enumerate(self.rows["evidence"]):
            if row["kind"] == "source":
                found[row["target"]].append(Cell("evidence", number, "target"))
        return found

    def columns(self, fits: Fits) -> Iterator[tuple[str, str]]:
        """Yield table and column of each field that fits."""
        for table in self.resources:
            for column, item in self.fields(table).items():
                if fits(item):
                    yield table, column

    def cell(self, random: Random, fits: Fits, holds: Holds = bool) -> Cell:
        """Return a random cell: a random table, then a column of it that fits, then a row whose text holds."""
        by_table = defaultdict(list)
        for table, column in self.columns(fits):
            by_table[table].append(column)
        for table in random.sample(sorted(by_table), len(by_table)):
            column = random.choice(by_table[table])
            rows = [number for number, row in enumerate(self.rows[table]) if holds(row[column])]
            if rows:
                return Cell(table, random.choice(rows), column)
        raise LookupError("no cell is like this")

    def row(self, random: Random, fits: Callable[[str, dict[str, str]], bool]) -> tuple[str, int]:
        """Return a random row that fits: its table and its number."""
        for table in random.sample(sorted(self.rows), len(self.rows)):
            rows = [number for number, row in enumerate(self.rows[table]) if fits(table, row)]
            if rows:
                return table, random.choice(rows)
        raise LookupError("no row is like this")

    def file(self, table: str) -> str:
        """Return the name of the file of a table."""
        return self.resources[table]["path"]

    def place(self, cell: Cell) -> Place:
        """Return where a cell stands."""
        return Place(self.file(cell.table), cell.row + 2, cell.column)

    def lines(self, table: str) -> list[str]:
        """Return a table as its lines, written anew."""
        return [_line(list(self.fields(table))), *(_line(list(row.values())) for row in self.rows[table])]


def _line(cells: Sequence[str]) -> str:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerow(cells)
    return out.getvalue()


# --- what a kind does with what it has picked -----------------------------------------------------------------------


def put(data: Package, kind: str, values: dict[Cell, str], places: Sequence[Cell] = ()) -> Corruption:
    """Return a corruption that sets cells of one table; it is found at one of them, or of ``places``."""
    table = next(iter(values)).table
    lines = data.lines(table)
    changed: dict[int, dict[str, str]] = {}
    for cell, value in values.items():
        changed.setdefault(cell.row, dict(data.rows[table][cell.row]))[cell.column] = value
    for number, row in changed.items():
        lines[number + 1] = _line(list(row.values()))
    what = ", ".join(f"{cell.column} {data.get(cell)[:30]!r} -> {value[:30]!r}" for cell, value in values.items())
    found = tuple(data.place(cell) for cell in places or values)
    return Corruption(kind, data.file(table), "".join(lines).encode(), found, what=what)


def put_lines(
    data: Package, kind: str, table: str, lines: Sequence[str], places: Sequence[Place], what: str
) -> Corruption:
    """Return a corruption that writes other lines."""
    return Corruption(kind, data.file(table), "".join(lines).encode(), tuple(places), what=what)


Kind = Callable[[Package, Random, str], Corruption]
KINDS: dict[str, Kind] = {}


def kind(name: str) -> Callable[[Kind], Kind]:
    """Register a function as a kind of corruption."""

    def register(function: Kind) -> Kind:
        KINDS[name] = function
        return function

    return register


def generate(data: Package, name: str, count: int, seed: str = "2026") -> list[Corruption]:
    """Return up to ``count`` different corruptions of one kind; fewer where the tables hold no more."""
    random, found = Random(f"{seed} {name}"), {}
    for _ in range(count * 6):
        if len(found) == count:
            break
        try:
            corruption = KINDS[name](data, random, name)
        except LookupError:
            continue
        found.setdefault((corruption.file, corruption.content), corruption)
    return list(found.values())


# --- what a field says ----------------------------------------------------------------------------------------------


def limit(item: dict, name: str) -> object:
    """Return a constraint of a field."""
    return item.get("constraints", {}).get(name)


def is_number(item: dict) -> bool:
    return item["type"] in ("integer", "number")


def is_date(item: dict) -> bool:
    return item.get("values") in DATED


def is_text(item: dict) -> bool:
    return item["type"] == "string"


def is_day(text: str) -> bool:
    """Tell whether a text is a date of the tables."""
    try:
        bounds(text)
    except ValueError:
        return False
    return True


def misspell(random: Random, text: str) -> str:
    """Return a word with one slip of the hand in it."""
    place = random.randrange(len(text))
    slips = [
        text[:place] + text[place + 1 :],
        text[:place] + text[place] + text[place:],
        text.swapcase(),
        text + random.choice("xyz"),
        text.translate(str.maketrans("aeopcxAEKMHOPCTX", "аеорсхАЕКМНОРСТХ")),  # noqa: RUF001  the same to the eye
    ]
    return random.choice([slip for slip in slips if slip and slip != text])


def misspell_part(random: Random, text: str, known: set[str]) -> str:
    """Return a list of keys, joined by semicolons, with one of them misspelt into one that is unknown."""
    parts = text.split(";")
    place = random.randrange(len(parts))
    while parts[place] in known:
        parts[place] = misspell(random, parts[place])
    return ";".join(parts)


# --- kinds: types, dates, ranges ------------------------------------------------------------------------------------


@kind("word in a number column")
def _word_for_number(data: Package, random: Random, name: str) -> Corruption:
    words = ["many", "n/a", "12 000", "1,5", "1e3", "+3", "٣", "1_000", "NaN", "inf", "007", "12%", "—", "O5", "-"]
    return put(data, name, {data.cell(random, is_number): random.choice(words)})


@kind("fraction in a whole-number column")
def _fraction(data: Package, random: Random, name: str) -> Corruption:
    cell = data.cell(random, lambda item: item["type"] == "integer")
    return put(data, name, {cell: data.get(cell) + random.choice([".5", ".0", ",5", "/2"])})


@kind("other word in a yes-or-no column")
def _no_boolean(data: Package, random: Random, name: str) -> Corruption:
    cell = data.cell(random, lambda item: item["type"] == "boolean")
    return put(data, name, {cell: random.choice(["yes", "TRUE", "1", "0", "maybe", "wahr", "t", "no"])})


@kind("words in a date column")
def _no_date(data: Package, random: Random, name: str) -> Corruption:
    words = ["May 1992", "15.05.1992", "1992-5-1", "92", "1992–93", "circa 1992", "1992?", "05/1992", "1992-05-15T10"]  # noqa: RUF001
    return put(data, name, {data.cell(random, is_date): random.choice([*words, "unknown", "1992-05-", "19920515"])})


@kind("impossible date")
def _impossible(data: Package, random: Random, name: str) -> Corruption:
    days = ["2020-02-31", "2021-02-29", "2020-13", "2020-00", "2020-04-31", "0000", "2020-01-00", "0000-05"]
    return put(data, name, {data.cell(random, is_date): random.choice(days)})


@kind("date of another age")
def _other_age(data: Package, random: Random, name: str) -> Corruption:
    cell = data.cell(random, is_date, is_day)
    return put(data, name, {cell: random.choice(["09", "10", "12", "15"]) + data.get(cell)[2:]})


@kind("below the minimum")
def _below(data: Package, random: Random, name: str) -> Corruption:
    cell = data.cell(random, lambda item: limit(item, "minimum") is not None)
    least = limit(data.fields(cell.table)[cell.column], "minimum")
    return put(data, name, {cell: str(int(str(least)) - random.choice([1, 2, 100]))})


@kind("above the maximum")
def _above(data: Package, random: Random, name: str) -> Corruption:
    cell = data.cell(random, lambda item: limit(item, "maximum") is not None)
    most = limit(data.fields(cell.table)[cell.column], "maximum")
    return put(data, name, {cell: str(int(str(most)) + random.choice([1, 2, 100]))})


@kind("after the as-of day")
def _after_as_of(data: Package, random: Random, name: str) -> Corruption:
    cell = data.cell(random, lambda item: is_date(item) and item["name"] not in AHEAD)
    last = date.fromisoformat(data.contract["as_of"])
    later = last + timedelta(days=random.choice([1, 7, 400, 9000]))
    if data.fields(cell.table)[cell.column]["values"] == "year":
        return put(data, name, {cell: str(last.year + random.randint(1, 60))})
    return put(data, name, {cell: later.isoformat()})


@kind("interval that ends after the as-of day")
def _interval_after_as_of(data: Package, random: Random, name: str) -> Corruption:
    cell = data.cell(
        random,
        lambda item: str(item.get("values")).startswith("edtf") and item["name"] not in AHEAD,
        lambda text: is_day(text) and "/" not in text,
    )
    return put(data, name, {cell: f"{data.get(cell)}/{random.randint(2027, 2099)}"})


# --- kinds: order ---------------------------------------------------------------------------------------------------


def times(data: Package) -> list[tuple[str, str, str]]:
    """Return table, column and column of each pair of which the first comes first in time."""
    found = []
    for table in data.resources:
        fields = data.fields(table)
        if {"start", "end"} <= set(fields):
            found.append((table, "start", "end"))
        found += [(table, before, column) for column, item in fields.items() for before in item.get("after", [])]
    return found


@kind("end before start")
def _end_first(data: Package, random: Random, name: str) -> Corruption:
    table, before, after = random.choice(times(data))
    rows = [n for n, row in enumerate(data.rows[table]) if is_day(row[before]) and row[after]]
    row = random.choice(rows)
    year = int(data.rows[table][row][before][:4]) - random.randint(1, 9)
    return put(data, name, {Cell(table, row, after): str(year)})


@kind("start and end swapped")
def _swapped(data: Package, random: Random, name: str) -> Corruption:
    table, before, after = random.choice(times(data))
    rows = [
        number
        for number, row in enumerate(data.rows[table])
        if is_day(row[before]) and is_day(row[after]) and bounds(row[before])[1] < bounds(row[after])[0]
    ]
    if not rows:
        raise LookupError
    one, other = (Cell(table, random.choice(rows), before), after)
    two = Cell(table, one.row, other)
    return put(data, name, {one: data.get(two), two: data.get(one)})


def ranges(data: Package) -> list[tuple[str, str, str, str]]:
    """Return table and the columns of low, best and high of each range."""
    found = []
    for table in data.resources:
        names = set(data.fields(table))
        triples = [("low", "best", "high"), *((f"{best}_low", best, f"{best}_high") for best in names)]
        found += [(table, *triple) for triple in sorted(triples) if set(triple) <= names]
    return found


def in_order(low: str, high: str) -> bool:
    """Tell whether two ends of a range are there and apart."""
    if re.fullmatch(r"\d{1,3}|\d{5,}", low + high) or ("." in low + high):
        return bool(low and high) and float(low) < float(high)
    if is_day(low) and is_day(high):
        return bounds(low)[0] < bounds(high)[0]
    return low.isdigit() and high.isdigit() and int(low) < int(high)


@kind("low and high swapped")
def _low_high(data: Package, random: Random, name: str) -> Corruption:
    table, low, best, high = random.choice(ranges(data))
    rows = [number for number, row in enumerate(data.rows[table]) if in_order(row[low], row[high])]
    if not rows:
        raise LookupError
    row = random.choice(rows)
    one, two = Cell(table, row, low), Cell(table, row, high)
    return put(data, name, {one: data.get(two), two: data.get(one)}, [one, two, Cell(table, row, best)])


@kind("best outside its range")
def _outside(data: Package, random: Random, name: str) -> Corruption:
    table, low, best, high = random.choice(ranges(data))
    rows = [number for number, row in enumerate(data.rows[table]) if row[high] or row[low]]
    if not rows:
        raise LookupError
    row = random.choice(rows)
    cells = [Cell(table, row, column) for column in (low, best, high)]
    limit_ = random.choice([column for column in (low, high) if data.rows[table][row][column]])
    text = data.rows[table][row][limit_]
    step = -1 if limit_ == low else 1
    if data.fields(table)[best]["type"] == "string":
        value = str(int(text[:4]) + step * random.randint(1, 5))
    else:
        value = str(max(float(text) + step * random.randint(1, 9), 0))
    return put(data, name, {cells[1]: value}, cells)


# --- kinds: keys and words ------------------------------------------------------------------------------------------


def _unknown(data: Package, random: Random, name: str, fits: Fits) -> Corruption:
    cell = data.cell(random, fits)
    known = data.ids(data.fields(cell.table)[cell.column]["refersTo"])
    return put(data, name, {cell: misspell_part(random, data.get(cell), known)})


@kind("unknown state")
def _unknown_state(data: Package, random: Random, name: str) -> Corruption:
    return _unknown(data, random, name, lambda item: item.get("refersTo") == ["states"])


@kind("unknown body")
def _unknown_body(data: Package, random: Random, name: str) -> Corruption:
    return _unknown(data, random, name, lambda item: item.get("refersTo") == ["bodies"])


@kind("unknown key of another table")
def _unknown_key(data: Package, random: Random, name: str) -> Corruption:
    return _unknown(data, random, name, lambda item: item.get("refersTo", ["states"]) not in (["states"], ["bodies"]))


@kind("unknown word of a list")
def _unknown_word(data: Package, random: Random, name: str) -> Corruption:
    cell = data.cell(random, lambda item: bool(limit(item, "enum")))
    words = set(data.fields(cell.table)[cell.column]["constraints"]["enum"])
    return put(data, name, {cell: misspell_part(random, data.get(cell), words)})


@kind("text that its pattern forbids")
def _against_pattern(data: Package, random: Random, name: str) -> Corruption:
    cell = data.cell(random, lambda item: bool(limit(item, "pattern")))
    pattern, text = data.fields(cell.table)[cell.column]["constraints"]["pattern"], data.get(cell)
    others = [text + "!", "#" + text, text.replace("-", "_"), text + ";", text + ", x", text.swapcase(), "?", text[:-1]]
    return put(data, name, {cell: random.choice([one for one in others if one and not re.fullmatch(pattern, one)])})


@kind("unknown table")
def _unknown_table(data: Package, random: Random, name: str) -> Corruption:
    cell = data.cell(random, lambda item: item.get("values") == "tables")
    return put(data, name, {cell: data.get(cell) + random.choice(["s", "_", "x"])})


@kind("empty required cell")
def _empty(data: Package, random: Random, name: str) -> Corruption:
    return put(data, name, {data.cell(random, lambda item: bool(limit(item, "required"))): ""})


# --- kinds: the same twice ------------------------------------------------------------------------------------------


@kind("row twice")
def _row_twice(data: Package, random: Random, name: str) -> Corruption:
    table, row = data.row(random, lambda table, row: True)
    lines = data.lines(table)
    place = random.randint(row + 2, len(lines))
    lines.insert(place, lines[row + 1])
    places = [Place(data.file(table), line, column) for line in (row + 2, place + 1) for column in data.fields(table)]
    return put_lines(data, name, table, lines, places, f"line {row + 2} again in line {place + 1}")


@kind("row twice, under another id")
def _row_again(data: Package, random: Random, name: str) -> Corruption:
    table, row = data.row(random, lambda table, row: "id" in row)
    cells = dict(data.rows[table][row])
    pattern = str(limit(data.fields(table)["id"], "pattern") or ".*")
    others = [cells["id"] + "x", cells["id"] + "-again", *(f"{cells['id'][0]}{n:02}" for n in range(99)), "ZZZ", "XQX"]
    known = {one["id"] for rows in data.rows.values() for one in rows if "id" in one}
    cells["id"] = next(other for other in others if re.fullmatch(pattern, other) and other not in known)
    lines = [*data.lines(table), _line(list(cells.values()))]
    places = [Place(data.file(table), line, column) for line in (row + 2, len(lines)) for column in cells]
    return put_lines(data, name, table, lines, places, f"line {row + 2} again as {cells['id']}")


@kind("id or other unique cell twice")
def _id_twice(data: Package, random: Random, name: str) -> Corruption:
    cell = data.cell(random, lambda item: bool(limit(item, "unique")))
    other = Cell(cell.table, random.randrange(len(data.rows[cell.table])), cell.column)
    if data.get(other) == data.get(cell):
        raise LookupError
    return put(data, name, {cell: data.get(other)}, [cell, other])


@kind("id of another table")
def _id_elsewhere(data: Package, random: Random, name: str) -> Corruption:
    cell = data.cell(random, lambda item: item["name"] == "id")
    pattern = limit(data.fields(cell.table)["id"], "pattern")
    other = data.cell(random, lambda item: item["name"] == "id" and limit(item, "pattern") == pattern)
    if other.table == cell.table:
        raise LookupError
    return put(data, name, {cell: data.get(other)}, [cell, other])


@kind("two rows with one key")
def _key_twice(data: Package, random: Random, name: str) -> Corruption:
    keys = []
    for table in data.resources:
        schema = data.schema(table)
        keys += [(table, key) for key in [schema["primaryKey"], *schema.get("uniqueKeys", [])] if len(key) > 1]
    table, key = random.choice(keys)
    column = random.choice(key)
    groups = defaultdict(list)
    for number, row in enumerate(data.rows[table]):
        if all(row[part] for part in key):
            groups[tuple(row[part] for part in key if part != column)].append(number)
    group = random.choice([numbers for numbers in groups.values() if len(numbers) > 1])
    one, two = random.sample(group, 2)
    places = [Cell(table, number, part) for number in (one, two) for part in key]
    return put(data, name, {Cell(table, one, column): data.get(Cell(table, two, column))}, places)


# --- kinds: rows and files that are no table ------------------------------------------------------------------------


@kind("cell dropped")
def _dropped(data: Package, random: Random, name: str) -> Corruption:
    table, row = data.row(random, lambda table, row: True)
    cells = list(data.rows[table][row].values())
    del cells[random.randrange(len(cells))]
    lines = data.lines(table)
    lines[row + 1] = _line(cells)
    return put_lines(data, name, table, lines, [Place(data.file(table), row + 2, "")], f"line {row + 2} a cell short")


@kind("cell too many")
def _too_many(data: Package, random: Random, name: str) -> Corruption:
    table, row = data.row(random, lambda table, row: True)
    cells = list(data.rows[table][row].values())
    cells.insert(random.randrange(len(cells)), random.choice(["", "x", "1992"]))
    lines = data.lines(table)
    lines[row + 1] = _line(cells)
    return put_lines(data, name, table, lines, [Place(data.file(table), row + 2, "")], f"line {row + 2} a cell long")


def _breaks(data: Package, item: dict, text: str) -> bool:
    """Tell whether a text surely can't stand in a column; what a shift must bring about to be one that can be known."""
    if not text:
        return bool(limit(item, "required"))
    if limit(item, "enum"):
        return text not in item["constraints"]["enum"]
    if item.get("refersTo"):
        return any(part not in data.ids(item["refersTo"]) for part in text.split(";"))
    return is_number(item) and not re.fullmatch(r"-?\d+(\.\d+)?", text)


@kind("cells shifted by one column")
def _shifted(data: Package, random: Random, name: str) -> Corruption:
    table, row = data.row(random, lambda table, row: True)
    cells, columns = list(data.rows[table][row].values()), list(data.fields(table).values())
    first = random.randrange(len(cells))
    moved = [*cells[:first], *cells[first + 1 :], ""]
    if not any(_breaks(data, item, text) for item, text in zip(columns[first:], moved[first:], strict=True)):
        raise LookupError
    lines = data.lines(table)
    lines[row + 1] = _line(moved)
    places = [Place(data.file(table), row + 2, item["name"]) for item in columns[first:]]
    return put_lines(data, name, table, lines, places, f"line {row + 2} from {columns[first]['name']} on")


def _raw(data: Package, name: str, cell: Cell, sign: bytes) -> Corruption:
    """Return a corruption that puts bytes into the middle of a cell."""
    text = data.get(cell)
    made = put(data, name, {cell: text[: len(text) // 2] + "\ue123" + text[len(text) // 2 :]})
    assert made.content is not None
    return Corruption(name, made.file, made.content.replace("\ue123".encode(), sign), made.places, what=repr(sign))


@kind("bytes that are no UTF-8")
def _no_utf8(data: Package, random: Random, name: str) -> Corruption:
    signs = [b"\xe9", b"\xff\xfe", "мир".encode("cp1251"), b"\xd0", b"\xe2\x80", b"\xed\xa0\x80", b"\xc0\x80"]
    return _raw(data, name, data.cell(random, is_text), random.choice(signs))


@kind("sign that can't be seen")
def _invisible(data: Package, random: Random, name: str) -> Corruption:
    signs = "\x00\t\x0b\x0c\x1b\x85\xa0\xad\u200b\u200f\u2028\u202e\ufeff\ufffd"
    cell = data.cell(random, lambda item: True, lambda text: len(text) > 1)
    return _raw(data, name, cell, random.choice(signs).encode())


@kind("text read in the wrong encoding")
def _mojibake(data: Package, random: Random, name: str) -> Corruption:
    cell = data.cell(random, is_text, lambda text: not text.isascii())
    signs = (bytes([byte]) for byte in data.get(cell).encode())
    return put(data, name, {cell: "".join(sign.decode("cp1252", "ignore") or sign.decode("latin-1") for sign in signs)})


@kind("line break in a cell")
def _line_break(data: Package, random: Random, name: str) -> Corruption:
    cell = data.cell(random, is_text, lambda text: len(text) > 1)
    text = data.get(cell)
    return put(data, name, {cell: text[:1] + random.choice(["\n", "\r\n", "\n\n"]) + text[1:]})


@kind("row broken in two")
def _broken_row(data: Package, random: Random, name: str) -> Corruption:
    table, row = data.row(random, lambda table, row: len(row) > 1)
    lines = data.lines(table)
    cells = list(data.rows[table][row].values())
    place = random.randrange(1, len(cells))
    lines[row + 1] = _line(cells[:place])[:-1] + random.choice("\n\r") + _line(cells[place:])
    return put_lines(data, name, table, lines, [Place(data.file(table), row + 2, "")], f"line {row + 2}")


@kind("quotation mark left open")
def _open_quote(data: Package, random: Random, name: str) -> Corruption:
    cell = data.cell(random, is_text, lambda text: not re.search(r'[",]', text) and bool(text))
    lines = data.lines(cell.table)
    cells = [_line([text, "x"])[:-3] for text in data.rows[cell.table][cell.row].values()]
    place = list(data.fields(cell.table)).index(cell.column)
    cells[place] = '"' + cells[place]
    lines[cell.row + 1] = ",".join(cells) + "\n"
    place_ = Place(data.file(cell.table), cell.row + 2, "")
    return put_lines(data, name, cell.table, lines, [place_], f"line {cell.row + 2}, {cell.column}")


@kind("quotation mark in a cell")
def _lone_quote(data: Package, random: Random, name: str) -> Corruption:
    cell = data.cell(random, is_text)
    text = data.get(cell)
    return put(data, name, {cell: random.choice([text + '"', '"' + text, text[:1] + '"' + text[1:]])})


@kind("stray blanks")
def _blanks(data: Package, random: Random, name: str) -> Corruption:
    cell = data.cell(random, lambda item: True)
    text = data.get(cell)
    inner = text.replace(" ", "  ", 1) if " " in text else text + " "
    return put(data, name, {cell: random.choice([" " + text, text + " ", text + "\t", inner, text + "\u3000"])})


@kind("blanks for nothing")
def _only_blanks(data: Package, random: Random, name: str) -> Corruption:
    return put(data, name, {data.cell(random, lambda item: True, lambda text: True): random.choice([" ", "\t", "   "])})


@kind("empty line")
def _empty_line(data: Package, random: Random, name: str) -> Corruption:
    table, row = data.row(random, lambda table, row: True)
    lines = data.lines(table)
    lines.insert(row + 1, random.choice(["\n", ",\n", " \n"]) if len(data.fields(table)) > 2 else "\n")
    return put_lines(data, name, table, lines, [Place(data.file(table), row + 2, "")], f"line {row + 2}")


def _whole_file(data: Package, random: Random, name: str, change: Callable[[bytes], bytes | None]) -> Corruption:
    table = random.choice(sorted(data.resources))
    file = data.file(table)
    return Corruption(name, file, change(data.bytes[table]), (Place(file, 1, ""),))


@kind("byte order mark")
def _mark(data: Package, random: Random, name: str) -> Corruption:
    return _whole_file(data, random, name, lambda old: b"\xef\xbb\xbf" + old)


@kind("file in UTF-16")
def _utf16(data: Package, random: Random, name: str) -> Corruption:
    def change(old: bytes) -> bytes:
        return b"\xff\xfe" + old.decode().encode("utf-16-le")

    made = _whole_file(data, random, name, change)
    return Corruption(name, made.file, made.content, tuple(Place(made.file, 1, c) for c in _names(data, made.file)))


def _names(data: Package, file: str) -> list[str]:
    """Return the columns of the table in a file, and none for the file as such."""
    (table,) = (name for name in data.resources if data.file(name) == file)
    return ["", *data.fields(table)]


@kind("file gone or empty")
def _gone(data: Package, random: Random, name: str) -> Corruption:
    return _whole_file(data, random, name, lambda old: random.choice([None, b""]))


@kind("table without rows")
def _no_rows(data: Package, random: Random, name: str) -> Corruption:
    table = random.choice([table for table, item in data.resources.items() if not item.get("mayBeEmpty")])
    file = data.file(table)
    return Corruption(name, file, data.lines(table)[0].encode(), (Place(file, 1, ""),))


@kind("column gone, renamed, twice or elsewhere")
def _columns(data: Package, random: Random, name: str) -> Corruption:
    table = random.choice(sorted(data.resources))
    rows = [list(data.fields(table)), *(list(row.values()) for row in data.rows[table])]
    place, how = random.randrange(len(rows[0])), random.choice(["gone", "renamed", "twice", "elsewhere", "capital"])
    if how == "renamed":
        rows[0][place] = misspell(random, rows[0][place])
    elif how == "capital":
        rows[0][place] = rows[0][place].swapcase()
    else:
        for row in rows:
            cell = row.pop(place)
            row[place:place] = [cell, cell] if how == "twice" else []
            row += [cell] if how == "elsewhere" else []
    if rows[0] == list(data.fields(table)):
        raise LookupError
    lines = [_line(row) for row in rows]
    return put_lines(data, name, table, lines, [Place(data.file(table), 1, "")], f"column {place + 1} {how}")


# --- kinds: sources -------------------------------------------------------------------------------------------------


def _bib(data: Package, name: str, text: str, places: Sequence[Place], what: str, every: bool = False) -> Corruption:
    return Corruption(name, "references.bib", text.encode(), tuple(places), every, what)


@kind("source deleted")
def _deleted_source(data: Package, random: Random, name: str) -> Corruption:
    key = random.choice(sorted(set(data.cited) & set(data.entries)))
    start, end = data.entries[key]
    places = [data.place(cell) for cell in data.cited[key]]
    return _bib(data, name, data.bib[:start] + data.bib[end:], places, key, every=True)


@kind("source renamed in the bibliography")
def _renamed_source(data: Package, random: Random, name: str) -> Corruption:
    key = random.choice(sorted(set(data.cited) & set(data.entries)))
    start, end = data.entries[key]
    entry = data.bib[start:end].replace(key, key + "x", 1)
    line = data.bib[:start].count("\n") + 1
    places = [*(data.place(cell) for cell in data.cited[key]), Place("references.bib", line, "")]
    return _bib(data, name, data.bib[:start] + entry + data.bib[end:], places, key, every=True)


@kind("source twice in the bibliography")
def _source_twice(data: Package, random: Random, name: str) -> Corruption:
    start, end = data.entries[random.choice(sorted(data.entries))]
    text = data.bib.rstrip("\n") + "\n\n"
    line = text.count("\n") + 1
    return _bib(data, name, text + data.bib[start:end], [Place("references.bib", line, "")], f"line {line}")


@kind("source that nothing cites")
def _uncited(data: Package, random: Random, name: str) -> Corruption:
    start, _ = data.entries[random.choice(sorted(data.entries))]
    line = data.bib[:start].count("\n") + 1
    entry = f"@misc{{nobody{random.randint(1, 9999)},\n  title = {{Nobody}},\n}}\n\n"
    text = data.bib[:start] + entry + data.bib[start:]
    return _bib(data, name, text, [Place("references.bib", line, "")], f"line {line}")


@kind("source key misspelt")
def _misspelt_source(data: Package, random: Random, name: str) -> Corruption:
    cell = data.cell(random, lambda item: item.get("values") == "source keys")
    return put(data, name, {cell: misspell_part(random, data.get(cell), set(data.entries))})


# --- kinds: spells --------------------------------------------------------------------------------------------------


@kind("overlap of spells")
def _overlap(data: Package, random: Random, name: str) -> Corruption:
    table = random.choice([table for table in data.resources if data.schema(table).get("spells")])
    groups = defaultdict(list)
    for number, row in enumerate(data.rows[table]):
        if is_day(row["start"]):
            groups[tuple(row[column] for column in data.schema(table)["spells"])].append(number)
    pairs = []
    for numbers in groups.values():
        numbers.sort(key=lambda number: bounds(data.rows[table][number]["start"])[0])
        pairs += list(pairwise(numbers))
    pair = random.choice(pairs)
    before, after = (data.rows[table][number] for number in pair)
    places = [Cell(table, number, column) for number in pair for column in ("start", "end")]
    if random.random() < 0.5:
        later = bounds(after["start"])[0] + timedelta(days=random.randint(1, 30))
        return put(data, name, {places[1]: random.choice([ONGOING, later.isoformat()])}, places)
    earlier = bounds(before["start"])[0] + timedelta(days=random.randint(1, 5))
    if is_day(before["end"]) and earlier >= bounds(before["end"])[0]:
        raise LookupError
    return put(data, name, {places[2]: earlier.isoformat()}, places)


def _spell(data: Package, random: Random, bodies: Sequence[str] = ("cst", "csto")) -> tuple[int, str]:
    """Return a random spell and a side of it that must name its event."""
    side = random.choice(["start", "end"])
    rows = [
        number
        for number, row in enumerate(data.rows["memberships"])
        if row["body"] in bodies and row["layer"] != "participation" and is_day(row[side]) and row[f"{side}_event"]
    ]
    return random.choice(rows), side


@kind("spell whose event does not fit")
def _other_event(data: Package, random: Random, name: str) -> Corruption:
    row, side = _spell(data, random)
    day = bounds(data.rows["memberships"][row][side])[0]
    events = [event["id"] for event in data.rows["events"] if bounds(event["date"])[0] != day]
    return put(data, name, {Cell("memberships", row, f"{side}_event"): random.choice(events)})


@kind("spell without its event")
def _no_event(data: Package, random: Random, name: str) -> Corruption:
    row, side = _spell(data, random)
    return put(data, name, {Cell("memberships", row, f"{side}_event"): ""})


@kind("spell on another day than its event")
def _other_day(data: Package, random: Random, name: str) -> Corruption:
    row, side = _spell(data, random)
    cell = Cell("memberships", row, side)
    day = bounds(data.get(cell))[0] + timedelta(days=random.choice([-40, -1, 1, 40]))
    return put(data, name, {cell: day.isoformat()}, [cell, Cell("memberships", row, f"{side}_event")])


@kind("member that is no party to the Treaty")
def _no_party(data: Package, random: Random, name: str) -> Corruption:
    spells = list(enumerate(data.rows["memberships"]))
    members = [(number, row) for number, row in spells if row["body"] == "csto" and row["status"] == "member"]
    parties = [(number, row) for number, row in spells if row["body"] == "cst" and row["status"] == "party"]
    number, member = random.choice(members)
    day = bounds(member["start"])[0]
    party = next(
        number
        for number, row in parties
        if row["state"] == member["state"]
        and bounds(row["start"])[0] <= day
        and (row["end"] == ONGOING or bounds(row["end"])[0] > day)
    )
    changes = [("status", "signatory"), ("body", "eu"), ("start", "2024-01-01"), ("end", "2001-01-01")]
    column, value = random.choice(changes)
    cell = Cell("memberships", party, column)
    return put(data, name, {cell: value}, [Cell("memberships", number, "start"), cell])


# --- kinds: what is judged and shown --------------------------------------------------------------------------------


@kind("more confidence than reading")
def _confidence(data: Package, random: Random, name: str) -> Corruption:
    table, row = data.row(
        random, lambda table, row: (row.get("basis") == "not read") != (row.get("confidence") == "high")
    )
    basis, confidence = Cell(table, row, "basis"), Cell(table, row, "confidence")
    values = {basis: "not read"} if data.get(confidence) == "high" else {confidence: "high"}
    return put(data, name, values, [basis, confidence])


@kind("verdict where none belongs, or none where one does")
def _verdict(data: Package, random: Random, name: str) -> Corruption:
    rows = [number for number, row in enumerate(data.rows["claims"]) if "religious" not in row["line"]]
    cell = Cell("claims", random.choice(rows), "verdict")
    return put(data, name, {cell: "" if data.get(cell) else "supported"})


@kind("evidence that is not there")
def _no_evidence(data: Package, random: Random, name: str) -> Corruption:
    rows = [number for number, row in enumerate(data.rows["evidence"]) if row["kind"] in ("row", "source")]
    cell = Cell("evidence", random.choice(rows), "target")
    return put(data, name, {cell: misspell(random, data.get(cell))})


@kind("number that no chapter has")
def _no_number(data: Package, random: Random, name: str) -> Corruption:
    rows = [Cell("evidence", n, "target") for n, row in enumerate(data.rows["evidence"]) if row["kind"] == "metric"]
    rows += [Cell("tests", n, "metric") for n in range(len(data.rows["tests"]))]
    cell = random.choice(rows)
    text = data.get(cell)
    others = [text + "_x", text.replace(".md", "s.md"), text.replace("::", "::x_")]
    return put(data, name, {cell: random.choice(others)})


@kind("row without its table, or a table for no row")
def _no_table(data: Package, random: Random, name: str) -> Corruption:
    row = random.randrange(len(data.rows["evidence"]))
    cells = Cell("evidence", row, "table"), Cell("evidence", row, "target")
    return put(data, name, {cells[0]: "" if data.get(cells[0]) else "events"}, cells)


@kind("outline that is none")
def _no_outline(data: Package, random: Random, name: str) -> Corruption:
    cell = data.cell(random, lambda item: item.get("values") == "wkt")
    text = data.get(cell)
    numbers = list(re.finditer(r"-?\d+(\.\d+)?", text))
    one = random.choice(numbers)
    others = [
        text[: one.start()] + random.choice(["200", "x", "-181.5", ""]) + text[one.end() :],
        text.replace("(((", "(((1 1, ", 1),
        text[:-1],
        text.replace(", ", ",, ", 1),
        text.replace("MULTIPOLYGON", "POLYGON"),
    ]
    return put(data, name, {cell: random.choice(others)})


def wanted_labels(data: Package) -> list[int]:
    """Return the rows of labels that the contract asks for; what chapters ask for besides is not the checker's."""
    wanted = {row["id"] for row in data.rows["bodies"]}
    for table in data.resources:
        for item in data.fields(table).values():
            wanted |= {item["title"], *item.get("constraints", {}).get("enum", [])}
    return [number for number, row in enumerate(data.rows["labels"]) if row["key"] in wanted - data.ids(["states"])]


@kind("label gone")
def _no_label(data: Package, random: Random, name: str) -> Corruption:
    row = random.choice(wanted_labels(data))
    lines = data.lines("labels")
    gone = lines.pop(row + 1)
    place = Place("labels.csv", len(lines) + 1, "key")  # where the new row would stand
    return put_lines(data, name, "labels", lines, [place], gone[:30])


@kind("label misspelt")
def _misspelt_label(data: Package, random: Random, name: str) -> Corruption:
    cell = Cell("labels", random.choice(wanted_labels(data)), "key")
    made = put(data, name, {cell: data.get(cell) + "x"})
    places = (Place("labels.csv", len(data.rows["labels"]) + 2, "key"), *made.places)
    return Corruption(name, made.file, made.content, places, what=made.what)


@kind("text in the wrong script")
def _wrong_script(data: Package, random: Random, name: str) -> Corruption:
    cell = data.cell(random, lambda item: item.get("lang") in SCRIPTS)
    return put(data, name, {cell: random.choice(["to be translated", "TODO", "Organizatsiya", "x", "..."])})


@kind("word in two alphabets")
def _two_alphabets(data: Package, random: Random, name: str) -> Corruption:
    cell = data.cell(random, is_text, lambda text: bool(re.search(r"[a-z]o[a-z]", text)))
    return put(data, name, {cell: re.sub(r"(?<=[a-z])o(?=[a-z])", "\u043e", data.get(cell), count=1)})


# --- what can't be known: plausible other values --------------------------------------------------------------------

PLAUSIBLE: dict[str, Kind] = {}


def plausible(name: str) -> Callable[[Kind], Kind]:
    """Register a function as a change that no check can know to be wrong."""

    def register(function: Kind) -> Kind:
        PLAUSIBLE[name] = function
        return function

    return register


@plausible("another state that there is")
def _other_state(data: Package, random: Random, name: str) -> Corruption:
    cell = Cell("positions", random.randrange(len(data.rows["positions"])), "state")
    return put(data, name, {cell: random.choice(sorted(data.ids(["states"]) - {data.get(cell)}))})


@plausible("a date a day off")
def _day_off(data: Package, random: Random, name: str) -> Corruption:
    rows = [n for n, row in enumerate(data.rows["responses"]) if len(row["date"]) == 10]
    cell = Cell("responses", random.choice(rows), "date")
    return put(data, name, {cell: (date.fromisoformat(data.get(cell)) - timedelta(days=1)).isoformat()})


@plausible("another number in range")
def _other_number(data: Package, random: Random, name: str) -> Corruption:
    table, column = random.choice([("surveys", "share"), ("remittances", "pct_gdp"), ("conflict_deaths", "deaths")])
    cell = Cell(table, random.randrange(len(data.rows[table])), column)
    return put(data, name, {cell: str(random.choice([n for n in range(40, 90) if str(n) != data.get(cell)]))})


@plausible("another word of the list")
def _other_word(data: Package, random: Random, name: str) -> Corruption:
    column = random.choice(["stance", "topic"])
    cell = Cell("positions", random.randrange(len(data.rows["positions"])), column)
    words = data.fields("positions")[column]["constraints"]["enum"]
    return put(data, name, {cell: random.choice([word for word in words if word != data.get(cell)])})


@plausible("one more source that there is")
def _other_source(data: Package, random: Random, name: str) -> Corruption:
    cell = data.cell(random, lambda item: item.get("values") == "source keys")
    keys = sorted(set(data.entries) - set(data.get(cell).split(";")))
    return put(data, name, {cell: f"{data.get(cell)};{random.choice(keys)}"})


@plausible("a slip of the hand in free text")
def _slip(data: Package, random: Random, name: str) -> Corruption:
    cell = data.cell(random, lambda item: item["name"] == "paraphrase_en")
    words = data.get(cell).split(" ")
    place = random.randrange(len(words))
    words[place] = words[place] + words[place][-1]
    return put(data, name, {cell: " ".join(words)})


@plausible("a caveat deleted")
def _no_note(data: Package, random: Random, name: str) -> Corruption:
    cell = data.cell(random, lambda item: item["name"] == "note" and not limit(item, "required"))
    return put(data, name, {cell: ""})


@plausible("a row deleted that nothing refers to")
def _no_row(data: Package, random: Random, name: str) -> Corruption:
    table = random.choice(["remittances", "conflict_deaths", "regimes", "armed_forces", "roll_calls"])
    lines = data.lines(table)
    row = random.randrange(1, len(lines))
    gone = lines.pop(row)
    return put_lines(data, name, table, lines, [], gone[:40])


@plausible("lines that end as on Windows")
def _windows(data: Package, random: Random, name: str) -> Corruption:
    made = _whole_file(data, random, name, lambda old: old.replace(b"\n", b"\r\n"))
    return Corruption(name, made.file, made.content, ())
