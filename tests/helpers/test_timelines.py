"""Timelines: events in order and the days between them, counted here a second time without pandas."""

from collections.abc import Callable
from datetime import date
from itertools import pairwise

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.dates import date2num
from matplotlib.figure import Figure

from helpers import draw, load, timelines
from helpers.data import resource
from helpers.labels import date_text, t
from helpers.style import CARD
from tests.helpers.figures import Draw, assert_legible, drawn
from tests.helpers.shipped import read

FOUNDING = (
    "belavezha-agreement-1991",
    "treaty-signed-1992",
    "joint-command-ended-1993",
    "treaty-in-force-1994",
    "protocol-signed-1999",
    "treaty-term-ended-1999",
    "afghanistan-operation-2001",
    "moscow-session-2002",
    "charter-signed-2002",
    "charter-in-force-2003",
)
ACTS = {
    "chart: act, Treaty 1992": ["treaty-signed-1992"],
    "chart: act, accessions 1993": ["azerbaijan-accession-1993", "georgia-accession-1993", "belarus-accession-1993"],
    "chart: act, Protocol 1999": ["protocol-signed-1999"],
    "chart: act, Charter 2002": ["charter-signed-2002"],
}
WAITS = {
    "chart: Treaty, signed to in force": ("treaty-signed-1992", "treaty-in-force-1994"),
    "chart: Charter, signed to in force": ("charter-signed-2002", "charter-in-force-2003"),
}


def table(days: dict[str, str], kind: str = "session") -> pd.DataFrame:
    """Return events with these dates."""
    return pd.DataFrame({"id": list(days), "date": list(days.values()), "kind": kind})


def line() -> pd.DataFrame:
    return timelines.line(timelines.pick(load("events"), FOUNDING))


def waits() -> pd.DataFrame:
    return timelines.intervals(load("events"), WAITS)


def acts() -> pd.DataFrame:
    return timelines.acts(load("event_states"), ACTS)


# --- events -----------------------------------------------------------------------------------------------------------


def test_every_kind_has_a_mark():
    fields = {field["name"]: field for field in resource("events")["schema"]["fields"]}
    assert set(timelines.MARKS) == set(fields["kind"]["constraints"]["enum"])


def test_pick_keeps_the_order_of_the_ids():
    wanted = ["charter-signed-2002", "treaty-signed-1992"]
    assert list(timelines.pick(load("events"), wanted)["id"]) == wanted


def test_pick_names_what_is_unknown():
    with pytest.raises(KeyError, match="no event somewhere-1900"):
        timelines.pick(load("events"), ["treaty-signed-1992", "somewhere-1900"])
    with pytest.raises(KeyError, match="no event nowhere-1900, somewhere-1900"):
        timelines.pick(load("events"), ["somewhere-1900", "nowhere-1900"])


def test_line_is_in_order_of_date():
    frame = line()
    assert all(one <= other for one, other in pairwise(frame["first"]))
    dates = {row["id"]: row["date"] for row in read("events")}
    assert [dates[event] for event in frame["id"]] == list(frame["date"])
    ended = frame.set_index("id").loc["joint-command-ended-1993"]
    assert (ended["first"], ended["last"]) == ("1993-06-15", "1993-12-23")


def test_line_of_inexact_dates():
    frame = timelines.line(table({"b": "1993-04", "a": "1993", "c": "1993-01-01"}))
    assert list(zip(frame["id"], frame["first"], frame["last"], strict=True)) == [
        ("c", "1993-01-01", "1993-01-01"),
        ("a", "1993-01-01", "1993-12-31"),
        ("b", "1993-04-01", "1993-04-30"),
    ]
    assert list(frame["label"]) == ["chart: c", "chart: a", "chart: b"]


def test_line_of_a_kind_without_mark():
    with pytest.raises(KeyError):
        timelines.line(table({"a": "1993"}, kind="rumour"))


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        ("treaty-signed-1992", "treaty-in-force-1994", 705),
        ("moscow-session-2002", "charter-signed-2002", 146),
        ("charter-signed-2002", "charter-in-force-2003", 346),
        ("charter-in-force-2003", "charter-signed-2002", -346),
        ("afghanistan-operation-2001", "charter-signed-2002", 365),
    ],
)
def test_days_between(start: str, end: str, days: int):
    dates = {row["id"]: row["date"] for row in read("events")}
    assert (date.fromisoformat(dates[end]) - date.fromisoformat(dates[start])).days == days
    assert timelines.days_between(load("events"), start, end) == days


def test_days_of_an_inexact_date():
    with pytest.raises(ValueError, match="is no single day"):
        timelines.days_between(load("events"), "treaty-signed-1992", "joint-command-ended-1993")


