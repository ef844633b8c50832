"""Statuses: how states stand to bodies, how alike their memberships are, and what was said and done about a status."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations

import networkx as nx
import pandas as pd

from helpers.data import rows
from helpers.dates import earliest, iso, latest
from helpers.spells import FULL, dated, on

#: How a state can stand to a body, from in to out.
STANDINGS = ("member", "associated", "former", "never")
#: Columns of what :func:`helpers.draw.statuses.lanes` draws.
LANES = ["lane", "state", "look", "start", "end", "id"]


def standing(memberships: pd.DataFrame, states: Iterable[str], bodies: Iterable[str], day: str) -> pd.DataFrame:
    """Return how each state stands to each body on a day.

    Args:
        memberships: the table, or a part of it; spells of not taking part are left out.
        states: codes, in the order wanted.
        bodies: ids, in the order wanted.
        day: ``YYYY-MM-DD``.

    Returns:
        One row a state and body, with columns ``state``, ``body``, ``standing`` (one of :data:`STANDINGS`: ``member``
        is any full part, ``associated`` an observer, a partner or an associate member), ``status`` (as in the table),
        ``year`` (since when; for ``former``, until when) and ``id`` (the spell); the last three NA where never.
    """
    spells = dated(memberships[memberships["layer"] != "participation"])
    spells = spells[spells["first"] <= pd.Timestamp(day)]
    here = {(row.state, row.body): row for row in rows(on(spells, day))}
    gone = {
        (row.state, row.body): row for row in rows(spells.sort_values("first")) if (row.state, row.body) not in here
    }
    found = []
    for body in bodies:
        for state in states:
            present, past = here.get((state, body)), gone.get((state, body))
            if present is not None:
                word = "member" if present.status in FULL else "associated"
                found.append((state, body, word, present.status, present.first.year, present.id))
            elif past is not None:
                found.append((state, body, "former", past.status, past.until.year, past.id))
            else:
                found.append((state, body, "never", pd.NA, pd.NA, pd.NA))
    frame = pd.DataFrame(found, columns=["state", "body", "standing", "status", "year", "id"])
    return frame.astype({"year": "Int64"})


def ever(standing: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of :func:`standing` on bodies in which one of the states has ever been."""
    bodies = standing.loc[standing["standing"] != "never", "body"]
    return standing[standing["body"].isin(bodies)].reset_index(drop=True)


def overlap(graph: nx.Graph, states: Iterable[str]) -> pd.DataFrame:
    """Return how alike the memberships of each pair of states are.

    Args:
        graph: an affiliation network; states that are not in it are in no body.
        states: codes; each pair is named in their order.

    Returns:
        Columns ``one``, ``other``, ``shared`` (bodies that both are in), ``either`` (bodies that one of them is in at
        least) and ``similarity`` (shared as a part of either, 0 to 1, after Jaccard 1901); the most alike first.
    """
    bodies = {state: set(graph[state]) if state in graph else set() for state in states}
    found = []
    for one, other in combinations(bodies, 2):
        shared, either = len(bodies[one] & bodies[other]), len(bodies[one] | bodies[other])
        found.append((one, other, shared, either, shared / either if either else 0.0))
    frame = pd.DataFrame(found, columns=["one", "other", "shared", "either", "similarity"])
    return frame.sort_values(["similarity", "shared"], ascending=False, ignore_index=True)


def of_pair(overlap: pd.DataFrame, one: str, other: str) -> pd.Series:
    """Return the row of :func:`overlap` on two states, in whichever order.

    Raises:
        KeyError: there is no such pair.
    """
    found = overlap[[{one, other} == {row.one, row.other} for row in rows(overlap)]]
    if found.empty:
        raise KeyError(f"no pair {one}, {other}")
    return found.iloc[0]


def common(graph: nx.Graph, states: Iterable[str]) -> list[str]:
    """Return the bodies that all of the states are in, sorted."""
    bodies = [set(graph[state]) if state in graph else set() for state in states]
    return sorted(set.intersection(*bodies)) if bodies else []


