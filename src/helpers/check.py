"""Checking: the tables against their contract and against the rules that a schema can't say.

``python -m helpers.check`` (``make data``) prints each fault with file, line, column, value and rule, and exits 1.
"""

from __future__ import annotations

import csv
import json
import re
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import pairwise
from math import nan
from operator import itemgetter
from pathlib import Path

from helpers.data import DATA, DataError, as_of, bibliography, package, raw, read_lines, read_rows, resource, tables
from helpers.dates import ONGOING, bounds

#: Members of the organisation that were no party to the Treaty over the whole of the spell, each with the reason.
PARTY_EXCEPTIONS: dict[str, str] = {}

#: Columns that may name a day after the as-of date.
AHEAD = ("planned", "valid_until")

#: Kinds of values that hold a date: a day or a span, the first day after a spell, its last day, a year, a moment.
DATED = ("edtf", "edtf end", "edtf last", "year", "moment")

#: No table tells of anything before this year.
EARLIEST = 1800

#: Letters that a text in another script is written with.
SCRIPTS = {"ar": re.compile("[\u0600-\u06ff]"), "ru": re.compile("[\u0400-\u04ff]")}


@dataclass(frozen=True, order=True)
class Fault:
    """One fault: where it is, what stands there, which rule it breaks, and what to do."""

    file: str
    line: int
    column: str
    value: str
    rule: str
    advice: str

    def __str__(self) -> str:
        """Return the fault on one line, in the form that editors link: ``file:line: ...``."""
        column = f"column {self.column}: " if self.column else ""
        value = f"{self.value!r}: " if self.value else ""
        return f"{self.file}:{self.line}: {column}{value}{self.advice} [{self.rule}]"


@dataclass
class Row:
    """One row as text, with its line in the file."""

    line: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        """Return the cell of a column; empty where the row is short."""
        return self.cells.get(column, "")


@dataclass
class Tables:
    """All tables of a folder as text; one of them may stand elsewhere, a reader's own."""

    folder: Path = field(default_factory=lambda: DATA)  # a default as such would stand on the page of code
    own: dict[str, Path] = field(default_factory=dict)
    chapters: Path | None = None

    def path(self, table: str) -> Path:
        """Return the file of a table."""
        return self.own.get(table, self.folder / resource(table, self.folder)["path"])

    @cached_property
    def names(self) -> list[str]:
        """Return the names of all tables."""
        return tables(self.folder)

    def read(self, table: str) -> tuple[list[str], list[list[str]]]:
        """Return the header and the rows of a table as text, read once.

        Raises:
            DataError: the file can't be read.
        """
        if table not in self._read:
            self._read[table] = read_rows(self.path(table))
        return self._read[table]

    @cached_property
    def _read(self) -> dict[str, tuple[list[str], list[list[str]]]]:
        return {}

    @cached_property
    def _rows(self) -> dict[str, list[Row]]:
        found = {}
        for name in self.names:
            header, rows = self.read(name)
            found[name] = [Row(number, dict(zip(header, row, strict=False))) for number, row in enumerate(rows, 2)]
        return found

    def rows(self, table: str) -> list[Row]:
        """Return the rows of a table."""
        return self._rows.get(table, [])

    def fields(self, table: str) -> list[dict]:
        """Return the columns of a table as its schema describes them."""
        return resource(table, self.folder)["schema"]["fields"]

    def columns(self, table: str) -> list[str]:
        """Return the names of the columns of a table."""
        return [item["name"] for item in self.fields(table)]

    def columns_with(self, **property_: str) -> Iterator[tuple[str, str]]:
        """Yield table and column of each field whose schema has a property, such as ``values="edtf"``."""
        ((key, value),) = property_.items()
        for table in self.names:
            for item in self.fields(table):
                if item.get(key) == value:
                    yield table, item["name"]

    def fault(self, table: str, row: Row, column: str, rule: str, advice: str) -> Fault:
        """Return a fault at one cell."""
        return Fault(shown(self.path(table)), row.line, column, row[column], rule, advice)

    @cached_property
    def ids(self) -> dict[str, list[tuple[str, Row]]]:
        """Return every id with the tables and rows that bear it; figures have none, published ids are a register."""
        found = defaultdict(list)
        for table in self.names:
            if table != "published" and "id" in self.columns(table):
                for row in self.rows(table):
                    found[row["id"]].append((table, row))
        return found


