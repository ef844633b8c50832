"""Everything has a home: each topic a chapter, and each claim, premise, statement, omission and disagreement too."""

import csv
import posixpath
import re
from collections import defaultdict

import pytest

from tests.chapters.prose import CHAPTERS, ROOT, Chapter

TOPICS = ROOT / "chapters" / "reference" / "topics.md"
ROW = re.compile(r"^\| (C\d\d) \| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)
DOC = re.compile(r"\{doc\}`([^`]+)`")
#: Chapters that list documents line by line, and so name each id of theirs whether they treat it or not.
LISTS = {"chapters/argument/claims.md", "chapters/argument/documents.md", "chapters/argument/explainer.md"}
NAMED = {chapter.name: chapter.front_matter for chapter in map(Chapter, CHAPTERS)}
LISTED = ROW.findall(TOPICS.read_text(encoding="utf-8"))


def table(name: str) -> list[dict[str, str]]:
    with (ROOT / "data" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def naming(field: str) -> dict[str, set[str]]:
    """Return the chapters that name something in their front matter, by what they name."""
    found = defaultdict(set)
    for chapter, about in NAMED.items():
        for name in about.get(field, []):
            found[name].add(chapter)
    return found


def test_the_topics_are_numbered_without_a_gap():
    assert [name for name, _, _ in LISTED] == [f"C{number:02}" for number in range(1, 62)]
    titles = [title for _, title, _ in LISTED]
    assert len(set(titles)) == len(titles)


@pytest.mark.parametrize("topic", [name for name, _, _ in LISTED])
def test_each_topic_is_listed_with_the_chapters_that_name_it(topic: str):
    (cell,) = (cell for name, _, cell in LISTED if name == topic)
    listed = [posixpath.normpath(posixpath.join("chapters/reference", page)) + ".md" for page in DOC.findall(cell)]
    assert len(listed) == len(set(listed))
    assert listed and set(listed) == naming("topics")[topic] - {"index.md"}


def test_chapters_name_topics_and_ids_that_there_are():
    assert set(naming("topics")) == {name for name, _, _ in LISTED}
    ids = {row["id"] for name in ("claims", "statements", "disagreements") for row in table(name)}
    assert set(naming("claims")) == ids


@pytest.mark.parametrize("name", ["claims", "statements"])
def test_each_claim_and_statement_is_treated_outside_the_lists(name: str):
    homes = naming("claims")
    alone = {row["id"] for row in table(name) if homes[row["id"]] <= LISTS}
    about_the_file = {row["id"] for row in table("statements") if row["status"] == "metadata"}
    assert alone == (about_the_file if name == "statements" else set())


def test_each_disagreement_is_named_where_the_documents_are_and_once_more():
    homes = naming("claims")
    for row in table("disagreements"):
        assert "chapters/argument/documents.md" in homes[row["id"]] and len(homes[row["id"]]) > 1, row["id"]
