"""Drawings of forces and exercises."""

from __future__ import annotations

import textwrap
from typing import Any

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.dates import YearLocator, date2num
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle

from helpers.data import rows
from helpers.draw.rows import key_below, name_rows
from helpers.forces import EXPLAINER, STATUSES
from helpers.labels import t
from helpers.style import INK, MUTED, STRIPES, WIDTH, colour

#: Width of a letter of a 9 pt label in days of the axis of :func:`declared`; generous, so that labels stay apart.
_LETTER = 190
#: Height of the points of a panel, and of a lane of labels above them, in inches.
_POINTS, _LANE = 1.15, 0.19

#: Looks of the squares of :func:`squares`: held is solid, announced hollow, not held striped.
_SQUARE: dict[str, dict[str, Any]] = {
    "held": {"facecolor": INK},
    "announced": {"facecolor": "white"},
    "not held": {"facecolor": "white", "hatch": STRIPES},
    "cancelled": {"facecolor": "white", "hatch": STRIPES},
}


def declared(frame: pd.DataFrame) -> Figure:
    """Draw declared sizes over time, one panel a force: a dot a saying, a bar its range, its source beside it.

    The explainer's number is a ring. Each panel has its own scale, from 0.

    Args:
        frame: :func:`helpers.forces.sizes`, with :func:`helpers.forces.told` stacked under it.
    """
    panels = {force: _placed(part) for force, part in frame.groupby("force", sort=False)}
    heights = [_POINTS + _LANE * (part["lane"].max() + 1.4) for part in panels.values()]
    size = (WIDTH, sum(heights) + 0.5 * len(panels))
    figure, grid = plt.subplots(len(panels), 1, figsize=size, sharex=True, squeeze=False, height_ratios=heights)
    for axes, (force, part) in zip(grid[:, 0], panels.items(), strict=True):
        _sayings(axes, part)
        axes.set_title(textwrap.fill(t(f"chart: force {force!s}"), 48), color=INK)
    bottom: Axes = grid[-1, 0]
    bottom.set_xlim(date2num(pd.Timestamp("2000-07-01")), date2num(pd.Timestamp("2027-06-30")))
    bottom.xaxis_date()
    bottom.xaxis.set_major_locator(YearLocator(5))
    return figure


def _placed(part: pd.DataFrame) -> pd.DataFrame:
    """Return the sayings about one force in order, with ``at`` (matplotlib's day), ``label`` and its ``lane``."""
    days = [(date2num(pd.Timestamp(row.first)) + date2num(pd.Timestamp(row.last))) / 2 for row in rows(part)]
    part = part.assign(at=days, label=[t(f"chart: said by {name}") for name in part["said_by"]])
    part = part.sort_values(["at", "id"], kind="stable")
    return part.assign(lane=_lanes([(row.at, len(row.label)) for row in rows(part)]))


def _sayings(axes: Axes, part: pd.DataFrame) -> None:
    """Draw the sayings about one force."""
    top = int(part["high"].max())
    inch = top / _POINTS
    for row in rows(part):
        height = top + inch * _LANE * (row.lane + 1.0)
        ring = inch * 0.08 if row.said_by == EXPLAINER else 0
        axes.plot([row.at, row.at], [row.high + ring, height], color=MUTED, linewidth=0.6)
        if row.low < row.high:
            axes.plot([row.at, row.at], [row.low, row.high], color=INK, linewidth=5, solid_capstyle="butt")
        elif ring:
            axes.plot(row.at, row.high, "o", color=INK, markerfacecolor="none", markersize=12, markeredgewidth=1.6)
        else:
            axes.plot(row.at, row.high, "o", color=INK, markersize=7)
        axes.annotate(row.label, (row.at, height), xytext=(2, 0), textcoords="offset points", fontsize=9, va="center")
    axes.set_ylim(0, top + inch * _LANE * (part["lane"].max() + 1.4))
    step = 5000 if top > 10000 else 1000
    axes.set_yticks(range(0, top + 1, step), [f"{value:,}" for value in range(0, top + 1, step)], fontsize=9)
    axes.grid(axis="y")
    axes.spines["left"].set_visible(False)
    axes.tick_params(axis="y", length=0)


