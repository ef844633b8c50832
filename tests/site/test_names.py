"""The index of states, bodies and people, and the search, which knows them in three languages."""

import csv
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from babel import Locale
from bs4 import BeautifulSoup, Tag
from playwright.sync_api import expect

from tests.site.browsing import PHONE, Watched
from tests.site.reading import TOPICAL, Pages, goal, table, text, word

INDEX = "chapters/reference/names.html"
KAZAKHSTAN = "\u041a\u0430\u0437\u0430\u0445\u0441\u0442\u0430\u043d"
ODKB = "\u041e\u0414\u041a\u0411"
NAZARBAEV = "\u041d\u0430\u0437\u0430\u0440\u0431\u0430\u0435\u0432"


def entry(pages: Pages, of: str) -> Tag:
    """Return what the index says of a state, a body or a person."""
    (term,) = pages[INDEX].select(f"[id='name-{re.sub('[^a-z]+', '-', of.lower())}']")
    return term.find_next_sibling("dd")


def line(pages: Pages, of: str, key: str) -> list[tuple[str, str]]:
    """Return pages and fragments to which a line of an entry leads."""
    found = [part for part in entry(pages, of).select("p") if text(part).startswith(f"{word(key)}:")]
    return [goal(INDEX, link["href"]) for part in found for link in part.select("a")]


def english(state: str) -> list[str]:
    """Return the English names of a state, read without the helpers."""
    (alpha2,) = (row["alpha2"] for row in table("states") if row["id"] == state)
    names = [row["name"] for row in table("names") if row["of"] == state and row["language"] == "English"]
    return [Locale("en").territories[alpha2], *names, *(["Turkey"] if state == "TUR" else [])]


def names(state: str, where: str) -> bool:
    """Tell whether a text names a state."""
    return any(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", where) for name in english(state))


def read(soup: BeautifulSoup) -> str:
    """Return what of a page is read as text."""
    read = BeautifulSoup(str(soup.select_one("article")), "html.parser")
    for part in read.select("details, .cell, .unseen, .explorer, .headerlink, script, style"):
        part.decompose()
    return " ".join(text(part) for part in read.select("h1, h2, h3, p, figcaption, dt"))


@pytest.fixture(scope="module")
def texts(pages: Pages) -> dict[str, str]:
    """Return what is read on each chapter."""
    return {page: read(pages[page]) for page in TOPICAL}


# --- the index --------------------------------------------------------------------------------------------------------


def test_every_state_body_and_person_has_an_entry_with_all_its_names(pages: Pages):
    for row in table("states"):
        told = text(entry(pages, row["id"]))
        assert Locale("ru").territories[row["alpha2"]] in told and Locale("ar").territories[row["alpha2"]] in told
    for row in table("bodies"):
        assert all(row[column] in text(entry(pages, row["id"])) for column in ("name_ru", "name_ar"))
    for row in table("names"):
        assert row["name"] in text(entry(pages, row["of"]))


@pytest.mark.parametrize("state", [row["id"] for row in table("states")])
def test_a_chapter_stands_under_a_state_if_and_only_if_it_names_it(pages: Pages, texts: dict[str, str], state: str):
    listed = {page for page, _ in line(pages, state, "names: in the text")}
    assert listed == {page for page, told in texts.items() if names(state, told)}


@pytest.mark.parametrize("state", ["KAZ", "RUS", "IRN", "SRB"])
def test_the_link_leads_to_the_section_that_names_it(pages: Pages, state: str):
    places = line(pages, state, "names: in the text")
    assert places
    for page, fragment in places:
        place = pages[page].select_one(f"[id='{fragment}']" if fragment else "article")
        assert names(state, read(BeautifulSoup(f"<article>{place}</article>", "html.parser"))), (page, fragment)


def test_a_figure_that_leads_here_has_data_of_it(site: Path, pages: Pages):
    found = [
        (row["id"], *place) for row in table("states") for place in line(pages, row["id"], "names: in figures alone")
    ]
    assert found
    for state, page, figure in found:
        assert pages[page].select(f"figure[id='{figure}']")
        with (site / "charts" / f"{figure}.csv").open(encoding="utf-8", newline="") as file:
            assert any(state in row for row in csv.reader(file)), (state, figure)


def test_rows_of_tables_are_counted(pages: Pages):
    told = text(entry(pages, "KAZ"))
    assert f"memberships ({sum(row['state'] == 'KAZ' for row in table('memberships'))})" in told
    assert f"positions ({sum(row['person'] == 'Vladimir Putin' for row in table('positions'))})" in text(
        entry(pages, "Vladimir Putin")
    )


# --- the search -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "of"),
    [
        ("CSTO", "csto"),
        (ODKB, "csto"),
        (ODKB.lower(), "csto"),
        ("Kazakhstan", "KAZ"),
        (KAZAKHSTAN, "KAZ"),
        ("كازاخستان", "KAZ"),
        ("اوزبكستان", "UZB"),  # without its hamza
        ("Nazarbayev", "Nursultan Nazarbayev"),
        (NAZARBAEV, "Nursultan Nazarbayev"),
        ("نزارباييف", "Nursultan Nazarbayev"),
    ],
)
def test_a_name_in_any_spelling_finds_its_entry_and_chapters(
    tab: Callable[..., Watched], host: str, pages: Pages, asked: str, of: str
):
    watched = tab(**PHONE)
    watched.page.goto(f"{host}/search.html")
    field = watched.page.locator("article input[name=q]")
    field.fill(asked)
    field.press("Enter")
    results = watched.page.locator("#search-results li a")
    place = f"{INDEX}#name-{re.sub('[^a-z]+', '-', of.lower())}"
    expect(results.first).to_have_attribute("href", re.compile(re.escape(place)))
    expect(watched.page.locator(".search-summary")).to_contain_text(re.compile(r"\d"))
    found = {result.get_attribute("href").partition("#")[0].partition("?")[0] for result in results.all()}
    assert {page for page, _ in line(pages, of, "names: in the text")} <= found
    assert not watched.errors


def test_a_name_of_several_words_is_among_the_first(tab: Callable[..., Watched], host: str):
    """The names of the organisation and of its parliament share all words asked for."""
    page = tab().page
    page.goto(f"{host}/search.html?q=منظمة معاهدة الأمن الجماعي")
    results = page.locator("#search-results li a")
    expect(results.nth(2)).to_be_visible()
    found = {result.get_attribute("href").partition("#")[2] for result in results.all()[:2]}
    assert found == {"name-csto", "name-csto-pa"}


def test_from_disk_a_name_is_found_too(tab: Callable[..., Watched], site: Path):
    watched = tab()
    watched.page.goto(f"{(site / 'search.html').as_uri()}?q={KAZAKHSTAN}")
    expect(watched.page.locator(f"#search-results a[href*='{INDEX}']").first).to_be_visible()
    assert not watched.errors