def shown(path: Path) -> str:
    """Return a path as short as it can be typed from here."""
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)


Rule = Callable[[Tables], Iterator[Fault]]
RULES: dict[str, tuple[str, Rule]] = {}


def rule(name: str, sentence: str) -> Callable[[Rule], Rule]:
    """Register a rule under a name, with the sentence that states it."""

    def register(function: Rule) -> Rule:
        RULES[name] = (sentence, function)
        return function

    return register


# --- what can be asked of a file before it is read as a table ---------------------------------------------------------


def layout(data: Tables, table: str) -> Iterator[Fault]:
    """Yield what keeps a file from being one row a line: no UTF-8, other columns, cells with line breaks or blanks."""
    path, wanted = data.path(table), data.columns(table)
    try:
        header, rows = data.read(table)
    except DataError as error:
        found = re.search(r":(\d+): ", str(error))
        line = int(found.group(1)) if found else 1
        column = _undecodable(path, line, wanted)
        yield Fault(shown(path), line, column, "", "layout", str(error).split(": ", 1)[1])
        return
    if header != wanted:
        marked = header[:1] == [f"\ufeff{wanted[0]}"]
        advice = "save the file without a byte order mark" if marked else f"the columns must be {','.join(wanted)}"
        yield Fault(shown(path), 1, "", ",".join(header), "columns", advice)
        return
    for line, row in enumerate(rows, 2):
        if len(row) != len(wanted):
            advice = f"{len(row)} cells in a table of {len(wanted)} columns; a comma is missing, or one is too many"
            yield Fault(shown(path), line, "", ",".join(row)[:60], "layout", advice)
            return
        if list(map(str.strip, row)) == row and not re.search("[\n\r]", "".join(row)):
            continue
        for column, value in zip(wanted, row, strict=True):
            if "\n" in value or "\r" in value:
                yield Fault(
                    shown(path), line, column, value[:40], "layout", "no line break in a cell: one row, one line"
                )
                return
            if value != value.strip():
                yield Fault(shown(path), line, column, value, "layout", "no blank at either end of a cell")


def _undecodable(path: Path, line: int, columns: list[str]) -> str:
    """Return the column of the first cell of a line that is no UTF-8; nothing if there is none."""
    lines = raw(path).split(b"\n")
    text = lines[line - 1].decode("utf-8", "replace") if line <= len(lines) else ""
    cells = next(csv.reader([text]), [])
    return next((column for column, cell in zip(columns, cells, strict=False) if "\ufffd" in cell), "")


# --- what the schema says --------------------------------------------------------------------------------------------


def schema(data: Tables) -> Iterator[Fault]:
    """Yield what is wrong against the schemas: types, required cells, words of a list, patterns, keys."""
    for name in data.names:
        contract = {key: value for key, value in resource(name, data.folder)["schema"].items() if key != "foreignKeys"}
        for error in _violations(json.dumps(contract), raw(data.path(name))):
            yield _as_fault(data, name, error)
    yield from _foreign_keys(data)


@lru_cache(maxsize=128)  # a table that has not changed is not validated again by the same process
def _violations(contract: str, content: bytes) -> list[dict]:
    """Return what frictionless finds in a table against its schema; keys of other tables are left to the caller."""
    from frictionless import Resource, Schema, system

    with system.use_context(trusted=True):
        table = Resource(content, format="csv", encoding="utf-8", schema=Schema.from_descriptor(json.loads(contract)))
        return [error.to_descriptor() for task in table.validate().tasks for error in task.errors]


