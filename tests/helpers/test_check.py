"""What the check says, word for word, of a package of one small table; the tables of the book: ``test_rules.py``."""

import json
from pathlib import Path
from typing import Any

import pytest

from helpers import check
from helpers.check import RULES, Fault, Tables

#: The columns of the table, with what the contract says of each.
FIELDS: dict[str, dict[str, Any]] = {
    "id": {"type": "string", "constraints": {"required": True, "pattern": "[a-z]{1,5}"}},
    "kind": {"type": "string", "constraints": {"enum": ["pact", "bloc"]}},
    "year": {"type": "integer", "constraints": {"minimum": 1900, "maximum": 2100, "unique": True}},
    "note": {"type": "string"},
}
COMMA = "a comma is missing, or one is too many"
GOOD = "id,kind,year,note\na,pact,1992,é\nb,bloc,1993,\n"


def packed(folder: Path, fields: dict[str, dict[str, Any]], content: str | bytes | None, **more: Any) -> Tables:
    """Write a package of one table, ``facts``, with these columns and this file."""
    schema = {"fields": [{"name": name, "title": name, **field} for name, field in fields.items()], **more}
    resources = [{"name": "facts", "path": "facts.csv", "schema": schema}]
    package = {"as_of": "2026-02-15", "resources": resources}
    (folder / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    if content is not None:
        (folder / "facts.csv").write_bytes(content if isinstance(content, bytes) else content.encode())
    return Tables(folder)


def told(data: Tables, faults: Any) -> list[str]:
    """Return faults as they are printed, the folder left out."""
    return [str(fault).removeprefix(f"{data.folder}/") for fault in faults]


# --- what keeps a file from being one row a line ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "wanted"),
    [
        (GOOD, []),
        (None, ["facts.csv:1: not found [layout]"]),
        (b"", ["facts.csv:1: empty; the first line must name the columns [layout]"]),
        (
            f"\ufeff{GOOD}",
            ["facts.csv:1: '\\ufeffid,kind,year,note': save the file without a byte order mark [columns]"],
        ),
        (
            GOOD.replace("kind", "sort"),
            ["facts.csv:1: 'id,sort,year,note': the columns must be id,kind,year,note [columns]"],
        ),
        (
            f"id,kind,year,note\na,pact,1992\nb,bloc,{'9' * 80},,,\n",
            [f"facts.csv:2: 'a,pact,1992': 3 cells in a table of 4 columns; {COMMA} [layout]"],
        ),
        (
            f"id,kind,year,note\n{'9' * 80},,,,\n",
            [f"facts.csv:2: '{'9' * 60}': 5 cells in a table of 4 columns; {COMMA} [layout]"],
        ),
        (
            f'{GOOD}c,pact,1994,"{"é" * 50}\rb"\nd, pact,,\n',
            [f"facts.csv:4: column note: '{'é' * 40}': no line break in a cell: one row, one line [layout]"],
        ),
        (
            f'{GOOD}c,"pa\nct",1994,\nd, pact,,\n',
            ["facts.csv:4: column kind: 'pa\\nct': no line break in a cell: one row, one line [layout]"],
        ),
        (
            "id,kind,year,note\na, pact,1992,é \nb,bloc,1993,\t\n",
            [
                "facts.csv:2: column kind: ' pact': no blank at either end of a cell [layout]",
                "facts.csv:2: column note: 'é ': no blank at either end of a cell [layout]",
                "facts.csv:3: column note: '\\t': no blank at either end of a cell [layout]",
            ],
        ),
        (
            'id,kind,year,note\na,"pact"s,1992,\n',
            ["facts.csv:2: not readable as CSV: ',' expected after '\"' [layout]"],
        ),
        (
            GOOD.encode() + b'c,pact,1994,"x, y \xff"\n',
            ["facts.csv:4: column note: not UTF-8 (invalid start byte); save the file as UTF-8 [layout]"],
        ),
        (
            b"\xffd,kind,year,note\n",
            ["facts.csv:1: column id: not UTF-8 (invalid start byte); save the file as UTF-8 [layout]"],
        ),
        (
            GOOD.encode() + b"c,pact,1994,,\xff\n",
            ["facts.csv:4: not UTF-8 (invalid start byte); save the file as UTF-8 [layout]"],
        ),
    ],
)
def test_a_file_that_is_no_table(tmp_path: Path, content: str | bytes | None, wanted: list[str]):
    data = packed(tmp_path, FIELDS, content)
    assert told(data, check.layout(data, "facts")) == wanted


