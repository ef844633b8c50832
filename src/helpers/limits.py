"""Limits: how well the rows of the tables were read, how sure they are, how far the figures reach, what to read again.

All of it is counted from the tables themselves, so that it changes when they do.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from helpers.data import rows
from helpers.dates import bounds
from helpers.labels import t
from helpers.steps import runs

#: How much of the source text was read for a row.
BASIS = ("whole", "excerpt", "partly", "not read")

#: How sure the book is of a row.
CONFIDENCE = ("high", "medium", "low")

#: For what reason to look at a row.
WHY = ("both", "not-read", "low")

#: Whether to look at all rows, or at those that a line of evidence names.
AMONG = ("all", "named")


def judged(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Count the rows of tables by how much of their sources was read and by how sure the book is of them.

    Args:
        tables: frames by name; those without the columns ``basis`` and ``confidence`` are left out.

    Returns:
        Columns ``table`` (most rows first), ``about`` (``basis`` or ``confidence``), ``value`` (one of ``BASIS``
        or ``CONFIDENCE``), ``rows`` (a count above 0), ``of`` (rows of the table).
    """
    found = []
    known = {name: frame for name, frame in tables.items() if {"basis", "confidence"} <= set(frame)}
    for name, frame in sorted(known.items(), key=lambda item: (-len(item[1]), item[0])):
        for about, values in (("basis", BASIS), ("confidence", CONFIDENCE)):
            counts = frame[about].value_counts()
            found += [(name, about, value, int(counts[value]), len(frame)) for value in values if value in counts]
    return pd.DataFrame(found, columns=["table", "about", "value", "rows", "of"])


def total(judged: pd.DataFrame, value: str) -> int:
    """Return how many rows of all tables have a value, such as ``not read`` or ``high``."""
    return int(judged.loc[judged["value"] == value, "rows"].sum())


def reread(tables: Mapping[str, pd.DataFrame], evidence: pd.DataFrame) -> pd.DataFrame:
    """Return the rows to read again: those whose source was not read, and those of low confidence.

    Args:
        tables: frames by name.
        evidence: the table of that name.

    Returns:
        Columns ``table`` (most such rows first), ``id``, ``basis``, ``confidence``, ``named`` (whether a line of
        evidence names the row), ``sources``.
    """
    named = set(evidence.loc[evidence["kind"] == "row", "target"])
    parts = []
    for name, frame in tables.items():
        if {"basis", "confidence"} <= set(frame):
            part = frame[(frame["basis"] == "not read") | (frame["confidence"] == "low")]
            parts.append(part.assign(table=name, named=part["id"].isin(named)))
    columns = ["table", "id", "basis", "confidence", "named", "sources"]
    found = pd.concat(parts)[columns]
    size = found["table"].map(found["table"].value_counts())
    order = found.assign(size=size).sort_values(["size", "table", "id"], ascending=[False, True, True])
    return order[columns].reset_index(drop=True)


def unread(tables: Mapping[str, pd.DataFrame]) -> list[str]:
    """Return the sources, sorted, on which rows rest and of which nothing was read for any row."""
    cells = [
        frame[["sources", "basis"]].dropna() for frame in tables.values() if {"sources", "basis"} <= set(frame.columns)
    ]
    told = pd.concat(cells, ignore_index=True)
    told = told.assign(source=told["sources"].str.split(";")).explode("source")
    seen = set(told.loc[told["basis"] != "not read", "source"])
    return sorted(set(told["source"]) - seen)


def spans(figures: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return the first and the last year of which each table of figures has a number, by dataset.

    Args:
        figures: frames by name with ``dataset`` and ``year``, or ``date`` in its place.

    Returns:
        Columns ``table``, ``dataset``, ``first``, ``last`` (years), ``rows``; the one that ends first comes first.
    """
    found = []
    for name, frame in figures.items():
        years = frame["year"] if "year" in frame else frame["date"].str[:4].astype("Int64")
        for dataset, part in years.groupby(frame["dataset"]):
            found.append((name, str(dataset), int(part.min()), int(part.max()), len(part)))
    columns = ["table", "dataset", "first", "last", "rows"]
    return pd.DataFrame(found, columns=columns).sort_values(["last", "dataset", "table"], ignore_index=True)


def before(spans: pd.DataFrame, day: str) -> int:
    """Return how many tables of figures end before the year of a day, ``YYYY-MM-DD``."""
    return int((spans["last"] < bounds(day)[0].year).sum())


# --- the steps of the explorer ----------------------------------------------------------------------------------------


def reread_steps(reread: pd.DataFrame) -> pd.DataFrame:
    """Return one step for each reason to read a row again, among all rows and among those that evidence names.

    Returns:
        Columns ``step`` (``both-all``), ``text`` (a sentence), ``case`` and ``reading`` (in words), ``rows``.
    """
    found = []
    for why in WHY:
        for among in AMONG:
            part = reread[_chosen(reread, why, among)]
            words = (t(f"limits: {why}"), t(f"limits: {among}"))
            text = t("limits: told").format(rows=len(part), tables=part["table"].nunique())
            found.append((f"{why}-{among}", text, *words, len(part)))
    return pd.DataFrame(found, columns=["step", "text", "case", "reading", "rows"])


def _chosen(frame: pd.DataFrame, why: str, among: str) -> pd.Series:
    reasons = {"not-read": frame["basis"] == "not read", "low": frame["confidence"] == "low"}
    chosen = reasons.get(why, reasons["not-read"] | reasons["low"])
    return chosen & frame["named"] if among == "named" else chosen


def to_reread(reread: pd.DataFrame) -> pd.DataFrame:
    """Return the rows to read again with ``on``, the steps (:func:`reread_steps`) at which each is asked for."""
    marks: dict[str, list[int]] = {row.id: [] for row in rows(reread)}
    for place, (why, among) in enumerate((why, among) for why in WHY for among in AMONG):
        for name in reread.loc[_chosen(reread, why, among), "id"]:
            marks[name].append(place)
    return reread.assign(on=[runs(marks[name]) for name in reread["id"]])
