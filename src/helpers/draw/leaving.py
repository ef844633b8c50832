"""Drawings of leaving: what states that left were in, what ties states to Russia besides, religion, what laws say."""

from __future__ import annotations

import textwrap
from typing import Any

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.dates import date2num
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle

from helpers.data import rows
from helpers.draw.rows import beside, key_below, name_rows, name_under_heads, under_heads
from helpers.draw.time import fifth_years
from helpers.labels import t
from helpers.style import CARD, FAINT, INK, MUTED, STRIPES, WIDTH, colour

_SMALL = 8.5
#: Face of a square and ink of the article upon it, by how much of the text was read.
_READ = {"whole": (INK, CARD), "in part": (MUTED, CARD), "not read": (CARD, INK)}
#: Width of the bar of a range, by why there is one.
_WIDE = {"no answer": 1.6, "as told": 6.0}


def afterwards(frame: pd.DataFrame) -> Figure:
    """Draw what states that left were in, hosted, signed and fought, lines by state; dashed where it left the alliance.

    Args:
        frame: :func:`helpers.leaving.afterwards`.
    """
    lines = dict.fromkeys(zip(frame["state"], frame["line"], strict=True))
    groups = [(state, [line for line in lines if line[0] == state]) for state in dict.fromkeys(frame["state"])]
    places, heads, height = under_heads(groups)
    figure, axes = plt.subplots(figsize=(WIDTH, 0.225 * height + 1.0))
    for row in rows(frame):
        start, end = (date2num(pd.Timestamp(day)) for day in (row.start, row.end))
        full, near = row.look == "full", row.line != "fighting"
        axes.barh(
            places[row.state, row.line],
            end - start,
            left=start,
            height=0.62 if near else 0.34,
            facecolor=(colour(row.state) if near else INK) if full else CARD,
            edgecolor=colour(row.state) if near else INK,
            hatch=None if full else STRIPES,
            linewidth=0.8 if near else 0.0,
        )
    last = frame["end"].max()
    for state, head in heads.items():
        part = frame[(frame["state"] == state) & (frame["line"] == "alliance") & (frame["look"] == "full")]
        below = head + sum(1 for one, _ in places if one == state)
        for day in sorted(set(part.loc[part["end"] < last, "end"])):
            at = date2num(pd.Timestamp(day))
            axes.plot([at, at], [head + 0.3, below + 0.45], color=INK, linewidth=1.2, linestyle=(0, (3, 2)), zorder=3)
    named = {at: t(f"chart: after {line}") for (_, line), at in places.items()}
    name_under_heads(axes, {at: t(state) for state, at in heads.items()}, named, fontsize=_SMALL, fontweight="bold")
    axes.set_ylim(height - 0.4, -0.6)
    axes.margins(x=0.01)
    fifth_years(axes)
    key: list[Patch | Line2D] = [
        Patch(facecolor=MUTED, edgecolor=MUTED, label=t("chart: after, full")),
        Patch(facecolor=CARD, edgecolor=MUTED, hatch=STRIPES, label=t("chart: after, striped")),
        Line2D([], [], color=INK, linewidth=1.2, linestyle=(0, (3, 2)), label=t("chart: after, left")),
    ]
    key_below(figure, key)
    return figure


