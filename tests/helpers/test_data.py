"""Reading: typed frames, and messages that say where and what."""

import csv
import json
import re
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from helpers import DataError, data, load

ROOT = Path(__file__).resolve().parents[2]


def written(value: object) -> str:
    """Return a typed value as the tables write it."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


@pytest.mark.parametrize("table", data.tables())
def test_load_gives_what_the_file_says(table: str):
    frame = load(table)
    with (ROOT / "data" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    assert list(frame.columns) == header
    assert list(frame.index) == list(range(len(rows)))
    filled = frame.astype(object).where(frame.notna(), "").to_numpy().tolist()
    assert [[written(value) for value in row] for row in filled] == rows


@pytest.mark.parametrize("table", data.tables())
def test_columns_have_the_types_of_the_schema(table: str):
    types = {"string": "str", "integer": "Int64", "number": "Float64", "boolean": "boolean"}
    frame = load(table)
    fields = data.resource(table)["schema"]["fields"]
    assert {name: str(kind) for name, kind in frame.dtypes.items()} == {
        field["name"]: types[field["type"]] for field in fields
    }
    assert not (frame.select_dtypes("str") == "").any(axis=None)


def test_numbers_of_the_schema(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Numbers and truth values are read as such."""
    kinds = {"name": "string", "count": "integer", "share": "number", "sure": "boolean"}
    fields = [{"name": name, "type": kind} for name, kind in kinds.items()]
    package = {"resources": [{"name": "numbers", "path": "numbers.csv", "schema": {"fields": fields}}]}
    (tmp_path / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    (tmp_path / "numbers.csv").write_text("name,count,share,sure\nNA,1,0.5,true\nnull,,,\n", encoding="utf-8")
    monkeypatch.setattr(data, "DATA", tmp_path)
    monkeypatch.setattr(data, "resource", lambda table: package["resources"][0])
    frame = load("numbers")
    assert [str(kind) for kind in frame.dtypes] == ["str", "Int64", "Float64", "boolean"]
    assert list(frame["name"]) == ["NA", "null"], "only an empty cell is missing"
    assert frame.loc[0, "count"] == 1
    assert frame.loc[1, ["count", "share", "sure"]].isna().all()


def test_unknown_table_names_the_known_ones():
    with pytest.raises(DataError, match=r"no table named 'membership'; the package has: .*memberships"):
        load("membership")


def test_own_good_table(copy: Path):
    own = copy / "bodies.csv"
    lines = own.read_text(encoding="utf-8").splitlines(keepends=True)
    own.write_text("".join(lines[:-1]), encoding="utf-8")
    for path in (own, str(own)):
        pd.testing.assert_frame_equal(load("bodies", path=path), load("bodies").iloc[:-1])


def test_own_broken_table(copy: Path):
    own = copy / "states.csv"
    own.write_text(own.read_text(encoding="utf-8").replace("power", "might"), encoding="utf-8")
    with pytest.raises(DataError) as caught:
        load("states", path=own)
    lines = str(caught.value).splitlines()
    assert len(lines) == 5
    assert all(re.match(rf"{re.escape(str(own))}:\d+: column group: 'might': ", line) for line in lines)


def test_own_table_that_is_not_there(tmp_path: Path):
    with pytest.raises(DataError, match=r"states\.csv:1: not found"):
        load("states", path=tmp_path / "states.csv")


def test_shipped_table_that_is_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(data, "DATA", tmp_path)
    with pytest.raises(DataError, match="not found; the table 'states' has no file"):
        load("states")


def test_chapters_do_not_wait_for_frictionless():
    """It takes long to import, and only a table of one's own needs it."""
    code = "import sys, helpers; helpers.load('memberships'); sys.exit('frictionless' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_as_of_is_a_day():
    assert pd.Timestamp(data.as_of()).strftime("%Y-%m-%d") == data.as_of()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "x.csv: not found"),
        (b"", "x.csv: empty; the first line must name the columns"),
        (b"id,name\na,b\nc,\xff\n", "x.csv:3: not UTF-8 (invalid start byte); save the file as UTF-8"),
        (b'id,name\na,"two\nlines"\nb,"c"d\ne,f\n', "x.csv:4: not readable as CSV: ',' expected after '\"'"),
        (b'"i"d,name\na,b\n', "x.csv:1: not readable as CSV: ',' expected after '\"'"),
        (b'id,name\na,b\nc,"never closed\nd,e\n', "x.csv:3: not readable as CSV: unexpected end of data"),
    ],
)
def test_unreadable_rows_are_named_by_their_line(tmp_path: Path, content: bytes | None, message: str):
    path = tmp_path / "x.csv"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(DataError) as caught:
        data.read_rows(path)
    assert str(caught.value) == f"{tmp_path}/{message}"


def test_rows_are_text_as_it_stands(tmp_path: Path):
    path = tmp_path / "x.csv"
    path.write_bytes('id,note\r\n01,"é, ""ö""\r\n معاهدة"\r\nNA,\r\n'.encode())
    assert data.read_rows(path) == (["id", "note"], [["01", 'é, "ö"\r\n معاهدة'], ["NA", ""]])
    assert data.raw(path) == path.read_bytes() and data.raw(tmp_path / "none.csv") == b""
    assert data.read_lines(path)[-1] == "NA,"
    path.write_bytes(b"id,note\ra,b\r")
    assert data.read_rows(path) == (["id", "note"], [["a", "b"]]), "lines may end as they did on old machines"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "references.bib: not found"),
        (b"@book{a,\n title = {\xff}\n}\n", "references.bib:2: not UTF-8 (invalid start byte); save the file as UTF-8"),
        (b"@book{a,\n title = {One}\n}\n\n@book{b\n title\n}\n", "references.bib:7: not readable as BibTeX: "),
        (b"@book{One,\n title = {A}\n}\n@book{b}\n@book{one,\n title = {B}\n}\n", "references.bib:5: not readable as"),
        (
            b"@book{a,\n title = {A}\n}\n\n@book{b,\n year = 1, year = 2\n}\n",
            "references.bib:5: not readable as BibTeX",
        ),
    ],
)
def test_unreadable_sources_are_named_by_their_line(tmp_path: Path, content: bytes | None, message: str):
    if content is not None:
        (tmp_path / "references.bib").write_bytes(content)
    with pytest.raises(DataError) as caught:
        data.bibliography(tmp_path)
    assert str(caught.value).startswith(f"{tmp_path}/{message}")


def test_an_error_that_names_no_line_and_no_entry_is_of_the_first_line():
    assert data._line_in("@book{a,\n}\n", "something else") == 1


def test_an_unreadable_contract_is_named_by_its_line(tmp_path: Path):
    with pytest.raises(DataError, match=r"datapackage\.json: not found; the folder of the tables holds no contract"):
        data.package(tmp_path)
    other = tmp_path / "other"
    other.mkdir()
    (other / "datapackage.json").write_text('{"as_of": "2026-02-15",\n "resources": [}\n', encoding="utf-8")
    with pytest.raises(DataError, match=r"datapackage\.json:2: no valid JSON: Expecting value"):
        data.package(other)


def test_bibliography_names_what_is_wrong(tmp_path: Path):
    with pytest.raises(DataError, match=r"references\.bib: not found"):
        data.bibliography(tmp_path)
    assert "csto2002charter" in data.bibliography().entries
