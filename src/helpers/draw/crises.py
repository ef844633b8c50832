"""Drawings of crises: what was asked and what was done, in one visual language for the whole part."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from helpers.crises import ALLIANCE, LADDER
from helpers.data import rows
from helpers.labels import date_text, t
from helpers.style import FAINT, INK, MUTED, WIDTH, colour

#: Lines of an event log from bottom to top: what was asked and refused, the ladder, and what stands beside it.
LINES = ("request", "declined", *LADDER[1:], "beside")
_BESIDE = ("exercise", "institution-building", "mediation")
#: The first and the last day of a panel stand at its ends.
SIDES: tuple[Literal["left"], Literal["right"]] = ("left", "right")


def logs(frame: pd.DataFrame, *, names: Mapping[str, str] | None = None) -> Figure:
    """Draw event logs, one panel a crisis: time from left to right, the ladder from bottom to top.

    A triangle is an appeal in the colour of the state that made it, hollow where it went to others than the alliance; a
    dark square is an act of the alliance, a dot one of a state in its colour, or of another body in grey; a cross is a
    refusal.

    Args:
        frame: :func:`helpers.crises.events`, of one crisis or of several.
        names: title of each panel by crisis, for crises that have no label.
    """
    crises = list(dict.fromkeys(frame["crisis"]))
    figure, grid = plt.subplots(len(crises), 1, figsize=(WIDTH, 1.95 * len(crises) + 0.5), squeeze=False)
    for axes, crisis in zip(grid[:, 0], crises, strict=True):
        _log(axes, frame[frame["crisis"] == crisis])
        axes.set_title((names or {}).get(crisis, crisis))
    key = [
        Line2D([], [], marker="^", linestyle="", color=MUTED, label=t("chart: appeal")),
        Line2D([], [], marker="s", linestyle="", color=INK, label=t("chart: act of the alliance")),
        Line2D([], [], marker="o", linestyle="", color=MUTED, label=t("chart: act of others")),
        Line2D([], [], marker="x", linestyle="", color=MUTED, label=t("chart: refusal")),
    ]
    figure.legend(handles=key, loc="outside lower center", ncols=4, frameon=False, fontsize=9)
    return figure


def _log(axes: Axes, frame: pd.DataFrame) -> None:
    days = pd.to_datetime(frame["day"])
    first, last = days.min(), days.max()
    span = max((last - first).days, 1)
    where = {(line, day): 0 for line in LINES for day in frame["day"]}
    for row in rows(frame):
        line = "beside" if row.what in _BESIDE else row.what
        at = (pd.Timestamp(row.day) - first).days / span
        height = LINES.index(line) + 0.22 * (where[line, row.day] % 2)  # marks of one day lie one above the other
        where[line, row.day] += 1
        _mark(axes, at, height, row.what, row.actor)
    for height in range(len(LINES)):
        axes.axhline(height, color=FAINT, linewidth=0.8, zorder=0)
    axes.set_yticks(range(len(LINES)), [t(f"chart: line {line}") for line in LINES], fontsize=8.5, color=INK)
    axes.tick_params(axis="y", length=0)
    axes.set_ylim(-0.6, len(LINES) - 0.3)
    axes.set_xlim(-0.05, 1.05)
    ticks = {0.0: first, 1.0: last} if (last - first).days else {0.0: first}
    labels = [date_text(day.date().isoformat()) for day in ticks.values()]
    axes.set_xticks(list(ticks), labels, fontsize=8.5)
    for label, side in zip(axes.get_xticklabels(), SIDES, strict=False):
        label.set_horizontalalignment(side)


def _mark(axes: Axes, at: float, height: float, what: str, actor: str) -> None:
    ink = INK if actor == ALLIANCE else colour(actor)
    if what == "request":
        axes.plot(at, height, "^", color=ink, markersize=8, zorder=3)
    elif what == "declined":
        axes.plot(at, height, "x", color=ink, markersize=7, markeredgewidth=2.2, zorder=3)
    else:
        shape, size = ("s", 7.5) if actor == ALLIANCE else ("o", 6)
        axes.plot(at, height, shape, color=ink, markersize=size, zorder=4 if actor == ALLIANCE else 2)


def matrix(frame: pd.DataFrame) -> Figure:
    """Draw the record: one row a crisis, whether the alliance was asked, and how high it went on the ladder.

    Args:
        frame: :func:`helpers.crises.record`, in the order wanted; with a column ``label``, the name that is shown.
    """
    count = len(frame)
    figure, axes = plt.subplots(figsize=(WIDTH, 0.205 * count + 1.0))
    for place, row in enumerate(rows(frame)):
        axes.axhline(place, color=FAINT, linewidth=0.6, zorder=0)
        rank = LADDER.index(row.rung)
        if rank:
            axes.barh(
                place, rank, height=0.56, left=0.5, color=INK if row.asked else MUTED, alpha=1 if row.asked else 0.55
            )
        if row.asked:
            axes.plot(0.1, place, "^", color=colour(row.scene), markersize=6)
        if row.declined:
            axes.plot(rank + 0.85, place, "x", color=INK, markersize=5.5, markeredgewidth=1.8)
        weight = "bold" if row.at_member else "normal"
        axes.text(-0.25, place, f"{row.year}  {row.label}", ha="right", va="center", fontsize=7.6, weight=weight)
    heads = [(0.1, "asked"), *[(rank + 0.02, rung) for rank, rung in enumerate(LADDER) if rank]]
    for x, word in heads:
        axes.text(
            x,
            -0.9,
            t(f"chart: line {word}" if word in LINES else f"chart: {word}"),
            fontsize=8,
            rotation=35,
            va="bottom",
        )
    axes.set_xlim(-5.4, 5.9)
    axes.set_ylim(count - 0.4, -4.2)
    axes.set_axis_off()
    return figure


def reasons(frame: pd.DataFrame) -> Figure:
    """Draw how often each reason was coded: firm codes dark, disputed ones striped, and what flipping would add.

    Args:
        frame: :func:`helpers.crises.by_reason`.
    """
    figure, axes = plt.subplots(figsize=(WIDTH, 0.42 * len(frame) + 0.9))
    places = np.arange(len(frame))
    axes.barh(places, frame["firm"], height=0.6, color=INK)
    axes.barh(
        places, frame["disputed"], height=0.6, left=frame["firm"], facecolor="white", edgecolor=INK, hatch="//////"
    )
    for place, row in enumerate(rows(frame)):
        total = row.firm + row.disputed
        low, high = row.firm, total + row.flipped_in
        axes.text(
            total + 0.6,
            place,
            t("chart: {count} ({low} to {high})").format(count=total, low=low, high=high),
            va="center",
            fontsize=9,
        )
    axes.set_yticks(places, [t(reason) for reason in frame["reason"]], color=INK)
    axes.tick_params(axis="y", length=0)
    axes.set_ylim(len(frame) - 0.5, -0.5)
    axes.set_xlim(0, (frame["firm"] + frame["disputed"]).max() * 1.3)
    axes.set_xticks([])
    axes.spines["bottom"].set_visible(False)
    return figure
