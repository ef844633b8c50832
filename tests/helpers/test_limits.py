"""Limits: rows counted another way, rows to read again each with a place, drawings with a mark for each row."""

from collections import Counter
from xml.etree import ElementTree as ET

import pandas as pd
import pytest

from helpers import as_of, draw, labels, limits, load
from helpers.data import tables
from helpers.steps import is_on
from tests.helpers.figures import assert_legible, drawn
from tests.helpers.shipped import read


@pytest.fixture(scope="module")
def all_tables():
    return {name: load(name) for name in tables()}


@pytest.fixture(scope="module")
def again(all_tables):
    return limits.reread(all_tables, all_tables["evidence"])


def figures(all_tables):
    return {
        name: frame
        for name, frame in all_tables.items()
        if "dataset" in frame and "id" not in frame and {"year", "date"} & set(frame)
    }


def test_each_row_of_each_table_is_counted(all_tables):
    judged = limits.judged(all_tables)
    bases = Counter(row["basis"] for name in tables() for row in read(name) if row.get("basis"))
    sure = Counter(row["confidence"] for name in tables() for row in read(name) if row.get("confidence"))
    for value, count in (bases | sure).items():
        assert limits.total(judged, value) == count
    assert set(judged["table"]) == {name for name in tables() if "basis" in (read(name) or [{}])[0]}
    assert (judged.groupby(["table", "about"])["rows"].sum() == judged.groupby(["table", "about"])["of"].first()).all()


def test_the_chapter_counts_all_tables_that_say_how_they_were_read(all_tables):
    from tests.chapters.prose import ROOT, Chapter

    loaded = Chapter(ROOT / "chapters" / "argument" / "limits.md").names("load")
    assert set(limits.judged(all_tables)["table"]) | set(figures(all_tables)) <= set(loaded)


def test_rows_to_read_again_are_those_of_the_files(again):
    want = {
        row["id"]
        for name in tables()
        for row in read(name)
        if row.get("basis") == "not read" or row.get("confidence") == "low"
    }
    assert set(again["id"]) == want and len(again) == len(want)
    named = {row["target"] for row in read("evidence") if row["kind"] == "row"}
    assert set(again.loc[again["named"], "id"]) == want & named


def test_unread_sources_have_no_row_that_was_read(all_tables):
    seen, told = set(), set()
    for name in tables():
        for row in read(name):
            if row.get("sources") and row.get("basis"):
                (told if row["basis"] == "not read" else seen).update(row["sources"].split(";"))
    assert limits.unread(all_tables) == sorted(told - seen)


def test_a_source_is_unread_where_no_row_says_that_it_was_read():
    """Also in a table that has no column but these two; a cell without a source, or without a basis, says nothing."""
    narrow = pd.DataFrame({"sources": ["a;b", "c", None, "e"], "basis": ["not read", "not read", "whole", None]})
    wide = pd.DataFrame({"id": ["x"], "sources": ["b"], "basis": ["excerpt"]})
    other = pd.DataFrame({"id": ["x"], "sources": ["d"]})
    assert limits.unread({"narrow": narrow, "wide": wide, "other": other}) == ["a", "c"]


def test_spans_reach_from_the_first_to_the_last_number(all_tables):
    spans = limits.spans(figures(all_tables)).set_index(["table", "dataset"])
    for name in ("remittances", "trade_shares", "roll_calls"):
        years: dict[str, list[int]] = {}
        for row in read(name):
            years.setdefault(row["dataset"], []).append(int(row.get("year") or row["date"][:4]))
        for dataset, found in years.items():
            assert list(spans.loc[(name, dataset)]) == [min(found), max(found), len(found)]
    assert limits.before(limits.spans(figures(all_tables)), "2022-06-01") == (spans["last"] < 2022).sum()


def test_each_step_asks_for_the_rows_it_counts(again):
    steps, dots = limits.reread_steps(again), limits.to_reread(again)
    assert [step.rpartition("-")[::2] for step in steps["step"]] == [(w, a) for w in limits.WHY for a in limits.AMONG]
    for place, count in enumerate(steps["rows"]):
        assert sum(is_on(cell, place) for cell in dots["on"]) == count
    named = {row["target"] for row in read("evidence") if row["kind"] == "row"}
    judged = [row for name in tables() for row in read(name) if row.get("basis")]
    unread = {row["id"] for row in judged if row["basis"] == "not read"}
    low = {row["id"] for row in judged if row["confidence"] == "low"}
    counts = [(len(names), len(names & named)) for names in (unread | low, unread, low)]
    assert list(steps["rows"]) == [count for pair in counts for count in pair]
    assert steps["rows"].iloc[0] == len(again)
    told = labels.t("limits: told").format(rows=len(again), tables=again["table"].nunique())
    assert steps["text"].iloc[0] == told


def test_dots_lead_to_their_rows_and_lie_apart(again, lang):
    dots = limits.to_reread(again)
    root = ET.fromstring(draw.to_reread(dots, step=0))
    assert sorted(link.get("href").rpartition("#")[2] for link in root.iter("a")) == sorted(dots["id"].str.lower())
    places = [tuple(float(group.find("a/circle").get(name)) for name in ("cx", "cy")) for group in root.findall("g")]
    assert len(set(places)) == len(dots)
    assert sorted(group.get("data-on") for group in root.findall("g")) == sorted(dots["on"])
    assert all("off" not in group.get("class", "") for group in root.findall("g"))


def test_bars_are_the_shares(all_tables, lang):
    judged = limits.judged(all_tables)
    figure = drawn(draw.judged, judged)
    for axes, about in zip(figure.axes, ("basis", "confidence"), strict=True):
        part = judged[judged["about"] == about]
        assert [bar.get_width() for bar in axes.patches] == pytest.approx(list(100 * part["rows"] / part["of"]))
    assert_legible(figure)


def test_spans_are_drawn_to_their_last_year(all_tables, lang):
    frame = limits.spans(figures(all_tables))
    figure = drawn(lambda one: draw.spans(one, end=as_of()), frame)
    (axes,) = figure.axes
    assert [bar.get_x() + bar.get_width() for bar in axes.patches] == list(frame["last"] + 1)
    assert_legible(figure)
