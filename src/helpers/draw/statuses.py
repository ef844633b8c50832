"""Drawings of statuses: in whose count, since when, how alike, and step by step."""

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

from helpers.codings import BOOK
from helpers.data import rows
from helpers.draw.rows import key_below, name_rows
from helpers.draw.time import some_years, whole_years
from helpers.labels import t
from helpers.spells import FULL
from helpers.style import FAINT, INK, MUTED, PALE, STRIPES, WIDTH, colour

#: Height of a lane of codings, and of a lane of marks, in inches.
_CODING, _LANE = 0.17, 0.40
#: Height of a bar by layer, as a part of its lane: the treaty thin, the organisation thick.
_THICK = {"treaty": 0.34, "organisation": 0.72, "participation": 0.72}


def codings(frame: pd.DataFrame) -> Figure:
    """Draw what this book and datasets say of each state, a lane for each: this book in colour, datasets in grey.

    A thin bar is a treaty, a thick one the organisation; stripes are what is no full part: a signature not in force,
    no taking part, an observer. A dashed line stands where a dataset ends.

    Args:
        frame: :func:`helpers.codings.beside`.
    """
    states = list(dict.fromkeys(frame["state"]))
    sources = sorted(set(frame["source"]), key=lambda source: (source != BOOK, source != "cow-igo-3", source))
    block = len(sources) + 0.7
    place = {
        (state, source): rank * block + lane for rank, state in enumerate(states) for lane, source in enumerate(sources)
    }
    figure, axes = plt.subplots(figsize=(WIDTH, _CODING * block * len(states) + 1.25))
    for row in rows(frame):
        start, end = date2num(pd.Timestamp(row.start)), date2num(pd.Timestamp(row.end))
        hollow = row.layer == "participation" or row.status not in FULL
        ink = colour(row.state) if row.source == BOOK else MUTED
        axes.barh(
            place[row.state, row.source] + (_shift(row.layer) if row.source == BOOK else 0),
            end - start,
            left=start,
            height=_THICK[row.layer] * (0.72 if row.source == BOOK else 1),
            facecolor="white" if hollow else ink,
            edgecolor=ink,
            hatch=STRIPES if hollow else None,
            linewidth=0.8,
        )
    top, bottom = -1.1, block * len(states) - 0.9
    axes.set_ylim(bottom, top)
    left, right = whole_years(frame["start"].min(), pd.Timestamp(frame["end"].max()) - pd.Timedelta(days=1))
    ends = frame[frame["source"] != BOOK].groupby("source")["end"].max().sort_values()
    for rank, (source, day) in enumerate(ends.items()):
        _end_of(axes, day, str(source), top, "right" if rank == 0 and len(ends) > 1 else "left")
    axes.set_yticks(list(place.values()), [t(f"chart: coding {source}") for _, source in place], fontsize=8)
    axes.tick_params(axis="y", length=0, pad=3)
    for rank, state in enumerate(states):
        axes.annotate(
            textwrap.fill(t(state), 12),
            (0, rank * block + (len(sources) - 1) / 2),
            xycoords=("axes fraction", "data"),
            xytext=(-58, 0),
            textcoords="offset points",
            ha="right",
            va="center",
            weight="bold",
            fontsize=9,
        )
    some_years(axes, left, right, margin=0.01)
    key = [
        Patch(facecolor=MUTED, edgecolor=MUTED, label=t("chart: coding, thin and thick")),
        Patch(facecolor="white", edgecolor=MUTED, hatch=STRIPES, label=t("chart: coding, striped")),
    ]
    key_below(figure, key)
    return figure


def _shift(layer: str) -> float:
    """Return how far the bar of a layer stands from the middle of the book's lane: the treaty above."""
    return -0.42 if layer == "treaty" else 0.12


def _end_of(axes: Axes, day: str, source: str, top: float, side: str) -> None:
    """Draw the end of a dataset, named on one side of its line."""
    place = date2num(pd.Timestamp(day))
    axes.axvline(place, color=MUTED, linewidth=1.1, linestyle=(0, (3, 2)), zorder=0.6)
    text = t("chart: {dataset} ends").format(dataset=t(f"chart: coding {source}"))
    axes.annotate(
        text,
        (place, top),
        xytext=(-2 if side == "right" else 2, 3),
        textcoords="offset points",
        ha=side,
        va="bottom",
        fontsize=8.5,
        color=MUTED,
    )


