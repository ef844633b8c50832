"""Drawings of the two documents: verdicts by kind of claim, statuses, layers of a text, and who parts from whom."""

from __future__ import annotations

from typing import Any

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.dates import date2num
from matplotlib.figure import Figure
from matplotlib.patches import Ellipse, Patch

from helpers.claims import VERDICTS
from helpers.data import rows
from helpers.documents import NONE
from helpers.draw.rows import counted, key_below
from helpers.labels import t
from helpers.style import CARD, FAINT, INK, MUTED, PALE, VERDICT_COLOURS, WIDTH


def _look(verdict: str) -> dict[str, Any]:
    """Return how a verdict looks: its colour, an outline if not testable, a dotted one without a verdict."""
    if verdict in VERDICT_COLOURS:
        return {"facecolor": VERDICT_COLOURS[verdict], "edgecolor": CARD}
    return {"facecolor": CARD, "edgecolor": MUTED, "linestyle": ":" if verdict == NONE else "-"}


def verdict_shares(frame: pd.DataFrame, *, title: str) -> Figure:
    """Draw claims as bars of their verdicts, one bar a group; claims without a verdict have a dotted outline only.

    Args:
        frame: :func:`helpers.documents.verdicts_by`.
        title: label of what the groups are.
    """
    groups = list(dict.fromkeys(frame["group"]))
    figure, axes = plt.subplots(figsize=(WIDTH, 0.62 * len(groups) + 1.0))
    ends = dict.fromkeys(groups, 0)
    for row in rows(frame):
        place = groups.index(row.group)
        axes.barh(place, row.claims, left=ends[row.group], height=0.5, linewidth=1.2, **_look(row.verdict))
        middle = ends[row.group] + row.claims / 2
        axes.text(middle, place - 0.3, str(row.claims), ha="center", va="bottom", fontsize=9)
        ends[row.group] += row.claims
    axes.set_yticks(range(len(groups)), [t(group) for group in groups], color=INK)
    axes.set_ylim(len(groups) - 0.5, -0.7)
    axes.tick_params(axis="y", length=0)
    axes.set_title(t(title), color=MUTED, weight="normal")
    axes.xaxis.set_visible(False)
    axes.spines[["left", "bottom"]].set_visible(False)
    shown = [verdict for verdict in (*VERDICTS, NONE) if verdict in set(frame["verdict"])]
    names = {verdict: t("ledger: no verdict" if verdict == NONE else verdict) for verdict in shown}
    key = [Patch(label=names[verdict], linewidth=1.2, **_look(verdict)) for verdict in shown]
    key_below(figure, key)
    return figure


def status_bars(frame: pd.DataFrame) -> Figure:
    """Draw counts by status as bars, omissions paler than statements.

    Args:
        frame: :func:`helpers.documents.status_counts`.
    """
    figure, axes = plt.subplots(figsize=(WIDTH, 0.36 * len(frame) + 0.3))
    for rank, row in enumerate(rows(frame)):
        axes.barh(rank, row.rows, height=0.6, color=PALE if row.status == "omitted" else MUTED)
    counted(axes, [t(status) for status in frame["status"]], list(frame["rows"]))
    return figure


#: Where the two documents and the record stand, and between which of them a relation lies; a single one is inside.
_PLACES = {"opinion piece": (0.0, 1.0), "explainer": (2.0, 1.0), "record": (1.0, 0.0)}
_ENDS = {
    "between": ("opinion piece", "explainer"),
    "opinion and record": ("opinion piece", "record"),
    "explainer and record": ("explainer", "record"),
    "inside the opinion piece": ("opinion piece",),
    "inside the explainer": ("explainer",),
}
_BOX = {"boxstyle": "round,pad=0.5", "facecolor": INK, "edgecolor": INK}
_COUNT = {"boxstyle": "round,pad=0.25", "facecolor": CARD, "edgecolor": "none"}


def partings(frame: pd.DataFrame) -> Figure:
    """Draw the documents and the record as boxes, and how often they part as lines: the broader, the more often.

    A loop at a document counts where it contradicts itself.

    Args:
        frame: :func:`helpers.documents.relation_counts`.
    """
    figure, axes = plt.subplots(figsize=(WIDTH, 3.3))
    for row in rows(frame):
        ends = [_PLACES[name] for name in _ENDS[row.relation]]
        (x, y), broad = ends[0], 0.9 * row.rows
        if len(ends) == 2:
            axes.plot(*zip(*ends, strict=True), color=PALE, linewidth=broad, zorder=1, solid_capstyle="butt")
            x, y = (x + ends[1][0]) / 2, (y + ends[1][1]) / 2
        else:
            out = Ellipse((x, y + 0.2), 0.42, 0.5, facecolor="none", edgecolor=PALE, linewidth=broad, zorder=1)
            axes.add_patch(out)
            y += 0.45
        axes.text(x, y, str(row.rows), ha="center", va="center", weight="bold", fontsize=12, bbox=_COUNT, zorder=2)
    for name, (x, y) in _PLACES.items():
        axes.text(x, y, t(name), ha="center", va="center", color=CARD, weight="bold", bbox=_BOX, zorder=3)
    axes.set_xlim(-0.6, 2.6)
    axes.set_ylim(-0.25, 1.65)
    axes.axis("off")
    return figure


def layers(frame: pd.DataFrame) -> Figure:
    """Draw when the texts were written that a document is made of: a bar a stretch, in the order of the document.

    Args:
        frame: :func:`helpers.documents.layer_spans`.
    """
    figure, axes = plt.subplots(figsize=(WIDTH, 0.44 * len(frame) + 0.8))
    starts, ends = [[float(date2num(pd.Timestamp(day))) for day in frame[side]] for side in ("start", "end")]
    middle = (min(starts) + max(ends)) / 2
    for place, (row, start, end) in enumerate(zip(rows(frame), starts, ends, strict=True)):
        axes.axhline(place, color=FAINT, linewidth=0.8, zorder=0)
        axes.plot(
            [start, end], [place, place], color=INK, linewidth=8, marker="o", markersize=7, solid_capstyle="round"
        )
        late = start > middle
        told = f"{t(f'chart: {row.id}')} ({row.statements})"
        axes.annotate(
            told,
            (start if late else end, place),
            xytext=(-10 if late else 10, 0),
            textcoords="offset points",
            ha="right" if late else "left",
            va="center",
            bbox=_COUNT,
        )
    axes.set_yticks(range(len(frame)), list(frame["lines"]), color=INK)
    axes.set_ylim(len(frame) - 0.5, -0.6)
    axes.set_xlim(min(starts) - 200, max(ends) + 200)
    axes.xaxis_date()
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    return figure
