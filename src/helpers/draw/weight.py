"""Drawings of weight: shares of resources, size and effort, suppliers of arms, paper against fact."""

from __future__ import annotations

import textwrap
from typing import Any

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import NullLocator

from helpers.data import rows
from helpers.draw.rows import key_below
from helpers.labels import date_text, t
from helpers.style import CARD, INK, MUTED, PALE, STRIPES, WIDTH, colour
from helpers.weight import LARGEST, OTHERS, RUN, concentration

#: Size of small type, in points.
_SMALL = 9
#: From this share on, in per cent, a segment of a bar has room for its number.
_ROOM = 12


def resources(frame: pd.DataFrame) -> Figure:
    """Draw who holds what share of each resource, one panel a resource, one bar a year, Russia at the ground.

    A striped bar is a year in which one member has no value. The first and the last share of Russia stand in its bars;
    where all members are named, the title says how many equal ones would be as concentrated in the last year.

    Args:
        frame: :func:`helpers.weight.together`.
    """
    names = list(dict.fromkeys(frame["resource"]))
    rest = frame[frame["state"] != LARGEST].groupby("state")["share"].mean().sort_values(ascending=False)
    order = [LARGEST, *[state for state in rest.index if state != OTHERS], *[OTHERS] * (OTHERS in rest.index)]
    lines = -(-len(names) // 2)
    figure, grid = plt.subplots(lines, 2, figsize=(WIDTH, 1.75 * lines + 0.75), sharex=True, sharey=True, squeeze=False)
    for axes, name in zip(grid.flat, names, strict=False):
        _shares(axes, frame[frame["resource"] == name], order)
        axes.set_title(t(f"chart: resource, {name}"), color=INK, pad=31)
        words = textwrap.fill(_note(frame[frame["resource"] == name]), 22)
        axes.annotate(words, (0, 1), (0, 5), "axes fraction", "offset points", color=MUTED, fontsize=_SMALL)
    for axes in grid.flat[len(names) :]:
        axes.set_axis_off()
    shown = [state for state in order if state in set(frame["state"])]
    key = [Patch(facecolor=_ink(state), label=_name(state)) for state in shown]
    if frame["missing"].ne("").any():
        key.append(Patch(facecolor=MUTED, edgecolor=CARD, hatch=STRIPES, label=t("chart: one member has no value")))
    key_below(figure, key)
    return figure


def _shares(axes: Axes, part: pd.DataFrame, order: list[str]) -> None:
    """Draw the bars of one resource."""
    ground = dict.fromkeys(part["year"], 0.0)
    for row in rows(part.sort_values(["state"], key=lambda column: column.map(order.index), kind="stable")):
        axes.bar(row.year, row.share, 1, ground[row.year], **_look(_ink(row.state), row.missing))
        ground[row.year] += row.share
    largest = part[part["state"] == LARGEST].sort_values("year")
    for row, side in zip(rows(largest.iloc[[0, -1]].drop_duplicates("year")), ("left", "right"), strict=False):
        words: dict[str, Any] = {
            "ha": side,
            "va": "top",
            "color": CARD,
            "weight": "bold",
            "bbox": _behind(colour(LARGEST)),
        }
        axes.text(row.year, row.share - 5, f"{row.share:.0f}", **words)
    axes.set_ylim(0, 100)
    axes.set_yticks([0, 50, 100], ["0", "50", "100"])
    axes.set_xticks([2000, 2010, 2020])
    axes.set_xlim(1991.4, 2023.6)
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)


def _note(part: pd.DataFrame) -> str:
    """Return what stands below the title of a panel: the number of equal members, or the run of years."""
    if OTHERS in set(part["state"]):
        return t("chart: sums of {n} years").format(n=RUN)
    last = concentration(part).iloc[-1]
    return t("chart: like {n} equal members in {year}").format(n=f"{last['effective']:.2f}", year=last.name)


def _ink(state: str) -> str:
    return PALE if state == OTHERS else colour(state)


def _name(state: str) -> str:
    return t("chart: other suppliers") if state == OTHERS else t(state)


