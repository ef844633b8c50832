"""Drawings of Kazakhstan in January 2022: the hours, the contingents, the reports of the dead."""

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

from helpers.data import read_table, rows
from helpers.draw.rows import key_below
from helpers.kazakhstan import LOCAL, ORGANS
from helpers.labels import date_text, range_text, t
from helpers.style import CARD, INK, MUTED, PALE, STRIPES, WIDE, WIDTH, colour

_SIZE, _LETTER = 9, 5.5
#: Hours that the clock of Moscow was ahead of universal time in January 2022.
_MOSCOW = 3
#: Shades of the hours that are still the day before in Moscow, and in universal time alone.
_SHADES = {"Moscow": "#cdd2db", "universal time": "#eceef2"}
#: Width of the inside of the figure of hours, in points.
_INSIDE = 225
#: Height of a row of one line, and of each further line, in inches.
_ROW, _LINE = 0.29, 0.15

#: Shape, face and size of a report by who gives it.
_VOICE: dict[str, tuple[str, str, float]] = {
    "prosecutors": ("o", INK, 7.5),
    "government": ("s", MUTED, 7.0),
    "others": ("D", "white", 6.5),
}
#: Last day of the part of the axis that shows days.
_FOLD = "2022-01-16"


def hours(frame: pd.DataFrame) -> Figure:
    """Draw what happened by the clock of Nur-Sultan, one row each: hour or day at the left, a short title at the mark.

    A mark has the hour of a report, a bar covers a day of which the hour is not known. A triangle is the appeal, a dark
    square an act of the alliance, a dot one of a state in its colour. Shaded are the hours that were still the day
    before farther west.

    Args:
        frame: :func:`helpers.kazakhstan.clock`.
    """
    firsts, lasts = date2num(pd.to_datetime(frame["first"])), date2num(pd.to_datetime(frame["last"]))
    left = date2num(pd.to_datetime(frame["first"]).min().floor("D"))
    right = max(date2num(pd.to_datetime(frame["last"]).max().ceil("D")), left + 1)
    scale = _INSIDE / (right - left)
    after = [right - last >= first - left for first, last in zip(firsts, lasts, strict=True)]
    room = [
        (right - last if right_hand else first - left) * scale - 10
        for first, last, right_hand in zip(firsts, lasts, after, strict=True)
    ]
    titles = [
        textwrap.wrap(t(row.label), max(int(space / _LETTER), 14)) for row, space in zip(rows(frame), room, strict=True)
    ]
    heights = [_ROW + _LINE * (len(title) - 1) for title in titles]
    places = [sum(heights[:rank]) + height / 2 for rank, height in enumerate(heights)]

    figure, axes = plt.subplots(figsize=(WIDTH, sum(heights) + 1.15))
    _nights(axes, left, right)
    for row, start, end, right_hand, title, place in zip(
        rows(frame), firsts, lasts, after, titles, places, strict=True
    ):
        _happening(axes, row, start, end, place)
        axes.annotate(
            "\n".join(title),
            (end if right_hand else start, place),
            xytext=(7 if right_hand else -7, 0),
            textcoords="offset points",
            ha="left" if right_hand else "right",
            va="center",
            fontsize=_SIZE,
            linespacing=1.1,
            bbox={"facecolor": CARD, "edgecolor": "none", "alpha": 0.85, "pad": 0.8},
        )
    axes.set_yticks(places, [_said(row) for row in rows(frame)], fontsize=_SIZE)
    axes.tick_params(axis="y", length=0)
    axes.set_ylim(sum(heights), 0)
    axes.set_xlim(left, right)
    days = pd.date_range(pd.Timestamp(left, unit="D"), pd.Timestamp(right, unit="D"), freq="D")[:-1]
    middles = [date2num(day) + 0.5 for day in days]
    axes.set_xticks(middles, [date_text(day.date().isoformat()) for day in days], fontsize=_SIZE, color=INK)
    axes.tick_params(axis="x", length=0)
    axes.spines["left"].set_visible(False)
    _key(figure)
    return figure


