"""Drawings of networks and of their measures."""

from __future__ import annotations

from collections.abc import Sequence
from math import cos, pi, sin
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from helpers.data import rows
from helpers.draw.rows import key_below
from helpers.labels import date_text, t
from helpers.style import INK, MUTED, PALE, WIDE, WIDTH, colour

#: Width, line and offset of the three kinds of pact: a treaty of all parties, a bilateral one, a base.
_PACT: dict[str, tuple[float, Any, str]] = {
    "treaty": (1.6, "solid", PALE),
    "defence treaty": (2.6, "solid", INK),
    "base": (2.2, (0, (1, 1.2)), "#b3451b"),
}
_KEY = {"treaty": "chart: treaty pact", "defence treaty": "chart: defence treaty", "base": "chart: base"}


def pacts(frame: pd.DataFrame, *, hub: str, ring: Sequence[str]) -> Figure:
    """Draw what binds states on several days, one panel a day, every state always in the same place.

    Args:
        frame: columns ``day``, ``one``, ``other``, ``kind`` (:func:`helpers.graphs.ties_by_day`); pairs with a state
            that is neither the hub nor on the ring are left out.
        hub: the state in the middle; the key names it.
        ring: the states around it, clockwise from the top.
    """
    places = {hub: (0.0, 0.0)}
    for rank, state in enumerate(ring):
        angle = pi / 2 - 2 * pi * rank / len(ring)
        places[state] = (cos(angle), sin(angle))
    days = list(dict.fromkeys(frame["day"]))
    figure, grid = plt.subplots(-(-len(days) // 2), 2, figsize=(WIDTH, 2.05 * -(-len(days) // 2) + 0.4), squeeze=False)
    for axes in grid.flat[len(days) :]:
        axes.set_axis_off()
    for axes, day in zip(grid.flat, days, strict=False):
        _pacts_of_a_day(axes, frame[frame["day"] == day], places, hub)
        axes.set_title(date_text(day), loc="center")
    key = [
        Line2D([], [], color=ink, linewidth=width, linestyle=line, label=t(_KEY[kind]))
        for kind, (width, line, ink) in _PACT.items()
    ]
    dot = Line2D([], [], color=colour(hub), marker="o", markersize=11, linestyle="none", label=t(hub))
    key_below(figure, [dot, *key])
    return figure


def _pacts_of_a_day(axes: Axes, frame: pd.DataFrame, places: dict[str, tuple[float, float]], hub: str) -> None:
    drawn = frame[frame["one"].isin(list(places)) & frame["other"].isin(list(places))]
    bound = drawn[["one", "other", "kind"]].drop_duplicates()
    for number, kind in enumerate(_PACT):
        width, line, ink = _PACT[kind]
        for row in rows(bound[bound["kind"] == kind]):
            (x0, y0), (x1, y1) = places[row.one], places[row.other]
            length = np.hypot(x1 - x0, y1 - y0)
            shift = 0.05 * (number - 1)  # three kinds between two states lie beside one another
            dx, dy = -(y1 - y0) / length * shift, (x1 - x0) / length * shift
            if hub not in (row.one, row.other):
                dx = dy = 0.0
            axes.plot([x0 + dx, x1 + dx], [y0 + dy, y1 + dy], color=ink, linewidth=width, linestyle=line, zorder=number)
    for state, (x, y) in places.items():
        axes.plot(x, y, "o", color=colour(state), markersize=11 if state == hub else 8, zorder=5)
        if state != hub:  # it has no room for a name among the lines
            _name_outside(axes, state, x, y)
    axes.set_xlim(-1.85, 1.85)
    axes.set_ylim(-1.3, 1.3)
    axes.set_aspect("equal")
    axes.set_axis_off()


def _name_outside(axes: Axes, state: str, x: float, y: float) -> None:
    """Write the name of a state clear of its circle, on the side that looks away from the hub."""
    if abs(x) < 0.1:
        look: dict[str, Any] = {"ha": "center", "va": "bottom" if y > 0 else "top", "xytext": (0, 5 if y > 0 else -5)}
    else:
        look = {"ha": "left" if x > 0 else "right", "va": "center", "xytext": (6 if x > 0 else -6, 3 * y)}
    axes.annotate(t(state), (x, y), textcoords="offset points", fontsize=8.5, **look)


def series(frame: pd.DataFrame, *, measures: Sequence[str]) -> Figure:
    """Draw measures of a network by year, one panel a measure, years below.

    Args:
        frame: a column ``year`` and one a measure (:func:`helpers.graphs.series`).
        measures: the columns to draw, from top to bottom.
    """
    figure, grid = plt.subplots(len(measures), 1, figsize=(WIDTH, 1.45 * len(measures) + 0.3), sharex=True)
    for axes, measure in zip(np.atleast_1d(grid), measures, strict=True):
        axes.plot(frame["year"], frame[measure], color=INK, linewidth=2.2)
        for place, side in ((0, "right"), (-1, "left")):
            value = frame[measure].iloc[place]
            axes.annotate(
                f"{value:.2f}" if value < 10 else f"{value:.0f}",
                (frame["year"].iloc[place], value),
                (-6 if side == "right" else 6, 0),
                textcoords="offset points",
                ha=side,
                va="center",
                fontsize=9,
            )
        axes.set_title(t(f"chart: {measure}"), weight="normal", color=MUTED)
        axes.set_ylim(0, frame[measure].max() * 1.2)
        axes.set_xlim(frame["year"].min() - 2.8, frame["year"].max() + 2.8)
        axes.set_yticks([])
        axes.spines["left"].set_visible(False)
        axes.grid(axis="x")
    return figure


def ablation(frame: pd.DataFrame, *, measures: Sequence[str]) -> Figure:
    """Draw what is left of a network without groups of states: bars, as shares of the whole network.

    Args:
        frame: :func:`helpers.graphs.ablation`; the first row is the whole network.
        measures: the columns to draw, one panel each, from left to right.
    """
    groups = list(frame["group"])
    figure, grid = plt.subplots(1, len(measures), figsize=(WIDTH, 0.42 * len(groups) + 0.9), sharey=True)
    for axes, measure in zip(np.atleast_1d(grid), measures, strict=True):
        whole = frame[measure].iloc[0]
        share = frame[measure] / whole
        axes.barh(range(len(groups)), share, height=0.58, color=[PALE, *[INK] * (len(groups) - 1)])
        for place, (part, value) in enumerate(zip(share, frame[measure], strict=True)):
            shown = f"{value:.0f}" if measure in ("links", "states", "bodies") else f"{value:.2f}"
            axes.text(part + 0.03, place, shown, va="center", fontsize=9)
        axes.set_title(t(f"chart: short {measure}"), weight="normal", color=MUTED, fontsize=9)
        axes.set_xlim(0, 1.32)
        axes.set_xticks([])
        axes.spines["bottom"].set_visible(False)
        axes.set_ylim(len(groups) - 0.5, -0.5)
        axes.tick_params(axis="y", length=0)
    np.atleast_1d(grid)[0].set_yticks(range(len(groups)), [t(f"chart: {group}") for group in groups], color=INK)
    return figure


def bridges(frame: pd.DataFrame) -> Figure:
    """Draw how much states lie between others: bars of betweenness, the state most between first.

    Args:
        frame: columns ``state``, ``betweenness`` (share), ``bodies``, ``sole`` (numbers).
    """
    figure, axes = plt.subplots(figsize=(WIDTH, 0.34 * len(frame) + 0.9))
    places = range(len(frame))
    axes.barh(places, frame["betweenness"], height=0.62, color=[colour(state) for state in frame["state"]])
    widest = frame["betweenness"].max()
    for place, row in enumerate(rows(frame)):
        axes.text(row.betweenness + widest * 0.02, place, f"{row.betweenness:.3f}", va="center", fontsize=9)
        axes.text(widest * 1.32, place, f"{row.bodies}", va="center", ha="center", fontsize=9)
        axes.text(widest * 1.58, place, f"{row.sole}", va="center", ha="center", fontsize=9)
    for x, word in ((0.0, "betweenness"), (1.32, "degree of a state"), (1.58, "sole")):
        side = "left" if x == 0 else "center"
        axes.text(widest * x, -0.95, t(f"chart: {word}"), ha=side, va="bottom", color=MUTED, fontsize=9)
    axes.set_yticks(places, [t(state) for state in frame["state"]], color=INK)
    axes.tick_params(axis="y", length=0)
    axes.set_xticks([])
    axes.spines["bottom"].set_visible(False)
    axes.set_xlim(0, widest * 1.75)
    axes.set_ylim(len(frame) - 0.5, -0.9)
    return figure


#: From none in common over no relation to the same members; ColorBrewer PuOr, so that no verdict's colour appears.
_DIVERGING = LinearSegmentedColormap.from_list("shared", ["#b35806", "#f7f7f7", "#542788"])


def phi(frame: pd.DataFrame, *, bodies: Sequence[str]) -> Figure:
    """Draw how far membership in one body predicts another: a triangle of squares with their numbers.

    Args:
        frame: columns ``one``, ``other``, ``phi`` (:func:`helpers.graphs.phi`).
        bodies: the bodies in the order wanted.
    """
    order = [body for body in bodies if body in set(frame["one"]) | set(frame["other"])]
    rank = {body: place for place, body in enumerate(order)}
    figure, axes = plt.subplots(figsize=(WIDE, 0.36 * len(order) + 1.0))
    for row in rows(frame):
        x, y = sorted((rank[row.one], rank[row.other]))
        ink = "white" if abs(row.phi) > 0.6 else INK
        axes.add_patch(plt.Rectangle((x - 0.48, y - 0.48), 0.96, 0.96, facecolor=_DIVERGING((row.phi + 1) / 2)))
        shown = f"{row.phi:.1f}".replace("-0.0", "0.0").replace("-", "\N{MINUS SIGN}")
        axes.text(x, y, shown, ha="center", va="center", fontsize=7.5, color=ink)
    for place, body in enumerate(order):
        if place:
            axes.text(-0.7, place, t(body), ha="right", va="center", fontsize=9)
        if place < len(order) - 1:
            axes.text(place, len(order) - 0.35, t(body), ha="right", va="top", fontsize=9, rotation=45)
    axes.set_xlim(-3.2, len(order) - 1.4)
    axes.set_ylim(len(order) + 1.3, 0.4)
    axes.set_axis_off()
    return figure
