"""Claims and their verdicts: counting, never judging."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

#: Verdicts in the order in which figures show them.
VERDICTS = ("supported", "partly supported", "disputed", "contradicted", "not testable")


def counts(frame: pd.DataFrame, column: str, order: Sequence[str], name: str = "rows") -> pd.DataFrame:
    """Count rows by a column.

    Returns:
        The column (in the order given, all values of it) and a column ``name`` (a count).
    """
    found = frame[column].value_counts().reindex(list(order), fill_value=0)
    return found.rename_axis(column).rename(name).reset_index()


def verdict_counts(claims: pd.DataFrame) -> pd.DataFrame:
    """Count the claims by verdict; claims without a verdict, described and never scored, are left out.

    Returns:
        Columns ``verdict`` (in the order of :data:`VERDICTS`, all of them) and ``claims`` (a count).
    """
    return counts(claims, "verdict", VERDICTS, "claims")
