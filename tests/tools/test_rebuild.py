"""The tool that rebuilds the tables of restricted datasets, on files of the form that a reader downloads."""

import csv
import subprocess
import sys
from pathlib import Path

import pytest

from tools.rebuild import SUPPLIERS

ROOT = Path(__file__).resolve().parents[2]
STATES = ["ARM", "AZE", "BLR", "GEO", "KAZ", "KGZ", "MDA", "RUS", "TJK", "TKM", "UKR", "UZB"]
NAMES = ["Armenia", "Azerbaijan", "Belarus", "Georgia", "Kazakhstan"]
NAMES += ["Kyrgyzstan", "Tajikistan", "Turkmenistan", "Uzbekistan"]
DOLLARS, SHARE = "Military expenditure", "Military expenditure (% of GDP)"


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "tools/rebuild.py", *map(str, arguments), "--dataset", "mine"]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def file(path: Path, header: list[str], rows: list[list[object]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as target:
        csv.writer(target).writerows([header, *rows])
    return path


@pytest.fixture
def dollars(tmp_path: Path) -> Path:
    rows: list[list[object]] = [[state, state, 2001, 100_060_000] for state in STATES]
    rows += [["RUS", "RUS", 1991, 1], ["USA", "USA", 2001, 5], ["ARM", "ARM", 2002, ""], ["World", "", 2001, 9]]
    return file(tmp_path / "dollars.csv", ["Entity", "Code", "Year", DOLLARS], rows)


@pytest.fixture
def arms(tmp_path: Path) -> Path:
    rows: list[list[object]] = [["Russia", name, 2001, 11, "NA"] for name in NAMES]
    rows += [
        ["Turkey", "Azerbaijan", 2002, 7, "NA"],
        ["Russia", "India", 2002, 9, "NA"],
        ["Czechia", "Georgia", 2004, 0, 1],
        ["Unknown supplier(s)", "Azerbaijan", 2018, 3, "NA"],
    ]
    return file(tmp_path / "arms.csv", ["supplier", "recipient", "year", "count", "else"], rows)


def test_spending(dollars: Path, tmp_path: Path):
    share = file(tmp_path / "share.csv", ["Entity", "Code", "Year", SHARE], [[s, s, 2001, 1.236] for s in STATES])
    done = run("military_expenditure", dollars, "--share", share)
    assert done.stdout.splitlines() == [
        "dataset,state,year,usd_million,pct_gdp",
        *[f"mine,{state},2001,100.1,1.24" for state in STATES],
    ]


def test_arms(arms: Path):
    lines = run("arms_transfers", arms).stdout.splitlines()
    assert lines[0] == "dataset,supplier,recipient,year,tiv"
    assert len(lines) == 1 + len(NAMES) + 1
    assert "mine,TUR,AZE,2002,7" in lines and "mine,RUS,ARM,2001,11" in lines


def test_a_supplier_that_nobody_identified_is_left_out(arms: Path):
    done = run("arms_transfers", arms)
    assert done.returncode == 0 and "2018" not in done.stdout


def test_each_supplier_stands_in_the_table_of_states():
    with (ROOT / "data" / "states.csv").open(encoding="utf-8", newline="") as states:
        known = {row["id"] for row in csv.DictReader(states)}
    assert set(SUPPLIERS.values()) <= known


@pytest.mark.parametrize("table", ["military_expenditure", "arms_transfers"])
def test_its_columns_are_those_of_the_table(table: str, dollars: Path, arms: Path):
    done = run(table, dollars if table == "military_expenditure" else arms)
    assert done.stdout.splitlines()[0] == (ROOT / "data" / f"{table}.csv").read_text(encoding="utf-8").splitlines()[0]


@pytest.mark.parametrize(
    ("table", "old", "new", "told"),
    [
        ("military_expenditure", DOLLARS, "Spending", "no column 'Military expenditure'"),
        ("military_expenditure", "UZB,UZB", "UZB,XYZ", "no such state: UZB"),
        ("military_expenditure", "100060000", "much", "'much', not a number"),
        ("arms_transfers", "Turkey", "Ruritania", "no code for the supplier 'Ruritania'"),
    ],
)
def test_a_wrong_file_is_named_on_one_line(table: str, old: str, new: str, told: str, dollars: Path, arms: Path):
    path = dollars if table == "military_expenditure" else arms
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    done = run(table, path)
    assert done.returncode == 1 and done.stdout == ""
    assert len(done.stderr.splitlines()) == 1 and told in done.stderr and str(path) in done.stderr


def test_a_missing_file_is_named(tmp_path: Path):
    done = run("arms_transfers", tmp_path / "none.csv")
    assert done.returncode == 1 and "none.csv" in done.stderr
