"""Drawings of votes: agreement over time, changes, similarity, the resolutions on Ukraine."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from typing import Any

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle

from helpers.data import rows
from helpers.draw.rows import key_below, name_under_heads, under_heads
from helpers.draw.ties import LINES, SMALL, name_lines, panels
from helpers.labels import t
from helpers.style import CARD, INK, MUTED, PALE, PARTNER_COLOURS, STRIPES, WIDTH, colour

#: Shares above this, in per cent, bear white numbers.
_DARK = 74
#: From white to ink: darker is more alike.
_SHADES = LinearSegmentedColormap.from_list("ink", [CARD, INK])
#: Looks of votes: against solid, abstention grey, absent striped, in favour white.
_BALLOT: dict[str, dict[str, Any]] = {
    "no": {"facecolor": INK},
    "abstain": {"facecolor": PALE},
    "absent": {"facecolor": CARD, "hatch": STRIPES},
    "yes": {"facecolor": CARD},
}


def drift(frame: pd.DataFrame, *, groups: Mapping[str, Sequence[str]], since: float) -> Figure:
    """Draw agreement with each partner by session, one panel a state, the partners' names at the ends of their lines.

    A line breaks where a session has too few roll calls.

    Args:
        frame: :func:`helpers.votes.by_session`.
        groups: states by the key of the group's name, a column each.
        since: where on the axis of years a thin line marks a date.
    """
    known = {group: [state for state in states if state in set(frame["state"])] for group, states in groups.items()}
    figure, found = panels({group: states for group, states in known.items() if states}, 100)
    years = range(int(frame["year"].min()), int(frame["year"].max()) + 1)
    for state, axes in found.items():
        ends = {}
        axes.axvline(since, color=MUTED, linewidth=0.8)
        for partner, line in frame[frame["state"] == state].groupby("partner"):
            shares = line.set_index("year")["share"].astype("float64")
            axes.plot(years, shares.reindex(years), color=PARTNER_COLOURS[str(partner)], **LINES[str(partner)])
            ends[str(partner)] = float(shares.iloc[-1])
        axes.set_xlim(years[0] - 0.5, years[-1] + 9.5)
        axes.set_xticks([year for year in years if year % 10 == 0])
        name_lines(axes, ends, years[-1] + 0.8, PARTNER_COLOURS)
    return figure


def changes(frame: pd.DataFrame, *, groups: Mapping[str, Sequence[str]]) -> Figure:
    """Draw changes of agreement with their intervals, one row a state, one column a partner, all on one scale.

    A dot is solid where its interval leaves out nought.

    Args:
        frame: :func:`helpers.votes.change`.
        groups: states by the key of the group's name, one under the other.
    """
    partners = [name for name in PARTNER_COLOURS if name in set(frame["partner"])]
    places, heads, height = under_heads(groups.items(), gap=0.4)
    size = (WIDTH, 0.26 * height + 1.0)
    figure, grid = plt.subplots(1, len(partners), figsize=size, sharex=True, sharey=True, squeeze=False)
    for axes, partner in zip(grid[0], partners, strict=True):
        ink = PARTNER_COLOURS[partner]
        axes.axvline(0, color=MUTED, linewidth=0.8)
        for row in rows(frame[frame["partner"] == partner]):
            at, clear = places[row.state], row.low > 0 or row.high < 0
            axes.plot([row.low, row.high], [at, at], color=ink, linewidth=1.6)
            axes.plot(row.change, at, "o", color=ink, markersize=5.5, markerfacecolor=ink if clear else CARD)
        axes.set_title(textwrap.fill(t(f"chart: partner {partner}"), 8), color=ink, loc="center")
        axes.grid(axis="x")
        axes.tick_params(length=0, labelsize=SMALL)
        axes.spines["left"].set_visible(False)
    first = grid[0, 0]
    first.set_xlim(-31, 31)
    first.set_xticks([-20, 0, 20], ["\N{MINUS SIGN}20", "0", "+20"])
    name_under_heads(first, _named(heads), _named(places), color=MUTED)
    first.set_ylim(height - 0.6, -0.6)
    grid[0, len(partners) // 2].set_xlabel(t("chart: change in percentage points"), fontsize=9)
    key = [
        Line2D([], [], color=MUTED, marker="o", markersize=5.5, label=t("chart: interval leaves out nought")),
        Line2D([], [], color=MUTED, marker="o", markersize=5.5, markerfacecolor=CARD, label=t("chart: interval holds")),
    ]
    key_below(figure, key)
    return figure


def _named(places: Mapping[str, float]) -> dict[float, str]:
    """Return names by place, for places by key."""
    return {place: t(key) for key, place in places.items()}


def heat(frame: pd.DataFrame, *, members: Sequence[str]) -> Figure:
    """Draw the agreement of each state with each as a square of numbers, darker where they are more alike.

    Args:
        frame: :func:`helpers.votes.similarity`.
        members: the states whose names are bold.
    """
    states = list(dict.fromkeys([*frame["state"], *frame["other"]]))
    figure, axes = plt.subplots(figsize=(WIDTH, WIDTH * 0.93))
    for row in rows(frame):
        x, y = states.index(row.other), states.index(row.state)
        axes.add_patch(Rectangle((x - 0.5, y - 0.5), 1, 1, facecolor=_SHADES((row.share / 100) ** 1.8), edgecolor=CARD))
        ink = CARD if row.share > _DARK else INK
        axes.text(x, y, f"{row.share:.0f}", color=ink, fontsize=8.5, ha="center", va="center")
    names = [t(f"chart: partner {state}") if state in PARTNER_COLOURS else t(state) for state in states]
    axes.set_xticks(range(len(states)), names, rotation=90)
    axes.set_yticks(range(len(states)), names)
    axes.xaxis.tick_top()
    for axis in (axes.xaxis, axes.yaxis):
        for label, state in zip(axis.get_ticklabels(), states, strict=True):
            label.set_color(PARTNER_COLOURS.get(state, colour(state)))
            label.set_fontsize(9)
            label.set_fontweight("bold" if state in members else "normal")
    axes.tick_params(length=0)
    axes.set_xlim(-0.5, len(states) - 0.5)
    axes.set_ylim(len(states) - 0.5, -0.5)
    axes.set_aspect("equal")
    axes.spines[:].set_visible(False)
    return figure


def ballots(frame: pd.DataFrame, *, counts: pd.DataFrame, groups: Mapping[str, Sequence[str]]) -> Figure:
    """Draw votes on resolutions as a matrix, one row a state, one column a resolution; blank where nothing is known.

    Below it stands how many of the members voted as Russia.

    Args:
        frame: :func:`helpers.votes.on_ukraine`.
        counts: :func:`helpers.votes.with_russia`.
        groups: states by the key of the group's name, one under the other.
    """
    columns = list(dict.fromkeys(counts["resolution"]))
    places, heads, height = under_heads(groups.items(), head=0.85, gap=0.35)
    figure, axes = plt.subplots(figsize=(WIDTH, 0.27 * height + 2.6))
    for row in rows(frame):
        corner = (columns.index(row.resolution) - 0.42, places[row.state] - 0.4)
        axes.add_patch(Rectangle(corner, 0.84, 0.8, edgecolor=INK, linewidth=0.8, **_BALLOT[row.vote]))
    for row in rows(counts):
        axes.text(columns.index(row.resolution), height + 0.1, str(row.same), ha="center", va="center", weight="bold")
    below = {height + 0.1: t("chart: members with Russia")}
    name_under_heads(axes, _named(heads), {**_named(places), **below}, color=MUTED)
    names = [f"{t(f'chart: {row.resolution}')} {row.date[:4]}" for row in rows(counts)]
    axes.set_xticks(range(len(columns)), names, rotation=60, ha="left", fontsize=SMALL, rotation_mode="anchor")
    axes.xaxis.tick_top()
    axes.set_xlim(-0.6, len(columns) - 0.4)
    axes.set_ylim(height + 0.7, -0.6)
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)
    key = [Patch(edgecolor=INK, label=t(f"chart: vote {vote}"), **look) for vote, look in _BALLOT.items()]
    key_below(figure, key)
    return figure
