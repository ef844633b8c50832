"""A build is whole or not at all, says where it failed, and never shows what is stale.

Each test builds a book of one page, in a copy of the repository.
"""

import os
import re
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parents[2]
COPIED = (
    *("_ext", "_static", "_templates", "data", "src", "_config.yml", "pyproject.toml", "requirements.txt"),
    *("README.md", "LICENSE", "LICENSE-CONTENT"),  # the wheel carries them
)
PAGE = """\
---
jupytext:
  text_representation:
    extension: .md
    format_name: myst
kernelspec:
  display_name: Python 3
  language: python
  name: python3
---

# A small book

Central Asia has {glue:text}`index.md::count:d` states.

```{code-cell}
from helpers import chart, claims, draw, glue, load

states = load("states")
glue("count", (states["region"] == "Central Asia").sum())
```
"""
#: Its first line stands in the page before, and one error led to another.
FAILING = """\
```{code-cell}
states = load("states")
try:
    states["area"]
except KeyError as cause:
    raise ValueError("no column of areas") from cause
```
"""
WARNING = """\
```{code-cell}
import warnings
warnings.warn("old numbers")
```
"""
CHART = """\
```{code-cell}
counts = claims.verdict_counts(load("claims"))
chart("verdicts", draw.verdicts, counts, n={"claims": 1}, sources=[])
```

```{chart} verdicts
A caption without a text for those who do not see the picture.
```
"""


def copy(folder: Path) -> Path:
    """Return a copy of the repository whose book has one page."""
    for name in COPIED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, folder / name)
    (folder / "_toc.yml").write_text("format: jb-book\nroot: index\n", encoding="utf-8")
    (folder / "index.md").write_text(PAGE, encoding="utf-8")
    return folder


