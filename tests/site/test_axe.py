"""Open to all: axe-core finds nothing, on a phone and on a desk, in light and in dark, with every fold open.

It takes seconds for each page, so the tests look at one page of each kind, in one mode; the proofs at all in all.
"""

from collections.abc import Iterable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from tests.site.browsing import DESK, OPEN_FOLDS, PHONE
from tests.site.reading import Pages

#: One page of each kind, a short one where the kind has some, with the mode in which it is looked at.
KINDS = {
    "index.html": "phone, light",
    "404.html": "desk, dark",
    "search.html?q=Uzbekistan": "phone, dark",
    "chapters/membership/members.html": "desk, dark",  # a chapter with figures
    "chapters/membership/alliances.html": "phone, dark",  # an explorer with a slider
    "chapters/argument/explainer.html": "phone, light",  # a ledger
    "chapters/reference/tables/budget_shares.html": "phone, dark",  # records
    "chapters/reference/tables/remittances.html": "desk, light",  # figures
    "chapters/reference/sources/u-z.html": "desk, light",
    "chapters/reference/glossary.html": "desk, dark",
    "chapters/reference/names.html": "desk, light",
    "_modules/helpers/ranges.html": "phone, light",
}
MODES = {
    "phone, light": {**PHONE, "color_scheme": "light"},
    "desk, dark": {**DESK, "color_scheme": "dark"},
    "phone, dark": {**PHONE, "color_scheme": "dark"},
    "desk, light": {**DESK, "color_scheme": "light"},
}
#: The mode in which every page is looked at to its end: axe takes a minute for a page of hundreds of rows.
WHOLE = "phone, light"
#: In the others the first of what is alike are enough: rows, entries, lines of code.
FIRST = 40
SHORTEN = """(first) => document.querySelectorAll("table, tbody, pre, section").forEach(
  (part) => [...part.children].slice(first).forEach((child) => child.remove()))"""


def faults(browser: Browser, addresses: Iterable[str], mode: str, *, whole: bool) -> list[str]:
    """Return what axe finds on some pages; their policy would keep it out."""
    context = browser.new_context(**MODES[mode], bypass_csp=True)
    page, found = context.new_page(), []
    for address in addresses:
        page.goto(address)
        page.evaluate(OPEN_FOLDS)
        if not whole:
            page.evaluate(SHORTEN, FIRST)
        for violation in Axe().run(page).response["violations"]:
            told = f"{address}: {violation['id']}: {violation['help']}"
            found += [f"{told}: {node['html'][:200]}" for node in violation["nodes"]]
    context.close()
    return found


@pytest.mark.parametrize(("name", "mode"), KINDS.items())
def test_axe_finds_nothing_on_a_page_of_each_kind(browser: Browser, host: str, name: str, mode: str):
    found = faults(browser, [f"{host}/{name}"], mode, whole=False)
    assert not found, "\n".join(found)


@pytest.mark.prove
@pytest.mark.parametrize("mode", MODES)
def test_axe_finds_nothing_on_any_page(browser: Browser, host: str, pages: Pages, mode: str):
    found = faults(browser, [f"{host}/{name}" for name in pages], mode, whole=mode == WHOLE)
    assert not found, "\n".join(found)
