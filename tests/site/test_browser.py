"""The site in a real browser: what it asks for, whether it fits a phone, and whether its parts work."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.site.browsing import PHONE, Watched
from tests.site.reading import Pages

MEMBERS = "chapters/membership/members.html"
FEW = ["index.html", MEMBERS, "chapters/reference/tables/memberships.html"]
VIOLATIONS = """
window.violations = [];
document.addEventListener("securitypolicyviolation", (event) =>
  window.violations.push(`${event.violatedDirective}: ${event.blockedURI}`));
"""
#: Contrast of the text of the page with its ground, as WCAG counts it.
CONTRAST = """() => {
  const style = getComputedStyle(document.body);
  const light = (colour) => {
    const part = colour.match(/[\\d.]+/g).slice(0, 3).map((value) => value / 255);
    const [r, g, b] = part.map((value) => value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  return [light(style.color), light(style.backgroundColor)];
}"""


@dataclass
class Visit:
    """What a visit to a page showed."""

    requests: list[str]
    errors: list[str]
    violations: list[str]
    width: int


@pytest.fixture(scope="module")
def visits(browser: Browser, host: str, pages: Pages) -> dict[str, Visit]:
    """Return what every page showed on a phone."""
    found = {}
    context = browser.new_context(**PHONE)
    context.add_init_script(VIOLATIONS)
    watched = Watched(context.new_page())
    for name in pages:
        watched.requests, watched.errors = [], []
        watched.page.goto(f"{host}/{name}")
        violations = watched.page.evaluate("window.violations")
        width = watched.page.evaluate("document.documentElement.scrollWidth")
        found[name] = Visit(watched.requests, watched.errors, violations, width)
    context.close()
    return found


# --- every page -------------------------------------------------------------------------------------------------------


def test_no_request_leaves_the_host(visits: dict[str, Visit], host: str):
    own = (f"{host}/", "data:")
    left = [f"{name}: {url}" for name, visit in visits.items() for url in visit.requests if not url.startswith(own)]
    assert not left, "\n".join(left)
    assert all(visit.requests for visit in visits.values())


def test_the_console_is_free_of_errors(visits: dict[str, Visit]):
    errors = [f"{name}: {error}" for name, visit in visits.items() for error in visit.errors]
    assert not errors, "\n".join(errors)


def test_nothing_breaks_the_policy(visits: dict[str, Visit]):
    broken = [f"{name}: {violation}" for name, visit in visits.items() for violation in visit.violations]
    assert not broken, "\n".join(broken)


def test_every_page_fits_a_phone(visits: dict[str, Visit]):
    wide = [f"{name}: {visit.width} px" for name, visit in visits.items() if visit.width > 360]
    assert not wide, "\n".join(wide)


# --- the parts of a page ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", FEW)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_follows_light_and_dark(tab: Callable[..., Watched], host: str, name: str, scheme: str):
    watched = tab(color_scheme=scheme)
    watched.page.goto(f"{host}/{name}")
    ink, ground = watched.page.evaluate(CONTRAST)
    assert (ink > ground) == (scheme == "dark")
    assert (max(ink, ground) + 0.05) / (min(ink, ground) + 0.05) >= 7
    assert not watched.errors


def test_the_theme_that_a_reader_chose_stays(tab: Callable[..., Watched], host: str):
    page = tab(color_scheme="light").page
    page.goto(f"{host}/index.html")
    while page.evaluate("document.body.dataset.theme") != "dark":
        page.locator(".theme-toggle:visible").first.click()
    page.goto(f"{host}/{MEMBERS}")
    ink, ground = page.evaluate(CONTRAST)
    assert ink > ground


def test_the_menu_of_a_phone_opens_by_a_tap(tab: Callable[..., Watched], host: str):
    watched = tab(**PHONE)
    page = watched.page
    page.goto(f"{host}/index.html")
    link = page.locator(".sidebar-tree a", has_text="Members").first
    expect(link).not_to_be_in_viewport()
    page.locator(".mobile-header label[for=__navigation]").tap()
    expect(link).to_be_in_viewport()
    link.tap()
    page.wait_for_url(f"{host}/{MEMBERS}")
    assert not watched.errors


def test_search_finds_the_chapter(tab: Callable[..., Watched], host: str):
    watched = tab()
    page = watched.page
    page.goto(f"{host}/index.html")
    page.locator(".sidebar-search").fill("Uzbekistan")
    page.keyboard.press("Enter")
    page.locator(f"#search-results a[href*='{MEMBERS}']").first.click()
    expect(page.locator("h1")).to_contain_text("Members")
    assert not watched.errors
    assert all(url.startswith(host) for url in watched.requests)


def test_a_number_opens_the_cell_that_made_it(tab: Callable[..., Watched], host: str):
    page = tab().page
    page.goto(f"{host}/{MEMBERS}")
    number = page.locator("a.glued").first
    name = number.get_attribute("href").removeprefix("#cell-")
    code = page.locator(".cell_input", has_text=f'glue("{name}"')
    expect(code).not_to_be_visible()
    number.click()
    expect(code).to_be_visible()
    expect(code).to_be_in_viewport()


def test_a_number_of_another_page_opens_its_cell_there(tab: Callable[..., Watched], host: str):
    page = tab().page
    page.goto(f"{host}/{MEMBERS}#cell-peak")
    expect(page.locator(".cell_input", has_text='glue("peak"')).to_be_visible()


@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_the_fold_of_a_figure_opens_by_keyboard(tab: Callable[..., Watched], host: str, key: str):
    page = tab().page
    page.goto(f"{host}/{MEMBERS}")
    fold = page.locator("details.behind").first
    expect(fold.locator("table")).not_to_be_visible()
    fold.locator("summary").focus()
    page.keyboard.press(key)
    expect(fold.locator("table")).to_be_visible()


# --- from disk --------------------------------------------------------------------------------------------------------


def test_from_disk_a_chapter_shows_no_error(tab: Callable[..., Watched], site: Path):
    watched = tab()
    watched.page.goto((site / MEMBERS).as_uri())
    expect(watched.page.locator("figure img").first).to_be_visible()
    assert watched.page.evaluate("[...document.images].every((image) => image.naturalWidth > 0)")
    assert not watched.errors


def test_from_disk_search_finds_the_chapter(tab: Callable[..., Watched], site: Path):
    watched = tab()
    watched.page.goto(f"{(site / 'search.html').as_uri()}?q=Uzbekistan")
    expect(watched.page.locator(f"#search-results a[href*='{MEMBERS}']").first).to_be_visible()
    assert not watched.errors
