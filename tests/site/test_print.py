"""Pages on paper: no menus, no buttons, figures whole, links that can be read."""

import io
from collections.abc import Callable

import pytest
from pypdf import PdfReader

from tests.site.browsing import Watched

#: A4 with margins of 15 mm, in CSS pixels.
PAPER = {"width": 680, "height": 1009}
SEEN = [
    "chapters/membership/members.html",
    "chapters/membership/alliances.html",
    "chapters/interventions/kazakhstan-2022.html",
    "chapters/argument/claims.html",
]
EACH = pytest.mark.parametrize("name", SEEN)
HIDDEN = """() => [...document.querySelectorAll(
  "button, input, select, .sidebar-drawer, .toc-drawer, .mobile-header, .back-to-top, .related-pages, .wrong"
)].filter((part) => part.checkVisibility({ visibilityProperty: true })).map((part) => part.outerHTML.slice(0, 80))"""
FIGURES = """() => [...document.querySelectorAll("figure.chart")].map((figure) => {
  const box = figure.querySelector(".chart-box"), drawn = box.querySelector("img, svg").getBoundingClientRect();
  const style = getComputedStyle(figure);
  return {
    name: figure.id, height: figure.getBoundingClientRect().height, right: drawn.right, width: drawn.width,
    inside: style.breakInside, cut: box.scrollWidth > box.clientWidth && getComputedStyle(box).overflowX !== "visible",
  };
})"""


def printed(tab: Callable[..., Watched], host: str, name: str) -> Watched:
    """Return a page as it is laid out on paper."""
    watched = tab(viewport=PAPER)
    watched.page.emulate_media(media="print")
    watched.page.goto(f"{host}/{name}")
    return watched


@EACH
def test_menus_and_buttons_are_not_printed(tab: Callable[..., Watched], host: str, name: str):
    shown = printed(tab, host, name).page.evaluate(HIDDEN)
    assert not shown, "\n".join(shown)


@EACH
def test_figures_are_printed_whole(tab: Callable[..., Watched], host: str, name: str):
    figures = printed(tab, host, name).page.evaluate(FIGURES)
    assert figures
    for figure in figures:
        assert figure["inside"] == "avoid" and not figure["cut"], figure
        assert figure["height"] <= PAPER["height"] and figure["right"] <= PAPER["width"], figure
        assert figure["width"] > 0, figure


def test_a_chapter_prints_its_text_its_citation_and_no_menu(tab: Callable[..., Watched], host: str):
    page = tab().page
    page.goto(f"{host}/{SEEN[0]}")
    content = page.pdf(format="A4", prefer_css_page_size=True)
    sheets = [sheet.extract_text() for sheet in PdfReader(io.BytesIO(content)).pages]
    said = " ".join(" ".join(sheets).split())
    assert 3 <= len(sheets) <= 20 and all(len(sheet) > 50 for sheet in sheets), [len(sheet) for sheet in sheets]
    assert "Who belongs to the alliance" in said and "Cite this page: " in said
    for left_out in ("Skip to content", "Back to top", "On this page", "Copy the citation", "Wrong?", "Next"):
        assert left_out not in said, left_out


def test_addresses_of_other_sites_are_printed(tab: Callable[..., Watched], host: str):
    shown = printed(tab, host, "chapters/reference/data.html").page.evaluate(
        "getComputedStyle(document.querySelector('article a.reference.external'), '::after').content"
    )
    assert "specs.frictionlessdata.io" in shown


def test_on_screen_nothing_of_this_holds(tab: Callable[..., Watched], host: str):
    page = tab().page
    page.goto(f"{host}/{SEEN[0]}")
    assert page.evaluate(HIDDEN)
