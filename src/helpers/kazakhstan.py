"""Kazakhstan in January 2022: hours in one time of day, contingents, and what was reported of the dead.

An hour in the table ``deployment_timeline`` is that of a report, with its offset from universal time. Here all hours
are told in one clock, so that what was 5 January in one place and 6 January in another stands in its order.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, timedelta

import pandas as pd

from helpers.data import rows
from helpers.dates import bounds, earliest, iso, latest
from helpers.ranges import ranged

#: Hours that the clock of Nur-Sultan and Almaty was ahead of universal time in January 2022.
LOCAL = 6

#: Actors of the table that are organs of the alliance, or speak for it.
ORGANS = (
    "alliance",
    "chair (Armenia)",
    "Collective Security Council",
    "commander",
    "CSTO Secretariat",
    "Secretary General",
)

#: Sides in the order in which figures show them.
SIDES = ("all", "armed groups", "civilians", "security forces")

#: Who reports, by the first word that the name holds; all other names are ``others``.
VOICES = {
    "Prosecutor": "prosecutors",
    "Ministry": "government",
    "President": "government",
    "Tokayev": "government",
    "authorities": "government",
}

_NUMBER = re.compile(r"(?<![\w,.-])(?:\d{1,3}(?:,\d{3})+|\d+)(?![\w,]*\d)(?![\w-])")


def told(table: pd.DataFrame, row: str, column: str = "title") -> list[int]:
    """Return the whole numbers that stand in a text of a row, in their order; ``2,030`` is one number.

    Args:
        table: any table with ``id``.
        row: the id of the row.
        column: the text to read.

    Raises:
        KeyError: the table has no such row.
    """
    texts = table.loc[table["id"] == row, column]
    if texts.empty:
        raise KeyError(f"no row {row!r}")
    return [int(found.replace(",", "")) for found in _NUMBER.findall(str(texts.iloc[0]))]


def moment(when: str) -> datetime | None:
    """Return the moment that a text with an hour means, or None if it gives a day or less."""
    return datetime.fromisoformat(when) if "T" in when else None


def hours_between(table: pd.DataFrame, first: str, last: str) -> float:
    """Return the hours from one row to another, both with an hour, whatever their clocks.

    Args:
        table: the table ``deployment_timeline``.
        first: id of a row.
        last: id of a row.

    Raises:
        ValueError: one of the rows has no hour.
    """
    times = table.set_index("id")["when"]
    start, end = moment(times[first]), moment(times[last])
    if start is None or end is None:
        raise ValueError(f"{first} to {last}: an hour is missing")
    return (end - start) / timedelta(hours=1)


def clock(timeline: pd.DataFrame, start: str, end: str, kinds: Iterable[str], offset: int = LOCAL) -> pd.DataFrame:
    """Return what happened from one day to another in the time of one clock.

    Args:
        timeline: the table ``deployment_timeline``.
        start: first day, ISO.
        end: last day, ISO.
        kinds: kinds of rows that are wanted.
        offset: hours by which the clock is ahead of universal time.

    Returns:
        Columns ``id``, ``when`` (as in the table), ``first``, ``last`` (ISO, minutes, by the clock; the same if the
        hour is known, else midnight to midnight), ``exact`` (whether it is), ``actor``, ``kind``, ``label``; in order
        of the middle of what is known, so that a day without an hour stands at its noon.
    """
    chosen = timeline[timeline["kind"].isin(list(kinds))]
    found = []
    for row in rows(chosen):
        first, last = _limits(row.when, offset)
        if pd.Timestamp(start) <= first and last <= pd.Timestamp(end) + pd.Timedelta(days=1):
            times = {"first": _text(first), "last": _text(last)}
            about = {"id": row.id, "when": row.when, **times, "exact": first == last, "actor": row.actor}
            middle = first + (last - first) / 2
            found.append({**about, "kind": row.kind, "label": f"chart: hour {row.id}", "middle": middle})
    columns = ["id", "when", "first", "last", "exact", "actor", "kind", "label", "middle"]
    frame = pd.DataFrame(found, columns=columns)
    return frame.sort_values(["middle", "id"], ignore_index=True).drop(columns="middle")


def _limits(when: str, offset: int) -> tuple[pd.Timestamp, pd.Timestamp]:
    exact = moment(when)
    if exact is not None:
        local = pd.Timestamp(exact).tz_convert("UTC").tz_localize(None) + pd.Timedelta(hours=offset)
        return local, local
    first, last = bounds(when)
    return pd.Timestamp(first), pd.Timestamp(last) + pd.Timedelta(days=1)


def _text(stamp: pd.Timestamp) -> str:
    return stamp.isoformat(timespec="minutes")


def contingents(deployments: pd.DataFrame, crisis: str, residual: str) -> pd.DataFrame:
    """Return the contingents of the alliance in a crisis, the largest first.

    Args:
        deployments: the table of that name.
        crisis: its id.
        residual: the state whose number is what remains of a total, and no number of its own.

    Returns:
        Columns ``id``, ``state``, ``low``, ``best``, ``high`` (persons; a single value is its own range), ``derived``,
        ``start``, ``start_last`` (first and last day that the start may be), ``end``, ``days`` (from the first day to
        the last, both counted).
    """
    frame = deployments[(deployments["crisis"] == crisis) & (deployments["mandate"] == "alliance")]
    first, late, end = earliest(frame["start"]), latest(frame["start"]), latest(frame["end"])
    frame = ranged(frame).assign(
        derived=frame["state"] == residual,
        start=iso(first),
        start_last=iso(late),
        end=iso(end),
        days=(end - first).dt.days + 1,
    )
    columns = ["id", "state", "low", "best", "high", "derived", "start", "start_last", "end", "days"]
    frame = frame.sort_values(["best", "state"], ascending=[False, True])[columns]
    return frame.astype(dict.fromkeys(["low", "best", "high"], "Int64")).reset_index(drop=True)


def reports(casualties: pd.DataFrame, crisis: str, measure: str, withdrawn: Iterable[str] = ()) -> pd.DataFrame:
    """Return what was reported of one measure, by side and day of the report.

    Args:
        casualties: the table of that name.
        crisis: its id.
        measure: ``killed``, ``wounded``, ``detained``.
        withdrawn: ids of reports that were taken back.

    Returns:
        Columns ``id``, ``side`` (in the order of :data:`SIDES`), ``first``, ``last`` (days between which it was
        reported), ``low``, ``best``, ``high`` (persons; a single value is its own range), ``at_least`` (the source
        gives a lower limit alone), ``reported_by``, ``voice`` (see :data:`VOICES`), ``withdrawn``.
    """
    frame = casualties[(casualties["crisis"] == crisis) & (casualties["measure"] == measure)]
    known = frame["best"].fillna(frame["low"]).fillna(frame["high"])
    frame = ranged(frame.assign(best=known, at_least=frame["best"].isna() & frame["high"].isna())).assign(
        first=iso(earliest(frame["reported_on"])),
        last=iso(latest(frame["reported_on"])),
        voice=[_voice(name) for name in frame["reported_by"]],
        withdrawn=frame["id"].isin(list(withdrawn)),
        rank=frame["side"].map({side: rank for rank, side in enumerate(SIDES)}),
    )
    columns = ["id", "side", "first", "last", "low", "best", "high", "at_least", "reported_by", "voice", "withdrawn"]
    frame = frame.sort_values(["rank", "first", "id"])[columns]
    return frame.astype(dict.fromkeys(["low", "best", "high"], "Int64")).reset_index(drop=True)


def _voice(name: str) -> str:
    return next((voice for word, voice in VOICES.items() if word in name), "others")
