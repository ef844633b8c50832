"""Drawings of claims and verdicts."""

from __future__ import annotations

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.figure import Figure

from helpers.data import rows
from helpers.draw.rows import counted
from helpers.labels import t
from helpers.style import MUTED, VERDICT_COLOURS, WIDTH


def verdicts(frame: pd.DataFrame) -> Figure:
    """Draw counts by verdict as bars in the colours of the verdicts; "not testable" is outlined only.

    Args:
        frame: :func:`helpers.claims.verdict_counts`.
    """
    figure, axes = plt.subplots(figsize=(WIDTH, 0.42 * len(frame) + 0.3))
    for rank, row in enumerate(rows(frame)):
        ink = VERDICT_COLOURS.get(row.verdict)
        axes.barh(rank, row.claims, height=0.62, facecolor=ink or "white", edgecolor=ink or MUTED, linewidth=1.2)
    counted(axes, [t(verdict) for verdict in frame["verdict"]], list(frame["claims"]))
    return figure