def run(book: Path, *command: str, helpers: Path | None = None) -> subprocess.CompletedProcess:
    """Run a command in a copy, with the helpers and so the data of the copy."""
    env = {**os.environ, "PYTHONPATH": str(helpers or book / "src"), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(command, cwd=book, env=env, capture_output=True, text=True, check=False)


def build(book: Path, helpers: Path | None = None) -> subprocess.CompletedProcess:
    """Build the copy as ``make book`` does."""
    return run(book, str(Path(sys.executable).with_name("jupyter-book")), "build", "-qq", ".", helpers=helpers)


def replace(file: Path, old: str, new: str) -> None:
    """Replace the one place where a text stands in a file."""
    content = file.read_text(encoding="utf-8")
    assert content.count(old) == 1
    file.write_text(content.replace(old, new), encoding="utf-8", newline="")


def files(folder: Path) -> dict[str, bytes]:
    """Return the files of a folder by name."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


# --- a build that fails -----------------------------------------------------------------------------------------------


class Fault(NamedTuple):
    """A fault: the file it is put into, what is changed there, what marks the line to be told, and what is said."""

    file: str
    old: str
    new: str
    line_of: str
    said: str


def add(text: str) -> tuple[str, str]:
    """Return the change that adds a text at the end of the page."""
    end = '"Central Asia").sum())\n```\n'
    return end, f"{end}\n{text}\n"


FAULTS = {
    "a word that is in no list": Fault(
        "data/states.csv", "KAZ,KZ,successor", "KAZ,KZ,heir", line_of="KAZ,KZ", said="column group.*'heir'"
    ),
    "a cell that fails": Fault(
        "index.md",
        *add(FAILING),
        line_of=FAILING.splitlines()[1],
        said=r"(?s)this cell failed.*\n  ValueError: no column of areas\n",
    ),
    "a cell that warns": Fault(
        "index.md",
        *add(WARNING),
        line_of=WARNING.splitlines()[1],
        said=r"(?s)this cell warned.*UserWarning: old numbers\n",
    ),
    "a row that does not exist": Fault("index.md", *add("See {row}`none-1999`."), line_of="{row}", said="none-1999"),
    "a word without a label": Fault("index.md", *add("Say {label}`area`."), line_of="{label}", said="'area'"),
    "a number that no cell makes": Fault(
        "index.md", *add("It has {glue:text}`index.md::area:d` km."), line_of="::area", said="'area'"
    ),
    "a helper of the build that Python can't read": Fault(
        "src/helpers/labels.py",
        "def language()",
        "def language(:\n    pass\n\n\ndef other()",
        line_of="def language(:",
        said="SyntaxError: ",
    ),
    "a helper of the build that fails": Fault(
        "src/helpers/labels.py",
        "def language()",
        "no_such_name\n\n\ndef language()",
        line_of="no_such_name",
        said="NameError: name 'no_such_name'",
    ),
    "a chart without a text": Fault("index.md", *add(CHART), line_of="{chart} verdicts", said=":alt:"),
}


class Outcome(NamedTuple):
    """What a build of a faulty book said and left."""

    done: subprocess.CompletedProcess
    line: int
    before: dict[str, bytes]
    after: dict[str, bytes]


def break_and_build(book: Path, fault: Fault) -> Outcome:
    """Build a faulty book over a site that stands."""
    replace(copy(book) / fault.file, fault.old, fault.new)
    lines = (book / fault.file).read_text(encoding="utf-8").splitlines()
    line = max(number for number, text in enumerate(lines, 1) if fault.line_of in text)
    site = book / "_build" / "html"
    (site / "deep").mkdir(parents=True)
    (site / "index.html").write_text("the last good site", encoding="utf-8")
    (site / "deep" / "data.bin").write_bytes(bytes(range(256)))
    before = files(site)
    return Outcome(build(book), line, before, files(site))


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Outcome]:
    """Return the outcome of each fault; two books are built at a time."""
    with ThreadPoolExecutor(2) as pool:
        pending = {
            name: pool.submit(break_and_build, tmp_path_factory.mktemp("book"), fault) for name, fault in FAULTS.items()
        }
        return {name: future.result() for name, future in pending.items()}


EACH = pytest.mark.parametrize("name", FAULTS)


@EACH
def test_a_fault_ends_the_build(outcomes: dict[str, Outcome], name: str):
    assert outcomes[name].done.returncode == 1


@EACH
def test_a_fault_is_told_with_its_place(outcomes: dict[str, Outcome], name: str):
    done, line, *_ = outcomes[name]
    assert done.stderr.startswith(f"{FAULTS[name].file}:{line}: "), done.stderr
    assert re.search(FAULTS[name].said, done.stderr), done.stderr


@EACH
def test_a_fault_is_told_in_one_short_block(outcomes: dict[str, Outcome], name: str):
    done = outcomes[name].done
    assert "Traceback" not in done.stdout + done.stderr and len(done.stderr.splitlines()) <= 10, done.stderr


@EACH
def test_a_fault_leaves_the_site_as_it_was(outcomes: dict[str, Outcome], name: str):
    assert outcomes[name].after == outcomes[name].before


def test_a_broken_helper_is_told_by_the_cell_that_imports_it(tmp_path: Path):
    book = copy(tmp_path)
    replace(book / "index.md", "glue, load\n", "glue, load, votes\n")
    with (book / "src" / "helpers" / "votes.py").open("a", encoding="utf-8") as helper:
        helper.write("\nraise ValueError('a broken helper')\n")
    done = build(book)
    lines = (book / "index.md").read_text(encoding="utf-8").splitlines()
    line = next(number for number, text in enumerate(lines, 1) if text.endswith("votes"))
    assert done.returncode == 1 and "Traceback" not in done.stdout + done.stderr
    assert done.stderr.startswith(f"index.md:{line}: ") and "ValueError: a broken helper" in done.stderr, done.stderr


def test_helpers_of_another_copy_end_the_build(tmp_path: Path):
    """Their outputs would be kept as those of this book."""
    (tmp_path / "other").mkdir()
    shutil.copytree(ROOT / "src", tmp_path / "other/src")
    (tmp_path / "book").mkdir()
    book = copy(tmp_path / "book")
    done = build(book, helpers=tmp_path / "other/src")
    assert done.returncode == 1 and "Traceback" not in done.stdout + done.stderr
    assert done.stderr.startswith(f"{tmp_path.resolve() / 'other/src/helpers'}: these helpers are not"), done.stderr
    assert not (book / "_build/html").exists()


# --- a build that succeeds --------------------------------------------------------------------------------------------


def test_a_changed_cell_of_a_table_changes_the_page(tmp_path: Path):
    book, shown = copy(tmp_path), []
    for region in ("Central Asia", "South Caucasus"):
        table = (book / "data" / "states.csv").read_text(encoding="utf-8")
        changed = re.sub(r"(?m)^(KAZ,KZ,successor),[^,]*", rf"\1,{region}", table)
        (book / "data" / "states.csv").write_text(changed, encoding="utf-8", newline="")
        done = build(book)
        assert done.returncode == 0, done.stdout + done.stderr
        page = (book / "_build" / "html" / "index.html").read_text(encoding="utf-8")
        shown += re.findall(r'class="pasted-text">(\d+)<', page)
    assert shown == ["5", "4"]
