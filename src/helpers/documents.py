"""The two documents that the book answers: counts of what they say and of where they part."""

from __future__ import annotations

import pandas as pd

from helpers.claims import VERDICTS, counts
from helpers.dates import earliest, iso, latest

#: Statuses of the explainer's statements in the order in which figures show them; what it leaves out comes last.
STATUSES = (
    "correct",
    "imprecise",
    "ambiguous",
    "outdated",
    "wrong",
    "unsourced evaluation",
    "metadata",
    "omitted",
)

#: Who parts from whom, in the order of the table.
RELATIONS = (
    "between",
    "opinion and record",
    "explainer and record",
    "inside the opinion piece",
    "inside the explainer",
)

#: In place of an empty verdict; such a claim is described and not scored.
NONE = "no verdict"


def verdicts_by(claims: pd.DataFrame, column: str) -> pd.DataFrame:
    """Count claims by a column and by verdict.

    Args:
        claims: rows with ``verdict``, empty for those that are not scored, and ``column``.
        column: such as ``kind`` or ``testability``.

    Returns:
        Columns ``group`` (values of the column, the most frequent first), ``verdict`` (those that occur, in the order
        of :data:`helpers.claims.VERDICTS`, then :data:`NONE`) and ``claims`` (a count above 0).
    """
    found = pd.DataFrame({"group": claims[column], "verdict": claims["verdict"].fillna(NONE)})
    groups = found["group"].value_counts()
    numbers = found.value_counts(sort=False).rename("claims").reset_index()
    order = [*VERDICTS, NONE]
    rank = numbers.assign(size=numbers["group"].map(groups), place=numbers["verdict"].map(order.index))
    ordered = rank.sort_values(["size", "group", "place"], ascending=[False, True, True], ignore_index=True)
    return ordered[["group", "verdict", "claims"]]


def status_counts(statements: pd.DataFrame) -> pd.DataFrame:
    """Count statements and omissions by status.

    Returns:
        Columns ``status`` (in the order of :data:`STATUSES`, all of them) and ``rows`` (a count).
    """
    return counts(statements, "status", STATUSES)


def relation_counts(disagreements: pd.DataFrame) -> pd.DataFrame:
    """Count disagreements by who parts from whom.

    Returns:
        Columns ``relation`` (in the order of :data:`RELATIONS`, all of them) and ``rows`` (a count).
    """
    return counts(disagreements, "relation", RELATIONS)


def layer_spans(layers: pd.DataFrame) -> pd.DataFrame:
    """Return when the text that each layer of the explainer agrees with was written, and how much of it there is.

    Args:
        layers: rows of ``text_layers``.

    Returns:
        Columns ``id``, ``lines``, ``start`` and ``end`` (days, the first and the last that the date covers) and
        ``statements`` (a count), in the order of the table.
    """
    return pd.DataFrame(
        {
            "id": layers["id"],
            "lines": layers["lines"],
            "start": iso(earliest(layers["date"])),
            "end": iso(latest(layers["date"])),
            "statements": layers["statements"].str.split(";").map(len),
        }
    )


def voiced(statements: pd.DataFrame) -> pd.DataFrame:
    """Return the statements that are words of somebody whom the text does not name."""
    return statements[statements["speaker"].notna()]
