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
GROUPS = PROJECT["dependency-groups"]
LISTED = list(chain(PROJECT["project"]["dependencies"], *GROUPS.values()))
#: Each lock, and the groups of packages that it holds beside what the helpers need.
LOCKS = {
    "requirements.txt": ("site", "test"),
    "requirements-oldest.txt": ("site", "test"),
    "requirements-more.txt": ("more",),
}


def locked_versions(name: str) -> dict[str, str]:
    """Return the version of each package of a lock."""
    found = re.findall(r"^([a-z0-9._-]+)==(\S+)", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE)
    return dict(found)


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


def test_every_requirement_has_its_reason():
    lines = (ROOT / "pyproject.toml").read_text(encoding="utf-8").splitlines()
    named = [line for line in lines if re.match(r'  "[A-Za-z0-9-]+[=<>]=', line)]
    assert len(named) == len(LISTED) > 10
    assert [line for line in named if not re.search(r'",\s+# \w+', line)] == []


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_is_hashed_and_names_no_address(name: str):
    lock = (ROOT / name).read_text(encoding="utf-8")
    assert "://" not in lock and "--index-url" not in lock and "--find-links" not in lock
    pins = re.split(r"\n(?=[a-z0-9])", "\n" + lock)[1:]
    assert len(pins) > 100
    assert all("==" in pin and "--hash=sha256:" in pin for pin in pins)


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_holds_what_it_is_for(name: str):
    locked = locked_versions(name)
    listed = chain(PROJECT["project"]["dependencies"], *(GROUPS[group] for group in LOCKS[name]))
    assert {re.split(r"[=<>]", item)[0].lower() for item in listed} <= set(locked)


def test_the_lock_with_more_holds_no_other_version():
    lock, more = locked_versions("requirements.txt"), locked_versions("requirements-more.txt")
    assert [name for name in lock.keys() & more.keys() if lock[name] != more[name]] == []


def test_the_oldest_lock_holds_the_lower_bounds():
    """What pyproject.toml names as the oldest is what is tested as the oldest."""
    oldest = locked_versions("requirements-oldest.txt")
    bounds = dict(re.split(r"[>=]=", item) for item in LISTED if item not in GROUPS["more"])
    same = {name: (oldest[name.lower()] + ".0.0").startswith(bound) for name, bound in bounds.items()}
    assert [name for name, agrees in same.items() if not agrees] == []


def test_helpers_alone_open_no_file():
    offenders = [
        path.name
        for path in (ROOT / "src" / "helpers").glob("*.py")
        if path.name != "data.py"
        and re.search(r"read_csv|open\(|read_text|read_bytes", path.read_text(encoding="utf-8"))
    ]
    assert not offenders, "only helpers.data opens files"
