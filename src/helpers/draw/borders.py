"""Drawings of borders: the steps of a matter, the dead as they were told, and drills at one host."""

from __future__ import annotations

import textwrap
from typing import Any

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.dates import date2num
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from helpers.borders import PARTS
from helpers.data import rows
from helpers.draw.rows import key_below
from helpers.draw.time import SIZE, some_years, stacked, title, whole_years, write
from helpers.labels import date_text, range_text, t
from helpers.style import FAINT, INK, MUTED, PALE, STRIPES, WIDTH, colour

#: Marker, face and size of a step; an appeal takes the colour of its state, as in the event logs.
_MARK: dict[str, tuple[str, str, float]] = {
    "clash": ("D", INK, 6.5),
    "appeal": ("^", MUTED, 8),
    "promise": ("s", "white", 7),
    "decision": ("s", INK, 7.5),
    "states": ("o", MUTED, 7),
}
#: Room for the inside of the axes and for the column of years, in points.
_INSIDE, _YEARS = 228, 46
#: Height of a row of one line, and of each further line, in inches.
_ROW, _LINE = 0.29, 0.155


def path(frame: pd.DataFrame) -> Figure:
    """Draw the steps of a matter, a row each: its first day at the left, its mark on the axis of time, a short title.

    A step that lasts has a line to its last day. Where the frame counts years, they stand at the right.

    Args:
        frame: :func:`helpers.borders.path`.
    """
    first, last = date2num(pd.to_datetime(frame["first"])), date2num(pd.to_datetime(frame["last"]))
    left, right = whole_years(frame["first"].min(), frame["last"].max())
    spans = list(zip(first, last, strict=True))
    counted = frame["years"].notna().any()
    inside = _INSIDE - (_YEARS if counted else 0)
    titles = [title(t(label), *span, left, right, inside) for label, span in zip(frame["label"], spans, strict=True)]
    dates = [textwrap.wrap(date_text(date.split("/")[0]), 18) for date in frame["date"]]
    lines = [max(len(told.lines), len(date)) for told, date in zip(titles, dates, strict=True)]
    places, height = stacked(lines, _ROW, _LINE)

    figure, axes = plt.subplots(figsize=(WIDTH, height + (1.35 if counted else 1.0)))
    for row, (start, end), told, place in zip(rows(frame), spans, titles, places, strict=True):
        axes.plot([left, start], [place, place], color=FAINT, linewidth=0.8, zorder=0.5)
        if end - start > 20:
            axes.plot([start, end], [place, place], color=PALE, linewidth=5, solid_capstyle="butt", zorder=1)
        _step(axes, row, start, place)
        write(axes, told, place)
        if pd.notna(row.years):
            _beside(axes, place, f"{row.years:.1f}")
    axes.set_yticks(places, ["\n".join(date) for date in dates], fontsize=SIZE, color=INK)
    axes.tick_params(axis="y", length=0)
    axes.set_ylim(height, 0)
    some_years(axes, left, right)
    if counted:
        _beside(axes, -0.12, t("chart: years since the decision"))
    shown = [part for part in PARTS if part in set(frame["part"])]
    key = [_handle(part) for part in shown]
    key_below(figure, key)
    return figure


def _step(axes: Axes, row: Any, start: float, place: float) -> None:
    shape, face, size = _MARK[row.part]
    ink = colour(row.state) if row.part == "appeal" else INK if row.part != "states" else MUTED
    face = ink if row.part == "appeal" else face
    axes.plot(start, place, shape, markersize=size, markerfacecolor=face, markeredgecolor=ink, markeredgewidth=1.2)


def _beside(axes: Axes, place: float, text: str) -> None:
    axes.annotate(
        text,
        (1, place),
        xycoords=("axes fraction", "data"),
        xytext=(30, 0),
        textcoords="offset points",
        ha="right",
        va="center",
        fontsize=SIZE,
        weight="bold",
    )


def _handle(part: str) -> Line2D:
    shape, face, size = _MARK[part]
    edge = MUTED if part in ("appeal", "states") else INK
    look: dict[str, Any] = {"marker": shape, "markersize": size, "markerfacecolor": face, "markeredgecolor": edge}
    return Line2D([], [], linestyle="", label=t(f"chart: part {part}"), **look)


