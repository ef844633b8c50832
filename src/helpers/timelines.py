"""Timelines: events in order, the days between them, and who had which part in them.

A dated event is as exact as its source: ``1993-04`` covers a month. A helper that counts days asks for exact days.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

import pandas as pd

from helpers.dates import earliest, exact, iso, latest

#: The mark by which a kind of event is shown; kinds that stand together share one.
MARKS = {
    "founding": "text",
    "treaty": "text",
    "accession": "text",
    "renewal": "text",
    "law": "text",
    "withdrawal": "exit",
    "organ": "organ",
    "session": "organ",
    "ministerial": "organ",
    "appointment": "organ",
    "statement": "organ",
    "participation": "organ",
    "diplomacy": "organ",
    "plan": "organ",
    "un": "un",
    "force": "force",
    "base": "force",
    "crisis": "force",
}

#: Roles by which a state puts its name to a text.
SIGNING = ("signatory", "acceding")


def pick(events: pd.DataFrame, ids: Iterable[str]) -> pd.DataFrame:
    """Return the events of these ids, in the order of the ids.

    Raises:
        KeyError: no event has one of the ids.
    """
    wanted = list(ids)
    unknown = sorted(set(wanted) - set(events["id"]))
    if unknown:
        raise KeyError(f"no event {', '.join(unknown)}")
    return events.set_index("id").loc[wanted].reset_index()


def line(events: pd.DataFrame) -> pd.DataFrame:
    """Return what a timeline draws: one row an event, in order of date, then of id.

    Returns:
        Columns ``id``, ``date`` (EDTF text), ``first`` and ``last`` (the days that it covers, ISO text), ``kind``,
        ``mark`` (see :data:`MARKS`) and ``label``, the key of the event's short title in the table ``labels``:
        ``chart: <id>``.

    Raises:
        KeyError: a kind that has no mark.
    """
    frame = events.assign(
        first=iso(earliest(events["date"])),
        last=iso(latest(events["date"])),
        mark=[MARKS[kind] for kind in events["kind"]],
        label="chart: " + events["id"],
    ).sort_values(["first", "last", "id"])
    return frame[["id", "date", "first", "last", "kind", "mark", "label"]].reset_index(drop=True)


def day_of(events: pd.DataFrame, event: str) -> date:
    """Return the day of an event.

    Raises:
        KeyError: no event has this id.
        ValueError: its date covers more than a day.
    """
    text = pick(events, [event])["date"].item()
    day = exact(text)
    if day is None:
        raise ValueError(f"{event}: {text!r} is no single day")
    return day


def days_between(events: pd.DataFrame, start: str, end: str) -> int:
    """Return the days from one event to another, given by their ids; negative when the second is the earlier.

    Raises:
        KeyError: no event has one of the ids.
        ValueError: one of the dates is not exact to the day.
    """
    return (day_of(events, end) - day_of(events, start)).days


def years_between(events: pd.DataFrame, start: str, end: str) -> int:
    """Return the full years from one event to a later one, as one counts birthdays.

    Raises:
        KeyError: no event has one of the ids.
        ValueError: one of the dates is not exact to the day.
    """
    before, after = day_of(events, start), day_of(events, end)
    return after.year - before.year - ((after.month, after.day) < (before.month, before.day))


def intervals(events: pd.DataFrame, pairs: Mapping[str, tuple[str, str]]) -> pd.DataFrame:
    """Return the intervals between pairs of events, in the order of the pairs.

    Args:
        events: the table, or a part of it.
        pairs: for each key of the table ``labels`` the ids of the event that starts and of the one that ends.

    Returns:
        Columns ``label``, ``start_event``, ``end_event``, ``start``, ``end`` (ISO days), ``days`` (whole days).

    Raises:
        KeyError: no event has one of the ids.
        ValueError: a date is not exact to the day, or the second is the earlier.
    """
    dates = dict(zip(events["id"], events["date"], strict=True))
    rows = []
    for label, (start, end) in pairs.items():
        days = days_between(events, start, end)
        if days < 0:
            raise ValueError(f"{end} comes before {start}")
        rows.append((label, start, end, dates[start], dates[end], days))
    return pd.DataFrame(rows, columns=["label", "start_event", "end_event", "start", "end", "days"])


def acts(parts: pd.DataFrame, events: Mapping[str, Iterable[str]]) -> pd.DataFrame:
    """Return who signed what: one row a state and act, for states that signed, or as parties declined to.

    Args:
        parts: the table ``event_states``.
        events: for each key of the table ``labels`` the ids of the events that make up the act, acts in order.

    Returns:
        Columns ``state``, ``act`` (the key), ``order`` (place of the act, from 1), ``part`` (``signed`` or
        ``declined``), ``event`` and ``sources``; the states of the latest acts first, among these the first to sign.
    """
    act_of = {event: act for act, ids in events.items() for event in ids}
    order = {act: number for number, act in enumerate(events, 1)}
    part_of = {**dict.fromkeys(SIGNING, "signed"), "objecting": "declined"}
    frame = parts[parts["event"].isin(list(act_of)) & parts["role"].isin(list(part_of))]
    frame = frame.assign(act=frame["event"].map(act_of), part=frame["role"].map(part_of))
    frame = frame.assign(order=frame["act"].map(order))
    by_state = frame.groupby("state")["order"]
    frame = frame.assign(latest=-by_state.transform("max"), first=by_state.transform("min"))
    frame = frame.sort_values(["latest", "first", "state", "order"])
    return frame[["state", "act", "order", "part", "event", "sources"]].reset_index(drop=True)


def signers(parts: pd.DataFrame, events: Iterable[str]) -> list[str]:
    """Return the states that signed or acceded at these events, sorted, each once."""
    here = parts["event"].isin(list(events)) & parts["role"].isin(SIGNING)
    return sorted(set(parts.loc[here, "state"]))


def declined(parts: pd.DataFrame, event: str) -> list[str]:
    """Return the states that objected at an event, sorted."""
    return sorted(set(parts.loc[(parts["event"] == event) & (parts["role"] == "objecting"), "state"]))
