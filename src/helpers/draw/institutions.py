"""Drawings of offices, meetings and decisions."""

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
from helpers.draw.rows import key_below
from helpers.draw.time import fifth_years
from helpers.institutions import OUTCOMES
from helpers.labels import date_text, t
from helpers.style import INK, MUTED, PALE, STRIPES, WIDE, WIDTH, colour

#: Height of a bar of office, of one held by an acting holder, and the place above it for the names of states.
_BAR, _THIN, _NAMES = 0.30, 0.12, 0.80
#: Years of office that a letter takes when a name is written along the bar; where it does not fit it stands upright.
_LETTER = 0.31
#: Years at the end of the frame that are too short for a name above them; it stands at the right of the bar.
_SHORT = 0.3

#: Size of a seat, height of a row of seats and width of all columns, in inches.
_SEAT, _ROW, _INSIDE = 0.165, 0.26, 5.4

#: Marker and filling by level; what is not listed is drawn as a patch: absent, or a small mark: unknown.
_LEVEL: dict[str, dict[str, Any]] = {
    "head of state": {"marker": "s", "markersize": 11},
    "head of government": {"marker": "s", "markersize": 11, "fillstyle": "bottom"},
    "minister": {"marker": "s", "markersize": 11},
    "deputy minister": {"marker": "s", "markersize": 11, "fillstyle": "bottom"},
    "by video": {"marker": "o", "markersize": 10.5},
    "present": {"marker": "s", "markersize": 5.5},
}

#: Marker by outcome, for drafts that were held up.
_OUTCOME = {"adopted": "o", "reserved": "s", "postponed": "D", "not signed": "X", "declined": "v", "blocked": "P"}


def offices(frame: pd.DataFrame) -> Figure:
    """Draw terms of office as bars in the colours of the states, one row an office, each named above its bar.

    A thin bar is an acting holder; where an office has no known holder between two terms, the row says so.

    Args:
        frame: :func:`helpers.institutions.terms`.
    """
    names = list(dict.fromkeys(frame["office"]))
    figure, axes = plt.subplots(figsize=(WIDE, 1.12 * len(names) + 0.75))
    right = date2num(pd.to_datetime(frame["end"])).max()
    for row in rows(frame):
        place = names.index(row.office) * (_BAR + _NAMES)
        start, end = date2num(pd.Timestamp(row.start)), date2num(pd.Timestamp(row.end))
        height = _THIN if row.acting else _BAR
        axes.bar(
            start, height, end - start, place - height / 2, align="edge", color=colour(row.state), edgecolor="white"
        )
        _name(axes, row.state, start, end, place, last=end == right)
    for office, start, end in _holes(frame):
        place = names.index(office) * (_BAR + _NAMES)
        words = textwrap.fill(t("chart: holder not found"), 10)
        axes.text((start + end) / 2, place, words, color=MUTED, ha="center", va="center", size=8.5)
    places = [rank * (_BAR + _NAMES) for rank in range(len(names))]
    axes.set_yticks(places, [textwrap.fill(t(f"chart: {name}"), 13) for name in names], color=INK)
    axes.set_ylim(places[-1] + _BAR, -_BAR - _NAMES + 0.22)
    axes.tick_params(axis="y", length=0)
    fifth_years(axes)
    if frame["acting"].any():
        axes.set_title(t("chart: thin bar, acting"), color=MUTED, weight="normal", fontsize=9)
    return figure


def _name(axes: Axes, state: str, start: float, end: float, place: float, *, last: bool) -> None:
    """Write the name of a state above its bar, along it where it fits; at the right of a short bar that is the last."""
    years = (end - start) / 365.25
    if last and years < _SHORT:
        axes.annotate(t(state), (end, place), xytext=(3, 0), textcoords="offset points", va="center", fontsize=8.5)
        return
    axes.annotate(
        t(state),
        ((start + end) / 2, place - _BAR / 2),
        xytext=(0, 3),
        textcoords="offset points",
        ha="center",
        va="bottom",
        rotation=0 if len(t(state)) * _LETTER < years else 90,
        fontsize=8.5,
    )


def _holes(frame: pd.DataFrame) -> list[tuple[str, float, float]]:
    """Return office, start and end of each time between two terms that is long enough to be written in."""
    found = []
    for office, part in frame.groupby("office", sort=False):
        ends, starts = pd.to_datetime(part["end"]).iloc[:-1], pd.to_datetime(part["start"]).iloc[1:]
        for end, start in zip(ends, starts, strict=True):
            if (start - end).days > 365:
                found.append((str(office), date2num(end), date2num(start)))
    return found


def meetings(frame: pd.DataFrame, *, mark: str = "") -> Figure:
    """Draw who sat in which meeting: sessions above, meetings of ministers below, states by rows, time to the right.

    The mark shows the level; a striped field is an absence, a small dash a state of which no source speaks.

    Args:
        frame: :func:`helpers.institutions.attendance`.
        mark: id of a meeting whose date is set in bold.
    """
    kinds = [kind for kind in ("session", "ministerial") if kind in set(frame["kind"])]
    states = list(dict.fromkeys(frame["state"]))
    figure, panels = plt.subplots(
        len(kinds), 1, figsize=(WIDTH, (_ROW * len(states) + 1.35) * len(kinds) + 0.75), squeeze=False
    )
    for axes, kind in zip(panels[:, 0], kinds, strict=True):
        part = frame[frame["kind"] == kind]
        _seats(axes, part, states)
        dates = part.drop_duplicates("event")
        axes.set_xticks(range(len(dates)), [date_text(date) for date in dates["date"]], rotation=90, size=9)
        for label, event in zip(axes.get_xticklabels(), dates["event"], strict=True):
            label.set_color(INK)
            label.set_weight("bold" if event == mark else "normal")
        axes.set_title(t(f"chart: attendance, {kind}"), color=INK)
    key_below(figure, _key(frame))
    return figure


