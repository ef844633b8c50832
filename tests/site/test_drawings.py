"""Every drawing on a phone, in a real browser: it fits or says that it scrolls, and its letters can be read."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.site.browsing import PHONE
from tests.site.reading import Pages
from tests.site.test_charts import NAMES, PAGE_OF, chart, picture

#: Least height of letters on the screen, in pixels; numbers in cells of a square are the smallest.
LEAST = 7.8
#: Boxes of a page that are wider inside than outside, and the width at which each picture is shown.
BOXES = """() => Object.fromEntries([...document.querySelectorAll("figure.chart:has(img)")].map((figure) => {
  const box = figure.querySelector(".chart-box");
  return [figure.id, [box.scrollWidth > box.clientWidth, figure.querySelector("img").clientWidth]];
}))"""
#: Text of a drawing: its words, its size in units of the drawing, and whether it lies inside.
TEXTS = """() => {
  const whole = document.documentElement.getBoundingClientRect();
  return [...document.querySelectorAll("text")].map((text) => {
    const box = text.getBoundingClientRect();
    const inside = box.left > whole.left - 2 && box.right < whole.right + 2
      && box.top > whole.top - 2 && box.bottom < whole.bottom + 2;
    return [text.textContent, parseFloat(getComputedStyle(text).fontSize), inside];
  });
}"""

Shown = dict[str, tuple[bool, int]]


@pytest.fixture(scope="module")
def shown(browser: Browser, host: str) -> Shown:
    """Return for each figure whether it scrolls on a phone, and how wide its picture is there."""
    context = browser.new_context(**PHONE)
    page = context.new_page()
    found: Shown = {}
    for name in sorted(set(PAGE_OF.values())):
        page.goto(f"{host}/{name}")
        found |= page.evaluate(BOXES)
    context.close()
    return found


def test_only_wide_drawings_scroll(shown: Shown, pages: Pages):
    wide = {name for name in NAMES if "wide" in chart(pages, name).figure.select_one(".chart-box")["class"]}
    assert {name for name, (scrolls, _) in shown.items() if scrolls} == wide
    assert set(shown) == set(NAMES) and 0 < len(wide) < len(NAMES) / 5


def test_letters_are_large_enough_and_inside(shown: Shown, browser: Browser, site: Path, pages: Pages):
    page = browser.new_page()
    small, outside, seen = [], [], 0
    for name in NAMES:
        file = picture(site, pages, name)
        page.goto(file.as_uri())
        units = page.evaluate("document.documentElement.viewBox.baseVal.width")
        for words, size, inside in page.evaluate(TEXTS):
            seen += 1
            small += [f"{name}: {words}"] * (size * shown[name][1] / units < LEAST)
            outside += [f"{name}: {words}"] * (not inside)
    page.close()
    assert seen > 1000 and not small, "\n".join(small)
    assert not outside, "\n".join(outside)