def killed(frame: pd.DataFrame, *, names: dict[str, str]) -> Figure:
    """Draw the dead as they were told, a bar a saying, who says so above it: a range is striped up to its high end.

    Args:
        frame: :func:`helpers.borders.tolls`.
        names: title of each crisis.
    """
    crises = list(dict.fromkeys(frame["crisis"]))
    counts = [int((frame["crisis"] == crisis).sum()) for crisis in crises]
    heights = [0.42 * count + 0.3 for count in counts]
    figure, grid = plt.subplots(
        len(crises), 1, figsize=(WIDTH, sum(heights) + 0.45), sharex=True, squeeze=False, height_ratios=counts
    )
    top = frame["high"].max()
    for axes, crisis in zip(grid[:, 0], crises, strict=True):
        part = frame[frame["crisis"] == crisis]
        for rank, row in enumerate(rows(part)):
            ink = colour(row.side)
            axes.text(0, rank - 0.1, _saying(row), va="bottom", fontsize=SIZE)
            axes.barh(rank + 0.13, row.low, height=0.4, color=ink)
            if row.high > row.low:
                more = row.high - row.low
                axes.barh(rank + 0.13, more, left=row.low, height=0.4, facecolor="white", edgecolor=ink, hatch=STRIPES)
            axes.text(row.high + top * 0.015, rank + 0.13, _persons(row), va="center", fontsize=SIZE)
        axes.set_yticks([])
        axes.tick_params(axis="both", length=0)
        axes.set_ylim(len(part) - 0.5, -0.6)
        axes.set_xlim(0, top * 1.2)
        axes.set_xticks([])
        axes.spines["bottom"].set_visible(False)
        axes.set_title(names[crisis])
    return figure


def _saying(row: Any) -> str:
    """Return whose dead they are, who says so, and when."""
    said = t(f"chart: said by {row.reported_by}")
    if pd.notna(row.reported_on):
        said = t("chart: {name}, {date}").format(name=said, date=date_text(row.reported_on))
    side = t(f"chart: side {row.side}") if row.side in ("all", "civilians") else t(row.side)
    return f"{side}: {said}"


def hosted(frame: pd.DataFrame) -> Figure:
    """Draw exercises as bars of the personnel told, a row each; striped where only the announcement is known.

    Args:
        frame: :func:`helpers.borders.hosted`.
    """
    figure, axes = plt.subplots(figsize=(WIDTH, 0.29 * len(frame) + 0.75))
    top = int(frame["high"].fillna(0).max()) or 1
    for rank, row in enumerate(rows(frame)):
        held = row.status == "held"
        known = pd.notna(row.high)
        if known:
            axes.barh(rank, row.low, height=0.6, color=INK)
            if row.high > row.low:
                more = row.high - row.low
                axes.barh(rank, more, left=row.low, height=0.6, facecolor="white", edgecolor=INK, hatch=STRIPES)
        shape, face = ("s", INK) if held else ("s", "white")
        axes.plot(-top * 0.04, rank, shape, markersize=6.5, markerfacecolor=face, markeredgecolor=INK, clip_on=False)
        axes.text((row.high if known else 0) + top * 0.015, rank, _persons(row), va="center", fontsize=SIZE, color=INK)
    labels = [f"{t(f'chart: series {row.series}')}, {row.year}" for row in rows(frame)]
    axes.set_yticks(range(len(frame)), labels, color=INK, fontsize=SIZE)
    axes.tick_params(axis="y", length=0, pad=6)
    axes.set_ylim(len(frame) - 0.5, -0.5)
    axes.set_xlim(-top * 0.07, top * 1.62)
    axes.set_xticks([])
    axes.spines[["left", "bottom"]].set_visible(False)
    key = [
        Line2D([], [], linestyle="", marker="s", markersize=6.5, color=INK, label=t("chart: exercise held")),
        Line2D(
            [],
            [],
            linestyle="",
            marker="s",
            markersize=6.5,
            markerfacecolor="white",
            markeredgecolor=INK,
            label=t("chart: exercise announced"),
        ),
        Patch(facecolor="white", edgecolor=INK, hatch=STRIPES, label=t("chart: up to the highest number told")),
    ]
    key_below(figure, key)
    return figure


def _persons(row: Any) -> str:
    return t("chart: no number known") if pd.isna(row.high) else range_text(row.low, row.high)