# --- what the schema says ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "wanted"),
    [
        (",pact,1994,", "column id: a cell of this column must not be empty [constraint-error]"),
        ("C,pact,1994,", "column id: 'C': not of the form [a-z]{1,5} [constraint-error]"),
        ("c,club,1994,", "column kind: 'club': no word of the list: pact, bloc [constraint-error]"),
        ("c,pact,1899,", "column year: '1899': less than 1900, the least that this column can hold [constraint-error]"),
        ("c,pact,2101,", "column year: '2101': more than 2100, the most that this column can hold [constraint-error]"),
        ("c,pact,some,", "column year: 'some': not of the type integer [type-error]"),
        ("c,pact,1993,", "column year: '1993': the same as in the row at position 3 [unique-error]"),
        ("b,pact,1994,", "column id: 'b': the same as in the row at position 3 [primary-key]"),
    ],
)
def test_a_cell_that_breaks_the_schema(tmp_path: Path, row: str, wanted: str):
    data = packed(tmp_path, FIELDS, f"{GOOD}{row}\nd,pact,1995,\n", primaryKey=["id"])
    assert f"facts.csv:4: {wanted}" in told(data, check.schema(data))


def test_limits_of_the_schema_lie_within(tmp_path: Path):
    data = packed(tmp_path, FIELDS, "id,kind,year,note\na,pact,1900,\nabcde,,2100,\nc,bloc,,ü\n", primaryKey=["id"])
    assert list(check.schema(data)) == []


def test_a_key_is_a_row_of_the_table_that_it_points_to(tmp_path: Path):
    keys = [{"fields": ["kind"], "reference": {"resource": "facts", "fields": ["id"]}}]
    fields = {"id": {"type": "string"}, "kind": {"type": "string"}}
    data = packed(tmp_path, fields, "id,kind\na,b\nb,\nc,d\nd,e\n", foreignKeys=keys)
    assert told(data, check.schema(data)) == [
        "facts.csv:5: column kind: 'e': no row of facts has this id [foreign-key]",
    ]


# --- rules ------------------------------------------------------------------------------------------------------------


def broken(folder: Path, rule: str, fields: dict[str, dict[str, Any]], rows: list[str], **more: Any) -> list[str]:
    """Return what a rule says of the rows of a table, without the file."""
    data = packed(folder, fields, "\n".join([",".join(fields), *rows, ""]), **more)
    return [text.removeprefix("facts.csv:") for text in told(data, RULES[rule][1](data))]


TEXT = {"type": "string"}


@pytest.mark.parametrize(
    ("kind", "cell", "wrong"),
    [
        ("edtf", "", ""),
        ("edtf", "1992-02-29/1993", ""),
        ("edtf", "1800", ""),
        ("edtf", "1799-12-31", "before 1800, of which no table tells"),
        ("edtf", "..", "no date; write 1992, 1992-11, 1992-05-15 or 1992/1993"),
        ("edtf end", "..", ""),
        ("edtf last", "..", ""),
        ("edtf end", "1993-13", "no month 13"),
        ("year", "1993", ""),
        ("year", "..", "no date; write 1992, 1992-11, 1992-05-15 or 1992/1993"),
        ("moment", "2022-01-05T00:00+00:00", ""),
        ("moment", "2022-01-05T23:59-14:59", ""),
        ("moment", "2022-01-05", ""),
        ("moment", "2022-01-05T24:00+00:00", "no date; write 1992, 1992-11, 1992-05-15 or 1992/1993"),
        ("moment", "2022-01-05T12:60+00:00", "no date; write 1992, 1992-11, 1992-05-15 or 1992/1993"),
        ("moment", "2022-01-05T12:00+15:00", "no date; write 1992, 1992-11, 1992-05-15 or 1992/1993"),
        ("moment", "2022-01-05T12:00", "no date; write 1992, 1992-11, 1992-05-15 or 1992/1993"),
    ],
)
def test_dates(tmp_path: Path, kind: str, cell: str, wrong: str):
    found = broken(tmp_path, "date", {"id": TEXT, "when": {"type": "string", "values": kind}}, [f"a,{cell}"])
    assert found == ([f"2: column when: '{cell}': {wrong} [date]"] if wrong else [])


