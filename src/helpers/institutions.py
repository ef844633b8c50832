"""Institutions: who held which office and for how long, who sat in which meeting, what became of drafts.

Terms are half-open like spells; a date that is less exact than a day counts from its first day. A month is a twelfth
of 365.25 days, so that a year of office has 12.0 months.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

import pandas as pd

from helpers.data import rows
from helpers.dates import earliest, iso

#: Days in a month.
MONTH = 365.25 / 12

#: Offices of the organisation, in the order in which figures show them.
OFFICES = ("chair", "secretary general", "chief of the joint staff")

#: Levels at which a state sat, from the highest to none; the last three are this book's own words.
LEVELS = (
    "head of state",
    "head of government",
    "deputy head of government",
    "minister",
    "deputy minister",
    "envoy",
    "by video",
    "present",
    "absent",
    "unknown",
)

#: What became of a draft, in the order in which figures show it.
OUTCOMES = ("adopted", "reserved", "postponed", "not signed", "declined", "blocked")


def months(start: pd.Series, end: pd.Series) -> pd.Series:
    """Return the months from one column of days (datetime64) to another, to a tenth."""
    return ((end - start).dt.days / MONTH).round(1)


def terms(offices: pd.DataFrame, end: str) -> pd.DataFrame:
    """Return the terms of office as bars, in the order of :data:`OFFICES` and of time; open ones are cut at ``end``.

    Args:
        offices: the table; offices outside :data:`OFFICES` are left out.
        end: the as-of day, ``YYYY-MM-DD``.

    Returns:
        Columns ``id``, ``office``, ``person`` (NA for the chair), ``state``, ``acting``, ``start``, ``end`` (ISO days),
        ``open`` (end not reached), ``months`` (length, to a tenth).
    """
    frame = offices[offices["office"].isin(OFFICES)]
    first, until = earliest(frame["start"]), earliest(frame["end"])
    last = until.fillna(pd.Timestamp(end))
    frame = frame.assign(open=until.isna(), months=months(first, last), rank=frame["office"].map(OFFICES.index))
    frame = frame.assign(start=iso(first), end=iso(last))
    frame = frame.sort_values(["rank", "start"])
    columns = ["id", "office", "person", "state", "acting", "start", "end", "open", "months"]
    return frame[columns].reset_index(drop=True)


def held(terms: pd.DataFrame) -> pd.DataFrame:
    """Sum the months of each office by state, the longest first.

    Args:
        terms: :func:`terms`, or a part of it.

    Returns:
        Columns ``office``, ``state``, ``terms`` (how many), ``months``, ``share`` (of the months for which a holder of
        the office is known, in per cent, to a tenth).
    """
    sums = terms.groupby(["office", "state"], sort=False)["months"].agg(["size", "sum"]).reset_index()
    sums = sums.rename(columns={"size": "terms", "sum": "months"})
    share = 100 * sums["months"] / sums.groupby("office", sort=False)["months"].transform("sum")
    sums = sums.assign(months=sums["months"].round(1), share=share.round(1), rank=sums["office"].map(OFFICES.index))
    sums = sums.sort_values(["rank", "months"], ascending=[True, False])
    return sums.drop(columns="rank").reset_index(drop=True)


def gaps(terms: pd.DataFrame) -> pd.DataFrame:
    """List the times between the terms of an office for which no holder stands in the table.

    Returns:
        Columns ``office``, ``start``, ``end`` (ISO days), ``months``; empty when each term meets the next.
    """
    found = [
        (office, before.end, after.start)
        for office, part in terms.groupby("office", sort=False)
        for before, after in pairwise(rows(part.sort_values("start")))
        if before.end < after.start
    ]
    frame = pd.DataFrame(found, columns=["office", "start", "end"])
    return frame.assign(months=months(pd.to_datetime(frame["start"]), pd.to_datetime(frame["end"])))


def lasting(terms: pd.DataFrame, low: float, high: float) -> pd.DataFrame:
    """Return the finished terms whose length lies between two numbers of months, both included."""
    return terms[~terms["open"] & terms["months"].between(low, high)]


def meetings(events: pd.DataFrame, since: str, body: str = "csto") -> pd.DataFrame:
    """Return the sessions and the meetings of ministers of a body since a day, ``YYYY-MM-DD``, in order of date."""
    frame = events[events["kind"].isin(["session", "ministerial"]) & (events["body"] == body)]
    frame = frame[earliest(frame["date"]) >= pd.Timestamp(since)]
    return frame.sort_values(["date", "id"]).reset_index(drop=True)


def attendance(meetings: pd.DataFrame, parts: pd.DataFrame, states: Iterable[str]) -> pd.DataFrame:
    """Return how each state sat in each meeting; a state of which no source speaks is unknown, not absent.

    Args:
        meetings: rows of the table ``events``.
        parts: the table ``event_states``.
        states: the states to ask for, in the order of the rows.

    Returns:
        One row a meeting and state, with columns ``event``, ``date``, ``kind``, ``state``, ``level`` (one of
        :data:`LEVELS`; ``present`` where a source does not name the level), ``person`` (NA where unknown).
    """
    order = list(states)
    said = {
        (part.event, part.state): ("absent" if part.role == "absent" else part.level, part.person)
        for part in rows(parts[parts["role"].isin(["participant", "absent"])].fillna({"level": "present"}))
    }
    seats = [
        (meeting.id, meeting.date, meeting.kind, state, *said.get((meeting.id, state), ("unknown", pd.NA)))
        for meeting in rows(meetings)
        for state in order
    ]
    return pd.DataFrame(seats, columns=["event", "date", "kind", "state", "level", "person"])


def present(attendance: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of :func:`attendance` in which a state is known to have sat, at whatever level."""
    return attendance[~attendance["level"].isin(["absent", "unknown"])]


def with_dates(decisions: pd.DataFrame, events: pd.DataFrame) -> pd.DataFrame:
    """Return the decisions with the date of their meeting and the row in which a figure shows them, in order.

    Returns:
        Columns ``id``, ``date`` (EDTF), ``year``, ``outcome``, ``format`` (``full``, ``limited`` or NA), ``held_by``
        (the state whose refusal, absence or reservation the outcome refers to, or NA), ``lane``: ``adopted``,
        ``limited`` (adopted in a limited format), the state that held the draft up, or ``nobody named``.

    Raises:
        KeyError: a decision of an event that is not in ``events``.
    """
    date = dict(zip(events["id"], events["date"], strict=True))
    frame = decisions.assign(date=[date[event] for event in decisions["event"]], held_by=decisions["blocked_by"])
    adopted, limited = frame["outcome"] == "adopted", frame["format"].eq("limited").fillna(False)
    lane = frame["held_by"].fillna("nobody named").mask(adopted, "adopted").mask(adopted & limited, "limited")
    frame = frame.assign(lane=lane, year=earliest(frame["date"]).dt.year).sort_values(["date", "id"])
    return frame[["id", "date", "year", "outcome", "format", "held_by", "lane"]].reset_index(drop=True)
