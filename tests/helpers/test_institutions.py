"""Institutions: terms of office, seats and drafts, recomputed from the files in another way."""

from collections import Counter
from collections.abc import Callable
from datetime import date

import pandas as pd
import pytest
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from helpers import as_of, draw, institutions, labels, load
from helpers.dates import bounds
from tests.helpers.figures import Draw, assert_legible, drawn, texts
from tests.helpers.shipped import read

MEMBERS = ["ARM", "BLR", "KAZ", "KGZ", "RUS", "TJK"]


def terms() -> pd.DataFrame:
    return institutions.terms(load("offices"), as_of())


def seats() -> pd.DataFrame:
    held = institutions.meetings(load("events"), "2021-01-01")
    return institutions.attendance(held, load("event_states"), MEMBERS)


def drafts() -> pd.DataFrame:
    return institutions.with_dates(load("decisions"), load("events"))


def offices(**columns: object) -> pd.DataFrame:
    """Return a small table of offices."""
    frame = pd.DataFrame({"office": "chair", "person": pd.NA, "acting": False, **columns})
    return frame.assign(id=[f"term-{rank}" for rank in range(len(frame))])


# --- terms ------------------------------------------------------------------------------------------------------------


def test_a_year_has_twelve_months():
    start, end = pd.Series(["2001-01-01", "2001-01-01"]), pd.Series(["2002-01-01", "2001-07-01"])
    assert list(institutions.months(pd.to_datetime(start), pd.to_datetime(end))) == [12.0, 5.9]


def test_terms_are_those_of_the_file():
    known = {row["id"]: row for row in read("offices") if row["office"] in institutions.OFFICES}
    frame = terms()
    assert set(frame["id"]) == set(known)
    for term in frame.itertuples():
        row = known[term.id]
        start = bounds(row["start"])[0]
        end = date.fromisoformat(as_of()) if row["end"] == ".." else bounds(row["end"])[0]
        assert (term.start, term.end, term.open) == (start.isoformat(), end.isoformat(), row["end"] == "..")
        assert term.months == pytest.approx((end - start).days / 365.25 * 12, abs=0.051)


def test_the_chair_never_stands_empty():
    chair = terms().query("office == 'chair'")
    assert list(chair["start"].iloc[1:]) == list(chair["end"].iloc[:-1])
    assert institutions.gaps(chair).empty


def test_months_held_add_up_to_the_whole():
    held, whole = institutions.held(terms()), terms().groupby("office")["months"].sum()
    for office, part in held.groupby("office"):
        assert part["months"].sum() == pytest.approx(whole[office])
        assert part["share"].sum() == pytest.approx(100, abs=0.3)
    assert held["terms"].sum() == len(terms())
    for _, part in held.groupby("office"):
        assert part["months"].is_monotonic_decreasing
    assert list(dict.fromkeys(held["office"])) == [office for office in institutions.OFFICES if office in whole]


def test_gaps_lie_between_terms():
    frame = offices(state=["RUS", "BLR", "KAZ"], start=["2001", "2003", "2004"], end=["2002", "2004", ".."])
    gaps = institutions.gaps(institutions.terms(frame, "2010-01-01"))
    assert gaps.to_dict("records") == [{"office": "chair", "start": "2002-01-01", "end": "2003-01-01", "months": 12.0}]


def test_lasting_leaves_open_terms_out():
    frame = offices(state=["RUS", "BLR"], start=["2001", "2002"], end=["2002", ".."])
    found = institutions.terms(frame, "2003-01-01")
    assert list(institutions.lasting(found, 11, 13)["state"]) == ["RUS"]


# --- meetings ---------------------------------------------------------------------------------------------------------


def test_attendance_is_that_of_the_file():
    said = {
        (row["event"], row["state"]): "absent" if row["role"] == "absent" else row["level"] or "present"
        for row in read("event_states")
        if row["role"] in ("participant", "absent")
    }
    frame = seats()
    assert len(frame) == frame["event"].nunique() * len(MEMBERS)
    assert [said.get((seat.event, seat.state), "unknown") for seat in frame.itertuples()] == list(frame["level"])
    assert set(frame["level"]) <= set(institutions.LEVELS)


def test_meetings_are_sessions_and_ministers_of_the_organisation():
    wanted = {
        row["id"]
        for row in read("events")
        if row["kind"] in ("session", "ministerial") and row["body"] == "csto" and row["date"] >= "2021"
    }
    held = institutions.meetings(load("events"), "2021-01-01")
    assert set(held["id"]) == wanted
    assert list(held["date"]) == sorted(held["date"])


