"""Ledgers: every claim, statement and disagreement has a card with all that bears on it; lists choose among them."""

import re
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import pytest
from bs4 import Tag
from playwright.sync_api import Page, expect

from helpers.style import VERDICT_COLOURS
from tests.site.browsing import PHONE, Watched
from tests.site.reading import ABOUT, Pages, element, goal, table, text, word

LEDGER = re.compile(r"^```\{ledger\} (\w+)$", re.MULTILINE)
#: The page of each ledger, by its table.
PAGES = {
    name: page for page, chapter in ABOUT.items() for name in LEDGER.findall(chapter.path.read_text(encoding="utf-8"))
}
EACH = pytest.mark.parametrize("name", PAGES)
CLAIMS = PAGES["claims"]


def cards(pages: Pages, name: str) -> dict[str, Tag]:
    """Return the cards of a ledger by the id of their row."""
    return {text(card.select_one("a.row-id")): card for card in pages[PAGES[name]].select(".card[id]")}


def field(card: Tag, heading: str) -> Tag | None:
    """Return the content under a heading of a card."""
    return next((term.find_next_sibling("dd") for term in card.select("dt") if text(term) == heading), None)


def having(**chosen: str) -> set[str]:
    """Return the ids of the claims whose cells hold the words given."""
    return {row["id"] for row in table("claims") if all(row[column] == value for column, value in chosen.items())}


# --- what a card tells ------------------------------------------------------------------------------------------------


def test_there_are_three_ledgers():
    assert set(PAGES) == {"claims", "statements", "disagreements"}


@EACH
def test_every_row_has_a_card_with_its_words(pages: Pages, name: str):
    shown = cards(pages, name)
    assert list(shown) == [row["id"] for row in table(name)]
    for row in table(name):
        told = text(shown[row["id"]])
        columns = ("paraphrase_en", "reason", "would_change", "correction", "speaker", "topic", "record")
        for column in columns:
            assert " ".join(row.get(column, "").split()) in told, f"{row['id']}: {column}"
        arabic = [text(tag) for tag in shown[row["id"]].select("[lang=ar][dir=rtl]")]
        assert arabic == ([row["paraphrase_ar"]] if "paraphrase_ar" in row else [])


def test_a_verdict_is_a_word_with_its_colour_and_no_verdict_has_none(pages: Pages):
    for row in table("claims"):
        (mark,) = cards(pages, "claims")[row["id"]].select(".mark")
        if row["verdict"]:
            assert text(mark) == word(row["verdict"])
            assert mark["class"] == ["mark", "verdict", row["verdict"].replace(" ", "-")]
        else:
            assert text(mark) == word("ledger: no verdict") and mark["class"] == ["mark"]


def test_colours_of_verdicts_are_those_of_the_figures(site: Path):
    style = (site / "_static" / "book.css").read_text(encoding="utf-8")
    found = re.findall(r"\.verdict\.([\w-]+)\s*\{\s*--book-verdict:\s*(#\w{6})", style)
    assert dict(found) == {verdict.replace(" ", "-"): colour for verdict, colour in VERDICT_COLOURS.items()}


@EACH
def test_every_line_of_evidence_leads_to_its_place(pages: Pages, name: str):
    page = PAGES[name]
    bearing = defaultdict(list)
    for row in table("evidence"):
        bearing[row["claim"]].append(row)
    assert any(row["id"] in bearing for row in table(name))
    for claim, card in cards(pages, name).items():
        content = field(card, word("ledger: evidence"))
        items = content.select("li") if content else []
        assert len(items) == len(bearing[claim]), claim
        for item, row in zip(items, bearing[claim], strict=True):
            (link,) = item.select("a")
            assert text(item).startswith(f"{word(row['direction'])}: {text(link)} (") and text(link) == row["note"]
            file, fragment = goal(page, link["href"])
            lead = {"row": "", "source": "src-", "metric": "cell-"}[row["kind"]]
            assert fragment == lead + (row["target"].split("::")[-1] if lead == "cell-" else row["target"].lower())
            place = element(pages, file, fragment)
            if row["kind"] == "metric":
                assert Path(file).stem == row["target"].partition(".md::")[0]
                assert re.search(rf"\bglue\(\s*\"{fragment.removeprefix('cell-')}\"", text(place.parent)), row["id"]


def test_every_link_of_the_argument_stands_on_both_its_cards(pages: Pages):
    wanted: dict[str, list[str]] = defaultdict(list)
    for row in table("argument_edges"):
        wanted[row["from"]].append(f"{word(row['type'])} {row['to']}")
        wanted[row["to"]].append(f"{word('inverse: ' + row['type'])} {row['from']}")
    for claim, card in cards(pages, "claims").items():
        content = field(card, word("ledger: in the argument"))
        told = []
        for part in text(content).split("; ") if content else []:
            verb, ids = re.fullmatch(r"(.+?) ([OI]\d\d(?:, [OI]\d\d)*)", part).groups()
            told += [f"{verb} {other}" for other in ids.split(", ")]
        assert sorted(told) == sorted(wanted[claim]), claim