def _lanes(labels: list[tuple[float, int]]) -> list[int]:
    """Return for each label, sorted by its place, a lane above: higher than the lanes of all that it runs over."""
    found = [0] * len(labels)
    for index in range(len(labels) - 1, -1, -1):
        place, letters = labels[index]
        over = [found[other] for other in range(index + 1, len(labels)) if labels[other][0] < place + letters * _LETTER]
        found[index] = max(over, default=-1) + 1
    return found


def squares(frame: pd.DataFrame) -> Figure:
    """Draw each exercise as a square on the stack of its year: held solid, announced hollow, not held striped.

    Args:
        frame: :func:`helpers.forces.stacked`.
    """
    first, last, top = frame["year"].min(), frame["year"].max(), frame["level"].max()
    side = min(0.25, (WIDTH - 0.4) / (last - first + 1.2))
    figure, axes = plt.subplots(figsize=(WIDTH, side * (top + 0.3) + 1.2))
    for row in rows(frame):
        corner = (row.year - 0.41, row.level - 0.91)
        axes.add_patch(Rectangle(corner, 0.82, 0.82, edgecolor=INK, linewidth=1.0, **_SQUARE[row.status]))
    axes.set_xlim(first - 0.6, last + 0.6)
    axes.set_ylim(0, top + 0.3)
    axes.set_aspect("equal")
    axes.set_xticks([year for year in range(first, last + 1) if year % 5 == 0])
    axes.set_yticks(range(0, top + 1, 2))
    axes.grid(axis="y")
    axes.spines["left"].set_visible(False)
    axes.tick_params(axis="y", length=0)
    axes.set_title(t("chart: exercises in the year"), color=MUTED, weight="normal")
    shown = [status for status in STATUSES if status in set(frame["status"])]
    texts = dict.fromkeys(t(f"chart: exercise {status}") for status in shown)
    looks = {t(f"chart: exercise {status}"): _SQUARE[status] for status in shown}
    key = [Patch(edgecolor=INK, label=text, **looks[text]) for text in texts]
    key_below(figure, key)
    return figure


def attendance(frame: pd.DataFrame) -> Figure:
    """Draw a dot for each state and year: hosted, took part, watched, stayed away; where nothing is known, none.

    Args:
        frame: :func:`helpers.forces.presence`.
    """
    states = list(dict.fromkeys(frame["state"]))
    figure, axes = plt.subplots(figsize=(WIDTH, 0.36 * len(states) + 1.35))
    for row in rows(frame):
        _mark(axes, row, states.index(row.state))
    name_rows(axes, [t(state) for state in states])
    axes.set_xlim(frame["year"].min() - 0.6, frame["year"].max() + 0.6)
    axes.set_xticks([year for year in range(frame["year"].min(), frame["year"].max() + 1) if year % 5 == 0])
    axes.grid()
    axes.spines["left"].set_visible(False)
    key = [
        Line2D([], [], **{"color": MUTED, "linestyle": "none", "label": t(f"chart: state {name}"), **look})
        for name, look in _MARKS.items()
    ]
    key_below(figure, key, handletextpad=0.2)
    return figure


#: Looks of the marks of :func:`attendance`.
_MARKS: dict[str, dict[str, Any]] = {
    "hosted": {"marker": "s", "markersize": 9},
    "took part": {"marker": "o", "markersize": 8},
    "observed": {"marker": "o", "markersize": 6, "markerfacecolor": "white"},
    "stayed away": {"marker": "x", "markersize": 7, "markeredgewidth": 2},
}


def _mark(axes: Axes, row: Any, height: int) -> None:
    """Draw the mark of one state in one year: its largest part, and a cross for what it stayed away from."""
    ink = colour(row.state)
    part = "hosted" if row.hosted else "took part" if row.took_part else "observed" if row.observed else None
    if part:
        axes.plot(row.year, height, color=ink, linestyle="none", **_MARKS[part])
    if row.stayed_away:
        cross = "white" if part in ("hosted", "took part") else ink
        axes.plot(row.year, height, color=cross, linestyle="none", **{**_MARKS["stayed away"], "markersize": 5.5})