def _foreign_keys(data: Tables) -> Iterator[Fault]:
    """Yield keys that are no row of the table they point to; frictionless would read that table once for each."""
    for table in data.names:
        for key in resource(table, data.folder)["schema"].get("foreignKeys", []):
            (column,), target, (name,) = key["fields"], key["reference"]["resource"], key["reference"]["fields"]
            known = {row[name] for row in data.rows(target)}
            for row in data.rows(table):
                if row[column] and row[column] not in known:
                    yield data.fault(table, row, column, "foreign-key", f"no row of {target} has this {name}")


def _as_fault(data: Tables, table: str, error: dict) -> Fault:
    """Return an error of frictionless as a fault; a key that stands twice is shown at its first column."""
    column = error.get("fieldName") or resource(table, data.folder)["schema"]["primaryKey"][0]
    (item,) = (item for item in data.fields(table) if item["name"] == column)
    (row,) = (row for row in data.rows(table) if row.line == error["rowNumber"])
    return data.fault(table, row, column, error["type"], _advice(item, error))


#: What to do about an error of frictionless, whose own notes name its parameters.
_ADVICE = {
    "required": "a cell of this column must not be empty",
    "enum": "no word of the list: {}",
    "pattern": "not of the form {}",
    "minimum": "less than {}, the least that this column can hold",
    "maximum": "more than {}, the most that this column can hold",
    "type-error": "not of the type {}",
}


def _advice(item: dict, error: dict) -> str:
    """Return what to do about an error in a column; the note of frictionless where it says so itself."""
    found = re.match(r'constraint "(\w+)"', error["note"])
    broken = found.group(1) if found else error["type"]
    if broken not in _ADVICE:
        return error["note"]
    asked = item["type"] if broken == "type-error" else item["constraints"][broken]
    return _ADVICE[broken].format(", ".join(asked) if broken == "enum" else asked)


# --- what a schema can't say ------------------------------------------------------------------------------------------


def first_day(text: str) -> str:
    """Return the first day of a date of the tables as ``YYYY-MM-DD``, a text that sorts."""
    return bounds(text)[0].isoformat()


def _is_date(text: str) -> bool:
    return bool(text) and text != ONGOING and not _why_no_date(text)


def _why_no_date(text: str) -> str:
    """Return what is wrong with a date, or nothing."""
    try:
        bounds(text)
    except ValueError as error:
        return str(error).removeprefix(f"{text!r}: ")
    return ""


def dated(data: Tables) -> Iterator[tuple[str, Row, str, str]]:
    """Yield table, row, column and date of every cell that holds one, two dots left out and a time of day cut off."""
    for kind in DATED:
        for table, column in data.columns_with(values=kind):
            for row in data.rows(table):
                text = row[column]
                if kind == "moment":
                    text = re.sub(r"T([01]\d|2[0-3]):[0-5]\d[+-](0\d|1[0-4]):[0-5]\d$", "", text)
                if text and not (kind.startswith("edtf ") and text == ONGOING):
                    yield table, row, column, text


@rule("date", "Every date is EDTF: 1992, 1992-11, 1992-05-15, or two of these with a slash between.")
def _dates(data: Tables) -> Iterator[Fault]:
    for table, row, column, text in dated(data):
        wrong = _why_no_date(text)
        if not wrong and first_day(text) < str(EARLIEST):
            wrong = f"before {EARLIEST}, of which no table tells"
        if wrong:
            yield data.fault(table, row, column, "date", wrong)


@rule("as-of", "Nothing that happened is dated after the as-of day; only plans and terms may be.")
def _as_of(data: Tables) -> Iterator[Fault]:
    limit = package(data.folder).get("as_of", as_of())
    for table, row, column, text in dated(data):
        last = text.rpartition("/")[2]
        if column not in AHEAD and _is_date(text) and first_day(last) > limit:
            yield data.fault(table, row, column, "as-of", f"after the as-of day {limit}; a plan belongs in planned")