def levers(frame: pd.DataFrame, *, inside: int) -> Figure:
    """Draw measures of ties to Russia as bars, a panel a measure, one line a state; a gap parts members from others.

    Args:
        frame: :func:`helpers.leaving.levers`.
        inside: how many of the states, the first ones, are members.
    """
    measures = list(dict.fromkeys(frame["measure"]))
    states = list(dict.fromkeys(frame["state"]))
    at = {state: rank + (0.6 if rank >= inside else 0) for rank, state in enumerate(states)}
    lines = -(-len(measures) // 2)
    figure, grid = plt.subplots(lines, 2, figsize=(WIDTH, (0.235 * len(states) + 0.75) * lines), squeeze=False)
    figure.set_layout_engine("constrained", h_pad=0.1, w_pad=0.08)
    for axes, measure in zip(grid.flat, measures, strict=False):
        _bars(axes, frame[frame["measure"] == measure], at)
        axes.tick_params(labelleft=axes in grid[:, 0])
    for axes in grid.flat[len(measures) :]:
        axes.set_axis_off()
    return figure


def _bars(axes: Axes, part: pd.DataFrame, at: dict[str, float]) -> None:
    top = max(float(part["value"].fillna(0).max()), 1.0)
    for row in rows(part):
        known = pd.notna(row.value)
        axes.barh(at[row.state], row.value if known else 0, height=0.66, color=colour(row.state))
        text = t("chart: no figure")
        if known:
            text = f"{row.value:.1f}" if row.unit == "share" and 0 < row.value < 1 else f"{row.value:.0f}"
        axes.text((row.value if known else 0) + top * 0.03, at[row.state], text, va="center", fontsize=_SMALL)
    title = t(f"chart: lever {part['measure'].iloc[0]}").format(years=part["years"].iloc[0])
    axes.set_title(textwrap.fill(title, 25), fontsize=_SMALL)
    axes.set_yticks(list(at.values()), [t(state) for state in at], color=INK, fontsize=_SMALL)
    axes.tick_params(axis="y", length=0)
    axes.set_ylim(max(at.values()) + 0.5, -0.5)
    axes.set_xlim(0, top * 1.35)
    axes.set_xticks([])
    axes.spines[["left", "bottom"]].set_visible(False)


def believers(frame: pd.DataFrame, *, members: list[str]) -> Figure:
    """Draw shares of a group in the population, a line a source; full marks for members of the alliance.

    A bar is a range: as a source tells it, or up to the share that all who gave no answer would add.

    Args:
        frame: :func:`helpers.leaving.believers`.
        members: codes of the members.
    """
    figure, axes = plt.subplots(figsize=(WIDTH, 0.36 * len(frame) + 0.95))
    labels = []
    for place, row in enumerate(rows(frame)):
        ink = colour(row.state)
        if pd.notna(row.low):
            axes.plot([row.low, row.high], [place, place], color=ink, linewidth=_WIDE[row.why], solid_capstyle="butt")
        if pd.notna(row.best):
            face = ink if row.state in members else CARD
            axes.plot(row.best, place, marker="o", markersize=8, color=ink, markerfacecolor=face, markeredgewidth=1.6)
        year = t("chart: no year") if pd.isna(row.year) else str(row.year)
        labels.append(f"{t(row.state)}{t('page: comma')} {year}")
        beside(axes, place, t(f"chart: religion by {row.said_by}"), fontsize=_SMALL, color=MUTED)
        axes.axhline(place + 0.5, color=FAINT, linewidth=0.6, zorder=0)
    name_rows(axes, labels, fontsize=9)
    axes.set_xlim(0, 102)
    axes.set_xlabel(t("chart: per cent of the population"), fontsize=9)
    axes.grid(axis="x")
    axes.spines["left"].set_visible(False)
    mark: dict[str, Any] = {"marker": "o", "markersize": 8, "linestyle": "", "color": MUTED, "markeredgewidth": 1.6}
    key = [
        Line2D([], [], **mark, label=t("chart: in the alliance")),
        Line2D([], [], **mark, markerfacecolor=CARD, label=t("chart: not in the alliance")),
        Line2D([], [], linewidth=_WIDE["no answer"], color=MUTED, label=t("chart: with no answer counted in")),
        Line2D([], [], linewidth=_WIDE["as told"], color=MUTED, label=t("chart: range of the source")),
    ]
    key_below(figure, key)
    return figure


def rules(frame: pd.DataFrame) -> Figure:
    """Draw what constitutions and laws say, a row a state, a column a rule; a square a provision, with its article.

    Dark was read whole, grey in part; outlined is told by others; striped is no longer in force.

    Args:
        frame: :func:`helpers.leaving.rules`.
    """
    states, names = list(dict.fromkeys(frame["state"])), list(dict.fromkeys(frame["rule"]))
    figure, axes = plt.subplots(figsize=(WIDTH, 0.4 * len(states) + 1.5))
    for line, state in enumerate(states):
        for column, rule in enumerate(names):
            part = frame[(frame["state"] == state) & (frame["rule"] == rule)]
            if part.empty:
                axes.plot([column - 0.06, column + 0.06], [line, line], color=MUTED, linewidth=1.4)
            for step, row in enumerate(rows(part)):
                _square(axes, column + 0.4 * (step - (len(part) - 1) / 2), line, row)
    axes.xaxis.tick_top()
    axes.set_xticks(range(len(names)), [textwrap.fill(t(rule), 11) for rule in names], color=INK)
    axes.set_yticks(range(len(states)), [t(state) for state in states], color=INK)
    axes.tick_params(axis="both", length=0, labelsize=9)
    axes.set_xlim(-0.55, len(names) - 0.45)
    axes.set_ylim(len(states) - 0.5, -0.5)
    axes.spines[["left", "bottom"]].set_visible(False)
    for line in range(1, len(states)):
        axes.axhline(line - 0.5, color=FAINT, linewidth=0.6, zorder=0.4)
    key: list[Patch | Line2D] = [
        Patch(facecolor=INK, edgecolor=INK, label=t("chart: text read whole")),
        Patch(facecolor=MUTED, edgecolor=MUTED, label=t("chart: text read in part")),
        Patch(facecolor=CARD, edgecolor=MUTED, label=t("chart: text not read, told by others")),
        Patch(facecolor=CARD, edgecolor=MUTED, hatch=STRIPES, label=t("chart: no longer in force")),
        Line2D([], [], color=MUTED, linewidth=1.4, label=t("chart: no rule in the table")),
    ]
    key_below(figure, key)
    return figure


def _square(axes: Axes, middle: float, line: int, row: Any) -> None:
    face, ink = _READ[row.read] if row.held else (CARD, INK)
    axes.add_patch(
        Rectangle(
            (middle - 0.18, line - 0.32),
            0.36,
            0.64,
            facecolor=face,
            edgecolor=MUTED,
            hatch=None if row.held else STRIPES,
            linewidth=1.0,
        )
    )
    box = {"facecolor": CARD, "edgecolor": "none", "pad": 0.6} if not row.held else None
    axes.text(middle, line, row.article, ha="center", va="center", fontsize=_SMALL, color=ink, bbox=box)
