"""Claims and their verdicts: counting, never judging."""

from __future__ import annotations

import pandas as pd

#: Verdicts in the order in which figures show them.
VERDICTS = ("supported", "partly supported", "disputed", "contradicted", "not testable")


def verdict_counts(claims: pd.DataFrame) -> pd.DataFrame:
    """Count the claims by verdict; claims without a verdict, described and never scored, are left out.

    Returns:
        Columns ``verdict`` (in the order of :data:`VERDICTS`, all of them) and ``claims`` (a count).
    """
    counts = claims["verdict"].value_counts().reindex(VERDICTS, fill_value=0)
    return counts.rename_axis("verdict").rename("claims").reset_index()