def _nights(axes: Axes, left: float, right: float) -> None:
    """Shade the hours of each day that were still the day before in Moscow and in universal time."""
    day = left + 1
    while day < right:
        axes.axvspan(day, day + (LOCAL - _MOSCOW) / 24, color=_SHADES["Moscow"], linewidth=0, zorder=0)
        axes.axvspan(
            day + (LOCAL - _MOSCOW) / 24, day + LOCAL / 24, color=_SHADES["universal time"], linewidth=0, zorder=0
        )
        axes.axvline(day, color=MUTED, linewidth=0.8, zorder=0.5)
        day += 1


def _happening(axes: Axes, row: Any, start: float, end: float, place: float) -> None:
    state = _states().get(row.actor)
    ink = colour(state) if state else INK if row.actor in ORGANS else MUTED
    if end > start:
        axes.plot([start, end], [place, place], color=ink, linewidth=4.5, alpha=0.75, solid_capstyle="butt")
    elif row.kind == "request":
        axes.plot(start, place, "^", color=ink, markersize=9)
    else:
        axes.plot(start, place, "s" if row.actor in ORGANS else "o", color=ink, markersize=7)


def _states() -> dict[str, str]:
    """Return the states by their English names, as the table of hours writes its actors."""
    return {t(state, "en"): state for state in read_table("states")["id"]}


def _said(row: Any) -> str:
    """Return the day of a row, and the hour if it is known, by the clock of Nur-Sultan."""
    first = pd.Timestamp(row.first)
    day = date_text(first.date().isoformat()).rsplit(" ", 1)[0]
    if row.exact:
        return f"{day}, {first:%H:%M}"
    last = pd.Timestamp(row.last) - pd.Timedelta(days=1)
    return day if last <= first else t("{start} to {end}").format(start=first.day, end=_short(last))


def _short(day: pd.Timestamp) -> str:
    return date_text(day.date().isoformat()).rsplit(" ", 1)[0]


def _key(figure: Figure) -> None:
    handles: list[Any] = [
        Line2D([], [], marker="^", linestyle="", color=MUTED, markersize=8, label=t("chart: appeal")),
        Line2D([], [], marker="s", linestyle="", color=INK, markersize=7, label=t("chart: act of the alliance")),
        Line2D([], [], marker="o", linestyle="", color=MUTED, markersize=7, label=t("chart: act of others")),
        Line2D([], [], color=MUTED, linewidth=4.5, alpha=0.75, label=t("chart: day known alone")),
        *(
            Patch(facecolor=shade, edgecolor=MUTED, linewidth=0.4, label=t(f"chart: still the day before in {place}"))
            for place, shade in _SHADES.items()
        ),
    ]
    key_below(figure, handles)


def contingents(frame: pd.DataFrame) -> Figure:
    """Draw the contingents, one row a state: soldiers at the left, days in the country at the right.

    A number with a range has it beside its bar. Stripes mark a number that is only what remains of a total, and the
    days on which an arrival may lie.

    Args:
        frame: :func:`helpers.kazakhstan.contingents`.
    """
    figure, (counts, stay) = plt.subplots(
        1, 2, figsize=(WIDTH, 0.42 * len(frame) + 1.15), sharey=True, width_ratios=(1.15, 1)
    )
    top = float(frame["high"].max())
    for place, row in enumerate(rows(frame)):
        ink = colour(row.state)
        look: dict[str, Any] = {"facecolor": "white", "hatch": STRIPES} if row.derived else {"facecolor": ink}
        counts.barh(place, row.best, height=0.56, edgecolor=ink, linewidth=1, **look)
        text = range_text(row.low, row.high)
        counts.annotate(text, (row.high, place), xytext=(5, 0), textcoords="offset points", va="center", fontsize=_SIZE)
        _stay(stay, row, place, ink)
    counts.set_yticks(range(len(frame)), [t(state) for state in frame["state"]], color=INK)
    counts.set_ylim(len(frame) - 0.5, -0.5)
    counts.set_xlim(0, top * 1.45)
    counts.set_xticks([])
    counts.set_title(t("chart: soldiers of each contingent"), color=MUTED, weight="normal")
    stay.set_title(t("chart: days in Kazakhstan"), color=MUTED, weight="normal")
    for axes in (counts, stay):
        axes.tick_params(axis="y", length=0)
    counts.spines["bottom"].set_visible(False)
    stay.spines["left"].set_visible(False)
    _days_of(stay, frame["start"].min(), frame["end"].max())
    key = [
        Patch(facecolor="white", edgecolor=MUTED, hatch=STRIPES, label=t("chart: what remains of a total")),
        Patch(facecolor="white", edgecolor=MUTED, hatch="....", label=t("chart: start not exact")),
    ]
    key_below(figure, key)
    return figure


