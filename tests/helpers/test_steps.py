"""The steps of an explorer, and the drawing that they move through, against counts by hand."""

from datetime import date
from xml.etree import ElementTree as ET

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import as_of, draw, graphs, load, spells, steps
from helpers.labels import t
from helpers.style import colour
from tests.helpers.random_spells import END, Row, frame, is_in, tables

YEARS = range(1990, 2028)


def inside(rows: list[Row], year: int) -> set[tuple[str, str]]:
    return {(row["state"], row["body"]) for row in rows if is_in(row, min(date(year, 12, 31), END))}


@given(tables())
def test_links_stand_in_the_years_of_their_spells(rows: list[Row]):
    links = steps.standing(frame(rows), YEARS, END.isoformat())
    assert len(links) == len(set().union(*(inside(rows, year) for year in YEARS)))
    for year in YEARS:
        shown = links.loc[[steps.is_on(cell, year) for cell in links["on"]]]
        assert set(shown[["state", "body"]].itertuples(index=False, name=None)) == inside(rows, year)


@given(tables())
def test_steps_count_who_came_and_who_went(rows: list[Row]):
    found = steps.yearly_steps(frame(rows), YEARS, END.isoformat())
    assert list(found["step"]) == list(YEARS)
    for before, now in zip(found.iloc[:-1].itertuples(), found.iloc[1:].itertuples(), strict=True):
        was, stands = inside(rows, before.step), inside(rows, now.step)
        assert (now.links, now.came, now.went) == (len(stands), len(stands - was), len(was - stands))
        named = [t(state) in now.text and t(body) in now.text for state, body in stands ^ was]
        assert all(named)
        assert (now.text == t("explorer: none")) == (stands == was)


def test_sentences_of_a_known_year():
    memberships = spells.select(load("memberships"), bodies=["csto"], layer="organisation")
    found = steps.yearly_steps(memberships, range(2003, 2027), as_of()).set_index("step")["text"]
    assert found[2003].endswith("6 memberships stand.")
    assert found[2006] == "Now in CSTO: Uzbekistan."
    assert found[2012] == "No longer in CSTO: Uzbekistan."
    assert found[2013] == t("explorer: none")


def test_a_sentence_for_each_body_in_the_order_of_their_codes():
    spell = {"layer": "organisation", "status": "member", "end": "..", "end_low": None}
    joined = [("RUS", "cis", "2001"), ("ARM", "sco", "2001"), ("UZB", "csto", "2001"), ("KAZ", "cis", "2001")]
    rows = [{"id": f"{s}{b}", "state": s, "body": b, "start": start, **spell} for s, b, start in joined]
    found = steps.yearly_steps(frame(rows), [2000, 2001, 2002], END.isoformat())
    assert found["text"].iloc[1] == "Now in CIS: Kazakhstan and Russia. Now in CSTO: Uzbekistan. Now in SCO: Armenia."
    assert list(found["came"]) == [0, 4, 0]


@given(st.sets(st.integers(1, 40)))
def test_runs_cover_their_numbers_and_no_other(numbers: set[int]):
    cell = steps.runs(numbers)
    assert {number for number in range(50) if steps.is_on(cell, number)} == numbers


@given(st.lists(st.sets(st.integers(1, 40)), max_size=4))
def test_a_union_covers_what_any_covers(sets: list[set[int]]):
    assert steps.union(map(steps.runs, sets)) == steps.runs(set().union(*sets))


def test_runs_are_short():
    assert steps.runs([1992, 1993, 1994, 2006, 2024]) == "1992-1994 2006 2024"


@pytest.fixture
def drawn(lang: str) -> tuple[ET.Element, pd.DataFrame]:
    """Return the drawing of the memberships of three states, in each language of the book."""
    full = spells.select(load("memberships"), states=["ARM", "UZB", "TKM"], layer="organisation", statuses=spells.FULL)
    links = steps.standing(full, range(1992, 2027), as_of())
    states, bodies = graphs.places(links)
    markup = draw.network(links, focus="csto", states=states, bodies=bodies, step=2010)
    return ET.fromstring(markup), links


def test_the_drawing_has_a_mark_for_each_link(drawn: tuple[ET.Element, pd.DataFrame]):
    root, links = drawn
    paths = root.findall("path")
    assert sorted(path.get("data-on") for path in paths) == sorted(links["on"])
    shown = [path for path in paths if path.get("class") != "off"]
    assert len(shown) == sum(steps.is_on(cell, 2010) for cell in links["on"])
    assert {path.get("stroke") for path in shown} >= {colour("ARM"), colour("UZB")}


def test_the_drawing_names_each_state_and_body_inside(drawn: tuple[ET.Element, pd.DataFrame]):
    root, links = drawn
    names = [text.text for text in root.iter("text")]
    assert sorted(names) == sorted(t(name) for name in {*links["state"], *links["body"]})
    _, _, width, height = map(float, root.get("viewBox").split())
    for text in root.iter("text"):
        reach = 0.6 * 15 * len(text.text) * (1 if text.get("text-anchor") == "start" else -1)
        assert 0 <= float(text.get("x")) + reach <= width
        assert 0 < float(text.get("y")) < height


def test_places_do_not_change_with_the_step():
    full = spells.select(load("memberships"), layer="organisation", statuses=spells.FULL)
    links = steps.standing(full, range(1992, 2027), as_of())
    states, bodies = graphs.places(links)
    drawings = [
        ET.fromstring(draw.network(links, focus="csto", states=states, bodies=bodies, step=step))
        for step in (1992, 2026)
    ]
    first, last = ([path.get("d") for path in root.findall("path")] for root in drawings)
    assert first == last