def size_and_effort(frame: pd.DataFrame) -> Figure:
    """Draw the ratio of spending by year on a scale of multiples: a part of size below, a part of effort upon it.

    On that scale the two parts add up. A striped bar is a year in which one member has no value.

    Args:
        frame: :func:`helpers.weight.parts`.
    """
    figure, axes = plt.subplots(figsize=(WIDTH, 3.6))
    named = {frame["year"].max()} | {year for year in frame["year"] if year % 5 == 0}
    for row in rows(frame):
        axes.bar(row.year, row.size - 1, 0.9, 1, **_look(colour(LARGEST), row.missing))
        axes.bar(row.year, row.spending - row.size, 0.9, row.size, **_look(PALE, row.missing))
        if row.year in named:
            near = frame[frame["year"].between(row.year - 1, row.year + 1)]
            words: dict[str, Any] = {"ha": "center", "va": "center", "fontsize": _SMALL, "weight": "bold"}
            axes.text(row.year, near["spending"].max() * 1.13, _times(row.spending), **words)
            size, effort = f"{row.size:.1f}", f"{row.effort:.1f}"
            axes.text(row.year, row.size / 1.3, size, color=CARD, bbox=_behind(colour(LARGEST)), **words)
            axes.text(row.year, (row.size * row.spending) ** 0.5, effort, bbox=_behind(PALE), **words)
    axes.set_yscale("log")
    top = frame[["spending", "size"]].max().max() * 1.5
    ticks = [tick for tick in (1, 2, 5, 10, 20, 50, 100) if tick < top]
    axes.set_ylim(1, top)
    axes.set_yticks(ticks, [_times(tick) for tick in ticks])
    axes.yaxis.set_minor_locator(NullLocator())
    axes.set_xticks([year for year in range(frame["year"].min(), frame["year"].max() + 1) if year % 5 == 0])
    axes.set_xlim(frame["year"].min() - 0.7, frame["year"].max() + 0.7)
    axes.tick_params(axis="y", length=0)
    axes.grid(axis="y")
    axes.spines["left"].set_visible(False)
    axes.set_title(t("chart: Russia's spending, in multiples of all others together"), color=MUTED, weight="normal")
    key = [
        Patch(facecolor=PALE, label=t("chart: effort, spending per product")),
        Patch(facecolor=colour(LARGEST), label=t("chart: size, product")),
    ]
    if frame["missing"].ne("").any():
        key.append(Patch(facecolor=MUTED, edgecolor=CARD, hatch=STRIPES, label=t("chart: one member has no value")))
    key_below(figure, key)
    return figure


def _times(number: float) -> str:
    return f"\N{MULTIPLICATION SIGN}{number:.0f}"


def _look(face: str, missing: str) -> dict[str, Any]:
    """Return the look of a bar; one of a year in which a member is missing is striped."""
    if missing:
        return {"facecolor": face, "hatch": STRIPES, "edgecolor": CARD, "linewidth": 0.0}
    return {"facecolor": face, "edgecolor": face, "linewidth": 0.6}


def _behind(face: str) -> dict[str, Any]:
    """Return what lies behind a text, so that no line crosses it."""
    return {"facecolor": face, "edgecolor": "none", "pad": 1.0}


def suppliers(frame: pd.DataFrame, *, members: list[str]) -> Figure:
    """Draw who delivered the arms of each state, one bar a state and period: Russia first, then by size.

    The largest other supplier and the sum of deliveries stand at the right.

    Args:
        frame: :func:`helpers.weight.suppliers`.
        members: the recipients that stand above the line.
    """
    figure, axes = plt.subplots(figsize=(WIDTH, 0.235 * len(frame.drop_duplicates(["recipient", "first"])) + 2.1))
    height, ticks, labels, before = 0.0, [], [], None
    for (recipient, first, last), part in frame.groupby(["recipient", "first", "last"], sort=False):
        if before and before != recipient:
            height += 0.45 if (before in members) == (recipient in members) else 1.6
            if (before in members) != (recipient in members):
                axes.text(0, height - 0.85, t("chart: not members"), color=INK, weight="bold", fontsize=_SMALL)
        _deliveries(axes, part, height)
        ticks.append(height)
        when = date_text(f"{first}/{last}")
        labels.append(when if before == recipient else f"{t(str(recipient))}  {when}")
        before, height = recipient, height + 1
    axes.text(0, -0.85, t("chart: members"), color=INK, weight="bold", fontsize=_SMALL)
    axes.text(
        105, -0.45, textwrap.fill(t("chart: largest other supplier"), 10), color=MUTED, fontsize=_SMALL, va="bottom"
    )
    axes.text(186, -0.45, textwrap.fill(t("chart: sum"), 10), color=MUTED, fontsize=_SMALL, ha="right", va="bottom")
    axes.set_yticks(ticks, labels, color=INK, fontsize=_SMALL)
    axes.set_ylim(height - 0.3, -1.6)
    axes.set_xlim(0, 187)
    axes.set_xticks([0, 50, 100], ["0", "50", "100 %"])
    axes.tick_params(axis="both", length=0)
    axes.spines[["left", "bottom"]].set_visible(False)
    key = [Patch(facecolor=_ink(supplier), label=_name(supplier)) for supplier in (LARGEST, OTHERS)]
    key_below(figure, key)
    return figure