@pytest.mark.parametrize(
    ("kind", "start", "end", "late"),
    [
        ("edtf end", "1992-05-15", "1992-05-15", True),  # the day of the end is out
        ("edtf end", "1992-05-15", "1992-05-16", False),
        ("edtf last", "1992-05-15", "1992-05-15", False),  # the last day is in
        ("edtf last", "1992-05-15", "1992-05-14", True),
        ("edtf end", "1992-05-15", "1992", False),  # it may be later in the year
        ("edtf end", "1992-05-15", "1991", True),
        ("edtf end", "1992-05-15", "..", False),
        ("edtf end", "1992-05-15", "", False),
        ("edtf end", "", "1992", False),
        ("edtf end", "1992-05-15", "1991-13", False),  # no date: another rule says so
    ],
)
def test_a_spell_starts_before_it_ends(tmp_path: Path, kind: str, start: str, end: str, late: bool):
    fields = {"id": TEXT, "start": {"type": "string", "values": "edtf"}, "end": {"type": "string", "values": kind}}
    wanted = [f"3: column end: '{end}': not after start, '{start}' [order]"] if late else []
    assert broken(tmp_path, "order", fields, ["a,1991,1994", f"b,{start},{end}"]) == wanted


@pytest.mark.parametrize(
    ("kind", "before", "after", "late"),
    [
        ("integer", "1992", "1991", True),
        ("integer", "1992", "1992", False),
        ("integer", "9", "10", False),  # as numbers, not as text
        ("number", "-1", "-1.5", True),
        ("number", "1992", "", False),
        ("number", "", "1", False),
        ("number", "1e9", "1", False),  # no number in plain digits: another rule says so
    ],
)
def test_numbers_that_follow_one_another(tmp_path: Path, kind: str, before: str, after: str, late: bool):
    fields = {"id": TEXT, "first": {"type": kind}, "last": {"type": kind, "after": ["first"]}}
    wanted = [f"2: column last: '{after}': not after first, '{before}' [order]"] if late else []
    assert broken(tmp_path, "order", fields, [f"a,{before},{after}"]) == wanted


@pytest.mark.parametrize(
    ("kind", "row", "wanted"),
    [
        ("number", "a,1,1,1", []),
        ("number", "a,9,10,11.5", []),
        ("number", "a,2,1,3", ["2: column best: '1': comes before low, '2' [order]"]),
        ("number", "a,1,3,2", ["2: column high: '2': comes before best, '3' [order]"]),
        ("number", "a,3,,2", ["2: column high: '2': comes before low, '3' [order]"]),
        ("string", "a,1992,1992-01-01,1993", []),
        ("string", "a,1993,1992,1994", ["2: column best: '1992': comes before low, '1993' [order]"]),
    ],
)
def test_low_best_and_high_stand_in_order(tmp_path: Path, kind: str, row: str, wanted: list[str]):
    fields = {"id": TEXT, "low": {"type": kind}, "best": {"type": kind}, "high": {"type": kind}}
    assert broken(tmp_path, "order", fields, [row]) == wanted