@rule(
    "order", "A spell starts before it ends, a treaty is signed before it ends, and low, best and high stand in order."
)
def _order(data: Tables) -> Iterator[Fault]:
    spells = set(data.columns_with(values="edtf end"))  # half-open: the end day is out
    for table in data.names:
        types = {item["name"]: item["type"] for item in data.fields(table)}
        pairs = [("low", "best"), ("best", "high"), ("low", "high")]
        for best in types:
            pairs += [(f"{best}_low", best), (best, f"{best}_high"), (f"{best}_low", f"{best}_high")]
        pairs = [(before, after) for before, after in pairs if before in types and after in types]
        times = [("start", "end")] if {"start", "end"} <= set(types) else []
        times += [(before, item["name"]) for item in data.fields(table) for before in item.get("after", [])]
        for row in data.rows(table):
            for before, after in pairs:
                if _rank(row[before], types[before]) > _rank(row[after], types[after]):
                    yield data.fault(table, row, after, "order", f"comes before {before}, {row[before]!r}")
            for before, after in times:
                if _comes_late(row[before], row[after], types[after], half_open=(table, after) in spells):
                    yield data.fault(table, row, after, "order", f"not after {before}, {row[before]!r}")


def _comes_late(before: str, after: str, kind: str, half_open: bool) -> bool:
    """Tell whether what must come first, a date or a number, surely comes after the other."""
    if kind != "string":
        return _rank(before, kind) > _rank(after, kind)
    if not (_is_date(before) and _is_date(after)):
        return False
    start, end = bounds(before)[0], bounds(after)[1]
    return start > end or (half_open and start == end)


def _rank(text: str, kind: str) -> float:
    """Return where a number or a date stands in its order; not a number, which is in no order, for all else."""
    if kind == "string":
        return bounds(text)[0].toordinal() if _is_date(text) else nan
    return float(text) if re.fullmatch(r"-?\d+(\.\d+)?", text) else nan


@rule("overlap", "Spells of one state in one body on one layer do not overlap, nor do those of one office.")
def _overlap(data: Tables) -> Iterator[Fault]:
    for table in data.names:
        same = resource(table, data.folder)["schema"].get("spells", [])
        groups = defaultdict(list)
        for row in data.rows(table) if same else []:
            if _is_date(row["start"]):
                groups[tuple(row[column] for column in same)].append(row)
        for rows in groups.values():
            rows.sort(key=lambda row: first_day(row["start"]))
            for before, after in pairwise(rows):
                if _until(before) > first_day(after["start"]):
                    advice = f"starts before {before['id']} ends (line {before.line}, end {before['end']!r})"
                    yield data.fault(table, after, "start", "overlap", advice)


def _until(row: Row) -> str:
    """Return the first day after a spell, as text that sorts; an unknown end is taken at its earliest."""
    if row["end"] == ONGOING:
        return "9999"
    known = row["end"] or row["end_low"] or row["start"]
    return first_day(known) if _is_date(known) else "9999"


@rule("party", "A member of the organisation is a party to the Treaty all the while, or stands among the exceptions.")
def _party(data: Tables) -> Iterator[Fault]:
    treaty = defaultdict(list)
    for row in data.rows("memberships"):
        if row["body"] == "cst" and row["status"] == "party" and _is_date(row["start"]):
            treaty[row["state"]].append((first_day(row["start"]), _until(row)))
    members = [row for row in data.rows("memberships") if row["body"] == "csto" and row["status"] == "member"]
    for row in members:
        covered = _is_date(row["start"]) and any(
            start <= first_day(row["start"]) and _until(row) <= until for start, until in treaty[row["state"]]
        )
        if covered and row["id"] in PARTY_EXCEPTIONS:
            yield data.fault("memberships", row, "id", "party", "no exception any more; take it off PARTY_EXCEPTIONS")
        if not covered and row["id"] not in PARTY_EXCEPTIONS:
            advice = "member while no party to the Treaty; mend the spell, or add it to PARTY_EXCEPTIONS with a reason"
            yield data.fault("memberships", row, "start", "party", advice)