@EACH
def test_lists_count_their_cards(pages: Pages, name: str):
    (form,) = pages[PAGES[name]].select("form.ledger")
    shown = cards(pages, name).values()
    assert form.select("select")
    for choice in form.select("select"):
        values = [card[f"data-{choice['name']}"].split() for card in shown]
        options = choice.select("option")
        assert options[0]["value"] == "" and {value for found in values for value in found} == {
            option["value"] for option in options[1:]
        }
        for option in options[1:]:
            count = sum(option["value"] in found for found in values)
            assert text(option).endswith(f" ({count})")


# --- choosing ---------------------------------------------------------------------------------------------------------


def visible(page: Page) -> set[str]:
    return set(page.locator(".card:visible a.row-id").all_text_contents())


def said(shown: int, name: str = "claims") -> str:
    return word("ledger: {shown} of {all} shown").format(shown=shown, all=len(table(name)))


@EACH
def test_without_scripts_all_cards_are_shown(tab: Callable[..., Watched], host: str, name: str):
    page = tab(java_script_enabled=False).page
    page.goto(f"{host}/{PAGES[name]}#verdict=disputed")
    assert page.locator("form.ledger").is_hidden()
    assert page.locator(".card:visible").count() == len(table(name))


def test_by_keyboard_it_chooses_and_the_address_says_so(tab: Callable[..., Watched], host: str):
    watched = tab()
    page = watched.page
    page.goto(f"{host}/{CLAIMS}")
    expect(page.locator("form.ledger output")).to_have_text(said(len(table("claims"))))
    verdict, kind = page.get_by_label("verdict"), page.get_by_label("kind")
    verdict.focus()
    while verdict.input_value() != "disputed":
        page.keyboard.press("ArrowDown")
    wanted = having(verdict="disputed")
    assert visible(page) == wanted
    expect(page.locator("form.ledger output")).to_have_text(said(len(wanted)))
    assert page.url.endswith("#verdict=disputed")
    kind.focus()
    page.keyboard.press("ArrowDown")
    chosen = kind.input_value()
    assert visible(page) == having(verdict="disputed", kind=chosen)
    assert page.url.endswith(f"#kind={chosen}&verdict=disputed")
    button = page.get_by_role("button", name=word("ledger: show all"))
    button.focus()
    page.keyboard.press("Enter")
    assert len(visible(page)) == len(table("claims"))
    assert page.url == f"{host}/{CLAIMS}"
    assert not watched.errors


@pytest.mark.parametrize(
    ("address", "chosen"),
    [
        ("verdict=contradicted", {"verdict": "contradicted"}),
        ("verdict=partly-supported&part=history", {"verdict": "partly supported", "part": "history"}),
        ("verdict=none&kind=premise", {"verdict": "", "kind": "premise"}),
        ("verdict=no-such-word", {}),
    ],
)
def test_an_address_chooses(tab: Callable[..., Watched], host: str, address: str, chosen: dict[str, str]):
    watched = tab()
    watched.page.goto(f"{host}/{CLAIMS}#{address}")
    assert visible(watched.page) == having(**chosen) != set()
    expect(watched.page.locator("form.ledger")).to_be_in_viewport()
    assert not watched.errors


def test_a_claim_of_more_lines_than_one_is_found_in_each(tab: Callable[..., Watched], host: str):
    page = tab().page
    page.goto(f"{host}/{CLAIMS}")
    both = {row["id"] for row in table("claims") if {"religious", "conclusion"} <= set(row["line"].split(";"))}
    for line in ("religious", "conclusion"):
        page.get_by_label("line").select_option(line)
        assert both and both <= visible(page)


def test_the_address_of_a_hidden_card_shows_it(tab: Callable[..., Watched], host: str):
    watched = tab()
    page = watched.page
    page.goto(f"{host}/{CLAIMS}#verdict=contradicted")
    hidden = min(having(verdict="supported"))
    expect(page.locator(f"#{hidden.lower()}")).to_be_hidden()
    page.evaluate(f"location.hash = '#{hidden.lower()}'")
    expect(page.locator(f"#{hidden.lower()}")).to_be_in_viewport()
    assert len(visible(page)) == len(table("claims"))
    page.go_back()
    expect(page.locator("form.ledger output")).to_have_text(said(len(having(verdict="contradicted"))))
    assert not watched.errors


@EACH
def test_on_a_phone_the_lists_are_wide_enough_for_a_thumb(tab: Callable[..., Watched], host: str, name: str):
    page = tab(**PHONE).page
    page.goto(f"{host}/{PAGES[name]}")
    for box in [part.bounding_box() for part in page.locator("form.ledger :is(select, button)").all()]:
        assert box["height"] >= 44 and box["x"] >= 0 and box["x"] + box["width"] <= 360


def test_only_pages_with_a_ledger_load_its_script(pages: Pages):
    loading = {page for page, soup in pages.items() if soup.find("script", src=re.compile("ledger"))}
    assert loading == set(PAGES.values())