def _seats(axes: Axes, part: pd.DataFrame, states: list[str]) -> None:
    """Draw a mark for each row of one kind of meeting."""
    columns = list(dict.fromkeys(part["event"]))
    wide = _SEAT / _INSIDE * max(len(columns), 5)
    for row in rows(part):
        x, y = columns.index(row.event), states.index(row.state)
        ink = colour(row.state)
        if row.level == "absent":
            corner = (x - wide / 2, y - _SEAT / _ROW / 2)
            field = Rectangle(corner, wide, _SEAT / _ROW, facecolor="white", edgecolor=ink, hatch="////////")
            axes.add_patch(field)
        elif row.level == "unknown":
            axes.plot(x, y, marker="_", markersize=5, color=PALE)
        else:
            axes.plot(x, y, color=ink, markerfacecoloralt="white", linestyle="", **_LEVEL[row.level])
    axes.set_xlim(-0.5, max(len(columns), 5) - 0.5)
    axes.set_ylim(len(states) - 0.4, -0.6)
    axes.set_yticks(range(len(states)), [t(state) for state in states], color=INK)
    axes.tick_params(axis="both", length=0)
    axes.spines[["left", "bottom"]].set_visible(False)


def _key(frame: pd.DataFrame) -> list[Any]:
    """Return the key of the levels that occur; levels that share a mark share a line."""
    handles: list[Any] = []
    levels = set(frame["level"])
    for group in (
        ("head of state", "minister"),
        ("head of government", "deputy minister"),
        ("by video",),
        ("present",),
    ):
        if levels & set(group):
            look = {**_LEVEL[group[0]], "markersize": min(_LEVEL[group[0]]["markersize"], 9)}
            word = t(f"chart: level, {group[0]}")
            handles.append(Line2D([], [], linestyle="", color=MUTED, markerfacecoloralt="white", label=word, **look))
    if "absent" in levels:
        handles.append(Patch(facecolor="white", edgecolor=MUTED, hatch=STRIPES, label=t("chart: level, absent")))
    if "unknown" in levels:
        word = t("chart: level, unknown")
        handles.append(Line2D([], [], linestyle="", marker="_", markersize=7, color=PALE, label=word))
    return handles


def decisions(frame: pd.DataFrame) -> Figure:
    """Draw a mark for each decision by year: adopted ones above, then drafts by the state that held them up.

    The shape says what became of the draft, the filling whether it was adopted in a limited format.

    Args:
        frame: :func:`helpers.institutions.with_dates`.
    """
    lanes = _lanes(frame)
    stacked = frame.sort_values("outcome", key=lambda column: column.map(OUTCOMES.index), kind="stable")
    stacked = stacked.assign(level=stacked.groupby(["lane", "year"]).cumcount())
    tops = {lane: int(stacked.loc[stacked["lane"] == lane, "level"].max()) + 1 for lane in lanes}
    floor, place = 0.0, {}
    for lane in lanes:
        floor -= tops[lane] + 0.55
        place[lane] = floor
    figure, axes = plt.subplots(figsize=(WIDTH, -0.2 * floor + 0.95))
    for row in rows(stacked):
        _draft(axes, row, place[row.lane] + row.level + 0.5)
    for lane in lanes[1:]:
        axes.axhline(place[lane] + tops[lane] + 0.27, color=PALE, linewidth=0.5)
    axes.set_yticks([place[lane] + tops[lane] / 2 for lane in lanes], [_lane(lane) for lane in lanes], color=INK)
    axes.set_ylim(floor - 0.35, 0.1)
    first, last = int(frame["year"].min()), int(frame["year"].max())
    axes.set_xlim(first - 0.7, last + 0.7)
    axes.set_xticks([year for year in range(first, last + 1) if year % 5 == 0 or first == last])
    axes.grid(axis="x")
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    held = [outcome for outcome in OUTCOMES[1:] if outcome in set(frame["outcome"])]
    if held:
        key_below(
            figure,
            [Line2D([], [], linestyle="", marker=_OUTCOME[outcome], color=MUTED, label=t(outcome)) for outcome in held],
        )
    return figure


def _lanes(frame: pd.DataFrame) -> list[str]:
    """Return the lanes that occur: adopted, limited, the states by their first draft, nobody named."""
    found = list(dict.fromkeys(frame["lane"]))
    ends = ("adopted", "limited", "nobody named")
    states = [lane for lane in found if lane not in ends]
    return [lane for lane in (*ends[:2], *states, ends[2]) if lane in found]


def _lane(lane: str) -> str:
    """Return the words at the left of a lane."""
    return t(f"chart: lane, {lane}") if lane.islower() else t("chart: lane, held up: {state}").format(state=t(lane))


def _draft(axes: Axes, row: Any, height: float) -> None:
    """Draw the mark of one decision."""
    ink = colour(row.lane) if row.lane.isupper() else INK if row.outcome == "adopted" else MUTED
    face = "white" if row.lane == "limited" else ink
    axes.plot(
        row.year,
        height,
        _OUTCOME[row.outcome],
        markersize=8.5,
        markerfacecolor=face,
        markeredgecolor=ink,
        markeredgewidth=1.6 if row.lane == "limited" else 0.8,
    )
