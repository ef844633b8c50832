"""Proofs about whole builds, which take long: ``make prove`` runs them, ``make test`` does not.

Every copy holds the files that git tracks, as they are in the working tree.
"""

import json
import os
import random
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

import jupytext
import pytest
from jupyter_cache.executors.utils import single_nb_execution

from _ext.execution import Modules
from _ext.forge import Forge
from tools.bench_build import copy

pytestmark = pytest.mark.prove

ROOT = Path(__file__).resolve().parents[2]
CHAPTERS = sorted(
    path.relative_to(ROOT).with_suffix("").as_posix()
    for path in [ROOT / "index.md", *(ROOT / "chapters").rglob("*.md")]
    if "```{code-cell}" in path.read_text(encoding="utf-8")
)
MEMBERS = "chapters/membership/members"
#: A row that no other row and no sentence names.
DELETED = "survey-kaz-demoscope-2022-11-neutral"


def build(book: Path, site: Path, **settings: str) -> list[str]:
    """Build a copy into a folder; return the chapters that ran."""
    env = {**os.environ, "PYTHONPATH": str(book / "src"), "SOURCE_DATE_EPOCH": "0", **settings}
    command = [str(Path(sys.executable).with_name("jupyter-book")), "build", ".", "--path-output", str(site)]
    done = subprocess.run(command, cwd=book, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr
    return sorted(re.findall(r"^running (\S+)$", done.stdout, re.MULTILINE))


def files(site: Path) -> dict[str, bytes]:
    """Return the files of a built site by name."""
    html = site / "_build" / "html"
    return {path.relative_to(html).as_posix(): path.read_bytes() for path in html.rglob("*") if path.is_file()}


def differing(first: dict[str, bytes], second: dict[str, bytes]) -> list[str]:
    """Return the names of files that stand in one site alone or differ."""
    return sorted(name for name in first.keys() | second.keys() if first.get(name) != second.get(name))


def test_two_cold_builds_have_the_same_bytes(tmp_path: Path):
    one, other = copy(tmp_path / "a"), copy(tmp_path / "another folder")
    build(one, tmp_path / "one", PYTHONHASHSEED="1", TZ="UTC")
    build(other, tmp_path / "other", PYTHONHASHSEED="2", TZ="Asia/Almaty")
    assert not differing(files(tmp_path / "one"), files(tmp_path / "other"))


# --- kernels ----------------------------------------------------------------------------------------------------------


def outputs(chapter: str, forge: Forge | None) -> list[object]:
    """Run a chapter in a fork of the forge, or in a kernel started afresh; return the outputs of its cells."""
    notebook = jupytext.read(ROOT / f"{chapter}.md")
    folder = str((ROOT / chapter).parent)
    if forge is None:
        done = single_nb_execution(notebook, cwd=folder, timeout=120, allow_errors=False)
    else:
        with forge.kernel() as manager:
            done = single_nb_execution(notebook, cwd=folder, timeout=120, allow_errors=False, km=manager)
    assert done.err is None, done.exc_string
    return [cell.get("outputs") for cell in notebook.cells]


@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")  # Jupyter's
def test_forks_in_any_order_give_what_fresh_kernels_give():
    with ThreadPoolExecutor(2) as pool:
        fresh = dict(zip(CHAPTERS, pool.map(lambda chapter: outputs(chapter, None), CHAPTERS), strict=True))
    shuffled = random.Random(20260215).sample(CHAPTERS, len(CHAPTERS))
    with Forge() as forge, ThreadPoolExecutor(2) as pool:
        forked = dict(zip(shuffled, pool.map(lambda chapter: outputs(chapter, forge), shuffled), strict=True))
    assert not [chapter for chapter in CHAPTERS if fresh[chapter] != forked[chapter]]


# --- edits ------------------------------------------------------------------------------------------------------------


def append(name: str, text: str) -> Callable[[Path], None]:
    """Return the edit that adds a text at the end of a file."""

    def edit(book: Path) -> None:
        with (book / name).open("a", encoding="utf-8", newline="") as file:
            file.write(text)

    return edit


def replace(name: str, old: str, new: str) -> Callable[[Path], None]:
    """Return the edit that replaces the first place of a text in a file."""

    def edit(book: Path) -> None:
        content = (book / name).read_text(encoding="utf-8")
        assert old in content, f"{name} has no {old!r}"
        (book / name).write_text(content.replace(old, new, 1), encoding="utf-8", newline="")

    return edit


def drop_row(name: str, row: str) -> Callable[[Path], None]:
    """Return the edit that deletes a row of a table."""

    def edit(book: Path) -> None:
        lines = (book / name).read_text(encoding="utf-8").splitlines(keepends=True)
        kept = [line for line in lines if not line.startswith(f"{row},")]
        assert len(kept) == len(lines) - 1
        (book / name).write_text("".join(kept), encoding="utf-8", newline="")

    return edit


def put_row(name: str, row: str, renamed: str) -> Callable[[Path], None]:
    """Return the edit that adds a row of the book's own table under another id."""
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines(keepends=True)
    (line,) = (line for line in lines if line.startswith(f"{row},"))
    return append(name, line.replace(row, renamed, 1))


def new_description(book: Path) -> None:
    """Describe a column of one table in other words."""
    described = book / "data" / "datapackage.json"
    package = json.loads(described.read_text(encoding="utf-8"))
    (surveys,) = (item for item in package["resources"] if item["name"] == "surveys")
    surveys["schema"]["fields"][-1]["description"] += " Changed."
    described.write_text(json.dumps(package, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="")


def loading(table: str) -> set[str]:
    """Return the chapters whose text loads a table."""
    called = f'load("{table}"'
    return {chapter for chapter in CHAPTERS if called in (ROOT / f"{chapter}.md").read_text(encoding="utf-8")}


def reaching(module: str) -> set[str]:
    """Return the chapters that import a module of the helpers by name, themselves or through another module."""
    modules = Modules(ROOT / "src")
    cells = re.compile(r"^```\{code-cell\}[^\n]*\n(.*?)^```$", re.DOTALL | re.MULTILINE)
    texts = {chapter: (ROOT / f"{chapter}.md").read_text(encoding="utf-8") for chapter in CHAPTERS}
    return {name for name, text in texts.items() if module in modules.reached_by("\n".join(cells.findall(text)))}


class Edit(NamedTuple):
    """An edit of the book, and the chapters that must run after it."""

    make: Callable[[Path], None]
    runs: set[str]


def new_page(book: Path) -> None:
    """Add a chapter that loads a table."""
    head = (book / "index.md").read_text(encoding="utf-8").partition("\n# ")[0]
    front = re.sub(r"(?m)^topics: .*\n", "", head)
    cell = "```{code-cell}\nfrom helpers import load\n\nlen(load('surveys'))\n```\n"
    (book / "chapters" / "new.md").write_text(f"{front}\n# A new page\n\n{cell}", encoding="utf-8", newline="")
    replace("_toc.yml", "  - caption: Membership\n", "      - file: chapters/new\n  - caption: Membership\n")(book)


def new_table(book: Path) -> None:
    """Add a table with the columns of another, and the page of its rows."""
    described = book / "data" / "datapackage.json"
    package = json.loads(described.read_text(encoding="utf-8"))
    (surveys,) = (item for item in package["resources"] if item["name"] == "surveys")
    package["resources"].append({**surveys, "name": "soundings", "path": "soundings.csv"})
    described.write_text(json.dumps(package, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="")
    head, row = (book / "data" / "surveys.csv").read_text(encoding="utf-8").splitlines(keepends=True)[:2]
    (book / "data" / "soundings.csv").write_text(f"{head}sounding-{row}", encoding="utf-8", newline="")
    pages = book / "chapters" / "reference" / "tables"
    page = (pages / "surveys.md").read_text(encoding="utf-8").replace("surveys", "soundings")
    (pages / "soundings.md").write_text(page, encoding="utf-8", newline="")
    known = "          - file: chapters/reference/tables/surveys\n"
    replace("_toc.yml", known, known + known.replace("surveys", "soundings"))(book)


CSV = "data/surveys.csv"
#: In this order in one copy, each after those before it.
EDITS = {
    "a cell": Edit(replace(f"{MEMBERS}.md", "```{code-cell}\n", "```{code-cell}\n# changed\n"), {MEMBERS}),
    "a sentence": Edit(append(f"{MEMBERS}.md", "\nOne more sentence.\n"), set()),
    "front matter": Edit(replace(f"{MEMBERS}.md", "claims: [", "claims: [O60, "), set()),
    "a value": Edit(replace(CSV, ",high,", ",low,"), loading("surveys")),
    "the value put back": Edit(replace(CSV, ",low,", ",high,"), set()),
    "a deleted row": Edit(drop_row(CSV, DELETED), loading("surveys")),
    "a new row": Edit(put_row(CSV, DELETED, f"{DELETED}-again"), loading("surveys")),
    "a new table": Edit(new_table, set()),
    "a new page": Edit(new_page, {"chapters/new"}),
    "a helper of some chapters": Edit(append("src/helpers/borders.py", "\n# changed\n"), reaching("helpers.borders")),
    "a helper of all chapters": Edit(append("src/helpers/page.py", "\n# changed\n"), {*CHAPTERS, "chapters/new"}),
    "a drawing": Edit(append("src/helpers/draw/maps.py", "\n# changed\n"), reaching("helpers.draw.maps")),
    "a source": Edit(append("data/references.bib", "\n% changed\n"), set()),
    "a word": Edit(replace("data/labels.csv", "\nBaltic,Baltic,", "\nBaltic,the Baltic,"), {*CHAPTERS, "chapters/new"}),
    "the contract of a column": Edit(new_description, loading("surveys") | {"chapters/new"}),
    "the contract as a whole": Edit(
        replace("data/datapackage.json", '"description": "', '"description": "Yes. '), set()
    ),
    "the title of the site": Edit(replace("_config.yml", "html_title: Does", "html_title: Indeed, does"), set()),
    "the lock": Edit(append("requirements.txt", "# changed\n"), {*CHAPTERS, "chapters/new"}),
    "a style": Edit(append("_static/book.css", "\n/* changed */\n"), set()),
    "a template": Edit(append("_templates/page.html", "\n{# changed #}\n"), set()),
    "an extension": Edit(replace("_ext/menu.py", "toctree-l1{", "toctree-l1 part{"), set()),
}


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy that was built once and is edited again and again."""
    folder = copy(tmp_path_factory.mktemp("edited") / "book")
    assert build(folder, folder) == CHAPTERS
    return folder


@pytest.mark.xdist_group("edits")  # one after the other, in one copy
@pytest.mark.parametrize("name", EDITS)
def test_after_an_edit_the_site_is_as_if_built_from_nothing(book: Path, tmp_path: Path, name: str):
    EDITS[name].make(book)
    assert build(book, book) == sorted(EDITS[name].runs)
    fresh = tmp_path / "fresh"
    shutil.copytree(book, fresh, ignore=shutil.ignore_patterns("_build"))
    build(fresh, fresh)
    assert not differing(files(book), files(fresh))