@rule(
    "spell-event", "A spell in the Treaty or the organisation names the events that started and ended it, on its day."
)
def _spell_event(data: Tables) -> Iterator[Fault]:
    dates = {row["id"]: row["date"] for row in data.rows("events")}
    for row in data.rows("memberships"):
        if row["body"] not in ("cst", "csto") or row["layer"] == "participation":
            continue
        for side in ("start", "end"):
            day, event = row[side], row[f"{side}_event"]
            if day in ("", ONGOING):
                continue
            if not event:
                yield data.fault("memberships", row, f"{side}_event", "spell-event", f"name the event of {day}")
            elif (
                event in dates
                and _is_date(dates[event])
                and _is_date(day)
                and first_day(dates[event]) != first_day(day)
            ):
                advice = f"the spell has {day}, the event {dates[event]}"
                yield data.fault("memberships", row, f"{side}_event", "spell-event", advice)


@rule("source", "Every key used is an entry of references.bib, and every entry is used, by a row or in a chapter.")
def _sources(data: Tables) -> Iterator[Fault]:
    entries = set(bibliography(data.folder).entries)
    used = _cited(data.chapters)
    for table, column in data.columns_with(values="source keys"):
        for row in data.rows(table):
            keys = [key for key in row[column].split(";") if key]
            used.update(keys)
            for key in keys:
                if key not in entries:
                    yield data.fault(table, row, column, "source", f"no entry {key!r} in references.bib")
            if len(set(keys)) < len(keys):
                yield data.fault(table, row, column, "source", "a key stands twice")
    if data.chapters is None:
        return
    lines = read_lines(data.folder / "references.bib")
    for number, text in enumerate(lines, 1):
        found = re.match(r"@\w+\{([^,]+),", text)
        if found and found.group(1) not in used:
            file = shown(data.folder / "references.bib")
            yield Fault(file, number, "", found.group(1), "source", "no row and no chapter cites it; remove it")


def _cited(chapters: Path | None) -> set[str]:
    if chapters is None:
        return set()
    return {
        key
        for path in [chapters / "index.md", *chapters.glob("chapters/**/*.md")]
        if path.is_file()
        for line in read_lines(path)
        for key in re.findall(r"\{source\}`([^`]+)`", line)
    }


@rule("basis", "A row whose source was not read is not held with high confidence.")
def _basis(data: Tables) -> Iterator[Fault]:
    for table in data.names:
        for row in data.rows(table):
            if row["basis"] == "not read" and row["confidence"] == "high":
                yield data.fault(table, row, "confidence", "basis", "not read is at most medium")


@rule("id", "An id stands once in the whole package.")
def _ids(data: Tables) -> Iterator[Fault]:
    for rows in data.ids.values():
        for table, row in rows[1:]:
            first_table, first = rows[0]
            if first_table != table:
                place = f"{shown(data.path(first_table))}:{first.line}"
                yield data.fault(table, row, "id", "id", f"stands already in {place}")


@rule("published", "An id that an edition has published is still there, or says which id answers for it now.")
def _published(data: Tables) -> Iterator[Fault]:
    for row in data.rows("published"):
        if row["replaced_by"]:
            if row["replaced_by"] not in data.ids:
                yield data.fault("published", row, "replaced_by", "published", "no row has this id")
        elif row["id"] not in data.ids:
            advice = f"gone from {row['table']}; bring the row back, or name in replaced_by the id that answers for it"
            yield data.fault("published", row, "id", "published", advice)


@rule("reference", "Every id that a cell names is a row of the table it points to.")
def _references(data: Tables) -> Iterator[Fault]:
    for table in data.names:
        for item in data.fields(table):
            targets = item.get("refersTo", [])
            known = {row["id"] for target in targets for row in data.rows(target)}
            for row in data.rows(table) if targets else []:
                for part in filter(None, row[item["name"]].split(";")):
                    if part not in known:
                        advice = f"no row {part!r} in {' or '.join(targets)}"
                        yield data.fault(table, row, item["name"], "reference", advice)


@rule("scored", "A normative or recommending claim, or a premise, has no verdict; any other claim has one.")
def _scored(data: Tables) -> Iterator[Fault]:
    for row in data.rows("claims"):
        unscored = row["kind"] in ("normative", "recommendation", "premise")
        if unscored and row["verdict"]:
            yield data.fault(
                "claims", row, "verdict", "scored", f"a claim of kind {row['kind']} is described, not scored"
            )
        if not unscored and not row["verdict"] and "religious" not in row["line"]:
            yield data.fault("claims", row, "verdict", "scored", "a verdict is missing")


