"""Drawings of events in time."""

from __future__ import annotations

import textwrap

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.dates import date2num
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle

from helpers.data import rows
from helpers.draw.rows import key_below, name_rows
from helpers.draw.time import LETTER, SIZE, some_years, stacked, title, whole_years, write
from helpers.labels import date_text, t
from helpers.style import FAINT, INK, MUTED, PALE, STRIPES, WIDTH, colour

#: Marker, face and size of an event by mark; shape and filling carry the kind, not the colour.
_MARK = {
    "text": ("o", INK, 8.0),
    "exit": ("o", "white", 8.0),
    "organ": ("s", MUTED, 7.0),
    "un": ("D", INK, 7.0),
    "force": ("^", MUTED, 8.5),
}
#: Room for the dates at the left and for the inside of the axes, in points.
_DATES, _INSIDE = 93, 228
#: Height of a row of one line, and of each further line, in inches.
_ROW, _LINE = 0.30, 0.16


def timeline(frame: pd.DataFrame) -> Figure:
    """Draw events, one row each in the order of the frame: date at the left, a mark on the axis of time, a short title.

    The title stands on the side of the mark that has more room. A date that covers more than a day is a line from its
    first to its last day, with the mark on the first.

    Args:
        frame: :func:`helpers.timelines.line`; columns ``date``, ``first``, ``last``, ``mark``, ``label``.
    """
    first, last = date2num(pd.to_datetime(frame["first"])), date2num(pd.to_datetime(frame["last"]))
    left, right = whole_years(frame["first"].min(), frame["last"].max())
    spans = list(zip(first, last, strict=True))
    titles = [title(t(label), *span, left, right, _INSIDE) for label, span in zip(frame["label"], spans, strict=True)]
    dates = [textwrap.wrap(date_text(date), int(_DATES / LETTER)) for date in frame["date"]]
    lines = [max(len(told.lines), len(date)) for told, date in zip(titles, dates, strict=True)]
    places, height = stacked(lines, _ROW, _LINE)

    figure, axes = plt.subplots(figsize=(WIDTH, height + 0.9))
    for mark, (start, end), told, place in zip(frame["mark"], spans, titles, places, strict=True):
        _event(axes, mark, start, end, place)
        axes.plot([left, start], [place, place], color=FAINT, linewidth=0.8, zorder=0.5)
        write(axes, told, place)
    axes.set_yticks(places, ["\n".join(date) for date in dates], fontsize=SIZE)
    axes.tick_params(axis="y", length=0)
    axes.set_ylim(height, 0)
    some_years(axes, left, right)
    shown = [mark for mark in _MARK if mark in set(frame["mark"])]
    if len(shown) > 1:
        handles = [
            Line2D([], [], linestyle="", marker=shape, markersize=size, markerfacecolor=face, markeredgecolor=INK,
                   label=t(f"chart: event, {mark}"))
            for mark, (shape, face, size) in ((mark, _MARK[mark]) for mark in shown)
        ]  # fmt: skip
        key_below(figure, handles)
    return figure


def _event(axes: Axes, mark: str, start: float, end: float, place: float) -> None:
    shape, face, size = _MARK[mark]
    if end > start:
        axes.plot([start, end], [place, place], color=PALE, linewidth=5, solid_capstyle="butt")
    axes.plot([start], [place], shape, markersize=size, markerfacecolor=face, markeredgecolor=INK, markeredgewidth=1.2)


def intervals(frame: pd.DataFrame) -> Figure:
    """Draw intervals as bars on an axis of time, one row each: what it is at the left, its days beside the bar.

    Args:
        frame: :func:`helpers.timelines.intervals`; columns ``label``, ``start``, ``end``, ``days``.
    """
    left, right = whole_years(frame["start"].min(), frame["end"].max())
    figure, axes = plt.subplots(figsize=(WIDTH, 0.46 * len(frame) + 0.5))
    for rank, row in enumerate(rows(frame)):
        start, end = date2num(pd.Timestamp(row.start)), date2num(pd.Timestamp(row.end))
        axes.barh(rank, end - start, left=start, height=0.5, facecolor=INK, edgecolor=INK, linewidth=0.8)
        after = right - end >= start - left
        axes.annotate(
            t("chart: {days} days").format(days=row.days),
            (end if after else start, rank),
            xytext=(6 if after else -6, 0),
            textcoords="offset points",
            ha="left" if after else "right",
            va="center",
            weight="bold",
            fontsize=SIZE,
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.8},
        )
    labels = [textwrap.fill(t(label), 29) for label in frame["label"]]
    name_rows(axes, labels, fontsize=SIZE)
    some_years(axes, left, right)
    return figure


def acts(frame: pd.DataFrame) -> Figure:
    """Draw who signed what: a row a state, a column an act, the number of signers below.

    A signature is a square in the colour of the state; a party that declined to sign is a square with stripes.

    Args:
        frame: :func:`helpers.timelines.acts`; columns ``state``, ``act``, ``order``, ``part``.
    """
    states = list(dict.fromkeys(frame["state"]))
    columns = list(dict.fromkeys(frame.sort_values("order")["act"]))
    figure, axes = plt.subplots(figsize=(WIDTH, 0.36 * (len(states) + 1) + 1.1))
    for row in rows(frame):
        axes.add_patch(
            Rectangle(
                (columns.index(row.act) - 0.34, states.index(row.state) - 0.36),
                0.68,
                0.72,
                facecolor=colour(row.state) if row.part == "signed" else "white",
                edgecolor=colour(row.state),
                hatch=None if row.part == "signed" else STRIPES,
                linewidth=0.8,
            )
        )
    for rank, act in enumerate(columns):
        count = ((frame["act"] == act) & (frame["part"] == "signed")).sum()
        axes.text(rank, len(states), str(count), ha="center", va="center", weight="bold")
    axes.set_yticks(range(len(states) + 1), [*(t(state) for state in states), t("chart: signers")], color=INK)
    heads = [textwrap.fill(t(act), 10) for act in columns]
    axes.set_xticks(range(len(columns)), heads, color=INK, fontsize=SIZE)
    axes.xaxis.tick_top()
    axes.tick_params(axis="both", length=0)
    axes.set_xlim(-0.6, len(columns) - 0.4)
    axes.set_ylim(len(states) + 0.5, -0.6)
    axes.axhline(len(states) - 0.5, color=MUTED, linewidth=0.8)
    axes.spines[["left", "bottom"]].set_visible(False)
    key = [
        Patch(facecolor=MUTED, edgecolor=MUTED, label=t("chart: signed")),
        Patch(facecolor="white", edgecolor=MUTED, hatch=STRIPES, label=t("chart: declined to sign")),
    ]
    key_below(figure, key)
    return figure