def standings(frame: pd.DataFrame) -> Figure:
    """Draw how states stand to bodies: a column a state, a row a body, since or until when beside each mark.

    A full square is a member, a hollow one an observer, a partner or an associate, a striped one a former member.

    Args:
        frame: :func:`helpers.statuses.standing`.
    """
    states, bodies = list(dict.fromkeys(frame["state"])), list(dict.fromkeys(frame["body"]))
    figure, axes = plt.subplots(figsize=(WIDTH, 0.32 * len(bodies) + 1.25))
    for row in rows(frame):
        column, line = states.index(row.state), bodies.index(row.body)
        if row.standing == "never":
            axes.plot([column - 0.34, column - 0.24], [line, line], color=MUTED, linewidth=1.4)
            continue
        _square(axes, row, column - 0.38, line)
        until = row.standing == "former"
        text = t("chart: until {year}").format(year=row.year) if until else str(row.year)
        axes.text(column - 0.11, line, text, ha="left", va="center", fontsize=9)
    axes.xaxis.tick_top()
    axes.set_xticks([rank - 0.1 for rank in range(len(states))], [t(state) for state in states], fontsize=9, color=INK)
    names = [textwrap.fill(t(body), 18) for body in bodies]
    axes.set_yticks(range(len(bodies)), names, color=INK, fontsize=9)
    axes.tick_params(axis="both", length=0)
    axes.set_xlim(-0.5, len(states) - 0.35)
    axes.set_ylim(len(bodies) - 0.5, -0.5)
    axes.spines[["left", "bottom"]].set_visible(False)
    for line in range(1, len(bodies)):
        axes.axhline(line - 0.5, color=FAINT, linewidth=0.6, zorder=0.4)
    key_below(figure, _key(frame))
    return figure


def _square(axes: Axes, row: Any, left: float, line: float) -> None:
    full = row.standing == "member"
    axes.add_patch(
        Rectangle(
            (left, line - 0.29),
            0.20,
            0.58,
            facecolor=colour(row.state) if full else "white",
            edgecolor=colour(row.state),
            hatch=STRIPES if row.standing == "former" else None,
            linewidth=1.4 if row.standing == "associated" else 0.8,
        )
    )


def _key(frame: pd.DataFrame) -> list[Patch | Line2D]:
    looks: dict[str, dict[str, Any]] = {
        "member": {"facecolor": MUTED, "edgecolor": MUTED},
        "associated": {"facecolor": "white", "edgecolor": MUTED, "linewidth": 1.4},
        "former": {"facecolor": "white", "edgecolor": MUTED, "hatch": STRIPES},
    }
    shown = set(frame["standing"])
    key: list[Patch | Line2D] = [
        Patch(label=t(f"chart: standing, {name}"), **look) for name, look in looks.items() if name in shown
    ]
    if "never" in shown:
        key.append(Line2D([], [], color=MUTED, linewidth=1.4, label=t("chart: standing, never")))
    return key


def overlaps(frame: pd.DataFrame) -> Figure:
    """Draw for each pair of states the bodies that one of them is in as a pale bar, those that both are in upon it.

    Args:
        frame: :func:`helpers.statuses.overlap`.
    """
    figure, axes = plt.subplots(figsize=(WIDTH, 0.34 * len(frame) + 1.0))
    for rank, row in enumerate(rows(frame)):
        axes.barh(rank, row.either, height=0.62, color=PALE)
        axes.barh(rank, row.shared, height=0.62, color=INK)
        text = t("chart: {shared} of {either}").format(shared=row.shared, either=row.either)
        axes.text(row.either + 0.15, rank, text, va="center", fontsize=9)
    pairs = [t("chart: {one} and {other}").format(one=t(row.one), other=t(row.other)) for row in rows(frame)]
    name_rows(axes, pairs, fontsize=9)
    axes.set_xlim(0, frame["either"].max() + 1.6)
    axes.set_xticks([])
    axes.spines[["left", "bottom"]].set_visible(False)
    key = [
        Patch(color=INK, label=t("chart: bodies that both are in")),
        Patch(color=PALE, label=t("chart: bodies that only one is in")),
    ]
    key_below(figure, key)
    return figure