@rule(
    "evidence",
    "Every verdict rests on evidence that is there: a row, a number of a chapter or a source; claims without a verdict "
    "have context alone.",
)
def _evidence(data: Tables) -> Iterator[Fault]:
    tables_of = {id_: {table for table, _ in rows} for id_, rows in data.ids.items()}
    numbers = _numbers(data.chapters) if data.chapters else None
    for row in data.rows("evidence"):
        there = {
            "row": row["table"] in tables_of.get(row["target"], set()),
            "metric": numbers is None or row["target"] in numbers,
            "source": row["target"] in bibliography(data.folder).entries,
        }
        if not there.get(row["kind"], True):
            where = {"row": f"table {row['table']}", "metric": "any chapter", "source": "references.bib"}[row["kind"]]
            yield data.fault("evidence", row, "target", "evidence", f"not in {where}")
        if (row["kind"] == "row") != bool(row["table"]):
            yield data.fault("evidence", row, "table", "evidence", "a row names its table, and nothing else does")
    for row in data.rows("tests"):
        if numbers is not None and row["metric"] not in numbers:
            yield data.fault("tests", row, "metric", "evidence", "no chapter glues this number")
    resting = {row["claim"] for row in data.rows("evidence")}
    unscored = {row["id"] for row in data.rows("claims") if not row["verdict"] and row["kind"] != "premise"}
    for row in data.rows("claims"):
        if row["verdict"] and row["id"] not in resting:
            yield data.fault("claims", row, "id", "evidence", "a verdict without a row in evidence")
    for row in data.rows("evidence"):
        if row["claim"] in unscored and row["direction"] != "context":
            yield data.fault("evidence", row, "direction", "evidence", "the claim is not scored: context is all it has")


def _numbers(chapters: Path) -> set[str]:
    """Return the numbers that chapters glue, as ``page.md::name``."""
    return {
        f"{path.name}::{name}"
        for path in chapters.glob("chapters/**/*.md")
        for line in read_lines(path)
        for name in re.findall(r"\bglue\(\"([^\"]+)\"", line)
    }


@rule("label", "Every word of a list, every column title and every body has a label; names of states come from CLDR.")
def _labels(data: Tables) -> Iterator[Fault]:
    labels = {row["key"] for row in data.rows("labels")}
    known = labels | {row["id"] for row in data.rows("states")}
    wanted: dict[str, str] = {row["id"]: "bodies" for row in data.rows("bodies")}
    for table in data.names:
        for item in data.fields(table):
            wanted[item["title"]] = "datapackage.json"
            wanted.update(dict.fromkeys(item.get("constraints", {}).get("enum", []), "datapackage.json"))
    for key in sorted(set(wanted) - known):
        yield Fault(
            shown(data.path("labels")), len(labels) + 2, "key", key, "label", f"add a row; {wanted[key]} uses it"
        )


@rule("text", "A cell holds what was written: no invisible signs, no text decoded wrongly, quotation marks in pairs.")
def _texts(data: Tables) -> Iterator[Fault]:
    for table in data.names:
        for row in data.rows(table):
            if _is_unusual("\n".join(row.cells.values())):
                for column, text in row.cells.items():
                    wrong = _why_no_text(text)
                    if wrong:
                        yield data.fault(table, row, column, "text", wrong)


_INVISIBLE = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\xa0\xad\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f\ue000-\uf8ff\ufeff\ufff0-\ufffd]"
)
#: A word in two alphabets.
_MIXED = re.compile("[A-Za-z][\u0400-\u04ff]|[\u0400-\u04ff][A-Za-z]")
#: What bytes of UTF-8 look like when they are read one by one, as Windows or as Latin-1 does.
_TWICE_DECODED = re.compile(
    "[\u00c2-\u00f4][\u0080-\u00bf" + bytes(range(0x80, 0xA0)).decode("cp1252", "ignore") + "]+"
)


