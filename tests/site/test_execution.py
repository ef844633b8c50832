"""What decides that a chapter is run again: exactly what its outputs can depend on."""

import shutil
from pathlib import Path

import pytest
from jupyter_cache.executors.utils import single_nb_execution
from nbformat.v4 import new_code_cell, new_notebook

from _ext.execution import Modules, digest_of
from _ext.forge import Forge

ROOT = Path(__file__).resolve().parents[2]
CHAPTER = """\
```{code-cell}
from helpers import chart, draw, glue, load, spells
from helpers.page import keys
memberships = load("memberships")
chart("members-gantt", draw.gantt, spells.bars(memberships, "2026-02-15"), n={}, sources=keys(memberships))
```

A sentence.
"""


@pytest.fixture
def book(tmp_path: Path) -> Path:
    for name in ("src", "data"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "requirements.txt", tmp_path)
    return tmp_path


def append(file: Path, text: str) -> None:
    with file.open("a", encoding="utf-8") as opened:
        opened.write(text)


@pytest.mark.parametrize(
    ("name", "runs_again"),
    [
        ("data/memberships.csv", True),
        ("data/labels.csv", True),
        ("data/states.csv", True),
        ("data/exercises.csv", False),
        ("data/references.bib", False),
        ("src/helpers/spells.py", True),
        ("src/helpers/dates.py", True),
        ("src/helpers/page.py", True),
        ("src/helpers/draw/memberships.py", True),
        ("src/helpers/draw/__init__.py", False),
        ("src/helpers/draw/votes.py", False),
        ("src/helpers/votes.py", False),
        ("requirements.txt", True),
    ],
)
def test_a_changed_file(book: Path, name: str, runs_again: bool):
    before = digest_of(book, CHAPTER)
    append(book / name, "\n# changed\n")
    assert (digest_of(book, CHAPTER) != before) == runs_again


def test_a_changed_contract_counts_for_the_tables_that_it_describes(book: Path):
    before = digest_of(book, CHAPTER)
    file = book / "data" / "datapackage.json"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace('"title": "Exercises"', '"title": "Drills"', 1), encoding="utf-8")
    assert digest_of(book, CHAPTER) == before
    file.write_text(text.replace('"title": "Memberships"', '"title": "Spells"', 1), encoding="utf-8")
    assert digest_of(book, CHAPTER) != before
    file.write_text(text.replace('"as_of": "2026', '"as_of": "2025', 1), encoding="utf-8")
    assert digest_of(book, CHAPTER) != before


def test_prose_does_not_count_and_the_language_does(book: Path, monkeypatch: pytest.MonkeyPatch):
    before = digest_of(book, CHAPTER)
    assert digest_of(book, CHAPTER.replace("A sentence", "Another sentence")) == before
    monkeypatch.setenv("BOOK_LANGUAGE", "ar")
    assert digest_of(book, CHAPTER) != before


def test_only_what_is_named_of_a_package_is_reached():
    modules = Modules(ROOT / "src")
    found = modules.reached_by("from helpers import draw, load\nload('x')\ndraw.gantt")
    assert {"helpers", "helpers.draw.memberships", "helpers.loading", "helpers.data"} <= found
    assert not {"helpers.draw.votes", "helpers.votes", "helpers.graphs"} & found


def test_every_module_is_reached_by_itself():
    modules = Modules(ROOT / "src")
    for name in modules.files:
        assert name in modules.reached_by(f"from {name} import anything") or name == "helpers.draw"


# --- kernels ----------------------------------------------------------------------------------------------------------


def said(code: str, forge: Forge, folder: Path) -> str:
    """Return what a cell prints in a fork of the forge."""
    cell = new_code_cell(code)
    with forge.kernel() as manager:
        done = single_nb_execution(new_notebook(cells=[cell]), str(folder), 60, False, km=manager)
    assert done.err is None
    return cell.outputs[0].text


def test_a_kernel_talks_by_sockets_in_a_folder_and_leaves_nothing_behind(tmp_path: Path):
    with Forge() as forge:
        asked = "import ipykernel\nprint(*map(ipykernel.get_connection_info(unpack=True).get, ('transport', 'ip')))"
        assert said(asked, forge, tmp_path).startswith(f"ipc {forge.folder.name}/")
        assert not list(Path(forge.folder.name).iterdir())
    assert not Path(forge.folder.name).exists()
