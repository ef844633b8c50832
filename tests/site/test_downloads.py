"""What a reader takes along: notebooks that say what the pages say, all tables in one file, the wheel."""

import re
import time
import zipfile
from pathlib import Path

import nbformat
import pytest
from docutils import nodes
from IPython.core.inputtransformer2 import TransformerManager
from nbformat import NotebookNode
from sphinx.application import Sphinx

from _ext import downloads
from _ext.plain_markdown import Prose
from _ext.sources import short
from tests.site.reading import ABOUT, DATA, PACKAGE, TOPICAL, Pages, goal, text

ROOT = Path(__file__).resolve().parents[2]
#: The pages with cells, by address.
RUN = {page: chapter for page, chapter in ABOUT.items() if chapter.cells}
EACH = pytest.mark.parametrize("page", RUN)
ZIP, WHEEL = downloads.data_path(), downloads.wheel_path(ROOT)


def path_of(page: str) -> str:
    return f"notebooks/{Path(page).stem}.ipynb"


def read(site: Path, page: str) -> NotebookNode:
    return nbformat.read(site / path_of(page), nbformat.NO_CONVERT)


def prose(notebook: NotebookNode) -> str:
    return "\n\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")


def test_every_page_with_cells_has_a_notebook_and_no_other(site: Path):
    found = {file.relative_to(site).as_posix() for file in (site / "notebooks").iterdir()}
    assert found == {path_of(page) for page in RUN} and len(found) == len(RUN) > 30


@EACH
def test_a_notebook_is_valid_and_its_cells_have_ids(site: Path, page: str):
    notebook = read(site, page)
    nbformat.validate(notebook)
    name = Path(page).stem
    ids = [cell.id for cell in notebook.cells]
    assert ids == [f"{name}-install", *(f"{name}-{number}" for number in range(1, len(ids)))]


@EACH
def test_a_notebook_has_the_cells_of_its_page_with_their_outputs(site: Path, page: str):
    install, *cells = [cell for cell in read(site, page).cells if cell.cell_type == "code"]
    assert [cell.source for cell in cells] == [code for _, code in RUN[page].cells]
    assert not install.outputs and all(cell.execution_count for cell in cells)
    shown = [
        output["metadata"]["scrapbook"]["name"]
        for cell in cells
        for output in cell.outputs
        if output.output_type == "display_data"
    ]
    assert sorted(shown) == sorted(
        name for function in ("glue", "chart", "explorer") for name in RUN[page].names(function)
    )


@EACH
def test_no_role_and_no_directive_is_left(site: Path, page: str):
    left = re.findall(r"\{[\w:-]+\}`[^`]*`|^(?:```|:::)\{.*|\]\([^)]*\.md\S*\)", prose(read(site, page)), re.MULTILINE)
    assert not left


@EACH
def test_a_notebook_states_the_numbers_of_its_page(site: Path, pages: Pages, page: str):
    numbers = [text(link) for link in pages[page].select("a.glued")]
    said, place = prose(read(site, page)), 0
    for number in numbers:
        place = said.find(number, place)
        assert place >= 0, f"{number} is missing or out of order"
        place += len(number)


@EACH
def test_a_notebook_holds_no_time_and_no_path(site: Path, page: str):
    notebook = read(site, page)
    assert set(notebook.metadata) == {"kernelspec", "language_info"}
    assert [cell.id for cell in notebook.cells if cell.metadata] == []
    assert str(ROOT) not in (site / path_of(page)).read_text(encoding="utf-8")


@EACH
def test_the_first_cell_does_nothing_where_the_package_is_installed(site: Path, page: str):
    code = TransformerManager().transform_cell(read(site, page).cells[0].source)
    assert "get_ipython().run_line_magic('pip', 'install" in code and WHEEL.rpartition("/")[2] in code
    exec(code, {})  # here is no get_ipython to call


@pytest.mark.parametrize("page", TOPICAL)
def test_the_foot_offers_notebook_tables_and_package(pages: Pages, page: str):
    links = pages[page].select("section[id='what-this-page-rests-on'] a")
    offered = [file for file, place in (goal(page, link["href"]) for link in links) if not file.endswith(".html")]
    tables = [f"data/{name}.csv" for name in dict.fromkeys(TOPICAL[page].names("load"))]
    assert offered == [*tables, path_of(page), ZIP, WHEEL]


def test_one_file_has_all_the_data(site: Path):
    kept = {file.relative_to(DATA).as_posix(): file.read_bytes() for file in DATA.rglob("*") if file.is_file()}
    kept["LICENSE-CONTENT"] = (ROOT / "LICENSE-CONTENT").read_bytes()
    with zipfile.ZipFile(site / ZIP) as packed:
        assert packed.namelist() == sorted([*kept, "README.txt"])
        assert [name for name, content in kept.items() if packed.read(name) != content] == []
        about = packed.read("README.txt").decode()
    for said in (PACKAGE["title"], PACKAGE["version"], PACKAGE["as_of"]):
        assert said in about


def test_the_wheel_has_helpers_and_data(site: Path):
    source = {f"helpers/{file.relative_to(ROOT / 'src/helpers')}": file for file in (ROOT / "src").rglob("*.py")}
    source |= {f"helpers/_data/{file.name}": file for file in DATA.iterdir()}
    with zipfile.ZipFile(site / WHEEL) as packed:
        names = [name for name in packed.namelist() if ".dist-info/" not in name]
        assert sorted(names) == sorted(source)
        assert [name for name in names if packed.read(name) != source[name].read_bytes()] == []


