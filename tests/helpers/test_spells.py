"""Spells: who is in on a day, counted here day by day and without pandas."""

from datetime import date, timedelta

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import as_of, load, spells
from tests.helpers.random_spells import END, Row, days, first_day, frame, is_in, tables, until
from tests.helpers.shipped import read

# --- random tables ----------------------------------------------------------------------------------------------------


@given(tables(), days())
def test_on_a_day(rows: list[Row], day: date):
    assert list(spells.on(frame(rows), day.isoformat())["id"]) == [row["id"] for row in rows if is_in(row, day)]


@given(tables(), st.lists(st.integers(1988, 2030), max_size=4, unique=True))
def test_members_by_year(rows: list[Row], years: list[int]):
    counted = spells.members_by_year(frame(rows), years, END.isoformat())
    expected = []
    for layer in dict.fromkeys(row["layer"] for row in rows):
        for year in years:
            day = min(date(year, 12, 31), END)
            inside = {row["state"] for row in rows if row["layer"] == layer and is_in(row, day)}
            expected.append((layer, year, day.isoformat(), len(inside), ";".join(sorted(inside))))
    assert list(counted.itertuples(index=False, name=None)) == expected


@given(tables(), st.lists(st.integers(1988, 2030), max_size=4))
def test_by_year_is_a_brute_force_count(rows: list[Row], years: list[int]):
    found = spells.by_year(frame(rows), years, END.isoformat())
    expected = {
        (year, row["state"], row["body"]) for year in years for row in rows if is_in(row, min(date(year, 12, 31), END))
    }
    assert list(found.itertuples(index=False, name=None)) == sorted(expected)
    assert found["year"].dtype == "int64", "also where there is no year"


@given(tables(), days())
def test_dated_spells_need_no_second_reading(rows: list[Row], day: date):
    once = spells.dated(frame(rows))
    assert spells.dated(once) is once
    assert list(spells.on(once, day.isoformat())["id"]) == list(spells.on(frame(rows), day.isoformat())["id"])


@given(tables())
def test_bars_cover_the_spells(rows: list[Row]):
    bars = spells.bars(frame(rows), END.isoformat())
    expected = {
        row["id"]: (first_day(row["start"]).isoformat(), (until(row) or END).isoformat(), until(row) is None)
        for row in rows
    }
    assert {bar.id: (bar.start, bar.end, bar.open) for bar in bars.itertuples()} == expected
    assert len(bars) == len(rows)


@given(tables())
def test_bars_keep_a_state_together(rows: list[Row]):
    bars = spells.bars(frame(rows), END.isoformat())
    states = list(bars["state"])
    assert [state for before, state in zip([None, *states], states, strict=False) if state != before] == list(
        dict.fromkeys(states)
    )
    for _, part in bars.groupby("state"):
        assert part["start"].is_monotonic_increasing


def test_bars_of_those_still_in_come_first_and_then_of_those_longest_in():
    table = spells.stack(
        one(id="a", state="ARM", end="1999-04-20"), one(id="b", state="UZB", start="2006-08-16"),
        one(id="c", state="KAZ", start="1994-04-20"), one(id="d", state="AZE", end="2012-12-19"),
        one(id="e", state="UZB", start="1994-04-20", end="1999-04-20"), one(id="f", state="BLR", start="1993-12-31"),
    )  # fmt: skip
    assert list(spells.bars(table, END.isoformat())["id"]) == ["f", "c", "e", "b", "d", "a"]


@given(tables())
def test_length_in_days(rows: list[Row]):
    expected = [((until(row) or END) - first_day(row["start"])).days for row in rows]
    assert list(spells.length_days(frame(rows), END.isoformat())) == expected


@given(tables(), st.sets(st.sampled_from(["cst", "csto", "cis"])), st.sets(st.sampled_from(["ARM", "UZB"])))
def test_select(rows: list[Row], bodies: set[str], states: set[str]):
    chosen = spells.select(frame(rows), bodies=bodies, states=states)
    assert list(chosen["id"]) == [row["id"] for row in rows if row["body"] in bodies and row["state"] in states]


# --- the edges, one by one --------------------------------------------------------------------------------------------


def one(**values: str | None) -> pd.DataFrame:
    """Return a table of one spell of Uzbekistan in the organisation."""
    given = {"id": "x", "state": "UZB", "body": "csto", "layer": "organisation", "status": "member"}
    return frame([{**given, "start": "2006-08-16", "end": "..", "end_low": None, **values}])


@pytest.mark.parametrize(
    ("day", "inside"), [("2006-08-15", 0), ("2006-08-16", 1), ("2012-12-18", 1), ("2012-12-19", 0), ("2013-01-01", 0)]
)
def test_on_its_end_day_a_state_is_out(day: str, inside: int):
    assert len(spells.on(one(end="2012-12-19"), day)) == inside


@pytest.mark.parametrize(("end_low", "last"), [("2008-03", "2008-02-29"), (None, None)])
def test_unknown_end_is_taken_at_its_earliest(end_low: str | None, last: str | None):
    spell = one(end=None, end_low=end_low)
    if last:
        assert len(spells.on(spell, last)) == 1
        assert len(spells.on(spell, pd.Timestamp(last) + timedelta(days=1))) == 0
    else:
        assert len(spells.on(spell, "2006-08-16")) == 0