@pytest.mark.parametrize(
    ("end", "end_low", "until"),
    [
        ("1995", "", None),
        ("1995-01-02", "", "1995-01-02"),
        ("1996", "1990", "1996"),
        ("..", "1990", ".."),
        ("", "1995-01-02", ""),  # unknown, but not before this day
        ("", "1995-01-01", None),
        ("", "", None),  # unknown: as early as can be
        ("soon", "", "soon"),
    ],
)
def test_spells_of_one_state_do_not_overlap(tmp_path: Path, end: str, end_low: str, until: str | None):
    """The second spell starts in 1995; it is listed first, and a spell of another state stands between."""
    fields = {name: TEXT for name in ("id", "state", "start", "end", "end_low")}
    rows = ["b,KAZ,1995,..,", "c,UZB,1994,..,", f"a,KAZ,1992,{end},{end_low}", "d,KAZ,,..,"]
    wanted = [f"2: column start: '1995': starts before a ends (line 4, end '{until}') [overlap]"]
    assert broken(tmp_path, "overlap", fields, rows, spells=["state"]) == (wanted if until is not None else [])


@pytest.mark.parametrize(
    ("cell", "wrong"),
    [
        ("Zürich \u2013 Ixelles, café", ""),
        ("«слово», كلمة", ""),
        ("Â. Ã, ð", ""),
        ("a\u00a0b", "a sign that can't be seen or read: '\\xa0'"),
        ("a\u200bb", "a sign that can't be seen or read: '\\u200b'"),
        ("a  b", "two blanks in a row"),
        ("«a» \u201cb\u201d", ""),
        ("Bru\u0455sels", "a word in two alphabets; one of its letters only looks right"),
        ("ZÃ¼rich", "text that was read in the wrong encoding; save the file as UTF-8"),
        ("a â€“ b", "text that was read in the wrong encoding; save the file as UTF-8"),
        ("a ð\u0178\u02dc\u20ac b", "text that was read in the wrong encoding; save the file as UTF-8"),
        ("â€", ""),  # two bytes of three
        ("Â© Ã¼", "text that was read in the wrong encoding; save the file as UTF-8"),
    ],
)
def test_texts(tmp_path: Path, cell: str, wrong: str):
    data = packed(tmp_path, {"id": TEXT, "note": TEXT}, f"id,note\na,{cell}\n")
    wanted = [f"facts.csv:2: column note: {cell!r}: {wrong} [text]"] if wrong else []
    assert told(data, RULES["text"][1](data)) == wanted


def test_quotation_marks_stand_in_pairs(tmp_path: Path):
    data = packed(tmp_path, {"id": TEXT, "note": TEXT}, 'id,note\na,"""one"""\nb,"""one"" and ""two"\n')
    (found,) = told(data, RULES["text"][1](data))
    assert found == """facts.csv:3: column note: '"one" and "two': a quotation mark without its other half [text]"""


@pytest.mark.parametrize(
    ("shapes", "wrong"),
    [
        ("", ""),
        ("MULTIPOLYGON (((1 1, 2 1, 2 2, 1 1)))", ""),
        ("MULTIPOLYGON (((180 -90, -180 90, 1.5 -0.25, 180 -90), (1 1, 2 1, 2 2, 1 1)), ((3 3, 4 3, 4 4, 3 3)))", ""),
        ("POLYGON ((1 1, 2 1, 2 2, 1 1))", "no multipolygon in well-known text"),
        ("MULTIPOLYGON (((1 1, 2 1, 1 1)))", "no multipolygon in well-known text"),
        ("MULTIPOLYGON (((1 1, 2 1, 2 2, 1 2)))", "a ring is not closed: it starts at 1 1 and ends at 1 2"),
        (
            "MULTIPOLYGON (((1 1, 2 1, 2 2, 1 1)), ((3 3, 4 3, 4 4, 4 3)))",
            "a ring is not closed: it starts at 3 3 and ends at 4 3",
        ),
        ("MULTIPOLYGON (((1 1, 180.5 1, 2 2, 1 1)))", "no place on the Earth: 180.5 1.0"),
        ("MULTIPOLYGON (((1 1, 2 -90.5, 2 2, 1 1)))", "no place on the Earth: 2.0 -90.5"),
    ],
)
def test_outlines(tmp_path: Path, shapes: str, wrong: str):
    fields = {"id": TEXT, "shape": {"type": "string", "values": "wkt"}}
    wanted = [f"2: column shape: '{shapes}': {wrong} [outline]"] if wrong else []
    assert broken(tmp_path, "outline", fields, [f'a,"{shapes}"']) == wanted


