"""What pages say of themselves: sentence, picture, the data in the words of schema.org."""

import json
import re
from pathlib import Path

import pytest
from docutils import nodes
from PIL import Image

from _ext import about, cards
from _ext.raster import Drawing
from tests.site.reading import DATA, DAY, PACKAGE, TOPICAL, Pages, goal, table, text

EACH = pytest.mark.parametrize("page", TOPICAL)


def meta(soup: Pages, name: str) -> str:
    (tag,) = soup.select(f'meta[name="{name}"], meta[property="{name}"]')
    return tag["content"]


# --- the sentence -----------------------------------------------------------------------------------------------------


def test_every_page_says_what_it_is(pages: Pages):
    said = {page: meta(soup, "description") for page, soup in pages.items()}
    short = {page: sentence for page, sentence in said.items() if not 12 <= len(sentence) <= about.LONG}
    assert not short


def test_every_page_names_its_language_title_and_book(pages: Pages):
    for page, soup in pages.items():
        assert soup.html["lang"] == "en", page
        assert meta(soup, "og:title") and meta(soup, "og:site_name") == "Does Central Asia need the CSTO?", page
        assert meta(soup, "og:description") == meta(soup, "description"), page


@EACH
def test_a_chapter_says_its_answer(pages: Pages, page: str):
    said = meta(pages[page], "description").removesuffix("…")
    opening = pages[page].select_one("section > p")
    question = opening.strong.get_text() if opening.strong else ""
    answer = text(opening).removeprefix(" ".join(question.split()) if question.endswith("?") else "").strip()
    assert answer.startswith(said) and len(said) >= about.SHORT
    assert meta(pages[page], "og:type") == ("website" if page == "index.html" else "article")


def document(source: nodes.Node) -> nodes.document:
    found = nodes.document(None, None)
    found += nodes.section("", source)
    return found


def test_the_question_is_left_out_and_the_answer_kept():
    asked = nodes.paragraph("", "", nodes.Text(""), nodes.strong("", "Who?"), nodes.Text("\nEight\nstates."))
    told = nodes.paragraph("", "", nodes.strong("", "It depends."), nodes.Text(" Much."))
    assert [about.opening(document(part)) for part in (asked, told)] == ["Eight states.", "It depends. Much."]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("Short.", "Short."),
        (f"{'a' * 110}. {'b' * 60}. {'c' * 90}.", f"{'a' * 110}. {'b' * 60}."),
        (f"One. {'word ' * 60}", f"One. {'word ' * 38}word…"),
    ],
)
def test_a_long_text_is_cut_at_a_sentence_or_a_word(given: str, said: str):
    assert about.cut(given.strip()) == said and len(said) <= about.LONG


def test_without_an_address_nothing_says_where_the_page_is(site: Path, pages: Pages):
    assert not (site / "sitemap.xml").exists()
    for page, soup in pages.items():
        told = soup.select('link[rel=canonical], meta[property="og:url"], meta[property="og:image"]')
        assert not told, page


# --- the picture ------------------------------------------------------------------------------------------------------


@EACH
def test_every_chapter_has_a_picture(site: Path, page: str):
    file = site / "cards" / f"{Path(page).stem}.png"
    with Image.open(file) as picture:
        assert picture.size == (1200, 630)
        right = picture.convert("RGB").crop((cards.PANEL, 0, cards.WIDTH, cards.HEIGHT))
    assert file.stat().st_size <= 60_000
    shown = 1 - sum(n for n, colour in right.getcolors() if colour == (255, 255, 255)) / (right.width * right.height)
    assert shown > 0.005, "no figure on it"


def test_no_other_picture_is_made(site: Path):
    assert {file.stem for file in (site / "cards").iterdir()} == {Path(page).stem for page in TOPICAL}


def test_a_chapter_without_a_figure_shows_its_title_alone(tmp_path: Path):
    svg = tmp_path / "unknown.svg"
    svg.write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M 0 0 L 9 9"/><circle r="3"/></svg>',
        encoding="utf-8",
    )
    for name, figure in {"none": None, "unknown": svg}.items():
        cards.paint(cards.Card("A title", figure), "A book", tmp_path / f"{name}.png")
    assert (tmp_path / "none.png").read_bytes() == (tmp_path / "unknown.png").read_bytes()


