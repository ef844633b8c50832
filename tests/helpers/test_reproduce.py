"""The page "Reproduce": its blocks run as they stand, and what it says comes of them does."""

import csv
import io
import re
from contextlib import redirect_stdout
from pathlib import Path

import pandas as pd
import pytest

from helpers import as_of, crises, load
from helpers.data import DataError

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "chapters/reference/reproduce.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```\{code-block\} (\w+)\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)
CODES = "reasons.csv"


def block(word: str, language: str = "python") -> str:
    """Return the one block of the page in which a word stands."""
    (found,) = [text for lang, text in BLOCKS if lang == language and word in text]
    return found


@pytest.fixture
def apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def record(reasons: pd.DataFrame) -> pd.DataFrame:
    tables = [load(name) for name in ("crises", "crisis_states", "requests", "responses")]
    return crises.record(*tables, reasons, load("memberships"), as_of())


def edited(folder: Path, row: str, **cells: str) -> Path:
    """Write the table of reasons with some cells of one row changed, by the csv module alone; return its path."""
    with (ROOT / "data" / CODES).open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        lines, columns = list(reader), list(reader.fieldnames or [])
    (mine,) = [line for line in lines if line["id"] == row]
    mine.update(cells)
    path = folder / "my-reasons.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(lines)
    return path


def test_the_page_does_what_it_says(apart: Path):
    """The blocks run one after the other as a reader would paste them, and print what the page shows."""
    names: dict[str, object] = {}
    out = io.StringIO()
    with redirect_stdout(out):
        exec(block("to_csv"), names)
        exec(block("by_reason(record)"), names)
    assert [line.rstrip() for line in out.getvalue().splitlines()] == block("flipped_in", "text").splitlines()
    with pytest.raises(DataError) as caught:
        exec(block("lazy"), names)
    shown = " ".join(block("DataError", "text").split()).removeprefix("helpers.data.DataError: ")
    assert re.sub(r":\d+:", ":", str(caught.value)) == re.sub(r":\d+:", ":", shown)
    assert {path.name for path in apart.iterdir()} == {"my-reasons.csv"}, "nothing else is written"


def test_the_other_blocks_fit_the_chapter():
    chapter = (ROOT / "chapters/interventions/record.md").read_text(encoding="utf-8")
    names = {"record": record(load("reasons"))}
    exec(block('record["stage"]'), names)
    assert set(names["record"]["stage"]) == {"organisation"}
    assert 'load("reasons")' in chapter and "chapters/interventions/record.md" in block("jupytext", "sh")


def test_a_recoded_crisis_moves_its_counts_and_nothing_else(tmp_path: Path):
    path = edited(tmp_path, "kaz-2022-coded", reason="outside mandate", alternative="in mandate, acted")
    before, after = record(load("reasons")), record(load("reasons", path=path))
    changed = before.compare(after)
    assert list(before.loc[changed.index, "id"]) == ["kaz-2022"]
    assert set(changed.columns.get_level_values(0)) == {"reason", "alternative"}
    moved = crises.by_reason(after).set_index("reason") - crises.by_reason(before).set_index("reason")
    assert moved["disputed"].to_dict() == {
        **dict.fromkeys(crises.REASONS, 0), "outside mandate": 1, "in mandate, acted": -1,
    }  # fmt: skip
    counts, recounted = crises.measures(before), crises.measures(after)
    assert recounted.pop("asked_and_granted") == counts.pop("asked_and_granted") - 1
    assert counts == recounted


def test_an_undisputed_code_is_firm(tmp_path: Path):
    path = edited(tmp_path, "kaz-2022-coded", disputed="false", alternative="")
    moved = crises.by_reason(record(load("reasons", path=path))).set_index("reason")["firm"]
    assert moved["in mandate, acted"] == crises.by_reason(record(load("reasons"))).set_index("reason").loc[
        "in mandate, acted", "firm"
    ] + 1  # fmt: skip


@pytest.mark.parametrize(
    ("column", "value", "told"),
    [
        ("reason", "lazy", "'lazy': no word of the list: not asked, .*unwilling"),
        ("alternative", "perhaps", "'perhaps': no word of the list"),
        ("crisis", "kaz-2033", "'kaz-2033'"),
        ("sources", "nobody1999", "'nobody1999"),
        ("disputed", "maybe", "'maybe'"),
    ],
)
def test_a_bad_cell_is_refused_with_its_place(tmp_path: Path, column: str, value: str, told: str):
    path = edited(tmp_path, "kaz-2022-coded", **{column: value})
    line = 1 + next(n for n, text in enumerate(path.read_text().splitlines()) if text.startswith("kaz-2022-coded,"))
    with pytest.raises(DataError, match=rf"my-reasons\.csv:{line}: column {column}: {told}"):
        load("reasons", path=path)


def test_a_crisis_may_be_taken_out(tmp_path: Path):
    """A table of crises without one of them, with the rows of that crisis still there, makes a shorter record."""
    lines = (ROOT / "data/crises.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    path = tmp_path / "my-crises.csv"
    path.write_text("".join(line for line in lines if not line.startswith("kaz-2022,")), encoding="utf-8")
    tables = [load(name) for name in ("crisis_states", "requests", "responses", "reasons", "memberships")]
    found = crises.measures(crises.record(load("crises", path=path), *tables, as_of()))
    assert found["crises"] == len(lines) - 2 and found["troops"] == 0


def test_two_codes_for_a_crisis_are_refused():
    codes = load("reasons")
    with pytest.raises(ValueError, match="kaz-2022; leave one"):
        record(pd.concat([codes, codes[codes["id"] == "kaz-2022-coded"]]))
