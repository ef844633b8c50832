"""Verdicts held against numbers: where numbers bound a verdict or a status, the pages' numbers and the word agree."""

import operator
import re
from collections.abc import Callable

import pytest

from tests.site.reading import Pages, table, text

SIGNS = {"<=": operator.le, ">=": operator.ge, "<": operator.lt, ">": operator.gt, "=": operator.eq}
#: What the numbers of a claim, taken together, must be for a word to stand; other words are held by no number.
BOUNDS: dict[str, Callable[[set[str]], bool]] = {
    "supported": lambda found: found == {"for"},
    "partly supported": lambda found: found != {"against"},
    "contradicted": lambda found: "against" in found and "for" not in found,
    "not testable": lambda found: not found,
}
BOUNDS |= {"correct": BOUNDS["supported"], "wrong": BOUNDS["contradicted"]}

TESTS = table("tests")
TESTED = sorted({row["claim"] for row in TESTS})
WORDS = {row["id"]: row["verdict"] for row in table("claims")} | {
    row["id"]: row["status"] for row in table("statements")
}
KINDS = {row["id"]: row["kind"] for row in [*table("claims"), *table("statements")]}


def holds(condition: str, value: float) -> bool:
    if not condition:
        return False
    sign, bound = condition.split()
    return SIGNS[sign](value, float(bound))


def bearing(row: dict[str, str], value: float) -> str:
    """Return whether a number speaks for a claim or against it, or leaves it open."""
    good, bad = holds(row["supported_if"], value), holds(row["contradicted_if"], value)
    assert not (good and bad), f"{row['id']}: {value} speaks both ways"
    return "for" if good else "against" if bad else "open"


def agrees(word: str, found: set[str]) -> bool:
    return BOUNDS.get(word, lambda _: True)(found)


def glued(pages: Pages, metric: str) -> float:
    """Return a number as the page of its chapter writes it."""
    file, name = metric.split("::")
    wanted = f"/{file.replace('.md', '.html')}"
    chapters = {page: soup for page, soup in pages.items() if page.startswith("chapters/") and "/tables/" not in page}
    (soup,) = (soup for page, soup in chapters.items() if page.endswith(wanted))
    return float(re.sub(r"[^\d.-]", "", text(soup.select_one(f"a.glued[href$='#cell-{name}']"))))


@pytest.mark.parametrize("claim", TESTED)
def test_the_verdict_agrees_with_its_numbers(pages: Pages, claim: str):
    rows = [row for row in TESTS if row["claim"] == claim]
    found = {row["id"]: bearing(row, glued(pages, row["metric"])) for row in rows}
    assert agrees(WORDS[claim], set(found.values())), f"{claim} is {WORDS[claim]!r}, its numbers say {found}"


def test_numbers_bound_what_can_be_scored():
    assert TESTED and not {KINDS[claim] for claim in TESTED} & {"normative", "recommendation", "omission"}
    assert all(WORDS[claim] or KINDS[claim] == "premise" for claim in TESTED)
    assert all(row["supported_if"] or row["contradicted_if"] for row in TESTS)


@pytest.mark.parametrize(
    ("word", "found", "stands"),
    [
        ("supported", {"for"}, True),
        ("supported", {"for", "against"}, False),
        ("supported", {"open"}, False),
        ("partly supported", {"for", "against"}, True),
        ("partly supported", {"against"}, False),
        ("contradicted", {"against", "open"}, True),
        ("contradicted", {"for", "against"}, False),
        ("not testable", {"open"}, False),
        ("correct", {"against"}, False),
        ("wrong", {"for"}, False),
        ("disputed", {"for"}, True),
        ("", {"for"}, True),
    ],
)
def test_a_word_stands_or_falls_with_its_numbers(word: str, found: set[str], stands: bool):
    assert agrees(word, found) == stands
