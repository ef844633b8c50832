"""Explorers: what a reader can move through is all in the page, and the page's script only shows and hides."""

import csv
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from bs4 import Tag
from playwright.sync_api import Page, expect

from tests.site.browsing import PHONE, Watched
from tests.site.reading import ABOUT, Pages, element, text

NAMES = [(page, name) for page, chapter in ABOUT.items() for name in chapter.names("explorer")]
EACH = pytest.mark.parametrize(("page", "name"), NAMES)


def parts(pages: Pages, page: str, name: str) -> tuple[Tag, list[list[str]]]:
    """Return the figure and the rows of its table of steps."""
    figure = element(pages, page, name)
    assert figure.name == "figure"
    fold = figure.find_next_sibling("details")
    return figure, [[text(cell) for cell in row.select("td")] for row in fold.select("tbody tr")]


def covers(cell: str, step: int) -> bool:
    return any(int(first) <= step <= int(last or first) for first, _, last in (r.partition("-") for r in cell.split()))


def at(steps: list[list[str]], place: int) -> int:
    """Return what marks are asked for at a step: its name where it is a number, else its place."""
    name = steps[place][0]
    return int(name) if name.isdecimal() else place % len(steps)


def first(figure: Tag, steps: list[list[str]]) -> int:
    """Return the place of the step that is shown before a reader moves, as the controls have it."""
    slider = figure.select_one("input[type=range]")
    if slider:
        return int(slider["value"])
    way = figure.select_one("input[checked]")["value"]
    return [step[0] for step in steps].index(f"{figure.select_one('option[selected]')['value']}-{way}")


def slides(page: str, name: str) -> bool:
    """Tell whether an explorer has a slider; others have a list and buttons."""
    return name not in ("alternatives-explorer", "limits-explorer", "map-explorer")


SLIDERS = pytest.mark.parametrize(("page", "name"), [entry for entry in NAMES if slides(*entry)])
LISTS = pytest.mark.parametrize(("page", "name"), [entry for entry in NAMES if not slides(*entry)])


@EACH
def test_without_scripts_it_shows_one_step(pages: Pages, page: str, name: str):
    figure, steps = parts(pages, page, name)
    place = first(figure, steps)
    assert place == (len(steps) - 1 if slides(page, name) else 0)
    assert text(figure.select_one("output")) == steps[place][1]
    assert figure.select_one(".controls").has_attr("hidden")
    marks = figure.select("[data-on]")
    assert marks
    for mark in marks:
        assert ("off" in mark.get("class", [])) != covers(mark["data-on"], at(steps, place))


@EACH
def test_it_has_a_text_and_the_data_of_its_marks(site: Path, pages: Pages, page: str, name: str):
    figure, _ = parts(pages, page, name)
    described = figure.select_one(f"[id='{figure.select_one('svg')['aria-labelledby']}']")
    assert len(text(described).split()) >= 12
    with (site / "charts" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    marks = "path[data-on]" if slides(page, name) else "g[data-on]"
    assert sorted(row["on"] for row in rows) == sorted(mark["data-on"] for mark in figure.select(marks))


def shown(page: Page, name: str) -> int:
    return page.locator(f"figure[id='{name}'] path[data-on]:not(.off)").count()


def wanted(figure: Tag, step: int) -> int:
    return sum(covers(mark["data-on"], step) for mark in figure.select("path[data-on]"))


@SLIDERS
def test_by_keyboard_it_walks_through_the_steps(
    tab: Callable[..., Watched], host: str, pages: Pages, page: str, name: str
):
    figure, steps = parts(pages, page, name)
    watched = tab()
    watched.page.goto(f"{host}/{page}")
    slider = watched.page.locator(f"figure[id='{name}'] input[type=range]")
    slider.focus()
    for key, place in (("Home", 0), ("ArrowRight", 1), ("ArrowRight", 2), ("End", -1), ("ArrowLeft", -2)):
        watched.page.keyboard.press(key)
        step, told = steps[place][:2]
        assert slider.get_attribute("aria-valuetext") == step
        expect(watched.page.locator(f"figure[id='{name}'] output")).to_have_text(told)
        assert watched.page.url.endswith(f"={step}")
        assert shown(watched.page, name) == wanted(figure, at(steps, place))
    assert not watched.errors


@LISTS
def test_by_keyboard_a_list_and_its_buttons_choose_the_step(
    tab: Callable[..., Watched], host: str, pages: Pages, page: str, name: str
):
    figure, steps = parts(pages, page, name)
    names = [step[0] for step in steps]
    watched = tab()
    watched.page.goto(f"{host}/{page}")
    watched.page.locator(f"figure[id='{name}'] select").focus()
    for key, step in (("ArrowDown", names[2]), ("ArrowDown", names[4]), ("End", names[-2])):
        watched.page.keyboard.press(key)
        place = names.index(step)
        expect(watched.page.locator(f"figure[id='{name}'] output")).to_have_text(steps[place][1])
        assert watched.page.url.endswith(f"={step}")
        assert shown(watched.page, name) == wanted(figure, place)
    watched.page.keyboard.press("Tab")
    watched.page.keyboard.press("ArrowDown")
    expect(watched.page.locator(f"figure[id='{name}'] output")).to_have_text(steps[-1][1])
    assert shown(watched.page, name) == wanted(figure, len(steps) - 1)
    assert not watched.errors


@EACH
def test_an_address_opens_its_step(tab: Callable[..., Watched], host: str, pages: Pages, page: str, name: str):
    figure, steps = parts(pages, page, name)
    key = figure.select_one(".explorer")["data-key"]
    watched = tab()
    watched.page.goto(f"{host}/{page}#{key}={steps[3][0]}")
    expect(watched.page.locator(f"figure[id='{name}'] output")).to_have_text(steps[3][1])
    expect(watched.page.locator(f"figure[id='{name}'] .controls")).to_be_in_viewport()
    watched.page.goto(f"{host}/{page}#{key}=no-step")
    expect(watched.page.locator(f"figure[id='{name}'] output")).to_have_text(steps[3][1])
    assert not watched.errors


@SLIDERS
def test_a_tap_moves_one_step(tab: Callable[..., Watched], host: str, pages: Pages, page: str, name: str):
    _, steps = parts(pages, page, name)
    watched = tab(**PHONE)
    watched.page.goto(f"{host}/{page}")
    back, on = watched.page.locator(f"figure[id='{name}'] .controls button").all()
    expect(on).to_be_disabled()
    back.tap()
    expect(watched.page.locator(f"figure[id='{name}'] .controls strong")).to_have_text(steps[-2][0])
    expect(on).to_be_enabled()
    assert min(back.bounding_box()["height"], back.bounding_box()["width"]) >= 44
    assert not watched.errors


def test_only_pages_with_an_explorer_load_its_script(pages: Pages):
    loading = {page for page, soup in pages.items() if soup.find("script", src=re.compile("explorer"))}
    assert loading == {page for page, _ in NAMES}
