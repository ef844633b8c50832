"""Every row and every source has its address, and what it rests on stands beside it."""

import re
from collections import Counter, defaultdict
from pathlib import Path
from typing import NamedTuple

import pytest
from bs4 import Tag
from pybtex.database import parse_file

from tests.site.reading import ABOUT, DATA, Pages, goal, shown_tables, table, text, word

ROW = ".records tbody[id], .card[id]"
ARABIC = re.compile(r"[\u0600-\u06ff]")
EACH = pytest.mark.parametrize("name", shown_tables())


class Row(NamedTuple):
    """A row as the book shows it: its page, the whole of it, and the part that says what it rests on."""

    page: str
    tag: Tag
    ground: Tag


def places(name: str) -> list[str]:
    """Return the pages that show a table."""
    directive = re.compile(rf"{{(?:fact-table|ledger)}} {name}\n")
    return [page for page, chapter in ABOUT.items() if directive.search(chapter.path.read_text(encoding="utf-8"))]


_found: dict[str, dict[str, Row]] = {}


def rows(pages: Pages, name: str) -> dict[str, Row]:
    """Return the rows of a table that the book shows, by the id of the place; each table is looked for once."""
    if name in _found:
        return _found[name]
    found = _found[name] = {}
    for page in places(name):
        for tag in pages[page].select(ROW):
            assert tag["id"] not in found, f"{tag['id']} stands twice"
            found[tag["id"]] = Row(page, tag, tag.find_all(["td", "dd"])[-1])
    return found


@EACH
def test_every_row_is_on_a_page_of_its_table(pages: Pages, name: str):
    assert sorted(rows(pages, name)) == sorted(row["id"].lower() for row in table(name))


def test_every_row_is_on_one_page():
    shown = Counter(page for name in shown_tables() for page in places(name))
    assert max(shown.values()) == 1


def test_no_other_page_shows_rows(pages: Pages):
    shown = {page for page, soup in pages.items() if soup.select(ROW)}
    assert shown == {page for name in shown_tables() for page in places(name)}


@EACH
def test_every_row_shows_its_id(pages: Pages, name: str):
    shown = {text(link): link["href"] for row in rows(pages, name).values() for link in row.tag.select("a.row-id")}
    assert shown == {row["id"]: f"#{row['id'].lower()}" for row in table(name)}


@EACH
def test_every_row_links_its_sources(pages: Pages, name: str):
    shown = rows(pages, name)
    for row in table(name):
        page, _, ground = shown[row["id"].lower()]
        goals = [goal(page, link["href"]) for link in ground.select("a[href]")]
        cited = [fragment for _, fragment in goals if fragment.startswith("src-")]
        assert cited == [f"src-{key}".lower() for key in row.get("sources", "").split(";") if key], row["id"]


def test_a_row_leads_to_the_claims_on_which_it_bears(pages: Pages):
    lines = [line for line in table("evidence") if line["kind"] == "row"]
    for line in lines:
        row = rows(pages, line["table"])[line["target"].lower()]
        goals = {goal(row.page, link["href"])[1] for link in row.tag.select("a[href]")}
        assert line["claim"].lower() in goals, f"{line['table']} {line['target']} does not lead to {line['claim']}"
    assert lines


def test_evidence_and_tests_lead_to_what_they_name(pages: Pages):
    page_of = {place: row.page for name in shown_tables() for place, row in rows(pages, name).items()}
    wrong = []
    for name, column in (("evidence", "target"), ("tests", "metric")):
        shown = rows(pages, name)
        for line in table(name):
            page, tag, _ = shown[line["id"].lower()]
            links = [link for link in tag.select("td[data-head] a") if text(link) == line[column]]
            place, fragment = goal(page, links[0]["href"]) if len(links) == 1 else ("", "")
            if line.get("kind") == "row":
                right = fragment == line[column].lower() and place == page_of[fragment]
            elif line.get("kind") == "source":
                right = fragment == f"src-{line[column]}".lower()
            else:
                chapter, _, number = line[column].partition(".md::")
                right = place.endswith(f"/{chapter}.html") and fragment == f"cell-{number}"
            if not right:
                wrong.append(f"{line['id']}: {line[column]}")
    assert not wrong, "\n".join(wrong)