def test_five_ministers_came_to_bishkek():
    there = institutions.present(seats().query("event == 'defence-ministers-bishkek-2025'"))
    assert set(there["state"]) == set(MEMBERS) - {"ARM"}
    assert set(there["level"]) == {"minister"}


def test_armenia_is_away_from_the_meeting_of_november_2023_on():
    armenia = seats().query("state == 'ARM' and level != 'unknown'")
    away = armenia["level"] == "absent"
    assert list(away) == list(armenia["date"] >= "2023-11-22")
    assert away.any() and not away.all()


# --- drafts -----------------------------------------------------------------------------------------------------------


def test_lanes_follow_from_outcome_format_and_state():
    days = {row["id"]: row["date"] for row in read("events")}
    known = {row["id"]: row for row in read("decisions")}
    for draft in drafts().itertuples():
        row = known[draft.id]
        if row["outcome"] == "adopted":
            assert draft.lane == ("limited" if row["format"] == "limited" else "adopted")
        else:
            assert draft.lane == (row["blocked_by"] or "nobody named")
        assert str(draft.year) == days[row["event"]][:4]


def test_a_decision_of_no_event_is_found():
    with pytest.raises(KeyError):
        institutions.with_dates(load("decisions"), load("events").head(1))


# --- figures ----------------------------------------------------------------------------------------------------------


def test_offices_draw_a_bar_and_a_name_for_each_term():
    frame = terms()
    (axes,) = drawn(draw.offices, frame).axes
    assert [round(bar.get_width()) for bar in axes.patches] == [
        (date.fromisoformat(term.end) - date.fromisoformat(term.start)).days for term in frame.itertuples()
    ]
    names = Counter(text.get_text() for text in axes.texts)
    assert {labels.t(state): count for state, count in Counter(frame["state"]).items()}.items() <= names.items()
    assert len(axes.texts) == len(frame) + len(institutions.gaps(frame))


def test_meetings_draw_a_mark_for_each_seat():
    frame = seats()
    figure = drawn(draw.meetings, frame)
    fields = [patch for axes in figure.axes for patch in axes.patches if isinstance(patch, Rectangle)]
    marks = [line for axes in figure.axes for line in axes.lines]
    assert len(fields) == (frame["level"] == "absent").sum() and all(field.get_hatch() for field in fields)
    assert len(marks) == len(frame) - len(fields)
    assert sum(line.get_marker() == "_" for line in marks) == (frame["level"] == "unknown").sum()


def test_the_marked_meeting_is_bold():
    figure = drawn(lambda frame: draw.meetings(frame, mark="defence-ministers-bishkek-2025"), seats())
    bold = [text.get_text() for text in texts(figure) if text.get_weight() == "bold" and text.get_text()[0].isdigit()]
    assert bold == ["28 May 2025"]


def test_decisions_draw_a_mark_for_each_draft():
    frame = drafts()
    (axes,) = drawn(draw.decisions, frame).axes
    marks = [line for line in axes.lines if line.get_marker() not in ("None", "", None)]
    assert Counter(int(line.get_xdata()[0]) for line in marks) == Counter(frame["year"])
    assert len({(line.get_xdata()[0], line.get_ydata()[0]) for line in marks}) == len(frame)
    hollow = [line for line in marks if line.get_markerfacecolor() == "white"]
    assert len(hollow) == (frame["lane"] == "limited").sum()


FIGURES: dict[str, tuple[Draw, Callable[[], pd.DataFrame]]] = {
    "offices": (draw.offices, terms),
    "meetings": (draw.meetings, seats),
    "decisions": (draw.decisions, drafts),
}


@pytest.mark.parametrize("name", FIGURES)
def test_text_lies_inside_and_apart(name: str, lang: str):
    function, make = FIGURES[name]
    assert_legible(drawn(function, make()))


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("offices", "index == 0"),
        ("offices", "office == 'secretary general'"),
        ("meetings", "kind == 'session'"),
        ("meetings", "index < 6"),
        ("meetings", "level == 'absent'"),
        ("decisions", "index == 0"),
        ("decisions", "outcome == 'adopted'"),
        ("decisions", "lane == 'ARM'"),
    ],
)
def test_little_data_draw_too(name: str, rows: str):
    function, make = FIGURES[name]
    assert isinstance(drawn(function, make().query(rows)), Figure)