def compared(frame: pd.DataFrame) -> Figure:
    """Draw measures of states as bars, a panel a measure, the value at the end of each bar.

    Args:
        frame: :func:`helpers.statuses.latest_values`, stacked.
    """
    measures = list(dict.fromkeys(frame["measure"]))
    lines = -(-len(measures) // 2)
    height = 0.27 * frame["state"].nunique() + 0.62
    figure, panels = plt.subplots(lines, 2, figsize=(WIDTH, height * lines + 0.3), squeeze=False)
    figure.set_layout_engine("constrained", h_pad=0.1, w_pad=0.08)
    for axes, measure in zip(panels.flat, measures, strict=False):
        _bars(axes, frame[frame["measure"] == measure], measure)
        axes.tick_params(labelleft=axes in panels[:, 0])
    for axes in panels.flat[len(measures) :]:
        axes.set_axis_off()
    return figure


def _bars(axes: Axes, part: pd.DataFrame, measure: str) -> None:
    """Draw one measure."""
    top = part["value"].max()
    for rank, row in enumerate(rows(part)):
        known = pd.notna(row.value)
        axes.barh(rank, row.value if known else 0, height=0.62, color=colour(row.state))
        text = _number(row.value, top) if known else t("chart: no value")
        axes.text((row.value if known else 0) + top * 0.03, rank, text, va="center", fontsize=9)
    title = t("chart: {measure}, {year}").format(measure=t(measure), year=part["year"].iloc[0])
    axes.set_title(textwrap.fill(title, 24), fontsize=9)
    name_rows(axes, [t(state) for state in part["state"]], fontsize=9)
    axes.set_xlim(0, top * 1.28)
    axes.set_xticks([])
    axes.spines[["left", "bottom"]].set_visible(False)


def _number(value: float, top: float) -> str:
    """Return a value with as many digits as the largest one allows."""
    return f"{value:.2f}" if top < 1 else f"{value:.1f}"


#: Looks of the marks of :func:`lanes`: what happened, what was asked or said.
_MARKS: dict[str, dict[str, Any]] = {
    "present": {"marker": "s", "markersize": 7},
    "absent": {"marker": "x", "markersize": 7, "markeredgewidth": 2},
    "asked": {"marker": "^", "markersize": 9},
    "stepped back": {"marker": "v", "markersize": 8, "markerfacecolor": "white", "markeredgewidth": 1.6},
    "said": {"marker": "o", "markersize": 7, "markerfacecolor": "white", "markeredgewidth": 1.6},
    "named": {"marker": "o", "markersize": 8},
    "invited": {"marker": "s", "markersize": 7, "markerfacecolor": "white", "markeredgewidth": 1.6},
    "declined": {"marker": "x", "markersize": 7, "markeredgewidth": 2},
    "asked at home": {"marker": "D", "markersize": 6, "markerfacecolor": "white", "markeredgewidth": 1.6},
}


#: Looks of the bars of :func:`lanes`: filled or not, stripes, line of the edge.
_SPANS: dict[str, tuple[bool, str | None, Any]] = {
    "full": (True, None, "solid"),
    "striped": (False, STRIPES, "solid"),
    "observer": (False, STRIPES, "solid"),
    "unknown": (False, None, (0, (2, 2))),
    "vacant": (False, None, "solid"),
}
#: Distance of two tiers of a lane, as a part of it.
_PITCH = 0.4


def lanes(frame: pd.DataFrame, *, since: str, end: str) -> Figure:
    """Draw bars and marks in lanes of time, a row a lane in the order of the frame, in the colour of the state.

    Args:
        frame: rows of :func:`helpers.statuses.spans`, :func:`~helpers.statuses.marks`, :func:`~helpers.statuses.seats`.
        since: first day of the axis, ``YYYY-MM-DD``.
        end: the as-of day.
    """
    names = list(dict.fromkeys(frame["lane"]))
    left, right = date2num(pd.Timestamp(since)), date2num(pd.Timestamp(end))
    figure, axes = plt.subplots(figsize=(WIDTH, _LANE * len(names) + 1.3))
    for name, part in frame.groupby("lane", sort=False):
        part = part.assign(first=date2num(pd.to_datetime(part["start"])), until=date2num(pd.to_datetime(part["end"])))
        tiers = _tiers(part, 0.025 * (right - left))
        for row, tier in zip(rows(part), tiers, strict=True):
            _lane(axes, row, names.index(str(name)) + _PITCH * (tier - max(tiers) / 2))
    labels = [textwrap.fill(t(name), 27) for name in names]
    axes.set_yticks(range(len(names)), labels, color=INK, fontsize=9)
    axes.tick_params(axis="y", length=0)
    axes.set_ylim(len(names) - 0.4, -0.6)
    some_years(axes, left, right, margin=0.01)
    shown = set(frame["look"])
    key: list[Patch | Line2D] = [
        Patch(edgecolor=MUTED, label=t(f"chart: look, {name}"), **_bar(name, MUTED)) for name in _SPANS if name in shown
    ]
    key += [
        Line2D([], [], linestyle="none", color=MUTED, label=t(f"chart: look, {name}"), **look)
        for name, look in _MARKS.items()
        if name in shown
    ]
    key_below(figure, key, handletextpad=0.4)
    return figure


def _tiers(part: pd.DataFrame, near: float) -> list[int]:
    """Return the tier of each row in its lane: bars above, marks below them, marks of two kinds that meet apart."""
    base = int((~part["look"].isin(list(_MARKS))).any())
    tiers: list[int] = []
    seen: list[tuple[float, str, int]] = []
    for row in rows(part):
        if row.look not in _MARKS:
            tiers.append(0)
            continue
        tier = base
        while any(abs(row.first - day) < near and look != row.look and at == tier for day, look, at in seen):
            tier += 1
        seen.append((row.first, row.look, tier))
        tiers.append(tier)
    return tiers


def _bar(look: str, ink: str) -> dict[str, Any]:
    """Return face, stripes and edge of a bar."""
    face, hatch, line = _SPANS[look]
    return {"facecolor": ink if face else "white", "hatch": hatch, "linestyle": line}


def _lane(axes: Axes, row: Any, place: float) -> None:
    """Draw one bar or mark."""
    ink = colour(row.state)
    if row.look in _MARKS:
        axes.plot((row.first + row.until) / 2, place, linestyle="none", color=ink, zorder=3, **_MARKS[row.look])
    else:
        length = row.until - row.first
        axes.barh(place, length, left=row.first, height=0.36, edgecolor=ink, linewidth=0.9, **_bar(row.look, ink))
