"""The book on paper: asked for, refused with one line where there is no Chromium, and printed as a reader wants it."""

import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace

import pikepdf
import pytest
from jinja2 import Environment, FileSystemLoader
from pypdf import PdfReader
from sphinx_external_toc.parsing import parse_toc_data

from _ext import paper
from tests.site.reading import Pages

ROOT = Path(__file__).resolve().parents[2]
PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 150" width="800"><text y="50">drawn</text></svg>'
TABLE = (
    '<details class="behind fold"><summary>Data of {0}</summary><table><tr><td>cell of {0}</td></tr></table></details>'
)
FIGURE = '<figure id="f"><img src="{1}_images/p.svg"><figcaption>Caption of {0}</figcaption></figure>'
LINKS = '<a href="{1}chapters/two.html#f">to two</a> <a href="{1}data/a.csv">to a file</a>'
CODE = '<details class="code fold"><summary>Code</summary><pre>secret()</pre></details>'
BODY = "<section id='s'><h1>{0}</h1><p>Text of {0}.</p>" + LINKS + FIGURE + TABLE + CODE + "<h2>Second</h2></section>"
TOC = {
    "format": "jb-book",
    "root": "index",
    "parts": [{"caption": "Part A", "chapters": [{"file": "chapters/one"}, {"file": "chapters/two"}]}],
}


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> PdfReader:
    """Return a book of three pages, printed."""
    if paper.browser() is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)("there is no Chromium; `make browser` installs one")
    site = tmp_path_factory.mktemp("site")
    for folder in ("downloads", "_images", ".paper/chapters"):
        (site / folder).mkdir(parents=True)
    (site / "_images/p.svg").write_text(PICTURE, encoding="utf-8")
    for page, top in (("index", ""), ("chapters/one", "../"), ("chapters/two", "../")):
        (site / f".paper/{page}.html").write_text(BODY.format(f"page {page}", top), encoding="utf-8")
    shelf = Environment(loader=FileSystemLoader(ROOT / "_templates"), autoescape=False)
    templates = SimpleNamespace(render=lambda name, about: shelf.get_template(name).render(about))
    config = SimpleNamespace(book_paper=True, book_site="https://a.example/b", html_title="The book", language="en")
    config.external_site_map = parse_toc_data(TOC)
    builder = SimpleNamespace(templates=templates, format="html")
    app = SimpleNamespace(config=config, builder=builder, outdir=str(site))
    with ThreadPoolExecutor(1) as pool:  # in this thread another test may have a browser open
        pool.submit(paper.print_book, app, None).result()  # type: ignore[arg-type]
    assert sorted(path.name for path in site.iterdir()) == ["_images", "downloads"], "nothing is left behind"
    return PdfReader(site / paper.paper_path())


def text(printed: PdfReader) -> list[str]:
    return [page.extract_text() for page in printed.pages]


def test_each_chapter_starts_a_page(printed: PdfReader):
    pages = text(printed)
    for name in ("index", "chapters/one", "chapters/two"):
        (start,) = [page for page in pages if f"Text of page {name}." in page]
        assert start.lstrip().startswith(f"page {name}")


def test_pictures_that_are_the_same_are_kept_once_and_others_stay(tmp_path: Path):
    file = tmp_path / "a.pdf"
    with pikepdf.new() as book:
        for colour in (b"\x01", b"\x01", b"\x02"):
            size = {"/Width": 1, "/Height": 1, "/BitsPerComponent": 8, "/ColorSpace": pikepdf.Name.DeviceGray}
            picture = pikepdf.Stream(book, colour, Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, **size)
            form = pikepdf.Stream(book, b"/i Do", Resources={"/XObject": {"/i": picture}}, Subtype=pikepdf.Name.Form)
            book.add_blank_page().obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(f=form))
        book.save(file)
    paper.lighten(file)
    with pikepdf.open(file) as book:
        shown = [page.obj.Resources.XObject.f.Resources.XObject.i for page in book.pages]
        assert [picture.read_bytes() for picture in shown] == [b"\x01", b"\x01", b"\x02"]
        assert shown[0].objgen == shown[1].objgen != shown[2].objgen


def test_pages_are_numbered(printed: PdfReader):
    assert [page.split()[-1] for page in text(printed)] == [str(number + 1) for number in range(len(printed.pages))]


def test_the_outline_has_parts_and_chapters(printed: PdfReader):
    def titles(items: list) -> list:
        return [titles(item) if isinstance(item, list) else item.title for item in items]

    found = titles(printed.outline)
    assert ["page chapters/one", ["Second"], "page chapters/two", ["Second"]] in found
    assert "Part A" in found and found[-2] == "Appendix: the tables behind the figures"


def test_tables_stand_in_the_appendix_and_code_on_the_site(printed: PdfReader):
    pages = text(printed)
    appendix = next(number for number, page in enumerate(pages) if page.lstrip().startswith("Appendix"))
    assert all(f"cell of page {name}" not in "".join(pages[:appendix]) for name in ("index", "chapters/one"))
    assert "".join(pages[appendix:]).count("cell of page") == 3 and "secret()" not in "".join(pages)
    assert "Table 2 in the appendix" in "".join(pages[:appendix])


def test_figures_are_whole(printed: PdfReader):
    for page in text(printed):
        assert ("drawn" in page) == ("Caption of" in page), "a figure and its caption stand on one page"


def test_links_within_the_book_stay_in_it(printed: PdfReader):
    outside = set()
    for page in printed.pages:
        for link in page.get("/Annots", []):
            action = link.get_object().get("/A", {})
            outside |= {action["/URI"]} if "/URI" in action else set()
    assert outside == {"https://a.example/b/data/a.csv"}


def test_without_chromium_one_line_says_what_to_do(tmp_path: Path):
    command = [str(Path(sys.executable).with_name("jupyter-book")), "build", "-qq", f"--path-output={tmp_path}", "."]
    git = Path(str(shutil.which("git"))).parent if paper.browser() is None else tmp_path
    env = {**os.environ, "BOOK_PAPER": "yes", "PATH": str(git)}
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 1 and len(done.stderr.splitlines()) == 1, done.stderr
    assert done.stderr.startswith("make pdf: none of chromium, ") and "`make browser` installs one" in done.stderr


def test_a_site_without_it_does_not_lead_to_it(site: Path, pages: Pages):
    assert not (site / paper.paper_path()).exists()
    assert not [page for page, soup in pages.items() if soup.select('a[href$=".pdf"][href*="downloads/"]')]