def _deliveries(axes: Axes, part: pd.DataFrame, height: float) -> None:
    """Draw the bar of one recipient and period, with what stands beside it."""
    left = 0.0
    known = part.dropna(subset="supplier")
    for row in rows(known):
        face = colour(LARGEST) if row.supplier == LARGEST else PALE
        axes.barh(height, row.share, 0.82, left, color=face, edgecolor=CARD, linewidth=0.8)
        left += row.share
    largest = known[known["supplier"] == LARGEST]["share"].sum()
    if largest >= _ROOM:
        axes.text(2, height, f"{largest:.0f} %", color=CARD, va="center", fontsize=_SMALL, weight="bold")
    other = known[known["supplier"] != LARGEST].nlargest(1, "share")
    words = [f"{t(row.supplier)} {row.share:.0f} %" for row in rows(other)]
    alone = t("chart: none") if len(known) else t("chart: no delivery")
    axes.text(105, height, words[0] if words else alone, va="center", fontsize=_SMALL, color=INK if words else MUTED)
    axes.text(186, height, f"{known['tiv'].sum():,.0f}", va="center", ha="right", fontsize=_SMALL)


def paper_and_fact(frame: pd.DataFrame) -> Figure:
    """Draw Russia's shares on paper, in the organs and in means as bars on one axis, with the equal share as a line.

    A diamond is the share of the United States in NATO.

    Args:
        frame: rows of :func:`helpers.weight.on_paper`, ``in_organs``, ``in_means`` and ``in_nato``; the first row is
            the equal share.
    """
    mine = frame[frame["state"] == LARGEST]
    groups = list(dict.fromkeys(mine["group"]))
    figure, axes = plt.subplots(figsize=(WIDTH, 0.3 * (len(mine) + len(groups)) + 0.9))
    equal = mine["share"].iloc[0]
    height, ticks, labels, places = 0.0, [], [], {}
    for group, part in mine.groupby("group", sort=False):
        axes.text(
            0,
            height,
            t(f"chart: share {group}"),
            weight="bold",
            va="center",
            fontsize=_SMALL,
            zorder=4,
            bbox=_behind(CARD),
        )
        for row in rows(part):
            height += 1
            _bar(axes, row, height, hollow=group == "paper")
            ticks.append(height)
            labels.append(t(f"chart: share of {row.what}"))
            places[group, row.what] = height
        height += 1.15
    axes.plot([equal, equal], [0.5, height - 0.6], color=MUTED, linewidth=1, linestyle=(0, (4, 3)), zorder=3)
    others = frame[frame["state"] != LARGEST]
    for row in rows(others):
        axes.plot(row.share, places[row.group, row.what], "D", **_DIAMOND)
    axes.set_yticks(ticks, labels, color=INK, fontsize=_SMALL)
    axes.set_ylim(height - 0.6, -0.6)
    axes.set_xlim(0, 150)
    axes.set_xticks([0, 25, 50, 75, 100], ["0", "25", "50", "75", "100 %"])
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    axes.spines["bottom"].set_bounds(0, 100)
    key = [Line2D([], [], color=MUTED, linewidth=1, linestyle=(0, (4, 3)), label=t("chart: equal share"))]
    for row in rows(others.head(1)):
        words = t("chart: the United States in NATO, {year}").format(year=row.n)
        key.append(Line2D([], [], linestyle="", marker="D", label=words, **_DIAMOND))
    key_below(figure, key)
    return figure


#: Look of the yardstick.
_DIAMOND: dict[str, Any] = {"color": CARD, "markeredgecolor": INK, "markeredgewidth": 1.4, "markersize": 7, "zorder": 4}


def _bar(axes: Axes, row: Any, height: float, *, hollow: bool) -> None:
    """Draw one share, its number beside it, and out of how many at the right."""
    ink = colour(row.state)
    axes.barh(height, row.share, 0.62, color=CARD if hollow else ink, edgecolor=ink, linewidth=1.2)
    axes.text(
        row.share + 2,
        height,
        f"{row.share:.0f} %",
        va="center",
        weight="bold",
        fontsize=_SMALL,
        zorder=5,
        bbox=_behind(CARD),
    )
    words = t(f"chart: out of {row.unit}").format(n=row.n)
    axes.text(150, height, words, va="center", ha="right", color=MUTED, fontsize=_SMALL)