def _is_unusual(text: str) -> bool:
    """Tell quickly whether a text must be looked at closely."""
    if _INVISIBLE.search(text) or "  " in text or '"' in text:
        return True
    return not text.isascii() and bool(_MIXED.search(text) or _TWICE_DECODED.search(text))


def _why_no_text(text: str) -> str:
    """Return what is wrong with a text as such, or nothing."""
    found = _INVISIBLE.search(text)
    if found:
        return f"a sign that can't be seen or read: {found[0]!a}"
    if "  " in text:
        return "two blanks in a row"
    if text.count('"') % 2:
        return "a quotation mark without its other half"
    if _MIXED.search(text):
        return "a word in two alphabets; one of its letters only looks right"
    if any(_is_twice_decoded(part) for part in _TWICE_DECODED.findall(text)):
        return "text that was read in the wrong encoding; save the file as UTF-8"
    return ""


def _is_twice_decoded(text: str) -> bool:
    """Tell whether a text is UTF-8 that was read as the encoding of Windows or as Latin-1."""
    windows = [sign.encode("cp1252", "ignore") or sign.encode("latin-1", "ignore") for sign in text]
    return bool(re.match(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|\xf0[\x80-\xbf]{3}", b"".join(windows)))


#: Numbers with a blank between, some of them empty.
_NUMBERS = re.compile(r" *(-?(0|[1-9][0-9]*)(\.[0-9]+)?( +|$))*", re.ASCII)


@rule("number", "A number is written in plain digits with a point: 12, 0.5, -3.")
def _number(data: Tables) -> Iterator[Fault]:
    for table in data.names:
        columns = [item["name"] for item in data.fields(table) if item["type"] in ("integer", "number")]
        for row in data.rows(table) if columns else []:
            if _NUMBERS.fullmatch(" ".join([row.cells[column] for column in columns])):
                continue
            for column in columns:
                if not _NUMBERS.fullmatch(row[column]):
                    yield data.fault(table, row, column, "number", "no number in plain digits, such as 12 or 0.5")


@rule(
    "language", "A text in Arabic or Russian is in the letters of that language, but for names that stay as they are."
)
def _languages(data: Tables) -> Iterator[Fault]:
    for lang, letters in SCRIPTS.items():
        for table, column in data.columns_with(lang=lang):
            for row in data.rows(table):
                text = row[column]
                repeats = any(text == other for name, other in row.cells.items() if name != column)
                if text and not letters.search(text) and not repeats:
                    yield data.fault(table, row, column, "language", "not in the letters of the language")


@rule(
    "name",
    "A name is of a state, a body or a person whom a table names, in the letters of its language, and said nowhere "
    "else.",
)
def _names(data: Tables) -> Iterator[Fault]:
    columns = [("bodies", name) for name in ("name", "short", "name_ru", "name_ar")]
    people = {row["person"] for table in ("positions", "offices") for row in data.rows(table)}
    of = {row["id"] for table in ("states", "bodies") for row in data.rows(table)} | people
    known = people | {row[column] for table, column in columns for row in data.rows(table)}
    for row in data.rows("names"):
        letters = SCRIPTS.get({"Arabic": "ar", "Russian": "ru"}.get(row["language"], ""))
        if row["of"] and row["of"] not in of:
            yield data.fault("names", row, "of", "name", "no state, no body and no person of positions or offices")
        if letters and row["name"] and not letters.search(row["name"]):
            yield data.fault("names", row, "name", "name", "not in the letters of the language")
        if row["name"] and row["name"] in known:
            yield data.fault("names", row, "name", "name", "stands already in bodies, positions or offices")


@rule(
    "same-row", "No two rows of a table say the same: rows differ in more than the id, and in what the contract names."
)
def _same_row(data: Tables) -> Iterator[Fault]:
    for table in data.names:
        all_but_id = [column for column in data.columns(table) if column != "id"]
        for key in [all_but_id, *resource(table, data.folder)["schema"].get("uniqueKeys", [])]:
            cells, seen = itemgetter(*key), dict[object, int]()
            for row in data.rows(table):
                first = seen.setdefault(cells(row.cells), row.line)
                if first != row.line and (key is all_but_id or all(row[column] for column in key)):
                    column = next((name for name in key if row[name]), key[0])
                    same = "row" if key is all_but_id else ", ".join(key)
                    yield data.fault(table, row, column, "same-row", f"the same {same} as in line {first}")


@rule("empty", "A table has a row, unless the contract says that it may have none.")
def _empty(data: Tables) -> Iterator[Fault]:
    for table in data.names:
        if not data.rows(table) and not resource(table, data.folder).get("mayBeEmpty"):
            yield Fault(shown(data.path(table)), 1, "", "", "empty", "no row is left; bring them back")


@rule("table", "A cell that names tables names tables of this package.")
def _table_names(data: Tables) -> Iterator[Fault]:
    for table, column in data.columns_with(values="tables"):
        for row in data.rows(table):
            for name in filter(None, row[column].split(", ")):
                if name not in data.names:
                    yield data.fault(table, row, column, "table", f"no table {name!r}")


@rule("outline", "An outline is a multipolygon of closed rings within the longitudes and latitudes of the Earth.")
def _outlines(data: Tables) -> Iterator[Fault]:
    for table, column in data.columns_with(values="wkt"):
        for row in data.rows(table):
            wrong = _why_no_outline(row[column])
            if row[column] and wrong:
                yield data.fault(table, row, column, "outline", wrong)


_POINT = r"-?\d+(?:\.\d+)? -?\d+(?:\.\d+)?"
_RING = rf"\({_POINT}(?:, {_POINT}){{3,}}\)"
_OUTLINE = re.compile(rf"MULTIPOLYGON \(\({_RING}(?:, {_RING})*\)(?:, \({_RING}(?:, {_RING})*\))*\)", re.ASCII)


def _why_no_outline(text: str) -> str:
    """Return what is wrong with an outline in well-known text, or nothing."""
    if not _OUTLINE.fullmatch(text):
        return "no multipolygon in well-known text"
    for ring in re.findall(_RING, text):
        points = ring[1:-1].split(", ")
        if points[0] != points[-1]:
            return f"a ring is not closed: it starts at {points[0]} and ends at {points[-1]}"
        for east, north in (map(float, point.split()) for point in points):
            if abs(east) > 180 or abs(north) > 90:
                return f"no place on the Earth: {east} {north}"
    return ""


# --- running the rules ------------------------------------------------------------------------------------------------


def check(data: Tables) -> list[Fault]:
    """Return all faults of the tables of a folder, sorted by file and line; an empty list if there are none."""
    faults = [fault for table in data.names for fault in layout(data, table)]
    if not faults:
        faults = sorted(schema(data))
        faults += [fault for _, function in RULES.values() for fault in function(data)]
    found: dict[tuple, Fault] = {}
    for fault in faults:  # what the schema says of a cell comes first, then the rules as they stand above
        found.setdefault((fault.file, fault.line, fault.column, fault.value), fault)
    return sorted(found.values())


def check_table(table: str, path: Path) -> list[Fault]:
    """Return the faults of a reader's own table, held against the package's other tables."""
    data = Tables(own={table: path})
    return [fault for fault in check(data) if fault.file == shown(path)]


def main(arguments: Sequence[str] = ()) -> int:
    """Check the tables of the repository, or of the folder named; print each fault; return the exit code."""
    folder = Path(arguments[0]) if arguments else DATA
    root = folder.resolve().parent
    data = Tables(folder, chapters=root if (root / "chapters").is_dir() else None)
    try:
        faults = check(data)
    except DataError as error:
        print(error, file=sys.stderr)
        return 1
    for fault in faults:
        print(fault, file=sys.stderr)
    if faults:
        print(f"faults in the data: {len(faults)}; nothing was built or changed", file=sys.stderr)
        return 1
    rows = sum(len(data.rows(table)) for table in data.names)
    print(f"data: {rows} rows in {len(data.names)} tables, {len(bibliography(folder).entries)} sources, no fault")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
