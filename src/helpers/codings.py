"""Codings: what well-known datasets say about the alliance, beside this book's own spells.

A dataset counts whole years; the book counts who is in on 31 December. Where the two part, nobody need be wrong: a
dataset may ask another question, and its notes say which.
"""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from helpers.data import rows
from helpers.graphs import pacts
from helpers.spells import bars

#: What stands in the lane of this book's own spells.
BOOK = "book"
#: Layer and status by which a coding is drawn, by what the dataset says of the state.
ABOUT = {
    "member of the alliance": ("organisation", "member"),
    "observer of the alliance": ("organisation", "observer"),
    "defence pact with Russia": ("treaty", "party"),
}


def beside(spells: pd.DataFrame, codings: pd.DataFrame, end: str) -> pd.DataFrame:
    """Return the book's spells and the runs of datasets under one another, as bars.

    Args:
        spells: spells of the alliance, on all layers.
        codings: the table ``codings``; a run covers its years from 1 January of the first to 31 December of the last.
        end: the as-of day, ``YYYY-MM-DD``, at which the book's open spells are cut.

    Returns:
        Columns ``id``, ``state``, ``source`` (:data:`BOOK` or the dataset), ``layer``, ``status``, ``start``, ``end``
        (ISO days, the end not included); the states in the order of :func:`helpers.spells.bars`, the others after them.

    Raises:
        KeyError: a coding about something that :data:`ABOUT` does not know.
    """
    own = bars(spells, end).assign(source=BOOK)
    found = [
        (row.id, row.state, row.dataset, *ABOUT[row.about], f"{row.first}-01-01", f"{row.last + 1}-01-01")
        for row in rows(codings)
    ]
    columns = ["id", "state", "source", "layer", "status", "start", "end"]
    both = pd.concat([own[columns], pd.DataFrame(found, columns=columns)])
    order = {state: rank for rank, state in enumerate(dict.fromkeys(both["state"]))}
    return both.sort_values("state", key=lambda column: column.map(order), kind="stable", ignore_index=True)


def agreement(own: pd.DataFrame, coded: pd.DataFrame, years: Iterable[int]) -> pd.DataFrame:
    """Return in how many years the book and a dataset say the same of each state.

    Args:
        own: columns ``year``, ``state``: who is in by this book.
        coded: rows of the table ``codings``, of one dataset and about one thing.
        years: the years to compare, such as the dataset covers.

    Returns:
        One row a state that the dataset codes, with columns ``state``, ``years`` (compared), ``both`` (in by both),
        ``book_only``, ``dataset_only``, ``agree`` (in by both, or by neither); least agreement first.
    """
    span = set(years)
    found = []
    for state, part in coded.groupby("state"):
        book = set(own.loc[own["state"] == state, "year"]) & span
        theirs = {year for row in rows(part) for year in range(row.first, row.last + 1)} & span
        apart = len(book ^ theirs)
        found.append((state, len(span), len(book & theirs), len(book - theirs), len(theirs - book), len(span) - apart))
    frame = pd.DataFrame(found, columns=["state", "years", "both", "book_only", "dataset_only", "agree"])
    return frame.sort_values(["agree", "state"], ignore_index=True)


def pact_years(
    spells: pd.DataFrame, agreements: pd.DataFrame, parties: pd.DataFrame, hub: str, years: Iterable[int]
) -> pd.DataFrame:
    """Return who is bound to a state by the Treaty or by a bilateral defence treaty on 31 December of each year.

    Args:
        spells: spells of parties to treaties of mutual defence.
        agreements: the table ``agreements``.
        parties: the table ``agreement_parties``.
        hub: the state to which the others are bound.
        years: calendar years that are over.

    Returns:
        Columns ``year``, ``state``, each combination once.
    """
    found = set()
    for year in years:
        graph = pacts(spells, agreements, parties, f"{year}-12-31")
        ties = graph.edges(hub, data="kind") if hub in graph else []
        found |= {(year, other) for _, other, kind in ties if kind != "base"}
    return pd.DataFrame(sorted(found), columns=["year", "state"])
