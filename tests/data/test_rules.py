"""Every rule of the data catches what it is there to catch, and says where it is and what to do."""

import csv
import json
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from helpers.check import RULES, Fault, Tables, check, check_table, main
from helpers.data import resource, tables

ROOT = Path(__file__).resolve().parents[2]

#: An edit breaks a copy of data/ and returns the line at which the fault must be reported.
Edit = Callable[[Path], int]


# --- edits: each breaks one cell, row or file of a copy -----------------------------------------------------------


def read(copy: Path, table: str) -> list[list[str]]:
    """Return a table of the copy as rows of text, the header first."""
    with (copy / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def write(copy: Path, table: str, rows: list[list[str]]) -> None:
    """Write a table of the copy."""
    with (copy / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


def line_of(rows: list[list[str]], row_id: str) -> int:
    """Return the line of the row that bears an id (of a label: a key)."""
    (line,) = (line for line, row in enumerate(rows, 1) if row[0] == row_id)
    return line


def cell(table: str, row_id: str, /, **values: str) -> Edit:
    """Set one or more cells of a row."""

    def edit(copy: Path) -> int:
        rows = read(copy, table)
        line = line_of(rows, row_id)
        for column, value in values.items():
            rows[line - 1][rows[0].index(column)] = value
        write(copy, table, rows)
        return line

    return edit


def row(table: str, like: str, **values: str) -> Edit:
    """Append a row that is like another but for the values given."""

    def edit(copy: Path) -> int:
        rows = read(copy, table)
        old = dict(zip(rows[0], rows[line_of(rows, like) - 1], strict=True))
        rows.append([{**old, **values}[column] for column in rows[0]])
        write(copy, table, rows)
        return len(rows)

    return edit


def no_label(key: str) -> Edit:
    """Delete a label; the fault stands where the new row would."""

    def edit(copy: Path) -> int:
        rows = read(copy, "labels")
        del rows[line_of(rows, key) - 1]
        write(copy, "labels", rows)
        return len(rows) + 1

    return edit


def published(**values: str) -> Edit:
    """Append a published id."""

    def edit(copy: Path) -> int:
        rows = read(copy, "published")
        given = {"id": "x", "table": "bodies", "edition": "2026.1", "replaced_by": "", **values}
        write(copy, "published", [*rows, [given[column] for column in rows[0]]])
        return len(rows) + 1

    return edit


def text(table: str, old: str, new: str) -> Edit:
    """Replace a text in the file of a table, where it stands first."""

    def edit(copy: Path) -> int:
        path = copy / f"{table}.csv"
        before, found, after = path.read_bytes().decode().partition(old)
        assert found
        path.write_bytes((before + new + after).encode())
        return before.count("\n") + 1

    return edit


def raw(table: str, change: Callable[[bytes], bytes]) -> Edit:
    """Change the bytes of a file; the fault is of the file, shown at its first line."""

    def edit(copy: Path) -> int:
        path = copy / f"{table}.csv"
        path.write_bytes(change(path.read_bytes()))
        return 1

    return edit


def no_file(table: str) -> Edit:
    """Remove the file of a table."""

    def edit(copy: Path) -> int:
        (copy / f"{table}.csv").unlink()
        return 1

    return edit


def word_for_a_number(copy: Path) -> int:
    """Make the notes on states whole numbers in the contract, and one of them a word; the real tables are all text."""
    path = copy / "datapackage.json"
    package = json.loads(path.read_text(encoding="utf-8"))
    (states,) = (item for item in package["resources"] if item["name"] == "states")
    (note,) = (item for item in states["schema"]["fields"] if item["name"] == "note")
    note["type"] = "integer"
    path.write_text(json.dumps(package), encoding="utf-8")
    header, *rows = read(copy, "states")
    write(copy, "states", [header, *([*row[:-1], "1"] for row in rows)])
    return cell("states", "PAK", note="many")(copy)


def last_line_in_latin1(copy: Path) -> int:
    """Append a line that is no UTF-8."""
    path = copy / "bodies.csv"
    before = path.read_bytes()
    path.write_bytes(before + "café\n".encode("latin-1"))
    return before.count(b"\n") + 1


def latin1_in_a_note(copy: Path) -> int:
    """Spoil the first cell of a line that lies beyond what a decoder reads at once."""
    path = copy / "roll_calls.csv"
    lines = path.read_bytes().split(b"\n")
    lines[1500] = b"caf\xe9" + lines[1500]
    path.write_bytes(b"\n".join(lines))
    return 1501


def no_rows(copy: Path) -> int:
    """Delete all rows of a table."""
    write(copy, "text_layers", read(copy, "text_layers")[:1])
    return 1


def unused_entry(copy: Path) -> int:
    """Append an entry to references.bib that nothing cites."""
    path = copy / "references.bib"
    before = path.read_text(encoding="utf-8")
    path.write_text(before + "@misc{nobody2026,\n  title = {Nobody}\n}\n", encoding="utf-8")
    return before.count("\n") + 1


def drop_column(copy: Path) -> int:
    """Remove the last column of bodies."""
    write(copy, "bodies", [row[:-1] for row in read(copy, "bodies")])
    return 1


# --- cases ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Case:
    """One way to break the data, and where the fault must be reported."""

    name: str
    edit: Edit
    rule: str
    table: str
    column: str = ""


#: Rows that several cases break.
LIST, VOTE, ATOP = "survey-kaz-list-2022-stay", "ukr-68-262--rus", "atop-arm-rus-1992"
FIRST = "treaty-1992"
TIMELINE, HALL = "deployment_timeline", "kaz-2022-zhanaozen-gathering"
CASUALTIES = read(ROOT / "data", "casualties")[1][0]
SHAPE = read(ROOT / "data", "boundaries")[1][0]


def outline(points: str) -> Edit:
    """Make a ring of some points the outline of a state."""
    return cell("boundaries", SHAPE, geometry=f"MULTIPOLYGON ((({points})))")


CASES = [
    # what keeps a file from being one row a line
    Case("line break in a cell", text("bodies", "Maastricht", "Maas\ntricht"), "layout", "bodies", "note"),
    Case("CRLF in a cell", text("bodies", "Maastricht", "Maas\r\ntricht"), "layout", "bodies", "note"),
    Case("blank at the end", cell("bodies", "eu", seat="Brussels "), "layout", "bodies", "seat"),
    Case("blank at the start", cell("bodies", "eu", seat=" Brussels"), "layout", "bodies", "seat"),
    Case("a comma too few", text("bodies", "eu,European Union,", "eu,European Union"), "layout", "bodies"),
    Case("a comma too many", text("bodies", "eu,European Union,", "eu,European Union,,"), "layout", "bodies"),
    Case("an empty line", text("bodies", "eu,European", "\neu,European"), "layout", "bodies"),
    Case("a quotation mark left open", text("bodies", "eu,European", 'eu,"European'), "layout", "bodies"),
    Case("not UTF-8", last_line_in_latin1, "layout", "bodies", "id"),
    Case("not UTF-8, far down a large file", latin1_in_a_note, "layout", "roll_calls", "dataset"),
    Case("a quotation mark left open, far up", text("bodies", "csto,Coll", 'csto,"Coll'), "layout", "bodies"),
    Case("empty file", raw("bodies", lambda old: b""), "layout", "bodies"),
    Case("byte order mark", raw("bodies", lambda old: b"\xef\xbb\xbf" + old), "columns", "bodies"),
    Case("no file", no_file("bodies"), "layout", "bodies"),
    Case("a column missing", drop_column, "columns", "bodies"),
    Case("a column misspelt", text("bodies", "founded_how", "founded_by"), "columns", "bodies"),
    # what the schema says, as frictionless names it
    Case("not a number", word_for_a_number, "type-error", "states", "note"),
    Case("required cell empty", cell("states", "PAK", region=""), "constraint-error", "states", "region"),
    Case("no word of the list", cell("states", "PAK", group="friend"), "constraint-error", "states", "group"),
    Case("not of the pattern", cell("bodies", "eu", sources="cfr1993teu, x"), "constraint-error", "bodies", "sources"),
    Case("below the minimum", cell("surveys", LIST, share="-1"), "constraint-error", "surveys", "share"),
    Case("above the maximum", cell("surveys", LIST, share="101"), "constraint-error", "surveys", "share"),
    Case("yes for true", cell("offices", "chair-rus-2026", acting="yes"), "type-error", "offices", "acting"),
    Case("1 for true", cell("offices", "chair-rus-2026", acting="1"), "type-error", "offices", "acting"),
    Case("unknown actor", cell("casualties", CASUALTIES, side="armies"), "constraint-error", "casualties", "side"),
    Case("twice in a unique column", cell("states", "PAK", alpha2="IN"), "unique-error", "states", "alpha2"),
    Case("id twice in a table", row("bodies", "eu", short="Union"), "primary-key", "bodies", "id"),
    Case("unknown body", cell("memberships", "kaz-sco-2001", body="scp"), "foreign-key", "memberships", "body"),
    Case("unknown state", cell("memberships", "kaz-sco-2001", state="KAX"), "foreign-key", "memberships", "state"),
    Case(
        "unknown event",
        cell("memberships", "kgz-csto-2003", start_event="x"),
        "foreign-key",
        "memberships",
        "start_event",
    ),
    # what a schema can't say
    Case("month 13", cell("bodies", "eu", founded="1992-13-01"), "date", "bodies", "founded"),
    Case("30 February", cell("bodies", "eu", founded="1992-02-30"), "date", "bodies", "founded"),
    Case("date in words", cell("bodies", "eu", founded="November 1993"), "date", "bodies", "founded"),
    Case("interval backwards", cell("bodies", "eu", founded="1993/1992"), "date", "bodies", "founded"),
    Case("date of another age", cell("bodies", "eu", founded="1093-11"), "date", "bodies", "founded"),
    Case("hour 25", cell(TIMELINE, HALL, when="2022-01-01T25:20+05:00"), "date", TIMELINE, "when"),
    Case("moment on no day", cell(TIMELINE, HALL, when="2022-02-30T17:20+05:00"), "date", TIMELINE, "when"),
    Case("two dots as a start", cell("memberships", "kaz-sco-2001", start=".."), "date", "memberships", "start"),
    Case("after the as-of day", cell("bodies", "eu", founded="2093-11-01"), "as-of", "bodies", "founded"),
    Case("interval that ends after it", cell("bodies", "eu", founded="1993/2093"), "as-of", "bodies", "founded"),
    Case("moment after it", cell(TIMELINE, HALL, when="2093-01-01T17:20+05:00"), "as-of", TIMELINE, "when"),
    Case("term before signature", cell("agreements", FIRST, in_force="1991"), "order", "agreements", "in_force"),
    Case("last year before first", cell("codings", ATOP, last="1991"), "order", "codings", "last"),
    Case("end before start", cell("memberships", "ind-sco-2005", end="2004"), "order", "memberships", "end"),
    Case("end on the first day", cell("memberships", "ind-sco-2005", end="2005-07-05"), "order", "memberships", "end"),
    Case("low after best", cell("memberships", "kgz-eaeu-2015", start_low="2016"), "order", "memberships", "start"),
    Case(
        "high before best", cell("memberships", "mda-cis-1991", start_high="1990"), "order", "memberships", "start_high"
    ),
    Case("overlap", row("memberships", "kaz-sco-2001", id="x-1", start="2005"), "overlap", "memberships", "start"),
    Case("overlap in an office", cell("offices", "chair-rus-2026", start="2025-06-01"), "overlap", "offices", "start"),
    Case("no party", row("memberships", "kgz-csto-2003", id="x-1", state="TKM"), "party", "memberships", "start"),
    Case("no event", cell("memberships", "kgz-csto-2003", start_event=""), "spell-event", "memberships", "start_event"),
    Case(
        "event on another day",
        cell("memberships", "kgz-csto-2003", start_event="uzbekistan-restored-2006"),
        "spell-event",
        "memberships",
        "start_event",
    ),
    Case("unknown source", cell("bodies", "eu", sources="cfr1993teu;x"), "source", "bodies", "sources"),
    Case("source twice", cell("bodies", "eu", sources="cfr1993teu;cfr1993teu"), "source", "bodies", "sources"),
    Case("source that nothing cites", unused_entry, "source", "references"),
    Case("not read, yet high", cell("bodies", "eu", basis="not read"), "basis", "bodies", "confidence"),
    Case("id in two tables", row("events", "treaty-signed-1992", id="eu"), "id", "events", "id"),
    Case("published id gone", published(id="gone"), "published", "published", "id"),
    Case("published id replaced by none", published(replaced_by="gone"), "published", "published", "replaced_by"),
    Case(
        "unknown claim in a list",
        cell("disagreements", "D01", claims="O53;O99"),
        "reference",
        "disagreements",
        "claims",
    ),
    Case("verdict on a norm", cell("claims", "O55", verdict="disputed"), "scored", "claims", "verdict"),
    Case("fact without verdict", cell("claims", "O02", verdict=""), "scored", "claims", "verdict"),
    Case("evidence that is gone", cell("evidence", "ev-o02-1", target="gone"), "evidence", "evidence", "target"),
    Case("evidence without its table", cell("evidence", "ev-o01-1", table=""), "evidence", "evidence", "table"),
    Case("number that is gone", cell("evidence", "ev-o13-1", kind="metric"), "evidence", "evidence", "target"),
    Case(
        "norm judged by evidence",
        cell("evidence", "ev-o55-1", direction="supports"),
        "evidence",
        "evidence",
        "direction",
    ),
    Case("body without label", no_label("brics"), "label", "labels", "key"),
    Case("word without label", no_label("boycotting"), "label", "labels", "key"),
    Case("a sign without width", cell("bodies", "eu", seat="Brus\u200bsels"), "text", "bodies", "seat"),
    Case("a NUL", cell("bodies", "eu", seat="Brus\0sels"), "text", "bodies", "seat"),
    Case("UTF-8 read as Latin-1", cell("bodies", "eu", seat="ZÃ¼rich"), "text", "bodies", "seat"),
    Case("UTF-8 read as Windows does", cell("bodies", "eu", seat="Brussels â€“ Ixelles"), "text", "bodies", "seat"),
    Case("two blanks", cell("bodies", "eu", seat="Den  Haag"), "text", "bodies", "seat"),
    Case("half of a quotation", cell("bodies", "eu", seat='Brussels"'), "text", "bodies", "seat"),
    Case("a Cyrillic letter in a Latin word", cell("bodies", "eu", seat="Bru\u0455sels"), "text", "bodies", "seat"),
    Case("number with an exponent", cell("surveys", LIST, share="1e1"), "number", "surveys", "share"),
    Case("number that is none", cell("surveys", LIST, share="NaN"), "number", "surveys", "share"),
    Case("Arabic-Indic digits", cell("surveys", LIST, share="\u0665"), "number", "surveys", "share"),
    Case("no Arabic", cell("bodies", "eu", name_ar="to be done"), "language", "bodies", "name_ar"),
    Case("no Russian", cell("bodies", "eu", name_ru="to be done"), "language", "bodies", "name_ru"),
    Case("name of nobody", cell("names", "name-csto-ru", of="cst-o"), "name", "names", "of"),
    Case("name in other letters", cell("names", "name-csto-ru", name="ODKB now"), "name", "names", "name"),
    Case("name that the table of bodies has", cell("names", "name-csto-en", name="NATO"), "name", "names", "name"),
    Case("row again under another id", row("surveys", LIST, id="x-1"), "same-row", "surveys", "pollster"),
    Case("second vote", row("ukraine_votes", VOTE, id="x-1", vote="yes"), "same-row", "ukraine_votes", "resolution"),
    Case("no rows", no_rows, "empty", "text_layers"),
    Case("unknown table", cell("criteria", "criterion-promise", measured_by="law"), "table", "criteria", "measured_by"),
    Case("ring left open", outline("1 1, 2 1, 2 2"), "outline", "boundaries", "geometry"),
    Case("off the Earth", outline("1 1, 2 1, 2 99, 1 1"), "outline", "boundaries", "geometry"),
    Case("two commas in a ring", outline("1 1, 2 1,, 2 2, 1 1"), "outline", "boundaries", "geometry"),
]

#: Edits that must pass: what looks odd and is right.
RIGHT = {
    "CRLF at the end of each line": raw("bodies", lambda old: old.replace(b"\n", b"\r\n")),
    "plan after the as-of day": cell("events", "treaty-signed-1992", planned="2093"),
    "date as an interval": cell("bodies", "eco", founded="1985-01/1985-02"),
    "unknown end has no event": cell("memberships", "arm-cst-1992-signatory", end="", end_event=""),
    "not read, medium": cell("bodies", "eu", basis="not read", confidence="medium"),
    "published id there": published(id="eu"),
    "published id replaced": published(id="gone", replaced_by="eu"),
}


def file_of(copy: Path, table: str) -> str:
    """Return the file of a table, or of the bibliography, as a fault names it."""
    return str(copy / (f"{table}.bib" if table == "references" else f"{table}.csv"))


def is_readable(advice: str) -> bool:
    """Tell whether an advice is one short sentence in words, not what a library or Python would write."""
    jargon = re.search(r"Error|[<>]|constraint|type is|True", advice)
    return len(advice.split()) >= 2 and len(advice) <= 300 and "\n" not in advice and not jargon


# --- tests ------------------------------------------------------------------------------------------------------------


def test_shipped_data_have_no_fault():
    assert check(Tables(chapters=ROOT)) == []


def test_every_rule_has_a_case():
    assert set(RULES) <= {case.rule for case in CASES}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_fault_is_reported_where_it_is(case: Case, copy: Path, monkeypatch: pytest.MonkeyPatch):
    if case.rule in RULES:
        monkeypatch.setattr("helpers.check.schema", lambda data: [])  # slow, and has cases of its own
    line = case.edit(copy)
    faults = check(Tables(copy, chapters=ROOT))
    here = [fault for fault in faults if (fault.rule, fault.column, fault.line) == (case.rule, case.column, line)]
    assert [fault.file for fault in here] == [file_of(copy, case.table)], faults
    assert is_readable(here[0].advice)
    assert len(faults) <= 4, "one broken cell, a handful of faults"


@pytest.mark.parametrize("edit", RIGHT.values(), ids=RIGHT.keys())
def test_right_data_pass(edit: Edit, copy: Path):
    edit(copy)
    assert check(Tables(copy)) == []


def test_fault_of_the_bibliography_has_its_line(copy: Path, capsys: pytest.CaptureFixture[str]):
    """An entry that stands twice is named where it stands again."""
    path = copy / "references.bib"
    before = path.read_text(encoding="utf-8")
    path.write_text(before + "\n@misc{csto2002charter,\n  title = {Again}\n}\n", encoding="utf-8")
    assert main([str(copy)]) == 1
    line = before.count("\n") + 2
    assert capsys.readouterr().err.startswith(f"{path}:{line}: not readable as BibTeX: repeated")


def test_patterns_of_the_contract_hold_as_a_whole():
    """Frictionless puts ``^`` and ``$`` around a pattern: of ``AB|CD`` each would hold one half alone."""
    for name in tables():
        for item in resource(name)["schema"]["fields"]:
            pattern = item.get("constraints", {}).get("pattern", "")
            while re.search(r"\([^()]*\)", pattern):
                pattern = re.sub(r"\([^()]*\)", "", pattern)
            assert "|" not in pattern, (name, item["name"])


def test_every_number_has_a_least_value():
    """A count or a share below nothing is caught in every table, new ones included."""
    for name in tables():
        for item in resource(name)["schema"]["fields"]:
            if item["type"] in ("integer", "number"):
                assert "minimum" in item["constraints"], (name, item["name"])


def test_unchanged_table_is_not_read_anew_by_frictionless(copy: Path, monkeypatch: pytest.MonkeyPatch):
    """And a changed one is, also where its folder was checked before."""
    assert check(Tables(copy)) == []
    line = cell("states", "PAK", group="friend")(copy)
    (fault,) = check(Tables(copy))
    assert (fault.line, fault.column, fault.value) == (line, "group", "friend")


def test_byte_order_mark_is_named(copy: Path):
    """Spreadsheets write it, and nobody sees it."""
    raw("bodies", lambda old: b"\xef\xbb\xbf" + old)(copy)
    (fault,) = check(Tables(copy))
    assert "byte order mark" in fault.advice


def test_exception_from_party_rule(copy: Path, monkeypatch: pytest.MonkeyPatch):
    """An exception silences the rule for its spell, and is a fault itself where it is not needed."""
    line = row("memberships", "kgz-csto-2003", id="x-1", state="TKM")(copy)
    monkeypatch.setattr("helpers.check.PARTY_EXCEPTIONS", {"x-1": "a test", "kgz-csto-2003": "not needed"})
    (fault,) = check(Tables(copy))
    assert (fault.rule, fault.column, fault.value) == ("party", "id", "kgz-csto-2003")
    assert fault.line < line


def test_own_table_is_held_against_the_others(copy: Path):
    """Faults of other tables are not the reader's."""
    line = cell("memberships", "kaz-sco-2001", state="KAX")(copy)
    (fault,) = check_table("memberships", copy / "memberships.csv")
    assert (fault.line, fault.column, fault.value) == (line, "state", "KAX")


def test_own_table_by_relative_path(copy: Path, monkeypatch: pytest.MonkeyPatch):
    cell("bodies", "eu", founded="1992-13")(copy)
    monkeypatch.chdir(copy)
    (fault,) = check_table("bodies", Path("bodies.csv"))
    assert (fault.file, fault.rule) == ("bodies.csv", "date")


def test_fault_is_written_as_editors_link_it():
    fault = Fault("data/bodies.csv", 16, "founded", "1992-13", "date", "no date")
    assert str(fault) == "data/bodies.csv:16: column founded: '1992-13': no date [date]"


def test_command_on_good_tables(copy: Path, capsys: pytest.CaptureFixture[str]):
    assert main([str(copy)]) == 0
    assert re.fullmatch(rf"data: \d+ rows in {len(tables())} tables, \d+ sources, no fault\n", capsys.readouterr().out)


def test_command_on_broken_tables(copy: Path):
    line = cell("bodies", "eu", founded="1992-13")(copy)
    done = subprocess.run(
        [sys.executable, "-m", "helpers.check", "data"], cwd=copy.parent, capture_output=True, text=True
    )
    assert done.returncode == 1
    assert f"{Path('data', 'bodies.csv')}:{line}: column founded: '1992-13': " in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("datapackage.json", None),
        ("datapackage.json", "{"),
        ("references.bib", None),
        ("references.bib", "@misc{a,"),
        ("references.bib", "@misc{a,title={A}}@misc{a,title={B}}"),
        ("references.bib", "@misc{a,title={caf\udce9}}"),
    ],
)
def test_command_on_a_broken_contract(file: str, content: str | None, copy: Path, capsys: pytest.CaptureFixture[str]):
    (copy / file).unlink()
    if content is not None:
        (copy / file).write_bytes(content.encode(errors="surrogateescape"))
    assert main([str(copy)]) == 1
    assert str(copy / file) in capsys.readouterr().err