def test_known_end_wins_over_its_earliest():
    assert len(spells.on(one(end="2012-12-19", end_low="2012-06-20"), "2012-12-01")) == 1


def test_inexact_dates_count_from_their_first_day():
    assert spells.length_days(one(start="2006", end="2006-02"), "2026-02-15").item() == 31


def test_open_spell_is_measured_to_the_end():
    assert spells.length_days(one(start="2026-02-01"), "2026-02-15").item() == 14


def test_year_of_the_end_is_counted_on_that_day():
    counted = spells.members_by_year(one(start="2026-03-01"), [2025, 2026], "2026-02-15")
    assert list(counted["day"]) == ["2025-12-31", "2026-02-15"]
    assert list(counted["members"]) == [0, 0]


def test_select_asks_only_what_it_is_given():
    table = spells.stack(one(), one(layer="treaty"), one(status="observer"))
    assert len(spells.select(table)) == 3
    assert list(spells.select(table, layer="treaty").index) == [1]
    assert list(spells.select(table, statuses=["observer"]).index) == [2]
    assert spells.select(table, bodies=[]).empty


def test_members_are_those_of_the_organisation_on_the_day():
    table = spells.stack(
        one(state="TJK", body="csto", layer="organisation"), one(state="ARM", body="csto", layer="organisation"),
        one(state="KAZ", body="csto", layer="organisation", end="2005-01-01"),
        one(state="BLR", body="csto", layer="treaty"), one(state="UZB", body="cis", layer="organisation"),
    )  # fmt: skip
    assert list(spells.members(table, "2012-01-01")) == ["ARM", "TJK"]
    assert list(spells.members(table, "2012-01-01", "cis")) == ["UZB"]


def test_stack_renumbers():
    assert list(spells.stack(one(), one(), one()).index) == [0, 1, 2]


def test_helpers_leave_their_frame_alone():
    table = one()
    before = table.copy()
    spells.dated(table)
    spells.bars(table, "2026-02-15")
    spells.members_by_year(table, [2010], "2026-02-15")
    pd.testing.assert_frame_equal(table, before)


# --- known numbers ----------------------------------------------------------------------------------------------------


def shipped(body: str, layer: str) -> list[dict[str, str]]:
    """Return the shipped spells in a body on a layer, read with the csv module."""
    return [row for row in read("memberships") if row["body"] == body and row["layer"] == layer]


@pytest.mark.parametrize(
    ("body", "layer", "status", "day", "states"),
    [
        ("cst", "treaty", "signatory", "1992-05-14", ""),
        ("cst", "treaty", "signatory", "1992-05-15", "ARM KAZ KGZ RUS TJK UZB"),
        ("cst", "treaty", "signatory", "1994-04-20", ""),
        ("cst", "treaty", "party", "1994-04-20", "ARM AZE BLR GEO KAZ KGZ RUS TJK UZB"),
        ("cst", "treaty", "party", "1999-04-19", "ARM AZE BLR GEO KAZ KGZ RUS TJK UZB"),
        ("cst", "treaty", "party", "1999-04-20", "ARM BLR KAZ KGZ RUS TJK"),
        ("csto", "organisation", "member", "2003-09-17", ""),
        ("csto", "organisation", "member", "2003-09-18", "ARM BLR KAZ KGZ RUS TJK"),
        ("csto", "organisation", "member", "2010-01-01", "ARM BLR KAZ KGZ RUS TJK UZB"),
        ("csto", "organisation", "member", "2010-12-31", "ARM BLR KAZ KGZ RUS TJK UZB"),
        ("csto", "organisation", "member", "2013-01-01", "ARM BLR KAZ KGZ RUS TJK"),
        ("csto", "participation", "frozen", "2026-02-15", "ARM"),
    ],
)
def test_known_members(body: str, layer: str, status: str, day: str, states: str):
    """All these spells have whole days, so as text they sort by time ("..", the open end, sorts before digits)."""
    by_text = {
        row["state"]
        for row in shipped(body, layer)
        if row["status"] == status and row["start"] <= day and not "0" <= row["end"] <= day
    }
    assert by_text == set(states.split())
    chosen = spells.select(load("memberships"), bodies=[body], layer=layer, statuses=[status])
    assert set(spells.on(chosen, day)["state"]) == by_text


def test_known_lengths():
    """Two terms of Uzbekistan: 1826 days from the Treaty's force to its lapse, 2317 days from return to exit."""
    chosen = spells.select(load("memberships"), states=["UZB"], bodies=["cst"], statuses=["party"])
    days_of = dict(zip(chosen["id"], spells.length_days(chosen, as_of()), strict=True))
    assert days_of == {
        "uzb-cst-1994": (date(1999, 4, 20) - date(1994, 4, 20)).days,
        "uzb-cst-2006": (date(2012, 12, 19) - date(2006, 8, 16)).days,
    }
    assert list(days_of.values()) == [1826, 2317]
