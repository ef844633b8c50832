import ast
import re
from itertools import takewhile

import pytest

from helpers.data import tables
from tests.chapters.prose import CHAPTERS, ROOT, Chapter

ALL = [Chapter(path) for path in CHAPTERS]
EACH = pytest.mark.parametrize("chapter", ALL, ids=lambda chapter: chapter.name)
NOTEBOOKS = [chapter for chapter in ALL if chapter.cells]
EACH_NOTEBOOK = pytest.mark.parametrize("chapter", NOTEBOOKS, ids=lambda chapter: chapter.name)
CHART = re.compile(r"^```\{(?:chart|explorer)\} (\S+)$")


def test_there_are_notebooks():
    assert {"index.md", "chapters/membership/members.md"} <= {chapter.name for chapter in NOTEBOOKS}


@EACH
def test_at_most_200_lines(chapter: Chapter):
    assert len(chapter.lines) <= 200


@EACH_NOTEBOOK
def test_topics_and_claims_are_named(chapter: Chapter):
    about = chapter.front_matter
    assert about["topics"] and all(re.fullmatch(r"C\d\d", topic) for topic in about["topics"])
    assert all(re.fullmatch(r"[OIEXD]\d\d", claim) for claim in about.get("claims", []))


@EACH_NOTEBOOK
def test_cells_are_short_and_only_call(chapter: Chapter):
    for line, code in chapter.cells:
        where = f"{chapter.name}:{line}"
        assert 1 <= len(code.splitlines()) <= 6, where
        for node in ast.walk(ast.parse(code)):
            assert not isinstance(node, ast.FunctionDef | ast.ClassDef | ast.For | ast.While | ast.With), where
            if isinstance(node, ast.ImportFrom):
                assert node.module and node.module.split(".")[0] == "helpers", f"{where}: a cell imports helpers alone"
            assert not isinstance(node, ast.Import), f"{where}: a cell imports helpers alone"


@EACH_NOTEBOOK
def test_a_cell_ends_in_a_call_or_shows_nothing(chapter: Chapter):
    """The value of a cell's last line is shown on the page: a row of calls there would be printed as their results."""
    for line, code in chapter.cells:
        last = ast.parse(code).body[-1]
        assert not isinstance(last, ast.Expr) or isinstance(last.value, ast.Call), f"{chapter.name}:{line}"


@EACH_NOTEBOOK
def test_tables_are_named_literally(chapter: Chapter):
    for line, call in chapter.calls("load"):
        assert isinstance(call.args[0], ast.Constant) and len(call.args) == 1, f"{chapter.name}:{line}"
    assert set(chapter.names("load")) <= set(tables())


@EACH_NOTEBOOK
def test_what_is_glued_is_used_and_what_is_used_is_glued(chapter: Chapter):
    text = chapter.path.read_text(encoding="utf-8")
    used = set(re.findall(rf"\{{glue:text\}}`{re.escape(chapter.path.name)}::([\w-]+):", text))
    glued = chapter.names("glue")
    assert len(glued) == len(set(glued)), "a name is glued twice"
    assert set(glued) == used


@EACH_NOTEBOOK
def test_each_chart_has_its_place_its_alt_and_its_caption(chapter: Chapter):
    shown = []
    for number, line in enumerate(chapter.lines):
        found = CHART.match(line)
        if found:
            shown.append(found.group(1))
            alt, *options = takewhile(str.strip, chapter.lines[number + 1 :])
            blank, caption = chapter.lines[number + 2 + len(options) : number + 4 + len(options)]
            assert alt.startswith(":alt: ") and len(alt.split()) >= 12, (
                f"{chapter.name}:{number + 2}: alt tells too little"
            )
            assert blank == "" and len(caption.split()) >= 5, f"{chapter.name}:{number + 4}: a caption is missing"
            assert not caption.startswith(alt[6:30])
    assert sorted(shown) == sorted(chapter.names("chart") + chapter.names("explorer"))


def test_chart_names_are_unique_in_the_book():
    names = [name for chapter in NOTEBOOKS for name in chapter.names("chart") + chapter.names("explorer")]
    assert names and len(names) == len(set(names))


def test_every_page_is_in_the_table_of_contents():
    toc = (ROOT / "_toc.yml").read_text(encoding="utf-8")
    listed = set(re.findall(r"(?:file|root): (\S+)", toc))
    assert listed == {chapter.name.removesuffix(".md") for chapter in ALL}


@EACH_NOTEBOOK
def test_headers_are_those_of_a_notebook(chapter: Chapter):
    about = chapter.front_matter
    assert about["kernelspec"]["name"] == "python3"
    assert about["jupytext"]["text_representation"] == {"extension": ".md", "format_name": "myst"}
