"""The distribution: helpers and data in one wheel, and a lock that names no address."""

import re
import subprocess
import sys
import tomllib
import zipfile
from itertools import chain
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LISTED = list(chain(PROJECT["project"]["dependencies"], *PROJECT["dependency-groups"].values()))


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    build = "import hatchling.build, sys; print(hatchling.build.build_wheel(sys.argv[1]))"
    done = subprocess.run(
        [sys.executable, "-c", build, str(folder)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    wheel = folder / done.stdout.strip().splitlines()[-1]
    zipfile.ZipFile(wheel).extractall(folder / "site")
    return folder / "site"


def run(unpacked: Path, code: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=unpacked,
        env={"PYTHONPATH": str(unpacked)},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


def test_the_wheel_carries_every_table(unpacked):
    packed = {path.name for path in (unpacked / "helpers" / "_data").iterdir()}
    assert packed == {path.name for path in (ROOT / "data").iterdir()}


def test_load_finds_the_tables_of_the_wheel(unpacked):
    code = "from helpers import load; from helpers.data import DATA; print(DATA, len(load('states')))"
    folder, rows = run(unpacked, code).split()
    assert Path(folder) == unpacked / "helpers" / "_data"
    assert int(rows) == len((ROOT / "data" / "states.csv").read_text(encoding="utf-8").splitlines()) - 1


def test_versions_agree():
    assert f'"version": "{PROJECT["project"]["version"]}"' in (ROOT / "data" / "datapackage.json").read_text("utf-8")
    assert f"## {PROJECT['project']['version']} " in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_every_requirement_has_its_reason():
    lines = (ROOT / "pyproject.toml").read_text(encoding="utf-8").splitlines()
    named = [line for line in lines if re.match(r'  "[A-Za-z0-9-]+[=<>]=', line)]
    assert len(named) == len(LISTED) > 10
    assert [line for line in named if not re.search(r'",\s+# \w+', line)] == []


def test_the_lock_is_hashed_and_names_no_address():
    lock = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    assert "://" not in lock and "--index-url" not in lock and "--find-links" not in lock
    pins = re.split(r"\n(?=[a-z0-9])", "\n" + lock)[1:]
    assert len(pins) > 100
    assert all("==" in pin and "--hash=sha256:" in pin for pin in pins)


def test_the_lock_holds_every_requirement():
    locked = set(
        re.findall(r"^([a-z0-9._-]+)==", (ROOT / "requirements.txt").read_text(encoding="utf-8"), re.MULTILINE)
    )
    names = {re.split(r"[=<>]", item)[0].lower() for item in LISTED}
    assert names <= locked


def test_helpers_alone_open_no_file():
    offenders = [
        path.name
        for path in (ROOT / "src" / "helpers").glob("*.py")
        if path.name != "data.py"
        and re.search(r"read_csv|open\(|read_text|read_bytes", path.read_text(encoding="utf-8"))
    ]
    assert not offenders, "only helpers.data opens files"
