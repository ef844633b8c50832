"""Membership spells: who is in which body, on which layer, when.

A spell is half-open, ``[start, end)``: on its end day a state is out. A date that is less exact than a day counts from
its first day. An end of ``..`` is still open on the as-of date.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
import pandas as pd

from helpers.dates import earliest, iso, last_day

#: Statuses that make a state a full part of a body; the others (observer, partner, candidate ...) do not.
FULL = ("party", "member", "participating state", "participant")


def dated(spells: pd.DataFrame) -> pd.DataFrame:
    """Return the spells with ``first`` and ``until`` as datetime64; ``until`` is NaT while a spell is open.

    A spell whose end no source gives ends on the first day on which it may have ended: ``end_low``, else its start.
    Spells that are dated already are returned as they are, so a table of the whole world is read once.
    """
    if "until" in spells:
        return spells
    known = spells["end"].fillna(spells["end_low"]).fillna(spells["start"])
    return spells.assign(first=earliest(spells["start"]), until=earliest(known))


def select(
    spells: pd.DataFrame,
    *,
    bodies: Iterable[str] | None = None,
    layer: str | None = None,
    states: Iterable[str] | None = None,
    statuses: Iterable[str] | None = None,
) -> pd.DataFrame:
    """Return the spells in some bodies, on a layer, of some states, with some statuses; what is None is not asked."""
    keep = pd.Series(True, index=spells.index)
    if bodies is not None:
        keep &= spells["body"].isin(list(bodies))
    if layer is not None:
        keep &= spells["layer"] == layer
    if states is not None:
        keep &= spells["state"].isin(list(states))
    if statuses is not None:
        keep &= spells["status"].isin(list(statuses))
    return spells[keep]


def covering(spells: pd.DataFrame, days: Iterable[pd.Timestamp | str]) -> Iterator[np.ndarray]:
    """Yield for each day which spells cover it, ``start <= day < end``: one Boolean a row."""
    frame = dated(spells)
    first, until = frame["first"].to_numpy(), frame["until"].to_numpy()
    open_still = np.isnat(until)
    for day in days:
        at = pd.Timestamp(day).to_datetime64()
        yield (first <= at) & (open_still | (at < until))


def on(spells: pd.DataFrame, day: pd.Timestamp | str) -> pd.DataFrame:
    """Return the spells that cover a day: ``start <= day < end``."""
    return spells[next(covering(spells, [day]))]


def members(memberships: pd.DataFrame, day: pd.Timestamp | str, body: str = "csto") -> pd.Series:
    """Return the members of an organisation on a day, sorted: those with a spell on the layer ``organisation``."""
    present = on(select(memberships, bodies=[body], layer="organisation"), day)
    return present["state"].drop_duplicates().sort_values(ignore_index=True)


def by_year(spells: pd.DataFrame, years: Iterable[int], end: str) -> pd.DataFrame:
    """Return who is in which body on 31 December of each year, in time linear in the rows returned.

    Args:
        spells: rows with ``state``, ``body``, ``start``, ``end``, of any states and bodies.
        years: calendar years.
        end: the as-of day, ``YYYY-MM-DD``; its year is counted on that day.

    Returns:
        Columns ``year``, ``state``, ``body``, each combination once, sorted.
    """
    counted = np.unique(np.array(list(years), dtype="int64"))
    days = pd.to_datetime(pd.Series([min(f"{year}-12-31", end) for year in counted], dtype="str"))
    frame = dated(spells)
    first = np.searchsorted(days, frame["first"], side="left")
    last = np.where(frame["until"].isna(), len(days), np.searchsorted(days, frame["until"], side="left"))
    lengths = np.maximum(last - first, 0)
    row = np.repeat(np.arange(len(frame)), lengths)
    nth = np.arange(len(row)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    found = pd.DataFrame({"year": counted[first[row] + nth]}).assign(
        state=frame["state"].to_numpy()[row], body=frame["body"].to_numpy()[row]
    )
    return found.drop_duplicates().sort_values(["year", "state", "body"], ignore_index=True)


def members_by_year(spells: pd.DataFrame, years: Iterable[int], end: str) -> pd.DataFrame:
    """Count the states with a spell on 31 December of each year, layer by layer.

    Args:
        spells: the spells to count, of one body or of many.
        years: calendar years.
        end: the as-of day, ``YYYY-MM-DD``; its year is counted on that day.

    Returns:
        One row a year and layer, with columns ``layer``, ``year``, ``day`` (ISO text), ``members`` (number of states)
        and ``states`` (codes joined by ``;``).
    """
    rows = []
    for layer, part in spells.groupby("layer", sort=False):
        for year in years:
            day = min(last_day(year), pd.Timestamp(end))
            states = sorted(set(on(part, day)["state"]))
            rows.append((layer, year, day.date().isoformat(), len(states), ";".join(states)))
    return pd.DataFrame(rows, columns=["layer", "year", "day", "members", "states"])


def bars(spells: pd.DataFrame, end: str) -> pd.DataFrame:
    """Return what a Gantt chart draws: one row a spell, open ends cut at ``end``.

    Returns:
        Columns ``id``, ``state``, ``layer``, ``status``, ``start``, ``end`` (ISO days), ``open`` (end not reached);
        states that are still in come first, then by their first day; the spells of a state by their first day.
    """
    frame = dated(spells)
    frame = frame.assign(open=frame["until"].isna(), until=frame["until"].fillna(pd.Timestamp(end)))
    by_state = frame.groupby("state")
    frame = frame.assign(
        gone=-by_state["until"].transform("max").astype("int64"), came=by_state["first"].transform("min")
    )
    frame = frame.sort_values(["gone", "came", "state", "first", "id"])
    frame = frame.assign(start=iso(frame["first"]), end=iso(frame["until"]))
    return frame[["id", "state", "layer", "status", "start", "end", "open"]].reset_index(drop=True)


def length_days(spells: pd.DataFrame, end: str) -> pd.Series:
    """Return the length of each spell in days; an open one is measured to ``end``."""
    frame = dated(spells)
    return (frame["until"].fillna(pd.Timestamp(end)) - frame["first"]).dt.days


def stack(*frames: pd.DataFrame) -> pd.DataFrame:
    """Return frames of the same columns under one another, renumbered."""
    return pd.concat(frames, ignore_index=True)
