"""What drawings on an axis of time share: the axis, and rows of events with their titles."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import NamedTuple

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.dates import YearLocator, date2num

#: Size of the type of rows of events, and the mean width of a letter at that size, in points.
SIZE, LETTER = 9, 5.4
#: Distance of a title from its mark, and what is left free at its other end, in points.
_GAP, _FREE = 8, 4
#: Fewest letters of a line of a title.
_LEAST = 12


def whole_years(first: pd.Timestamp | str, last: pd.Timestamp | str) -> tuple[float, float]:
    """Return the first day of the year of one day and the first day after the year of another, as matplotlib counts."""
    start, end = pd.Timestamp(first).year, pd.Timestamp(last).year + 1
    return date2num(pd.Timestamp(start, 1, 1)), date2num(pd.Timestamp(end, 1, 1))


def some_years(axes: Axes, left: float, right: float, margin: float = 0.02) -> None:
    """Let time run from left to right, with at most some eight years named below.

    Args:
        axes: where.
        left: first day, as matplotlib counts.
        right: last day.
        margin: what is left free at both ends, as a part of the whole.
    """
    axes.set_xlim(left - margin * (right - left), right + margin * (right - left))
    start, end = (pd.Timestamp(day, unit="D").year for day in (left, right))
    step = next(step for step in (1, 2, 5, 10, 20, 50) if (end - start) / step <= 8)
    years = [year for year in range(start, end + 1) if year % step == 0]
    axes.set_xticks([date2num(pd.Timestamp(year, 1, 1)) for year in years], [str(year) for year in years])
    axes.grid(axis="x")
    axes.spines["left"].set_visible(False)


def fifth_years(axes: Axes) -> None:
    """Draw a line for every fifth year and name every tenth."""
    axes.xaxis_date()
    axes.xaxis.set_major_locator(YearLocator(10))
    axes.xaxis.set_minor_locator(YearLocator(5))
    axes.grid(axis="x", which="minor")
    axes.grid(axis="x")
    axes.spines["left"].set_visible(False)


class Title(NamedTuple):
    """The title of an event: its lines, the day at which it stands, and whether it stands after that day."""

    lines: list[str]
    day: float
    after: bool


def title(text: str, start: float, end: float, left: float, right: float, inside: float) -> Title:
    """Return the title of an event, on the side that has more room and wrapped to it.

    Args:
        text: the title.
        start: first day of the event, as matplotlib counts.
        end: its last day.
        left: first day of the axis.
        right: last day of the axis.
        inside: width of the axis in points.
    """
    after = right - end >= start - left
    room = (right - end if after else start - left) * inside / (right - left) - _GAP - _FREE
    return Title(textwrap.wrap(text, max(int(room / LETTER), _LEAST)), end if after else start, after)


def write(axes: Axes, title: Title, place: float) -> None:
    """Write a title in its row, on white, so that no line crosses it."""
    axes.annotate(
        "\n".join(title.lines),
        (title.day, place),
        xytext=(_GAP if title.after else -_GAP, 0),
        textcoords="offset points",
        ha="left" if title.after else "right",
        va="center",
        fontsize=SIZE,
        linespacing=1.15,
        bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.8},
    )


def stacked(lines: Iterable[int], row: float, line: float) -> tuple[Sequence[float], float]:
    """Return the middles of rows under one another, and the height of all of them, in inches.

    Args:
        lines: how many lines of text each row has.
        row: height of a row of one line.
        line: height of each further line.
    """
    heights = [row + line * (count - 1) for count in lines]
    return [end - height / 2 for end, height in zip(accumulate(heights), heights, strict=True)], sum(heights)
