import re

import pytest

from helpers.check import Tables, dated
from helpers.data import as_of
from helpers.dates import bounds
from helpers.labels import date_text
from tests.chapters.prose import CHAPTERS, FULL_DATE, Chapter, typed_numbers

EACH = pytest.mark.parametrize("chapter", [Chapter(path) for path in CHAPTERS], ids=lambda chapter: chapter.name)


@EACH
def test_no_number_is_typed(chapter: Chapter):
    found = [f"{chapter.name}:{line}: {typed_numbers(text)}" for line, text in chapter.prose if typed_numbers(text)]
    assert not found, "glue these from a cell: " + "; ".join(found)


@pytest.mark.parametrize(
    "line",
    [
        "the 6 members",
        "six signers of the Treaty",
        "It lasted 2,317 days.",
        "a share of 96.5",
        "Twenty states",
        "half of them",
        "10 per cent",
        "about 1500 troops",
        "on 15 May 1992, 9 states",
    ],
)
def test_a_typed_number_is_found(line: str):
    assert typed_numbers(line)


@pytest.mark.parametrize(
    "line",
    [
        "On 15 May 1992 it was signed.",
        "Since 1999 nothing.",
        "Article 4 and Articles 1, 8 and 19 say so.",
        "written in EDTF, part of ISO 8601-2",
        "one row is one fact",
        "between 1992 and 2026",
    ],
)
def test_dates_articles_and_names_are_no_counts(line: str):
    assert not typed_numbers(line)


def days_of_the_tables() -> set[str]:
    days = {text for *_, text in dated(Tables())} | {as_of()}
    return {date_text(bounds(day)[side].isoformat(), "en") for day in days for side in (0, 1) if len(day) >= 10}


def undated(chapter: Chapter) -> list[str]:
    known = days_of_the_tables()
    return [
        f"{chapter.name}:{line}: {day}"
        for line, text in chapter.prose
        for day in FULL_DATE.findall(text)
        if day not in known
    ]


@EACH
def test_full_dates_stand_in_a_table(chapter: Chapter):
    assert not undated(chapter)


def test_a_date_of_no_table_is_found(tmp_path):
    page = tmp_path / "page.md"
    page.write_text("# Page\n\nIt was signed on 17 May 1992, and not on 15 May 1992.\n", encoding="utf-8")

    class Elsewhere(Chapter):
        name = "page.md"

    assert undated(Elsewhere(page)) == ["page.md:3: 17 May 1992"]


@EACH
def test_sentences_are_whole(chapter: Chapter):
    """A glued value stands inside a sentence: a line of prose does not consist of roles alone, nor end in one bare."""
    for number, line in enumerate(chapter.lines, 1):
        assert not re.fullmatch(r"\s*(\{[\w:-]+\}`[^`]*`\s*)+", line), f"{chapter.name}:{number}: no sentence"
