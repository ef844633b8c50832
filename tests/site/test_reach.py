"""By keyboard or by thumb alone a reader gets everywhere: menus, search, folds, tables, explorers; from disk too."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.site.browsing import DESK, OPEN_FOLDS, PHONE, Watched
from tests.site.reading import ABOUT, PACKAGE

MEMBERS = "chapters/membership/members.html"
KAZAKHSTAN = "chapters/interventions/kazakhstan-2022.html"  # tables in folds, some wide
TABLE = "chapters/reference/tables/armed_forces.html"
RECORD = "chapters/reference/tables/memberships.html#uzb-csto-2006"
FIGURES = f"{TABLE}#personnel-2010"
#: Places far down on long pages: a claim, a statement, cards of rows, a source, a row.
PLACES = [
    "chapters/argument/claims.html#o60",
    "chapters/argument/explainer.html#e30",
    "chapters/reference/tables/positions.html#position-kropatcheva-2016-multilateral",
    "chapters/reference/sources/c-h.html#src-csto2023minsk",
    "chapters/reference/tables/evidence.html#ev-o45-1",
]
TABLES = "[...document.querySelectorAll('.table-wrapper')]"
SEEN = "box.firstElementChild.checkVisibility({ contentVisibilityAuto: true })"
SCROLLS = "(box.scrollWidth > box.clientWidth || box.scrollHeight > box.clientHeight)"
EXPLORERS = [(page, name) for page, chapter in ABOUT.items() for name in chapter.names("explorer")]
#: Presses of a key that reach anything ahead of the text of a page.
ENOUGH = 150


def walk(page: Page, goal: Locator) -> None:
    """Press Tab until the focus is on an element."""
    for _ in range(ENOUGH):
        if goal.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"{ENOUGH} presses of Tab do not reach {goal}")


@pytest.mark.parametrize("settings", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("address", PLACES)
def test_a_link_to_a_place_shows_its_head(tab: Callable[..., Watched], host: str, settings: dict, address: str):
    page = tab(**settings).page
    page.goto(f"{host}/{address}")
    expect(page.locator(":target").locator("a.row-id").first).to_be_in_viewport(ratio=1)
    page.wait_for_timeout(500)  # what was estimated is laid out by now
    top = page.locator(":target").evaluate("place => place.getBoundingClientRect().top")
    assert 0 <= top < 200


@pytest.mark.parametrize("settings", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("address", [*PLACES, FIGURES])
def test_the_place_that_a_link_names_is_marked(tab: Callable[..., Watched], host: str, settings: dict, address: str):
    page = tab(**settings).page
    page.goto(f"{host}/{address}")
    expect(page.locator(":target")).to_be_in_viewport()
    ground = "(place) => getComputedStyle(place).backgroundColor"
    marked, plain = (page.locator(place).first.evaluate(ground) for place in (":target", ":target + *"))
    assert marked != plain


# --- by keyboard ------------------------------------------------------------------------------------------------------


def test_the_first_stop_leads_past_the_menu(tab: Callable[..., Watched], host: str):
    watched = tab()
    page = watched.page
    page.goto(f"{host}/{MEMBERS}")
    page.keyboard.press("Tab")
    expect(page.locator(".skip-to-content")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('#furo-main-content') !== null")
    assert not watched.errors


@pytest.mark.parametrize("settings", [{}, PHONE], ids=["desk", "phone"])
def test_the_menu_is_walked_by_keyboard(tab: Callable[..., Watched], host: str, settings: dict):
    watched = tab(**settings)
    page = watched.page
    page.goto(f"{host}/index.html")
    link = page.locator(".sidebar-tree a", has_text="Members").first
    walk(page, link)
    expect(link).to_be_in_viewport()  # a drawer comes out on a phone
    page.keyboard.press("Enter")
    page.wait_for_url(f"{host}/{MEMBERS}")
    assert not watched.errors


def test_light_and_dark_change_by_keyboard(tab: Callable[..., Watched], host: str):
    page = tab(color_scheme="light").page
    page.goto(f"{host}/{MEMBERS}")
    walk(page, page.locator(".theme-toggle:visible").first)
    before = page.evaluate("document.body.dataset.theme")
    page.keyboard.press("Enter")
    assert page.evaluate("document.body.dataset.theme") != before


def test_search_is_done_by_keyboard(tab: Callable[..., Watched], host: str):
    watched = tab()
    page = watched.page
    page.goto(f"{host}/index.html")
    walk(page, page.locator(".sidebar-search"))
    page.keyboard.type("Uzbekistan")
    page.keyboard.press("Enter")
    result = page.locator("#search-results li a").first
    expect(result).to_be_visible()
    walk(page, result)
    page.keyboard.press("Enter")
    page.wait_for_url("**/chapters/**")
    assert not watched.errors


@pytest.mark.parametrize(("address", "name"), EXPLORERS)
def test_an_explorer_is_reached_by_keyboard(tab: Callable[..., Watched], host: str, address: str, name: str):
    page = tab().page
    page.goto(f"{host}/{address}")
    controls = page.locator(f"figure[id='{name}'] .controls :is(select, input[type=range])")
    controls.evaluate("""control => {
      const stops = [...document.querySelectorAll('a[href], button, input, select, summary')];
      stops[stops.indexOf(control) - 1].focus();
    }""")
    walk(page, controls)
    page.keyboard.press("ArrowLeft" if controls.get_attribute("type") == "range" else "ArrowDown")
    expect(page).to_have_url(re.compile(rf"{address}#\w+=."))  # the step that is shown


def test_a_wide_table_scrolls_by_keyboard(tab: Callable[..., Watched], host: str):
    page = tab(**PHONE).page
    page.goto(f"{host}/{TABLE}")
    box = page.locator(".table-wrapper").first
    expect(box).to_have_attribute("tabindex", "0")
    box.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("document.querySelector('.table-wrapper').scrollLeft > 0")


def test_a_table_not_yet_seen_is_a_stop_until_it_is_found_to_fit(tab: Callable[..., Watched], host: str):
    page = tab(**PHONE).page
    page.goto(f"{host}/{KAZAKHSTAN}")
    stops = page.evaluate(f"{OPEN_FOLDS}; {TABLES}.filter((box) => !{SEEN}).map((box) => box.tabIndex)")
    assert set(stops) == {0}
    for box in page.locator(".table-wrapper").all():
        box.scroll_into_view_if_needed()
        settled = f"(box) => {SEEN} && box.hasAttribute('tabindex') === {SCROLLS}"
        page.wait_for_function(settled, arg=box.element_handle())


# --- by thumb ---------------------------------------------------------------------------------------------------------


def test_a_link_to_a_row_leads_to_all_of_it_on_a_phone(tab: Callable[..., Watched], host: str):
    watched = tab(**PHONE)
    page = watched.page
    page.goto(f"{host}/{RECORD}")
    row = page.locator("tbody:target")
    expect(row.locator("a.row-id")).to_be_in_viewport(ratio=1)
    head = page.locator(".mobile-header").bounding_box()
    top = row.bounding_box()
    assert head and top and top["y"] >= head["y"] + head["height"]
    assert row.evaluate("""row => [...row.querySelectorAll('td, a')].every((part) => {
      const box = part.getBoundingClientRect();
      return box.left >= 0 && box.right <= document.documentElement.clientWidth;
    })""")
    for cell in row.locator("td[data-head]").all():
        shown = cell.evaluate("cell => getComputedStyle(cell, '::before').content")
        assert shown == f'"{cell.get_attribute("data-head")}"'
    assert not watched.errors


def test_the_contents_of_a_page_open_by_a_tap(tab: Callable[..., Watched], host: str):
    watched = tab(**PHONE)
    page = watched.page
    page.goto(f"{host}/{MEMBERS}")
    link = page.locator(".toc-tree a", has_text="Treaty and organisation")
    expect(link).not_to_be_in_viewport()
    page.locator("label[for=__toc]:visible").first.tap()
    expect(link).to_be_in_viewport()
    link.tap()
    expect(page.locator("h2", has_text="Treaty and organisation")).to_be_in_viewport()
    assert not watched.errors


def test_search_is_done_on_a_phone(tab: Callable[..., Watched], host: str):
    watched = tab(**PHONE)
    page = watched.page
    page.goto(f"{host}/index.html")
    page.locator(".mobile-header label[for=__navigation]").tap()
    page.locator(".sidebar-search").tap()
    page.keyboard.type("Uzbekistan")
    page.keyboard.press("Enter")
    page.locator(f"#search-results a[href*='{MEMBERS}']").first.tap()
    expect(page.locator("h1")).to_contain_text("Members")
    assert not watched.errors


def test_a_fold_opens_and_closes_by_a_tap(tab: Callable[..., Watched], host: str):
    page = tab(**PHONE).page
    page.goto(f"{host}/{MEMBERS}")
    fold = page.locator("details.behind").first
    for is_open in (True, False):
        fold.locator("summary").tap()
        expect(fold.locator("table")).to_be_visible(visible=is_open)


@pytest.mark.parametrize(("address", "name"), EXPLORERS)
def test_the_buttons_of_an_explorer_take_a_tap(tab: Callable[..., Watched], host: str, address: str, name: str):
    watched = tab(**PHONE)
    page = watched.page
    page.goto(f"{host}/{address}")
    page.locator(f"figure[id='{name}'] .controls :is(button:enabled, label:has(:not(:checked)))").first.tap()
    expect(page).to_have_url(re.compile(rf"{address}#\w+=."))
    assert not watched.errors


# --- from disk --------------------------------------------------------------------------------------------------------


def test_from_disk_no_page_that_works_shows_an_error(tab: Callable[..., Watched], site: Path):
    """Chapters and all else that has a source: what rows are made of is the same on each page of tables."""
    watched = tab()
    written = [page for page in ABOUT if "/tables/" not in page]
    for address in ["genindex.html", "search.html?q=zzz", *written, TABLE, RECORD]:
        watched.page.goto(f"{site.as_uri()}/{address}")
        watched.page.wait_for_load_state("load")
        assert not watched.errors, address
    assert PACKAGE["version"] in watched.page.locator(".edition").inner_text()