# --- all of it --------------------------------------------------------------------------------------------------------


def test_faults_stand_in_the_order_of_the_file_and_once_a_cell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    data = packed(tmp_path, FIELDS, GOOD)
    places = [(3, "note", "schema"), (2, "note", "schema"), (2, "kind", "rule"), (3, "note", "rule")]
    faults = [Fault("facts.csv", line, column, "x", rule, "wrong") for line, column, rule in places]
    monkeypatch.setattr(check, "schema", lambda _: iter(faults[:2]))
    monkeypatch.setattr(check, "RULES", {"rule": ("A rule.", lambda _: iter(faults[2:]))})
    assert check.check(data) == [faults[2], faults[1], faults[0]]
    (tmp_path / "facts.csv").write_text("", encoding="utf-8")
    assert [fault.rule for fault in check.check(Tables(tmp_path))] == ["layout"], "not read as a table at all"


def test_command(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch):
    """It counts what it read; prints each fault and their number; without a folder it takes the tables of the book."""
    folder = tmp_path / "data"
    folder.mkdir()
    packed(folder, FIELDS, GOOD, primaryKey=["id"])
    (folder / "references.bib").write_text("@misc{one, title = {One}}\n@misc{two, title = {Two}}\n", encoding="utf-8")
    monkeypatch.setattr(check, "RULES", {})
    monkeypatch.setattr(check, "DATA", folder)
    for arguments in ([], [str(folder)]):
        assert check.main(arguments) == 0
        assert capsys.readouterr() == ("data: 2 rows in 1 tables, 2 sources, no fault\n", "")
    (folder / "facts.csv").write_text(GOOD.replace("1992", "1892").replace("bloc", "club"), encoding="utf-8")
    assert check.main() == 1
    assert capsys.readouterr() == (
        "",
        f"{folder}/facts.csv:2: column year: '1892': less than 1900, the least that this column can hold"
        " [constraint-error]\n"
        f"{folder}/facts.csv:3: column kind: 'club': no word of the list: pact, bloc [constraint-error]\n"
        "faults in the data: 2; nothing was built or changed\n",
    )
    (folder / "datapackage.json").unlink()
    other = Path(str(folder) + "-none")
    assert check.main([str(other)]) == 1
    told = f"{other}/datapackage.json: not found; the folder of the tables holds no contract\n"
    assert capsys.readouterr() == ("", told)


def test_chapters_are_read_where_they_lie_beside_the_tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    folder = tmp_path / "data"
    folder.mkdir()
    packed(folder, FIELDS, GOOD)
    (folder / "references.bib").write_text("", encoding="utf-8")
    seen: list[Path | None] = []
    monkeypatch.setattr(check, "RULES", {"seen": ("", lambda data: iter([seen.append(data.chapters)][:0]))})
    check.main([str(folder)])
    (tmp_path / "chapters").mkdir()
    check.main([str(folder)])
    monkeypatch.chdir(folder)
    check.main(["."])
    assert seen == [None, tmp_path, tmp_path]


def test_numbers_and_sources_are_those_of_the_chapters(tmp_path: Path):
    folder = tmp_path / "chapters" / "part"
    folder.mkdir(parents=True)
    (folder / "one.md").write_text('é {source}`a1` {source}`b2`\nglue("n", 1); glue("m", 2)\nunglue("x")\n', "utf-8")
    (folder / "two.txt").write_text('{source}`c3`\nglue("n", 1)\n', "utf-8")
    assert check._numbers(tmp_path) == {"one.md::n", "one.md::m"}
    assert check._cited(tmp_path) == {"a1", "b2"}
    (tmp_path / "index.md").write_text("{source}`d4`\n", "utf-8")
    assert check._cited(tmp_path) == {"a1", "b2", "d4"}
    assert check._cited(None) == set()