def _stay(axes: Axes, row: Any, place: int, ink: str) -> None:
    start, late, end = (date2num(pd.Timestamp(day)) for day in (row.start, row.start_last, row.end))
    axes.barh(place, end + 1 - late, left=late, height=0.56, facecolor=ink, edgecolor=ink, linewidth=1)
    if late > start:
        axes.barh(
            place, late - start, left=start, height=0.56, facecolor="white", edgecolor=ink, hatch="....", linewidth=1
        )


def _days_of(axes: Axes, start: str, end: str) -> None:
    first, last = date2num(pd.Timestamp(start)), date2num(pd.Timestamp(end))
    axes.set_xlim(first - 0.3, last + 1.3)
    axes.set_xticks([first + 0.5, last + 0.5], [_short(pd.Timestamp(day)) for day in (start, end)], fontsize=_SIZE)
    left, *others = axes.get_xticklabels()
    left.set_horizontalalignment("left")
    for right in others:
        right.set_horizontalalignment("right")


def deaths(frame: pd.DataFrame) -> Figure:
    """Draw reports of the dead over time, a panel a side: days at the left of the fold, months at the right.

    A disc is a report of the prosecutors, a square one of ministries or the president, a diamond one of others; a cross
    lies on what was taken back; a bar is a range, or the days between which a number was given. Each panel has its own
    scale.

    Args:
        frame: :func:`helpers.kazakhstan.reports`.
    """
    sides = list(dict.fromkeys(frame["side"]))
    tops = {side: int(frame.loc[frame["side"] == side, "high"].max()) for side in sides}
    ratios = [0.7 + 1.5 * tops[side] / max(tops.values()) for side in sides]
    figure, grid = plt.subplots(
        len(sides),
        2,
        figsize=(WIDE, sum(ratios) * 1.05 + 1.1),
        squeeze=False,
        sharex="col",
        width_ratios=(1, 1.7),
        height_ratios=ratios,
    )
    for (days, months), side in zip(grid, sides, strict=True):
        part = frame[frame["side"] == side]
        _panel(days, part[part["last"] < _FOLD], tops[side], gap=0.9)
        _panel(months, part[part["last"] >= _FOLD], tops[side], gap=30)
        days.set_title(t(f"chart: killed, {side}"), color=INK)
        months.spines["left"].set(visible=True, linestyle=(0, (2, 3)), color=MUTED)
        months.tick_params(axis="y", labelleft=False)
    _fold(grid[-1, 0], grid[-1, 1])
    handles: list[Any] = [
        Line2D(
            [],
            [],
            linestyle="",
            marker=shape,
            markersize=size,
            markerfacecolor=face,
            markeredgecolor=INK,
            label=t(f"chart: voice {voice}"),
        )
        for voice, (shape, face, size) in _VOICE.items()
    ]
    handles.append(Line2D([], [], linestyle="", marker="x", color=INK, markersize=9, label=t("chart: taken back")))
    key_below(figure, handles, handletextpad=0.2)
    return figure


