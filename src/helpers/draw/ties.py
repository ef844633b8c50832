"""Drawings of ties: shares of partners in trade, remittances."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import ceil
from typing import Any

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from helpers.data import rows
from helpers.labels import t
from helpers.style import CARD, INK, MUTED, PARTNER_COLOURS, WIDE, WIDTH, colour
from helpers.trade import LISTED, YEARLY

#: Looks of the lines of partners, so that they differ without colour too.
LINES: dict[str, dict[str, Any]] = {
    "RUS": {"linewidth": 2.4},
    "CHN": {"linewidth": 1.7},
    "USA": {"linewidth": 1.7, "linestyle": (0, (1, 1.1))},
    "TUR": {"linewidth": 1.5, "linestyle": (0, (4, 1.2, 1, 1.2))},
    "EU": {"linewidth": 1.7, "linestyle": (0, (4, 1.4))},
}
#: Size of small print in points, and the height that a line of it takes in inches.
SMALL, _LINE = 9, 0.15
#: Height of a panel in inches.
PANEL = 1.3
#: Years by which the listed shares stand to the right of their place, so that they never touch the yearly ones.
_SHIFT = 16


def spread(places: Mapping[str, float], apart: float, low: float, high: float) -> dict[str, float]:
    """Return places moved as little as it takes to lie ``apart``, in their order, between ``low`` and ``high``."""
    order = sorted(places, key=lambda name: (places[name], name))
    blocks: list[tuple[float, list[str]]] = []  # the place of the lowest, and who stands above it in steps
    for name in order:
        block = [name]
        while blocks and _floor(block, places, apart, low, high) < blocks[-1][0] + apart * len(blocks[-1][1]):
            block = blocks.pop()[1] + block
        blocks.append((_floor(block, places, apart, low, high), block))
    return {name: floor + apart * step for floor, block in blocks for step, name in enumerate(block)}


def _floor(block: list[str], places: Mapping[str, float], apart: float, low: float, high: float) -> float:
    """Return where the lowest of a block stands so that the block lies around its places, inside the limits."""
    middle = sum(places[name] - apart * step for step, name in enumerate(block)) / len(block)
    return max(low, min(middle, high - apart * (len(block) - 1)))


def panels(groups: Mapping[str, Sequence[str]], top: int) -> tuple[Figure, dict[str, Axes]]:
    """Return a figure with a column of small panels for each group, one a state, all on one scale from 0.

    Args:
        groups: states by the key of the group's name.
        top: the highest value of the scale.
    """
    height = max(len(states) for states in groups.values())
    size = (WIDE, PANEL * height + 0.55)
    figure, grid = plt.subplots(height, len(groups), figsize=size, sharey=True, squeeze=False)
    found = {}
    for column, (group, states) in enumerate(groups.items()):
        for row in range(height):
            axes: Axes = grid[row, column]
            if row >= len(states):
                axes.set_axis_off()
                continue
            found[states[row]] = axes
            axes.set_title(t(states[row]), color=INK, fontsize=9, pad=3)
            axes.set_ylim(0, top)
            axes.set_yticks(range(0, top + 1, 25))
            axes.grid(axis="y")
            alone = column > 0 and not grid[row, column - 1].axison
            axes.tick_params(labelsize=SMALL, length=0, labelleft=column == 0 or alone)
            axes.spines["left"].set_visible(False)
        grid[0, column].annotate(
            t(group),
            (0, 1),
            xycoords="axes fraction",
            xytext=(0, 20),
            textcoords="offset points",
            color=MUTED,
            fontsize=9,
        )
    return figure, found


def name_lines(axes: Axes, ends: Mapping[str, float], at: float, inks: Mapping[str, str]) -> None:
    """Write the names of lines beside their ends, moved apart where they would touch."""
    bottom, top = axes.get_ylim()
    apart = (top - bottom) * _LINE / (PANEL - 0.3)
    for name, place in spread(ends, apart, bottom + 0.5 * apart, top).items():
        axes.text(at, place, t(f"chart: partner {name}"), color=inks[name], fontsize=SMALL, va="center", ha="left")


def partners(frame: pd.DataFrame, *, groups: Mapping[str, Sequence[str]]) -> Figure:
    """Draw shares of partners by year, one panel a state, the two datasets side by side with a gap between them.

    At the left the yearly shares, computed from all trade; at the right those that the Factbook lists, with a dot for
    each year; a partner that is not listed has no dot.

    Args:
        frame: :func:`helpers.trade.flow`.
        groups: states by the key of the group's name, a column each.
    """
    known = {group: [state for state in states if state in set(frame["state"])] for group, states in groups.items()}
    top = 25 * ceil(float(frame["share_pct"].max()) / 25)
    figure, found = panels({group: states for group, states in known.items() if states}, top)
    for group in known.values():
        for axes in [found[state] for state in group[:1]]:
            axes.text(2008, top * 0.97, t("chart: all trade"), color=MUTED, fontsize=SMALL, ha="center", va="top")
            at = 2018.5 + _SHIFT
            axes.text(at, top * 0.97, t("chart: listed alone"), color=MUTED, fontsize=SMALL, ha="center", va="top")
    for state, axes in found.items():
        part = frame[frame["state"] == state]
        _yearly(axes, part[part["dataset"] == YEARLY])
        _listed(axes, part[part["dataset"] == LISTED])
        axes.set_xlim(1997.5, 2024.5 + _SHIFT)
        axes.axvspan(2016.8, 2013.2 + _SHIFT, color=CARD, zorder=0.9)
        years = {2000: 2000, 2008: 2008, 2016: 2016, 2014 + _SHIFT: 2014, 2023 + _SHIFT: 2023}
        axes.set_xticks(list(years), [str(year) for year in years.values()])
    return figure


def _yearly(axes: Axes, part: pd.DataFrame) -> None:
    ends = {}
    for partner, line in part.groupby("partner"):
        axes.plot(line["year"], line["share_pct"], color=PARTNER_COLOURS[str(partner)], **LINES[str(partner)])
        ends[str(partner)] = float(line["share_pct"].iloc[-1])
    name_lines(axes, ends, 2016.6, PARTNER_COLOURS)


def _listed(axes: Axes, part: pd.DataFrame) -> None:
    years = sorted(set(part["year"]))
    for partner, line in part.groupby("partner"):
        shares = line.set_index("year")["share_pct"].astype("float64").reindex(years)
        ink, look = PARTNER_COLOURS[str(partner)], LINES[str(partner)]
        axes.plot([year + _SHIFT for year in years], shares, color=ink, marker="o", markersize=3, **look)


def remittances(frame: pd.DataFrame) -> Figure:
    """Draw remittances as a share of product by year, a line a state, its name at the end.

    Args:
        frame: columns ``state``, ``year``, ``pct_gdp`` (per cent of gross domestic product).
    """
    height = 4.0
    figure, axes = plt.subplots(figsize=(WIDTH, height))
    last = int(frame["year"].max())
    for state, line in frame.groupby("state"):
        axes.plot(line["year"], line["pct_gdp"].astype("float64"), color=colour(str(state)), linewidth=1.9)
    top = float(frame["pct_gdp"].max()) * 1.08
    axes.set_ylim(0, top)
    ends = {row.state: row.pct_gdp for row in rows(frame[frame["year"] == last])}
    for state, place in spread(ends, top * 0.16 / (height - 0.6), top * 0.02, top).items():
        axes.text(last + 0.4, place, t(state), color=colour(state), fontsize=9, va="center", ha="left")
    axes.set_xlim(int(frame["year"].min()), last + 5.2)
    axes.set_xticks([year for year in range(int(frame["year"].min()), last + 1) if year % 5 == 0])
    axes.set_title(t("chart: per cent of product"), color=MUTED, weight="normal")
    axes.grid(axis="y")
    axes.spines["left"].set_visible(False)
    axes.tick_params(axis="y", length=0)
    return figure