def test_what_is_packed_again_is_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    packed = []
    for zone in ("UTC", "Asia/Bishkek"):
        monkeypatch.setenv("TZ", zone)
        time.tzset()
        monkeypatch.setenv("SOURCE_DATE_EPOCH", "1771113600")
        folder = tmp_path / zone.replace("/", "-")
        folder.mkdir()
        downloads.pack_wheel(ROOT, folder)
        downloads.pack_data(ROOT, folder / "data.zip")
        packed.append({file.name: file.read_bytes() for file in folder.iterdir()})
    monkeypatch.undo()
    time.tzset()
    assert packed[0] == packed[1] and set(packed[0]) == {WHEEL.rpartition("/")[2], "data.zip"}


@pytest.fixture(scope="module")
def bare_book(tmp_path_factory: pytest.TempPathFactory) -> Sphinx:
    """Return a book of bare pages with a row, a source and a term that can be linked to."""
    folder = tmp_path_factory.mktemp("bare")
    (folder / "chapters").mkdir()
    for name in ("index", "chapters/here", "chapters/there"):
        (folder / f"{name}.md").touch()
    suffix = {"source_suffix": {".md": "restructuredtext"}}
    made = Sphinx(folder, None, folder / "out", folder / "trees", "html", suffix, status=None, warning=None)
    made.add_config_value("book_site", "", "env", types=(str,))
    made.env.find_files(made.config, made.builder)
    made.env.titles["chapters/there"] = nodes.title("", "There")
    std = made.env.get_domain("std")
    std.anonlabels["row-uzb-csto-2006"] = ("chapters/there", "uzb-csto-2006")
    std.anonlabels["src-opinion2025"] = ("chapters/there", "src-opinion2025")
    std.labels["row-uzb-csto-2006"] = ("chapters/there", "uzb-csto-2006", "the return")
    std.objects["term", "accession"] = ("chapters/there", "term-accession")
    return made


@pytest.fixture
def app(bare_book: Sphinx, monkeypatch: pytest.MonkeyPatch) -> Sphinx:
    """Return that book without the address of a site."""
    monkeypatch.setattr(bare_book.config, "book_site", "")
    return bare_book


VALUES = {"chapters/here": {"share": "0.25", "day": "'15 May 1992'"}, "chapters/there": {"days": "2317"}}
CAPTION = """\
```{chart} a-name
:alt: A text
:width: wide

The {label}`csto`, and
more of it.
```"""


@pytest.mark.parametrize(
    ("source", "bare", "linked"),
    [
        ("In {glue:text}`here.md::share:.0%` of cases.", "In 25% of cases.", None),
        ("Signed on {glue:text}`day:s`,", "Signed on 15 May 1992,", None),
        ("{glue:text}`/chapters/there.md::days:,d` days", "2,317 days", None),
        ("the {label}`cst`", "the CST", None),
        ("({row}`uzb-csto-2006`)", "(uzb-csto-2006)", "([uzb-csto-2006](AT/chapters/there.html#uzb-csto-2006))"),
        ("{row}`none-1999`", "none-1999", "none-1999"),
        ("{doc}`there`", "*There*", "[*There*](AT/chapters/there.html)"),
        ("{doc}`that page </chapters/there>`", "that page", "[that page](AT/chapters/there.html)"),
        ("[](there.md)", "*There*", "[*There*](AT/chapters/there.html)"),
        ("[that place](/chapters/there.md#x)", "that place", "[that place](AT/chapters/there.html#x)"),
        ("[out](https://example.org/a.md)", "[out](https://example.org/a.md)", None),
        ("{term}`accession`", "accession", "[accession](AT/chapters/there.html#term-accession)"),
        ("{term}`acceded <accession>`", "acceded", "[acceded](AT/chapters/there.html#term-accession)"),
        ("{ref}`row-uzb-csto-2006`", "the return", "[the return](AT/chapters/there.html#uzb-csto-2006)"),
        (CAPTION, "> The CSTO, and\n> more of it.", None),
        ("```{ledger} claims\n```", 'The rows are those of the table `claims`: `load("claims")`.', None),
        ("`code` and *emphasis* stay", "`code` and *emphasis* stay", None),
    ],
)
def test_a_role_or_directive_made_plain(app: Sphinx, source: str, bare: str, linked: str | None):
    made = Prose(app, "chapters/here", VALUES)
    assert made.plain(source) == bare
    app.config.book_site = "https://example.org/book"
    assert made.plain(source) == (linked or bare).replace("AT/", "https://example.org/book/")


def test_a_source_is_cited(app: Sphinx):
    made = Prose(app, "chapters/here", VALUES)
    assert made.plain("{source}`opinion2025`") == short("opinion2025")
    app.config.book_site = "https://example.org/book"
    assert "](https://example.org/book/chapters/there.html#src-opinion2025)" in made.plain("{source}`opinion2025`")


def test_what_cannot_be_made_plain_is_warned_of(app: Sphinx, monkeypatch: pytest.MonkeyPatch):
    told = []
    monkeypatch.setattr("_ext.plain_markdown.LOG.warning", lambda said, *parts, location: told.append(said % parts))
    source = "{numref}`a`\n\n```{mermaid}\nA\n```"
    assert Prose(app, "chapters/here", VALUES).plain(source) == source
    assert ["'mermaid'" in told[0], "'numref'" in told[1], len(told)] == [True, True, 2]


def test_with_an_address_the_package_comes_from_the_site(app: Sphinx, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(app, "srcdir", ROOT)
    assert f"\n    %pip install --quiet {WHEEL.rpartition('/')[2]}" in downloads.install(app)
    app.config.book_site = "https://example.org/book"
    assert f"\n    %pip install --quiet https://example.org/book/{WHEEL}" in downloads.install(app)
