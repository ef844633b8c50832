"""Borders: the way of a matter through rows of several tables, deaths as each side tells them, drills at one host."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from helpers.data import rows
from helpers.dates import earliest, iso, latest
from helpers.ranges import ranged

#: The parts that a step can have, from fighting and an appeal to acts of the alliance and of the states alone.
PARTS = ("clash", "appeal", "promise", "decision", "states")
#: Sides whose dead stand first in a figure; others follow in the order of their names.
SIDES = ("KGZ", "TJK", "all")

_STEP = ["id", "date", "first", "last", "part", "state", "label", "years", "sources"]
_TOLL = ["id", "crisis", "side", "reported_by", "reported_on", "low", "high", "sources"]


def path(parts: Mapping[str, str], *tables: pd.DataFrame, since: str | None = None) -> pd.DataFrame:
    """Return the steps of a matter in order of time, picked by their ids from rows of any tables.

    Args:
        parts: what each row is, by its id: one of :data:`PARTS`.
        tables: tables with ``date``, or ``start`` and ``end``; ``state`` where they have it.
        since: the day from which years are counted, ``YYYY-MM-DD``; None: no years.

    Returns:
        Columns ``id``, ``date`` (EDTF), ``first``, ``last`` (ISO days), ``part``, ``state`` (alpha-3 or missing),
        ``label`` (key of the table ``labels``: ``chart: step <id>``), ``years`` (years of 365.25 days from ``since`` to
        the first day, one decimal, or missing), ``sources``.

    Raises:
        KeyError: no table has a row of one of the ids.
        ValueError: a part that is none of :data:`PARTS`.
    """
    if unknown := set(parts.values()) - set(PARTS):
        raise ValueError(f"no parts: {', '.join(sorted(unknown))}")
    picked = pd.concat([_dated(table[table["id"].isin(list(parts))]) for table in tables], ignore_index=True)
    if missing := set(parts) - set(picked["id"]):
        raise KeyError(f"no row {', '.join(sorted(missing))}")
    first = earliest(picked["date"])
    picked = picked.assign(
        first=iso(first),
        last=iso(latest(picked["date"])),
        part=picked["id"].map(dict(parts)),
        label="chart: step " + picked["id"],
        years=((first - pd.Timestamp(since)).dt.days / 365.25).round(1) if since else None,
    )
    order = {row: rank for rank, row in enumerate(parts)}
    picked = picked.assign(rank=picked["id"].map(order)).sort_values(["first", "rank"])
    return picked[_STEP].reset_index(drop=True)


def _dated(table: pd.DataFrame) -> pd.DataFrame:
    if "date" not in table:
        same = table["start"] == table["end"]
        table = table.assign(date=table["start"].where(same, table["start"] + "/" + table["end"]))
    return table.reindex(columns=["id", "date", "state", "sources"])


def tolls(casualties: pd.DataFrame, crises: pd.DataFrame, measure: str = "killed") -> pd.DataFrame:
    """Return the dead of some crises as they were told, a row a saying.

    Args:
        casualties: the table of that name.
        crises: the crises wanted, rows of that table.
        measure: another measure of the table, such as ``wounded``.

    Returns:
        Columns ``id``, ``crisis``, ``side``, ``reported_by``, ``reported_on`` (EDTF or missing), ``low``, ``high``
        (persons; equal where a source gives one number), ``sources``; by crisis in order of time, then by side in the
        order of :data:`SIDES`, then by day. Sayings without a number are left out.
    """
    frame = casualties[(casualties["measure"] == measure) & casualties["crisis"].isin(crises["id"])]
    frame = ranged(frame).dropna(subset=["low", "high"]).astype({"low": "int64", "high": "int64"})
    days = dict(zip(crises["id"], earliest(crises["start"]), strict=True))
    frame = frame.assign(
        day=frame["crisis"].map(days),
        rank=[SIDES.index(side) if side in SIDES else len(SIDES) for side in frame["side"]],
    )
    order = ["day", "crisis", "rank", "side", "reported_on", "id"]
    return frame.sort_values(order)[_TOLL].reset_index(drop=True)


def hosted(exercises: pd.DataFrame, participants: pd.DataFrame, state: str) -> pd.DataFrame:
    """Return the exercises that one state alone hosted, each once: parts of a set that is listed are left out.

    Args:
        exercises: the table of that name.
        participants: the table ``exercise_participants``.
        state: alpha-3 of the host.

    Returns:
        Columns ``id``, ``series``, ``year``, ``date`` (EDTF; the planned one where it was not held), ``status``,
        ``place``, ``low``, ``high`` (persons told, missing where no number is known), ``sources``; in order of time.
    """
    hosts = participants[participants["role"] == "host"].groupby("exercise")["state"].agg(set)
    alone = [exercise for exercise, states in hosts.items() if states == {state}]
    frame = exercises[exercises["id"].isin(alone) & ~exercises["part_of"].isin(alone)]
    date = frame["start"].fillna(frame["planned"])
    frame = ranged(frame).astype({"low": "Int64", "high": "Int64"})
    frame = frame.assign(date=date, first=earliest(date), year=earliest(date).dt.year)
    frame = frame.sort_values(["first", "id"])
    columns = ["id", "series", "year", "date", "status", "place", "low", "high", "sources"]
    return frame[columns].reset_index(drop=True)


def date_of(table: pd.DataFrame, row: str) -> str:
    """Return the date of a row, given by its id, as its table has it.

    Raises:
        KeyError: no row has this id.
    """
    for found in rows(table[table["id"] == row]):
        return str(found.date)
    raise KeyError(f"no row {row}")