def test_a_title_fits_its_panel():
    canvas = cards.Canvas()
    words = "Internationalization of constitutional arrangements notwithstanding incomprehensibilities"
    size = canvas.fitting(words, cards.PANEL - 2 * cards.MARGIN, cards.HEIGHT / 2)
    font = cards.FontProperties(family="DejaVu Sans", size=size, weight="bold")
    assert all(canvas.wide(line, font) <= cards.PANEL - cards.MARGIN for line in canvas.lines(words, font, 360))


def test_a_figure_is_drawn_where_it_stands():
    svg = """<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 100 100">
      <defs><path id="m" d="M -5 -5 L 5 -5 L 5 5 L -5 5 z"/><clipPath id="c"><rect x="0" y="0" width="60" height="20"/>
      </clipPath></defs>
      <g clip-path="url(#c)"><path d="M 50 0 L 100 0 L 100 50 L 50 50 z" style="fill: #ff0000"/></g>
      <use xlink:href="#m" x="20" y="80" style="fill: #0000ff"/></svg>"""
    canvas = cards.RendererAgg(200, 200, 72)
    Drawing(svg).draw(canvas, 0, 0, 2)
    pixels = cards.np.asarray(canvas.buffer_rgba())
    painted = {place: tuple(pixels[place][:3]) for place in [(10, 110), (10, 130), (60, 110), (160, 40), (160, 60)]}
    red, blue = (255, 0, 0), (0, 0, 255)
    drawn = {place for place in painted if pixels[place][3]}
    assert drawn == {(10, 110), (160, 40)} and painted[10, 110] == red and painted[160, 40] == blue


# --- the data ---------------------------------------------------------------------------------------------------------

#: Names of schema.org for a Dataset, a DataDownload and those who made them.
KNOWN = {
    "Dataset": {
        "name", "description", "identifier", "version", "dateModified", "inLanguage", "isAccessibleForFree", "license",
        "creator", "temporalCoverage", "keywords", "isBasedOn", "distribution", "url",
    },
    "DataDownload": {"name", "encodingFormat", "contentUrl", "license"},
    "Organization": {"name"},
    "Person": {"name"},
}  # fmt: skip


def things(found: object) -> list[dict]:
    """Return every thing that has a type, at any depth."""
    parts = list(found.values()) if isinstance(found, dict) else found if isinstance(found, list) else []
    return [found] * (isinstance(found, dict) and "@type" in found) + [
        thing for part in parts for thing in things(part)
    ]


@pytest.mark.parametrize("page", ["index.html", "chapters/reference/data.html"])
def test_the_data_are_described_in_the_words_of_schema_org(site: Path, pages: Pages, page: str):
    (block,) = pages[page].select('script[type="application/ld+json"]')
    found = json.loads(block.string)
    assert found["@context"] == "https://schema.org" and found["@type"] == "Dataset"
    for thing in things(found):
        assert set(thing) - {"@type", "@context", "@id"} <= KNOWN[thing["@type"]], thing
    assert (found["name"], found["version"]) == (PACKAGE["title"], PACKAGE["version"])
    assert 50 <= len(found["description"]) <= 5000
    assert re.fullmatch(rf"\d{{4}}-\d\d-\d\d/{DAY}", found["temporalCoverage"])
    assert len(found["isBasedOn"]) == len(table("datasets"))
    files = [goal(page, item["contentUrl"])[0] for item in found["distribution"]]
    assert [file for file in files if not (site / file).is_file()] == []
    assert len(files) == len(PACKAGE["resources"]) + 1 and f"{files[1]}" == f"data/{PACKAGE['resources'][0]['path']}"
    own = {item["name"]: item["license"] for item in found["distribution"]}
    for item in PACKAGE["resources"]:
        assert own[item["title"]] == item["licenses"][0]["path"], "a table under other terms must say so"
    assert (DATA / "datapackage.json").is_file()


def test_other_pages_describe_no_data(pages: Pages):
    assert sum(bool(soup.select('script[type="application/ld+json"]')) for soup in pages.values()) == 2