def latest_values(
    frame: pd.DataFrame, column: str, states: Sequence[str], measure: str, unit: float = 1
) -> pd.DataFrame:
    """Return one measure of each state in the last year for which any of them has a value.

    Args:
        frame: a table of figures with ``dataset``, ``state``, ``year`` and the column.
        column: the column wanted.
        states: codes, in the order wanted.
        measure: the key of the measure in the table ``labels``.
        unit: what a value is divided by.

    Returns:
        Columns ``measure``, ``state``, ``year``, ``value`` (NA where the dataset has none), ``dataset``.
    """
    part = frame[frame["state"].isin(states) & frame[column].notna()]
    year, dataset = part["year"].max(), part["dataset"].iloc[0]
    value = part[part["year"] == year].set_index("state")[column] / unit
    found = [(measure, state, year, value.get(state, pd.NA), dataset) for state in states]
    columns = ["measure", "state", "year", "value", "dataset"]
    return pd.DataFrame(found, columns=columns).astype({"value": "Float64"})


def value_of(frame: pd.DataFrame, state: str, column: str) -> float:
    """Return the value of a column in the one row of a state.

    Raises:
        ValueError: there is not exactly one such row.
    """
    return frame.loc[frame["state"] == state, column].item()


# --- lanes of time ----------------------------------------------------------------------------------------------------


def spans(spells: pd.DataFrame, since: str, end: str, by: str = "body") -> pd.DataFrame:
    """Return spells as bars in lanes.

    A bar is ``full`` where the state is in, ``striped`` where it does not take part, else ``observer``. A spell whose
    end no source gives lasts as long as sources reach, and a bar of look ``unknown`` follows it.

    Args:
        spells: rows of the table ``memberships``.
        since: the first day shown, ``YYYY-MM-DD``; spells that ended before are left out.
        end: the as-of day.
        by: the column that names the lane: ``state``, or ``body``, whose lane is labelled ``chart: lane, <body>``.

    Returns:
        The columns :data:`LANES`; full bars first, so that the others lie upon them.
    """
    frame = dated(spells)
    first, until = frame["first"], frame["until"].fillna(pd.Timestamp(end))
    first = first.where(first >= pd.Timestamp(since), pd.Timestamp(since))
    lane = frame["state"] if by == "state" else "chart: lane, " + frame["body"]
    look = frame["layer"].map({"participation": "striped"}).fillna("observer").mask(frame["status"].isin(FULL), "full")
    open_end = frame["end"].isna()
    frame = frame.assign(lane=lane, look=look, start=iso(first), end=iso(until))
    after = frame[open_end]
    frame = pd.concat([frame, after.assign(look="unknown", start=after["end"], end=end)])
    frame = frame[frame["start"] < frame["end"]].sort_values("look", kind="stable")
    return frame[LANES].reset_index(drop=True)


def marks(table: pd.DataFrame, lanes: Mapping[str, Sequence[str]], look: str, state: str | None = None) -> pd.DataFrame:
    """Return dated rows as marks in lanes.

    Args:
        table: a table with ``id`` and ``date``: ``events`` or ``positions``.
        lanes: for each lane, a key of the table ``labels`` or a state, the ids of its rows.
        look: how the marks look.
        state: whose colour they have; None: that of the lane.

    Returns:
        The columns :data:`LANES`; the first and the last day that the date covers.

    Raises:
        KeyError: no row has one of the ids.
    """
    date = dict(zip(table["id"], table["date"], strict=True))
    found = [(lane, state or lane, look, date[row], date[row], row) for lane, ids in lanes.items() for row in ids]
    frame = pd.DataFrame(found, columns=LANES)
    first, last = earliest(frame["start"]), latest(frame["end"])
    return frame.assign(start=iso(first), end=iso(last))


def seats(attendance: pd.DataFrame) -> pd.DataFrame:
    """Return meetings as marks: ``present`` or ``absent``; where no source says, there is no mark.

    Args:
        attendance: :func:`helpers.institutions.attendance`.

    Returns:
        The columns :data:`LANES`; the lane is labelled ``chart: attendance, <kind of meeting>``.
    """
    known = attendance[attendance["level"] != "unknown"]
    first, last = earliest(known["date"]), latest(known["date"])
    known = known.assign(
        lane="chart: attendance, " + known["kind"],
        look=(known["level"] == "absent").map({True: "absent", False: "present"}),
        start=iso(first),
        end=iso(last),
        id=known["event"],
    )
    return known[LANES].sort_values(["lane", "start"], ascending=[False, True], ignore_index=True)


def invited(parts: pd.DataFrame, event: str) -> dict[str, list[str]]:
    """Return the states that an event is about, each with the event, as :func:`marks` takes them."""
    here = (parts["event"] == event) & (parts["role"] == "subject")
    return {state: [event] for state in sorted(parts.loc[here, "state"])}
