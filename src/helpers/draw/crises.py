"""Drawings of crises: what was asked and what was done, in one visual language for the whole part."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Mapping, Sequence
from typing import Any

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from helpers.crises import ALLIANCE, LADDER, LEVELS
from helpers.data import rows
from helpers.draw.rows import key_below, name_rows
from helpers.labels import date_text, t
from helpers.style import FAINT, INK, MUTED, PALE, STRIPES, WIDE, WIDTH, colour

#: The lines of an event log from bottom to top, which are appeals, refusals, the ladder, and what stands beside it.
LINES = ("request", "declined", *LADDER[1:], "beside")
_BESIDE = ("exercise", "institution-building", "mediation")
#: Height of a line of an event log in inches.
_LINE = 0.21
#: Width of the line from an actor to a crisis in :func:`web`: the higher the act, the broader.
_BREADTH = {act: 0.9 + 0.75 * rank for rank, act in enumerate(LADDER)}


def logs(frame: pd.DataFrame, *, names: Mapping[str, str] | None = None) -> Figure:
    """Draw event logs, one panel a crisis: time from left to right, the ladder from bottom to top.

    A triangle is an appeal in the colour of the state that made it, hollow where it went to others than the alliance; a
    dark square is an act of the alliance, a dot one of a state in its colour, or of another body in grey; a cross is a
    refusal.

    Args:
        frame: :func:`helpers.crises.events`, of one crisis or of several.
        names: title of each panel by crisis, for crises that have no label.
    """
    panels = {crisis: part for crisis, part in frame.groupby("crisis", sort=False)}
    heights = [_LINE * len(_lines(part)) for part in panels.values()]
    size = (WIDTH, sum(heights) + 0.62 * len(panels) + 0.55)
    figure, grid = plt.subplots(len(panels), 1, figsize=size, squeeze=False, height_ratios=heights)
    for axes, (crisis, part) in zip(grid[:, 0], panels.items(), strict=True):
        _log(axes, part)
        axes.set_title((names or {}).get(str(crisis), crisis))
    key = [
        Line2D([], [], marker="^", linestyle="", color=MUTED, label=t("chart: appeal")),
        Line2D([], [], marker="s", linestyle="", color=INK, label=t("chart: act of the alliance")),
        Line2D([], [], marker="o", linestyle="", color=MUTED, label=t("chart: act of others")),
        Line2D([], [], marker="x", linestyle="", color=MUTED, label=t("chart: refusal")),
    ]
    key_below(figure, key)
    return figure


def _line_of(what: str) -> str:
    return "beside" if what in _BESIDE else what


def _lines(frame: pd.DataFrame) -> list[str]:
    """Return the lines that have a mark: empty ones would say no more than that they are empty."""
    return [line for line in LINES if line in set(frame["what"].map(_line_of))]


def _log(axes: Axes, frame: pd.DataFrame) -> None:
    lines = _lines(frame)
    days = pd.to_datetime(frame["day"])
    first, last = days.min(), days.max()
    span = max((last - first).days, 1)
    where = {(line, day): 0 for line in lines for day in frame["day"]}
    for row in rows(frame):
        line = _line_of(row.what)
        at = (pd.Timestamp(row.day) - first).days / span
        height = lines.index(line) + 0.22 * (where[line, row.day] % 2)  # marks of one day lie one above the other
        where[line, row.day] += 1
        _mark(axes, at, height, row.what, row.actor)
    for height in range(len(lines)):
        axes.axhline(height, color=FAINT, linewidth=0.8, zorder=0)
    axes.set_yticks(range(len(lines)), [t(f"chart: line {line}") for line in lines], fontsize=9, color=INK)
    axes.tick_params(axis="y", length=0)
    axes.set_ylim(-0.6, len(lines) - 0.4)
    axes.set_xlim(-0.05, 1.05)
    ticks = {0.0: first, 1.0: last} if (last - first).days else {0.0: first}
    labels = [date_text(day.date().isoformat()) for day in ticks.values()]
    axes.set_xticks(list(ticks), labels, fontsize=9)
    for place, label in enumerate(axes.get_xticklabels()):
        label.set_horizontalalignment("right" if place else "left")


def _mark(axes: Axes, at: float, height: float, what: str, actor: str) -> None:
    ink = INK if actor == ALLIANCE else colour(actor)
    if what == "request":
        axes.plot(at, height, "^", color=ink, markersize=8, zorder=3)
    elif what == "declined":
        axes.plot(at, height, "x", color=ink, markersize=7, markeredgewidth=2.2, zorder=3)
    else:
        shape, size = ("s", 7.5) if actor == ALLIANCE else ("o", 6)
        axes.plot(at, height, shape, color=ink, markersize=size, zorder=4 if actor == ALLIANCE else 2)


def matrix(frame: pd.DataFrame) -> Figure:
    """Draw the record: one row a crisis, whether the alliance was asked, and how high it went on the ladder.

    Year and name stand at the left, in bold where the ground was that of a bound state. A triangle in the colour of the
    scene is an appeal, a bar the highest act, dark where the alliance was asked, and a cross a refusal.

    Args:
        frame: :func:`helpers.crises.record`, in the order wanted; with a column ``label``, the name that is shown.
    """
    count = len(frame)
    figure, axes = plt.subplots(figsize=(WIDTH, 0.212 * count + 0.95))
    for place, row in enumerate(rows(frame)):
        axes.axhline(place + 0.5, color=FAINT, linewidth=0.6, zorder=0)
        weight = "bold" if row.at_member else "normal"
        axes.text(-19.6, place, str(row.year), va="center", fontsize=8.6, color=MUTED)
        axes.text(-17.7, place, undated(row.label, row.year), va="center", fontsize=8.3, weight=weight)
        rank = LADDER.index(row.rung)
        if row.asked:
            axes.plot(0, place, "^", color=colour(row.scene), markersize=6.5)
        if rank:
            axes.barh(place, rank, height=0.56, left=0.5, color=INK if row.asked else PALE)
        if row.declined:
            axes.plot(6, place, "x", color=INK, markersize=5.5, markeredgewidth=1.8)
    heads = ["request", *LADDER[1:], "declined"]
    for rank, word in enumerate(heads):
        axes.text(rank - 0.2, -0.8, t(f"chart: line {word}"), fontsize=8.6, rotation=60, va="bottom", color=MUTED)
        if 0 < rank < len(heads) - 1:
            axes.axvline(rank + 0.5, color=FAINT, linewidth=0.6, zorder=0)
    axes.set_xlim(-19.7, 7.1)
    axes.set_ylim(count - 0.4, -4.6)
    axes.set_axis_off()
    return figure


def undated(label: str, year: int) -> str:
    """Return a name without the year that stands beside it; spans of years stay."""
    return re.sub(rf"[,،]?\s*(?<![-\d]){year}(?![-\d])", "", label).strip()


def rungs(frame: pd.DataFrame) -> Figure:
    """Draw how many crises ended on each rung of the ladder: at the left where nobody asked, at the right where asked.

    Args:
        frame: :func:`helpers.crises.by_rung`.
    """
    figure, panels = plt.subplots(1, 2, figsize=(WIDTH, 0.36 * len(frame) + 0.75), sharey=True)
    most = frame[["asked", "not_asked"]].to_numpy().max()
    for axes, column, ink in zip(panels, ("not_asked", "asked"), (PALE, INK), strict=True):
        counts = list(frame[column])
        axes.barh(range(len(frame)), counts, height=0.62, color=ink)
        for place, count in enumerate(counts):
            axes.text(count + most * 0.02, place, str(count), va="center", fontsize=9.5)
        axes.set_title(t(f"chart: {column.replace('_', ' ')} ({{n}})").format(n=sum(counts)))
        axes.set_xlim(0, most * 1.12)
        axes.set_xticks([])
        axes.spines["bottom"].set_visible(False)
        axes.tick_params(axis="y", length=0)
    rows_of = [t("chart: line nothing" if rung == LADDER[0] else f"chart: line {rung}") for rung in frame["rung"]]
    panels[0].set_yticks(range(len(frame)), rows_of, color=INK)
    panels[0].set_ylim(len(frame) - 0.5, -0.5)
    return figure


def waits(frame: pd.DataFrame) -> Figure:
    """Draw the days from each appeal to the alliance's next act and to an act of the kind asked for: one row an appeal.

    A hollow mark is the next act of any kind, a dark one an act of the kind asked for; a line is a range of days. The
    words at the right say when that came, or that it did not.

    Args:
        frame: :func:`helpers.crises.waits`.
    """
    count = len(frame)
    end = float(max([1, *frame["high"].dropna(), *frame["met_high"].dropna()]))
    figure, axes = plt.subplots(figsize=(WIDTH, 0.27 * count + 1.0))
    for place, row in enumerate(rows(frame)):
        axes.axhline(place + 0.5, color=FAINT, linewidth=0.6, zorder=0)
        axes.plot(
            -0.06,
            place,
            "^",
            color=colour(row.state),
            markersize=6.5,
            transform=axes.get_yaxis_transform(),
            clip_on=False,
        )
        for low, high, face in ((row.low, row.high, "white"), (row.met_low, row.met_high, INK)):
            if pd.notna(low):
                axes.plot([low, high], [place, place], color=MUTED, linewidth=2, zorder=2)
                axes.plot(low, place, "s", markerfacecolor=face, markeredgecolor=INK, markersize=6.5, zorder=3)
        axes.text(1.02, place, _outcome(row), transform=axes.get_yaxis_transform(), va="center", fontsize=9)
    labels = [_appeal(row) for row in rows(frame)]
    axes.set_yticks(range(count), labels, fontsize=9, color=INK)
    axes.tick_params(axis="y", length=0, pad=19)
    axes.set_ylim(count - 0.5, -0.6)
    axes.set_xlim(-end * 0.03, end * 1.03)
    axes.set_xlabel(t("chart: days after the appeal"), fontsize=9)
    axes.spines["left"].set_visible(False)
    key = [
        Line2D([], [], marker="s", linestyle="", markerfacecolor=face, markeredgecolor=INK, label=t(f"chart: {word}"))
        for face, word in (("white", "next act of any kind"), (INK, "act of the kind asked for"))
    ]
    key_below(figure, key)
    return figure


def _appeal(row: Any) -> str:
    """Return first day, state and what was asked for."""
    day = date_text(row.date.split("/")[0])
    return t("chart: {day}, {state}: {asked}").format(
        day=day, state=t(row.state), asked=t(f"chart: line {row.asked_for}")
    )


def _outcome(row: Any) -> str:
    low, high = row.met_low, row.met_high
    if pd.isna(low):
        return t("chart: not found")
    return t("chart: day {n}").format(n=low if low == high else f"{low}-{high}")


def reasons(frame: pd.DataFrame) -> Figure:
    """Draw how often each reason was coded: firm codes dark, disputed ones striped, and what flipping would add.

    With columns ``official`` and ``critical`` a second panel shows in how many crises each side gives the reason.

    Args:
        frame: :func:`helpers.crises.by_reason`, on which :func:`helpers.crises.by_view` may be merged.
    """
    views = [view for view in ("official", "critical") if view in frame]
    width = [1.9, 1.4] if views else [1]
    figure, panels = plt.subplots(
        1, len(width), figsize=(WIDTH, (0.5 if views else 0.42) * len(frame) + 0.9), sharey=True, squeeze=False,
        width_ratios=width,
    )  # fmt: skip
    axes = panels[0, 0]
    places = range(len(frame))
    axes.barh(places, frame["firm"], height=0.6, color=INK)
    axes.barh(
        places, frame["disputed"], height=0.6, left=frame["firm"], facecolor="white", edgecolor=INK, hatch=STRIPES
    )
    totals = frame["firm"] + frame["disputed"]
    for place, row in enumerate(rows(frame)):
        total = row.firm + row.disputed
        words = t("chart: {count} ({low} to {high})").format(count=total, low=row.firm, high=total + row.flipped_in)
        axes.text(total + totals.max() * 0.02, place, words, va="center", fontsize=9)
    axes.set_yticks(places, [textwrap.fill(t(reason), 15) for reason in frame["reason"]], color=INK, fontsize=9)
    axes.set_ylim(len(frame) - 0.5, -0.5)
    axes.set_xlim(0, totals.max() * (1.55 if views else 1.3))
    if views:
        axes.set_title(t("chart: coded by this book"))
        _views(panels[0, 1], frame, views)
    for panel in panels[0]:
        panel.tick_params(axis="y", length=0)
        panel.set_xticks([])
        panel.spines["bottom"].set_visible(False)
    return figure


def _views(axes: Axes, frame: pd.DataFrame, views: Sequence[str]) -> None:
    looks: dict[str, dict[str, Any]] = {
        "official": {"color": INK},
        "critical": {"facecolor": "white", "edgecolor": INK},
    }
    most = frame[list(views)].to_numpy().max()
    for rank, view in enumerate(views):
        heights = [place + 0.21 * (2 * rank - 1) for place in range(len(frame))]
        axes.barh(heights, frame[view], height=0.36, label=t(view), **looks[view])
        for height, count in zip(heights, frame[view], strict=True):
            axes.text(count + most * 0.03, height, str(count), va="center", fontsize=8.5)
    axes.set_xlim(0, most * 1.2)
    axes.set_title(t("chart: given by others"))
    axes.legend(loc="lower right")


def swings(frame: pd.DataFrame) -> Figure:
    """Draw how far counts move when the record changes: one row a count, which stands at the dark mark.

    A pale line spans what dropping any one region gives, a dark line what leaving out any one case or flipping any one
    code gives, and a hollow diamond stands where all disputed codes are flipped.

    Args:
        frame: :func:`helpers.crises.sensitivity`, of one kind of counts or of several.
    """
    measures = list(dict.fromkeys(frame["measure"]))
    figure, axes = plt.subplots(figsize=(WIDTH, 0.36 * len(measures) + 1.15))
    for place, measure in enumerate(measures):
        part = frame[frame["measure"] == measure].set_index("change")
        near = part[part.index.isin(["one case left out", "one code flipped"])]
        value = int(part["value"].iloc[0])
        for low, high, ink, breadth in (
            (part.loc["one region dropped", "low"], part.loc["one region dropped", "high"], PALE, 3),
            (near["low"].min(), near["high"].max(), INK, 7),
        ):
            axes.plot(
                [min(low, value), max(high, value)], [place] * 2, color=ink, linewidth=breadth, solid_capstyle="butt"
            )
        axes.plot(value, place, "o", color=INK, markersize=8, zorder=3)
        if "all disputed codes flipped" in part.index:
            axes.plot(
                part.loc["all disputed codes flipped", "low"], place, "D", markersize=6.5, zorder=4,
                markerfacecolor="white", markeredgecolor=INK,
            )  # fmt: skip
    name_rows(axes, [_measure(name) for name in measures])
    axes.set_xlim(-1, frame[["value", "high"]].to_numpy().max() + 1)
    axes.grid(axis="x")
    axes.set_xlabel(t("chart: number of crises"), fontsize=9)
    axes.spines["left"].set_visible(False)
    key = [
        Line2D([], [], marker="o", linestyle="", color=INK, label=t("chart: as it stands")),
        Line2D([], [], color=INK, linewidth=7, label=t("chart: one case left out or one code flipped")),
        Line2D(
            [],
            [],
            marker="D",
            linestyle="",
            markerfacecolor="white",
            markeredgecolor=INK,
            label=t("chart: all disputed codes flipped"),
        ),
        Line2D([], [], color=PALE, linewidth=3, label=t("chart: one region dropped")),
    ]
    key_below(figure, key)
    return figure


def _measure(name: str) -> str:
    return t(f"chart: count, {name}") if "_" in name or name in ("acted", "asked", "troops") else t(name)


def fighting(frame: pd.DataFrame) -> Figure:
    """Draw years of war: one line a state, one mark a year, and a triangle where the alliance sent its forces.

    A full square is a year as a primary party, a hollow one as a secondary party near home, a dot one far away; grey
    are the years in which the state was not bound.

    Args:
        frame: :func:`helpers.crises.fighting`.
    """
    counts = frame[(frame["level"] == LEVELS[0]) & frame["bound"]]["state"].value_counts()
    states = sorted(set(frame["state"]), key=lambda state: (-int(counts.get(state, 0)), t(state)))
    figure, axes = plt.subplots(figsize=(WIDTH, 0.36 * len(states) + 1.1))
    for row in rows(frame):
        place, ink = states.index(row.state), colour(row.state) if row.bound else PALE
        looks: dict[str, dict[str, Any]] = {
            "primary": {"marker": "s", "color": ink, "markersize": 7},
            "secondary near": {"marker": "s", "markerfacecolor": "white", "markeredgecolor": ink, "markersize": 6.5},
            "secondary elsewhere": {"marker": "o", "color": ink, "markersize": 3},
            "deployment": {"marker": "v", "color": INK, "markersize": 9},
        }
        lift = 0.34 if row.level == "deployment" else 0
        axes.plot(row.year, place - lift, linestyle="", zorder=3, **looks[row.level])
    for place, state in enumerate(states):
        axes.axhline(place, color=FAINT, linewidth=0.8, zorder=0)
        axes.text(
            1.01, place, str(int(counts.get(state, 0))), transform=axes.get_yaxis_transform(), va="center", fontsize=9.5
        )
    axes.set_yticks(range(len(states)), [t(state) for state in states], color=INK)
    axes.tick_params(axis="y", length=0)
    axes.set_ylim(len(states) - 0.5, -0.8)
    axes.set_xlim(frame["year"].min() - 0.7, frame["year"].max() + 0.7)
    axes.spines["left"].set_visible(False)
    key = [
        Line2D([], [], marker="s", linestyle="", color=MUTED, label=t("chart: war, primary")),
        Line2D(
            [],
            [],
            marker="s",
            linestyle="",
            markerfacecolor="white",
            markeredgecolor=MUTED,
            label=t("chart: war, secondary near"),
        ),
        Line2D([], [], marker="o", linestyle="", color=MUTED, markersize=3, label=t("chart: war, secondary elsewhere")),
        Line2D([], [], marker="s", linestyle="", color=PALE, label=t("chart: war, not bound")),
        Line2D(
            [], [], marker="v", linestyle="", color=INK, markersize=9, label=t("chart: forces of the alliance sent")
        ),
    ]
    key_below(figure, key)
    return figure


def web(frame: pd.DataFrame, *, names: Mapping[str, str]) -> Figure:
    """Draw who was in which crisis and who answered: states at the left, crises in the middle, actors at the right.

    A full line at the left is a party, a broken one the scene or a state affected, a dotted one a mediator. At the
    right a line is the broader the higher the act; dotted is an act beside the ladder, and a cross is a refusal.

    Args:
        frame: :func:`helpers.crises.edges`.
        names: title of each crisis.
    """
    crises = list(dict.fromkeys(frame["crisis"]))
    sides = {kind: _nodes(frame[frame["kind"] == kind], crises) for kind in ("part", "act")}
    height = {crisis: float(place) for place, crisis in enumerate(crises)}
    figure, axes = plt.subplots(figsize=(WIDE, 0.42 * len(crises) + 0.9))
    at = {"part": (0.0, 1.3), "act": (5.4, 4.1)}
    spread = {kind: _spread(nodes, len(crises)) for kind, nodes in sides.items()}
    for row in rows(frame):
        (x, end), y = at[row.kind], spread[row.kind][row.node]
        ink = INK if row.node == ALLIANCE else colour(row.node)
        axes.plot([x, end], [y, height[row.crisis]], color=ink, zorder=2, **_line(row))
        if row.declined:
            axes.plot(end + 0.12 * (x - end), height[row.crisis] + 0.12 * (y - height[row.crisis]), "x", color=ink,
                      markersize=7, markeredgewidth=2, zorder=4)  # fmt: skip
    for kind, side in (("part", "right"), ("act", "left")):
        for node, y in spread[kind].items():
            shift = -0.1 if side == "right" else 0.1
            axes.text(at[kind][0] + shift, y, textwrap.fill(t(node), 20), ha=side, va="center", fontsize=9)
    for crisis, y in height.items():
        axes.text(2.7, y, textwrap.fill(names[crisis], 27), ha="center", va="center", fontsize=8.5)
    axes.set_xlim(-1.35, 6.75)
    axes.set_ylim(len(crises) - 0.4, -0.6)
    axes.set_axis_off()
    return figure


def _nodes(frame: pd.DataFrame, crises: Sequence[str]) -> list[str]:
    """Return the nodes of one side, ordered by the mean place of their crises so that few lines cross."""
    mean = frame.assign(place=frame["crisis"].map(crises.index)).groupby("node")["place"].mean()
    return [str(node) for node in mean.sort_values(kind="stable").index]


def _spread(nodes: Sequence[str], count: int) -> dict[str, float]:
    step = count / len(nodes)
    return {node: step * (place + 0.5) - 0.5 for place, node in enumerate(nodes)}


def _line(row: Any) -> dict[str, Any]:
    if row.kind == "part":
        return {"linewidth": 1.5, "linestyle": {"party": "-", "mediator": ":"}.get(row.what, (0, (5, 2)))}
    if row.what == "beside":
        return {"linewidth": 1.5, "linestyle": ":"}
    return {"linewidth": _BREADTH.get(row.what, 0.9)}
