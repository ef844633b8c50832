"""The book on paper: all pages but the rows of tables and the code, printed by Chromium into one PDF.

Asked for by ``BOOK_PAPER=yes``, as ``make pdf`` does. It is printed from the pages of the same build and put among the
downloads before the site takes its place, so a page links to it exactly when it is there, and it is never older.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config

from _ext.downloads import DOWNLOADS
from helpers.data import as_of, package
from helpers.labels import date_text, t

#: What Chromium is called on one machine or another.
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
#: Pages for which paper is no place: they stand on the site.
_LEFT_OUT = ("chapters/reference/tables/", "chapters/reference/code")
_FOOT = """\
<div style="font: 8pt sans-serif; width: 100%; margin: 0 18mm; display: flex; justify-content: space-between">
<span>{title}</span><span class="pageNumber"></span></div>"""
#: Where the texts wait until all are written: pages are written by many processes.
_WAITING = ".paper"


def paper_path() -> str:
    """Return where the site has the book as one PDF."""
    return f"{DOWNLOADS}/{package()['name']}-{package()['version']}.pdf"


def settle(app: Sphinx, config: Config) -> None:
    """Print if asked to; a machine without Chromium is told before anything is built."""
    config["book_paper"] = config["book_paper"] or bool(os.environ.get("BOOK_PAPER"))
    if config["book_paper"] and browser() is None:
        raise SystemExit(f"make pdf: none of {', '.join(BROWSERS)} is on the PATH; `make browser` installs one")


def browser() -> str | None:
    """Return the path of Chromium."""
    return next(filter(None, map(shutil.which, BROWSERS)), None)


def keep(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None) -> None:
    """Keep the text of a page that goes on paper."""
    if app.config.book_paper and doctree is not None and not page.startswith(_LEFT_OUT):
        file = Path(app.outdir, _WAITING, f"{page}.html")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(context["body"], encoding="utf-8")


def parts(app: Sphinx, bodies: dict[str, str]) -> list[tuple[str, list[str]]]:
    """Return the captions of the parts with their pages in reading order; the front page stands without one."""
    site: Any = app.config.external_site_map

    def below(page: str) -> list[str]:
        inner = [str(item) for tree in site[page].subtrees for item in tree.items]
        return [page, *(deeper for child in inner for deeper in below(child))] if page in bodies else []

    found = [("", [str(site.root.docname)])]
    for tree in site.root.subtrees:
        found.append((tree.caption or "", [page for item in tree.items for page in below(str(item))]))
    return found


def put_together(app: Sphinx, bodies: dict[str, str]) -> str:
    """Return all pages as one document."""
    builder: Any = app.builder
    about = {
        "title": app.config.html_title,
        "edition": t("page: edition {version}, as of {day}").format(
            version=package()["version"], day=date_text(as_of())
        ),
        "licence": package()["licenses"][0],
        "parts": [(caption, [(page, bodies[page]) for page in pages]) for caption, pages in parts(app, bodies)],
        "appendix": t("page: appendix: the tables behind the figures"),
        "language": app.config.language,
    }
    return builder.templates.render("paper.html", about)


def print_book(app: Sphinx, error: Exception | None) -> None:
    """Print the book among the downloads."""
    if error is not None or not app.config.book_paper or app.builder.format != "html":
        return
    from playwright.sync_api import sync_playwright  # only paper needs it

    site = Path(app.outdir)
    waiting, whole = site / _WAITING, site / "paper.html"
    bodies = {
        file.relative_to(waiting).with_suffix("").as_posix(): file.read_text(encoding="utf-8")
        for file in sorted(waiting.rglob("*.html"))
    }
    shutil.rmtree(waiting)
    whole.write_text(put_together(app, bodies), encoding="utf-8")
    told = {"pages": list(bodies), "site": app.config.book_site, "table": t("page: table {number} in the appendix")}
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser(), args=["--no-sandbox", "--disable-gpu"])
        tab = chromium.new_page(color_scheme="light")
        tab.set_default_timeout(300_000)
        tab.goto(whole.as_uri(), wait_until="load")
        tab.emulate_media(media="print", color_scheme="light")
        tab.evaluate((Path(__file__).parent / "paper.js").read_text(encoding="utf-8"), told)
        tab.wait_for_function("[...document.images].every(image => image.complete && image.naturalWidth)")
        tab.pdf(
            path=site / paper_path(),
            format="A4",
            margin={"top": "16mm", "bottom": "20mm", "left": "18mm", "right": "18mm"},
            display_header_footer=True,
            header_template="<span></span>",
            footer_template=_FOOT.format(title=app.config.html_title),
            print_background=True,
            outline=True,
            tagged=True,
        )
        chromium.close()
    whole.unlink()
    lighten(site / paper_path())


def lighten(file: Path) -> None:
    """Keep each picture of a PDF once and pack what stands loose: Chromium prints more than twice the weight."""
    import pikepdf  # only paper needs it

    with pikepdf.open(file, allow_overwriting_input=True) as book:
        first: dict[bytes, pikepdf.Object] = {}
        for thing in book.objects:
            drawn = thing.get("/Resources") if isinstance(thing, pikepdf.Stream) else None
            pictures: Any = {} if drawn is None else drawn.get("/XObject", {})
            for name, picture in list(pictures.items()):
                if picture.get("/Subtype") == "/Image":
                    content = hashlib.sha256(picture.read_raw_bytes()).digest()
                    pictures[name] = first.setdefault(content, picture)
        book.save(file, object_stream_mode=pikepdf.ObjectStreamMode.generate, recompress_flate=True)


def setup(app: Sphinx) -> dict[str, Any]:
    """Print after the downloads are there and before the site takes its place."""
    app.add_config_value("book_paper", False, "env", types=(bool,))
    app.connect("config-inited", settle, priority=60)
    app.connect("html-page-context", keep, priority=950)
    app.connect("build-finished", print_book, priority=800)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