def test_a_row_that_many_point_to_folds_their_names(pages: Pages):
    fold = rows(pages, "states")["rus"].ground.find("details")
    assert isinstance(fold, Tag)
    named = fold.select("a[href]")
    assert len(named) > 100
    assert text(fold.summary) == word("page: named by {rows} rows").format(rows=len(named))
    few = rows(pages, "states")["est"].ground
    assert few.find("details") is None and word("page: named by") in text(few)


def test_cells_are_written_for_readers(pages: Pages):
    def cell(name: str, row: str, heading: str) -> str:
        (found,) = rows(pages, name)[row].tag.select(f"td[data-head='{heading}']")
        return text(found)

    assert cell("deployments", "tjk-1992-force-rus-bilateral", "Best") == "25000"
    assert cell("deployment_timeline", "kaz-2022-zhanaozen-gathering", "When") == "1 January 2022, 17:20 (UTC+05:00)"
    assert cell("responses", "tjk-1993-response-rus-troops-1993-07-15", "Actor") == "Russia"
    assert cell("reasons", "tjk-1992-reason-official", "Disputed") == "no"
    assert cell("states", "rus", "Row") == "RUS Russia"


@EACH
def test_every_row_says_how_far_it_can_be_trusted(pages: Pages, name: str):
    shown = rows(pages, name)
    for row in table(name):
        stated = text(shown[row["id"].lower()].ground)
        for column, heading in (("basis", "page: read"), ("confidence", "page: confidence")):
            if row.get(column):
                assert f"{word(heading)}: {word(row[column])}" in stated, row["id"]


@EACH
def test_every_row_can_be_objected_to(pages: Pages, name: str):
    for place, row in rows(pages, name).items():
        (link,) = row.ground.select("a.wrong")
        assert text(link) == word("page: wrong?") and link["href"], place


def test_every_source_has_its_address(pages: Pages):
    entries = parse_file(DATA / "references.bib").entries
    found = [tag["id"] for soup in pages.values() for tag in soup.select(".source[id]")]
    assert sorted(found) == sorted(f"src-{key}".lower() for key in entries)


def test_every_source_links_to_its_text(pages: Pages):
    shown = {tag["id"]: tag for soup in pages.values() for tag in soup.select(".source[id]")}
    wrong = []
    for key, entry in parse_file(DATA / "references.bib").entries.items():
        url = entry.fields.get("url", "").replace("\\", "")
        links = [link["href"] for link in shown[f"src-{key}".lower()].select("a[href]")]
        if url and url not in links:
            wrong.append(f"{key}: {url}")
    assert not wrong, "\n".join(wrong)


def test_every_source_lists_the_rows_that_cite_it(pages: Pages):
    citing = defaultdict(list)
    for name in shown_tables():
        page_of = {place: row.page for place, row in rows(pages, name).items()}
        for row in table(name):
            for key in filter(None, row.get("sources", "").split(";")):
                place = row["id"].lower()
                citing[f"src-{key}".lower()].append((page_of[place], place))
    for page, soup in pages.items():
        for source in soup.select(".source[id]"):
            (resting,) = source.select(".resting")
            listed = [goal(page, link["href"]) for link in resting.select("a")]
            assert sorted(listed) == sorted(citing[source["id"]]), source["id"]
            assert f": {len(listed)}." in text(resting), source["id"]


def test_the_site_carries_the_data_as_they_are(site: Path):
    shipped = {file.relative_to(site / "data"): file.read_bytes() for file in (site / "data").rglob("*")}
    kept = {file.relative_to(DATA): file.read_bytes() for file in DATA.rglob("*")}
    assert sorted(shipped) == sorted(kept)
    assert [name for name in kept if shipped[name] != kept[name]] == []


def test_arabic_is_marked_as_arabic(pages: Pages):
    strings = [(page, string) for page, soup in pages.items() for string in soup.find_all(string=ARABIC)]
    unmarked = [
        f"{page}: {string.strip()[:60]}"
        for page, string in strings
        if not string.find_parent(lang="ar", dir="rtl") and not string.find_parent("pre")
    ]
    assert strings and not unmarked, "\n".join(unmarked)
