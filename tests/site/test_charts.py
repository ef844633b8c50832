"""Every figure says what it shows, and carries its data, its sources and the code that drew it."""

import csv
import re
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

import pytest
from bs4 import Tag

from tests.site.reading import ABOUT, AS_OF, TOPICAL, Pages, element, goal, text

SVG = "{http://www.w3.org/2000/svg}"
PAGE_OF = {name: page for page, chapter in TOPICAL.items() for name in chapter.names("chart")}
NAMES = list(PAGE_OF)
EACH = pytest.mark.parametrize("name", NAMES)
FILE_NAME = re.compile(r"^\S*\.\w{2,4}$")


class Chart(NamedTuple):
    """A figure of a page and the fold behind it."""

    page: str
    figure: Tag
    fold: Tag

    @property
    def links(self) -> list[tuple[str, str]]:
        """Return where the links of the fold lead, its sources left out."""
        return [goal(self.page, link["href"]) for link in self.fold.select(".links a")]


def chart(pages: Pages, name: str) -> Chart:
    """Return the one figure of a name."""
    page = PAGE_OF[name]
    figure = element(pages, page, name)
    fold = figure.find_next_sibling()
    assert figure.name == "figure"
    assert fold.name == "details" and "behind" in fold["class"], "no fold stands behind the figure"
    return Chart(page, figure, fold)


def picture(site: Path, pages: Pages, name: str) -> Path:
    """Return the file of a figure's picture."""
    page, figure, _ = chart(pages, name)
    (image,) = figure.select("img")
    return site / goal(page, image["src"])[0]


def test_every_picture_is_a_chart(pages: Pages):
    shown = [tag["id"] for soup in pages.values() for tag in soup.select("figure:not(:has(.explorer))")]
    assert sorted(shown) == sorted(NAMES)
    assert all(tag.find_parent("figure") for page in ABOUT for tag in pages[page].select("article img"))


@EACH
def test_it_has_a_text_for_those_who_do_not_see_it(pages: Pages, name: str):
    alt = chart(pages, name).figure.find("img").get("alt", "").strip()
    assert alt and not FILE_NAME.match(alt) and alt != name


@EACH
def test_the_page_keeps_its_place_free(site: Path, pages: Pages, name: str):
    image = chart(pages, name).figure.find("img")
    assert not image.has_attr("style"), "the sheet could not make it smaller"
    _, _, width, height = map(float, ElementTree.parse(picture(site, pages, name)).getroot().attrib["viewBox"].split())
    assert int(image["width"]) / int(image["height"]) == pytest.approx(width / height, rel=0.01)


@EACH
def test_it_has_a_caption(pages: Pages, name: str):
    (caption,) = chart(pages, name).figure.select("figcaption .caption-text")
    assert text(caption)


@EACH
def test_its_fold_is_closed_and_counts(pages: Pages, name: str):
    fold = chart(pages, name).fold
    assert not fold.has_attr("open")
    assert re.search(r"\(\D+ \d+(; \D+ \d+)*\)$", text(fold.find("summary")))


@EACH
def test_its_fold_names_the_day(pages: Pages, name: str):
    assert AS_OF in [text(paragraph) for paragraph in chart(pages, name).fold.select("p")]


@EACH
def test_its_fold_names_its_sources(pages: Pages, name: str):
    page, _, fold = chart(pages, name)
    (line,) = (paragraph for paragraph in fold.find_all("p", recursive=False) if text(paragraph).startswith("Sources:"))
    goals = [goal(page, link["href"]) for link in line.select("a")]
    assert goals
    assert all("source" in element(pages, file, fragment)["class"] for file, fragment in goals)


@EACH
def test_its_data_as_csv_are_the_table_of_its_fold(site: Path, pages: Pages, name: str):
    found = chart(pages, name)
    assert (f"charts/{name}.csv", "") in found.links
    with (site / "charts" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        written = list(csv.reader(file))
    (table,) = found.fold.select("table")
    shown = [[cell.get_text() for cell in row.select("th, td")] for row in table.select("tr")]
    assert shown == written[: len(shown)] and len(written) > 1
    if len(shown) < len(written):
        assert len(shown) > 100 and f"of {len(written) - 1} rows" in text(found.fold)


@EACH
def test_it_links_to_the_cell_that_makes_it(pages: Pages, name: str):
    found = chart(pages, name)
    assert (found.page, f"cell-{name}") in found.links
    place = element(pages, found.page, f"cell-{name}")
    cell = place if "cell" in place.get("class", []) else place.find_parent(class_="cell")
    assert re.search(rf"\bchart\(\s*[\"']{name}[\"']", cell.select_one(".cell_input").get_text())


@EACH
def test_it_links_to_the_code_that_draws_it(pages: Pages, name: str):
    found = chart(pages, name)
    ((code, function),) = ((file, fragment) for file, fragment in found.links if file.startswith("_modules/"))
    (drawn,) = (call.args[1].attr for _, call in ABOUT[found.page].calls("chart") if call.args[0].value == name)
    assert function == drawn
    assert f"def {function}(" in element(pages, code, function).get_text()


@EACH
def test_its_picture_is_an_svg_with_text(site: Path, pages: Pages, name: str):
    root = ElementTree.parse(picture(site, pages, name)).getroot()
    assert root.tag == f"{SVG}svg" and root.get("viewBox")
    assert [text for text in root.iter(f"{SVG}text") if "".join(text.itertext()).strip()]


@EACH
def test_its_picture_runs_and_loads_nothing(site: Path, pages: Pages, name: str):
    root = ElementTree.parse(picture(site, pages, name)).getroot()
    for part in root.iter():
        assert part.tag not in (f"{SVG}script", f"{SVG}foreignObject")
        for key, value in part.attrib.items():
            assert not key.startswith("on")
            if key.rpartition("}")[2] in ("href", "src") or "url(" in value:
                assert value.startswith("#") or set(re.findall(r"url\((.)", value)) == {"#"}, value


@EACH
def test_its_picture_bears_no_time(site: Path, pages: Pages, name: str):
    source = picture(site, pages, name).read_text(encoding="utf-8")
    assert not re.search(r"dc:date|\d{4}-\d{2}-\d{2}T\d{2}:\d{2}", source)
