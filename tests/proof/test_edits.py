"""Proof that after an edit of the book the site is as if built from nothing, and that no chapter ran in vain.

The edits are made one after the other in one copy, so they stand in a file of their own: one worker takes it whole.
"""

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from _ext.execution import Modules
from tests.proof.test_builds import CHAPTERS, ROOT, build, differing, files
from tools.bench_build import copy

pytestmark = pytest.mark.prove

MEMBERS = "chapters/membership/members"
#: A row that no other row and no sentence names.
DELETED = "survey-kaz-demoscope-2022-11-neutral"


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


@pytest.mark.parametrize("name", EDITS)
def test_after_an_edit_the_site_is_as_if_built_from_nothing(book: Path, tmp_path: Path, name: str):
    EDITS[name].make(book)
    assert build(book, book) == sorted(EDITS[name].runs)
    fresh = tmp_path / "fresh"
    shutil.copytree(book, fresh, ignore=shutil.ignore_patterns("_build"))
    build(fresh, fresh)
    assert not differing(files(book), files(fresh))
