"""Every number of the prose leads to the cell that made it, and every chapter says what it rests on."""

import re
from collections import defaultdict

import pytest
from bs4 import Tag

from tests.site.reading import ABOUT, AS_OF, TOPICAL, Pages, element, goal, text

CHAPTER = pytest.mark.parametrize("page", TOPICAL)
GLUED = re.compile(r"\{glue:text\}`[^`]*::(\w+)(?::[^`]*)?`")
FOOT = "what-this-page-rests-on"


def foot(pages: Pages, page: str) -> Tag:
    """Return the foot of a chapter."""
    return element(pages, page, FOOT)


def listed(section: Tag, heading: str) -> list[str]:
    """Return the texts of the links of a line of the foot; empty if there is no such line."""
    return [
        text(link)
        for line in section.find_all("p")
        if text(line).startswith(f"{heading}:")
        for link in line.select("a")
    ]


def test_there_are_chapters_with_numbers(pages: Pages):
    assert {page for page, soup in pages.items() if soup.select("a.glued")} >= {
        "index.html",
        "chapters/membership/members.html",
    }


def test_every_source_page_is_in_the_book(pages: Pages):
    assert set(ABOUT) <= set(pages)


def test_every_glued_number_is_a_link(pages: Pages):
    bare = [
        f"{page}: {text(number)}"
        for page, soup in pages.items()
        for number in soup.select(".pasted-text")
        if not number.find_parent("a", class_="glued")
    ]
    assert not bare, "\n".join(bare)


@pytest.mark.parametrize("page", ABOUT)
def test_every_glued_number_of_the_source_is_on_the_page(pages: Pages, page: str):
    named = GLUED.findall(ABOUT[page].path.read_text(encoding="utf-8"))
    links = pages[page].select("a.glued")
    assert [goal(page, link["href"])[1] for link in links] == [f"cell-{name}" for name in named]
    assert all(text(link) for link in links)


def test_every_glued_number_leads_to_the_cell_that_glues_it(pages: Pages):
    for page, soup in pages.items():
        for link in soup.select("a.glued"):
            file, fragment = goal(page, link["href"])
            name = fragment.removeprefix("cell-")
            assert ABOUT[file].names("glue").count(name) == 1, f"{page}: {link['href']}"
            place = element(pages, file, fragment)
            cell = place if "cell" in place.get("class", []) else place.find_parent(class_="cell")
            assert re.search(rf"\bglue\(\s*[\"']{name}[\"']", cell.select_one(".cell_input").get_text()), name


@CHAPTER
def test_every_cell_is_on_the_page_and_folded(pages: Pages, page: str):
    cells = pages[page].select("article .cell_input")
    assert len(cells) == len(TOPICAL[page].cells)
    for cell in cells:
        fold = cell.find_parent("details")
        assert fold and not fold.has_attr("open") and text(fold.find("summary"))


def neighbours(soup: Tag) -> list[str]:
    """Return the summaries of folds of code that the next fold of code follows without a word between them."""
    found = []
    for fold in soup.select("article details.code"):
        block = fold.find_parent(class_="cell") or fold
        after = block.find_next_sibling()
        shown = [part for part in (block, after) if part and part.select_one(".cell_output")]
        if after and not shown and {"cell", "code"} & set(after.get("class", [])):
            found.append(text(fold.find("summary")))
    return found


@CHAPTER
def test_cells_that_follow_one_another_share_a_fold(pages: Pages, page: str):
    assert pages[page].select("article details.code") and not neighbours(pages[page])


def test_no_output_shows_a_raw_object(pages: Pages):
    raw = defaultdict(list)
    for page, soup in pages.items():
        for found in re.findall(r"<[\w. ]+ at 0x[0-9a-f]+>", soup.get_text()):
            raw[page].append(found)
    assert not raw


@CHAPTER
def test_a_chapter_ends_with_its_foot(pages: Pages, page: str):
    section = foot(pages, page)
    top = pages[page].select_one("article section")
    assert top.find_all("section", recursive=False)[-1] is section


@CHAPTER
def test_the_foot_names_the_claims(pages: Pages, page: str):
    section = foot(pages, page)
    claims = TOPICAL[page].front_matter.get("claims", [])
    assert listed(section, "Claims it bears on") == claims
    goals = [goal(page, link["href"])[1] for link in section.select("a")]
    assert {claim.lower() for claim in claims} <= set(goals)


@CHAPTER
def test_the_foot_names_the_tables(pages: Pages, page: str):
    tables = list(dict.fromkeys(TOPICAL[page].names("load")))
    assert tables and listed(foot(pages, page), "Tables it read") == tables


@CHAPTER
def test_the_foot_names_the_day(pages: Pages, page: str):
    assert AS_OF in [text(line) for line in foot(pages, page).select("p")]