def _panel(axes: Axes, part: pd.DataFrame, top: int, gap: float) -> None:
    """Draw the reports of one side in one part of the time, each with its number.

    Args:
        axes: where.
        part: the reports.
        top: highest number of the side.
        gap: days that two numbers need to stand side by side.
    """
    marks = [(_middle(row), row) for row in rows(part.sort_values(["first", "id"], kind="stable"))]
    for at, row in marks:
        shape, face, size = _VOICE[row.voice]
        look: dict[str, Any] = {"markerfacecolor": face, "markeredgecolor": INK, "markeredgewidth": 1}
        if row.first < row.last:
            ends = [max(_day(row.first), _day(_FOLD)), _day(row.last)]
            axes.plot(ends, [row.best, row.best], color=PALE, linewidth=4, solid_capstyle="butt", zorder=1)
        if row.low < row.high:
            axes.plot([at, at], [row.low, row.high], color=INK, linewidth=2)
        axes.plot(at, row.best, shape, markersize=size, zorder=3, **look)
        if row.withdrawn:
            axes.plot(at, row.best, "x", color=INK, markersize=13, markeredgewidth=1.6, zorder=4)
        near = [other.best for day, other in marks if abs(day - at) < gap]
        where = "high" if row.withdrawn else _place(row.best, near)
        anchor = _day(row.last) if where == "right" else at
        shift, look = _PLACES[where]
        text = t("chart: at least {count}").format(count=row.best) if row.at_least else f"{row.best:,}"
        axes.annotate(text, (anchor, row.best), xytext=shift, textcoords="offset points", fontsize=_SIZE, **look)
    axes.set_ylim(0, top * (1.25 if top > 100 else 1.55))
    axes.set_yticks(range(0, top + 1, 10 if top < 50 else 100))
    axes.tick_params(axis="y", labelsize=_SIZE, length=0)
    axes.grid(axis="y")
    axes.spines["left"].set_visible(False)


#: Shift from the mark in points, and alignment, of the number of a report.
_PLACES: dict[str, tuple[tuple[int, int], dict[str, Any]]] = {
    "high": ((0, 10), {"ha": "center", "va": "bottom"}),
    "above": ((0, 6), {"ha": "center", "va": "bottom"}),
    "below": ((0, -7), {"ha": "center", "va": "top"}),
    "right": ((8, 0), {"ha": "left", "va": "center"}),
}


def _place(value: int, near: list[int]) -> str:
    """Return where the number of a mark stands: the highest of near ones above, the lowest below, others beside."""
    return "above" if value == max(near) else "below" if value == min(near) else "right"


def _day(text: str) -> float:
    return float(date2num(pd.Timestamp(text)))


def _middle(row: Any) -> float:
    """Return where the mark of a report stands: on its day, or in the middle of the visible days that it may mean."""
    start = _day(row.first) if row.first == row.last or row.last < _FOLD else max(_day(row.first), _day(_FOLD))
    return (start + _day(row.last)) / 2


def _fold(days: Axes, months: Axes) -> None:
    """Write days below the left column and months below the right one."""
    start, fold = pd.Timestamp("2022-01-04"), pd.Timestamp(_FOLD)
    days.set_xlim(date2num(start), date2num(fold))
    ticks = [pd.Timestamp(2022, 1, day) for day in (5, 10, 15)]
    days.set_xticks([date2num(day) for day in ticks], [_short(day) for day in ticks], fontsize=_SIZE)
    end = pd.Timestamp("2023-01-31")
    months.set_xlim(date2num(fold), date2num(end))
    ticks = [pd.Timestamp(2022, 3, 1), pd.Timestamp(2022, 8, 1), pd.Timestamp(2023, 1, 1)]
    months.set_xticks([date2num(day) for day in ticks], [date_text(f"{day:%Y-%m}") for day in ticks], fontsize=_SIZE)