@given(st.dates(date(1990, 1, 1)), st.dates(date(1990, 1, 1)))
def test_years_between(one: date, other: date):
    start, end = sorted((one, other))
    years = timelines.years_between(table({"a": start.isoformat(), "b": end.isoformat()}), "a", "b")
    assert (start.year + years, start.month, start.day) <= (end.year, end.month, end.day)
    assert (start.year + years + 1, start.month, start.day) > (end.year, end.month, end.day)


def test_intervals_run_forward():
    frame = waits()
    assert list(frame["days"]) == [705, 346]
    with pytest.raises(ValueError, match="charter-signed-2002 comes before charter-in-force-2003"):
        timelines.intervals(load("events"), {"x": ("charter-in-force-2003", "charter-signed-2002")})
    one_day = timelines.intervals(table({"a": "1993-04-01", "b": "1993-04-01"}), {"x": ("a", "b")})
    assert one_day.to_numpy().tolist() == [["x", "a", "b", "1993-04-01", "1993-04-01", 0]]


# --- who signed -------------------------------------------------------------------------------------------------------


def roles(event: str, *wanted: str) -> set[str]:
    """Return the states with a role in an event, as the csv module reads them."""
    return {row["state"] for row in read("event_states") if row["event"] == event and row["role"] in wanted}


def test_known_signers():
    parts = load("event_states")
    first = {"ARM", "KAZ", "KGZ", "RUS", "TJK", "UZB"}
    assert set(timelines.signers(parts, ["treaty-signed-1992"])) == first
    assert timelines.declined(parts, "protocol-signed-1999") == ["AZE", "GEO", "UZB"]
    assert len(timelines.signers(parts, [event for ids in list(ACTS.values())[:2] for event in ids])) == 9


def test_acts_hold_each_signature():
    frame = acts()
    for act, ids in ACTS.items():
        for part, wanted in (("signed", ("signatory", "acceding")), ("declined", ("objecting",))):
            expected = set().union(*[roles(event, *wanted) for event in ids])
            assert set(frame.loc[(frame["act"] == act) & (frame["part"] == part), "state"]) == expected
    assert not frame.duplicated(["state", "act"]).any()


def test_acts_put_those_first_who_stayed():
    states = list(dict.fromkeys(acts()["state"]))
    assert states == ["ARM", "KAZ", "KGZ", "RUS", "TJK", "BLR", "UZB", "AZE", "GEO"]
    assert dict(zip(acts()["act"], acts()["order"], strict=True)) == {act: place for place, act in enumerate(ACTS, 1)}


# --- figures ----------------------------------------------------------------------------------------------------------

FIGURES: dict[str, tuple[Draw, Callable[[], pd.DataFrame]]] = {
    "timeline": (draw.timeline, line),
    "intervals": (draw.intervals, waits),
    "acts": (draw.acts, acts),
}


@pytest.mark.parametrize("name", FIGURES)
def test_text_lies_inside_and_apart(name: str, lang: str):
    function, make = FIGURES[name]
    assert_legible(drawn(function, make()))


@pytest.mark.parametrize("name", FIGURES)
def test_little_data_draw_too(name: str):
    function, make = FIGURES[name]
    assert isinstance(drawn(function, make().iloc[:1]), Figure)


def test_timeline_draws_a_mark_on_each_day():
    frame = line()
    (axes,) = drawn(draw.timeline, frame).axes
    marks = [mark for mark in axes.lines if mark.get_marker() != "None"]
    assert [mark.get_xdata()[0] for mark in marks] == [date2num(pd.Timestamp(day)) for day in frame["first"]]
    assert [mark.get_ydata()[0] for mark in marks] == sorted(mark.get_ydata()[0] for mark in marks)
    hollow = [mark.get_markerfacecolor() in ("white", CARD) for mark in marks]
    assert hollow == list(frame["mark"] == "exit")


def test_timeline_writes_each_date_and_title():
    frame = line()
    (axes,) = drawn(draw.timeline, frame).axes
    written = [tick.get_text().replace("\n", " ") for tick in axes.get_yticklabels()]
    assert written == [date_text(day) for day in frame["date"]]
    assert [title.get_text().replace("\n", " ") for title in axes.texts] == [t(label) for label in frame["label"]]


def test_timeline_of_one_mark_needs_no_key():
    assert drawn(draw.timeline, line().query("mark == 'text'")).legends == []
    assert drawn(draw.timeline, line()).legends


def test_intervals_are_as_long_as_their_days():
    frame = waits()
    (axes,) = drawn(draw.intervals, frame).axes
    assert [round(bar.get_width()) for bar in axes.patches] == list(frame["days"])


def test_acts_draw_a_square_for_each_row_and_count_signers():
    frame = acts()
    (axes,) = drawn(draw.acts, frame).axes
    assert len(axes.patches) == len(frame)
    assert sum(patch.get_hatch() is not None for patch in axes.patches) == (frame["part"] == "declined").sum()
    assert [text.get_text() for text in axes.texts] == ["6", "3", "6", "6"]
