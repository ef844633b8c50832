"""Drawings of opinion: answers of surveys, views of Russia, who spoke how, benefits and costs as they were told."""

from __future__ import annotations

import textwrap
from typing import Any

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from helpers.data import rows
from helpers.draw.rows import beside, key_below, name_rows
from helpers.draw.ties import spread
from helpers.labels import date_text, t
from helpers.opinion import POLLS, REGARD, STANCES, VIEWS
from helpers.style import CARD, FAINT, INK, MUTED, WIDTH, colour

_SMALL = 8.5
#: Looks of answers: full for the alliance, hollow against it, a hollow diamond for neither.
_SIDES: dict[str, dict[str, Any]] = {
    "for": {"marker": "o", "markersize": 8},
    "against": {"marker": "o", "markersize": 8, "markerfacecolor": CARD, "markeredgewidth": 1.6},
    "neither": {"marker": "D", "markersize": 6.5, "markerfacecolor": CARD, "markeredgewidth": 1.6},
}
#: Looks of stances, as of outcomes elsewhere: full, half, hollow; a bar where none is taken.
_STANCES: dict[str, dict[str, Any]] = {
    "for": {"marker": "o"},
    "mixed": {"marker": "o", "fillstyle": "left", "markerfacecoloralt": CARD},
    "against": {"marker": "o", "markerfacecolor": CARD, "markeredgewidth": 1.3},
    "neutral": {"marker": "_", "markeredgewidth": 1.6},
}
#: Looks of views in the ledger.
_VIEWS: dict[str, dict[str, Any]] = {
    "official": {"marker": "o"},
    "scholarly": {"marker": "D", "markersize": 6},
    "critical": {"marker": "^"},
    "measured": {"marker": "s", "markerfacecolor": CARD, "markeredgewidth": 1.6, "markersize": 6.5},
}
#: Height of a mark in a stack of voices, in inches.
_MARK = 0.105


def asked(frame: pd.DataFrame) -> Figure:
    """Draw answers on the alliance, a line a question, with the interval of sampling where n is known.

    A full mark is for the alliance, a hollow one against it, a diamond for neither.

    Args:
        frame: :func:`helpers.opinion.asked`.
    """
    polls = list(dict.fromkeys(zip(frame["poll"], frame["state"], strict=True)))
    figure, axes = plt.subplots(figsize=(WIDTH, 0.46 * len(polls) + 0.95))
    labels = []
    for place, (poll, state) in enumerate(polls):
        part = frame[(frame["poll"] == poll) & (frame["state"] == state)]
        for row in rows(part.dropna(subset="share")):
            if pd.notna(row.low):
                axes.plot([row.low, row.high], [place, place], color=colour(state), linewidth=1.6)
            axes.plot(row.share, place, linestyle="", color=colour(state), **_SIDES[row.side])
        if poll in POLLS:
            when = date_text(part["month"].iloc[0])
            labels.append(f"{t(state)}{t('page: comma')} {when}\n{t(f'chart: poll {poll}')}")
            n = part["n"].iloc[0]
            told = t("chart: n is {n}").format(n=f"{n:,}") if pd.notna(n) else t("chart: n not told")
            beside(axes, place, told, fontsize=_SMALL, color=MUTED)
        else:
            labels.append(t(state))
            axes.text(1, place, t("chart: no question found"), va="center", fontsize=9, color=MUTED)
        axes.axhline(place + 0.5, color=FAINT, linewidth=0.6, zorder=0)
    name_rows(axes, labels, fontsize=_SMALL)
    axes.set_xlim(0, 75)
    axes.set_xticks(range(0, 71, 10))
    axes.set_xlabel(t("chart: per cent of those asked"), fontsize=9)
    axes.grid(axis="x")
    axes.spines["left"].set_visible(False)
    known = set(frame["side"].dropna())
    key = [
        Line2D([], [], linestyle="", color=MUTED, label=t(f"chart: answer {side}"), **look)
        for side, look in _SIDES.items()
        if side in known
    ]
    key_below(figure, key, handletextpad=0.3)
    return figure


def regard(frame: pd.DataFrame) -> Figure:
    """Draw views of Russia by time, a panel a question, a line a state, a dot a survey.

    Args:
        frame: :func:`helpers.opinion.regard`.
    """
    questions = list(dict.fromkeys(frame["question"]))
    figure, grid = plt.subplots(1, len(questions), figsize=(WIDTH, 3.1), sharey=True, squeeze=False)
    for axes, question in zip(grid.flat, questions, strict=True):
        part = frame[frame["question"] == question]
        ends = {}
        for state, line in part.groupby("state"):
            axes.plot(line["at"], line["share"], color=colour(str(state)), linewidth=1.9, marker="o", markersize=5)
            ends[str(state)] = float(line["share"].iloc[-1])
        last = float(part["at"].max())
        for state, place in spread(ends, 7, 3, 97).items():
            at = float(part.loc[part["state"] == state, "at"].max())
            axes.text(at + 0.25, place, t(state), color=colour(state), fontsize=9, va="center")
        axes.set_xlim(2018, last + (2.6 if len(questions) > 1 else 1.5) + 0.4)
        axes.set_xticks([2018, 2020, 2022, 2024], ["2018", "", "", "2024"])
        axes.set_ylim(0, 100)
        title = t(f"chart: regard {list(REGARD).index(question)}")
        axes.set_title(textwrap.fill(title, 16), fontsize=_SMALL, weight="normal", color=MUTED)
        axes.grid(axis="y")
        axes.tick_params(axis="y", length=0)
        axes.spines["left"].set_visible(False)
    grid[0, 0].set_ylabel(t("chart: per cent of those asked"), fontsize=9)
    return figure


def voices(frame: pd.DataFrame) -> Figure:
    """Draw who spoke about the alliance and how, a lane a voice, marks of a year stacked.

    Args:
        frame: :func:`helpers.opinion.voices`.
    """
    names = list(dict.fromkeys(frame["voice"]))
    deep = {name: int(frame[frame["voice"] == name]["year"].value_counts().max()) for name in names}
    high = {name: max(deep[name] * _MARK, 0.24) + 0.08 for name in names}
    figure, axes = plt.subplots(figsize=(WIDTH, sum(high.values()) + 0.95))
    floor, ticks, labels = 0.0, [], []
    for name in names:
        floor += high[name]
        part = frame[frame["voice"] == name]
        for year, marks in part.groupby("year"):
            for step, row in enumerate(rows(marks)):
                place = floor - 0.04 - _MARK * (step + 0.5)
                axes.plot(year, place, linestyle="", markersize=6, color=colour(str(row.state)), **_STANCES[row.stance])
        axes.axhline(floor, color=FAINT, linewidth=0.6, zorder=0)
        ticks.append(floor - high[name] / 2)
        named = t(name) if len(name) == 3 else t(f"chart: voice {name}")
        labels.append(named)
        beside(axes, ticks[-1], str(len(part)), fontsize=_SMALL, color=MUTED)
    axes.set_yticks(ticks, labels, fontsize=9, color=INK)
    axes.tick_params(axis="y", length=0)
    axes.set_ylim(floor + 0.03, -0.02)
    axes.set_xlim(int(frame["year"].min()) - 0.8, int(frame["year"].max()) + 0.8)
    axes.spines["left"].set_visible(False)
    key = [
        Line2D([], [], linestyle="", markersize=6, color=MUTED, label=t(f"chart: stance {stance}"), **_STANCES[stance])
        for stance in STANCES
        if stance in set(frame["stance"])
    ]
    key_below(figure, key, handletextpad=0.2)
    return figure


def ledger(frame: pd.DataFrame) -> Figure:
    """Draw benefits to the left and costs to the right of a line, a mark each, in the colour of the state.

    The form of a mark says in whose view; nothing is added up or weighed.

    Args:
        frame: :func:`helpers.opinion.ledger`.
    """
    lines = list(dict.fromkeys(frame["line"]))
    sizes = frame.groupby(["line", "kind"]).size()
    most = {kind: int(sizes.xs(kind, level="kind").max()) if kind in set(frame["kind"]) else 1 for kind in _HEADS}
    figure, axes = plt.subplots(figsize=(WIDTH, 0.32 * len(lines) + 1.3))
    for place, line in enumerate(lines):
        for kind, way in _HEADS.items():
            marks = frame[(frame["line"] == line) & (frame["kind"] == kind)]
            for step, row in enumerate(rows(marks)):
                look = {"markersize": 7.5, **_VIEWS[row.view]}
                axes.plot(way * (step + 0.75), place, linestyle="", color=colour(row.state), **look)
        axes.axhline(place + 0.5, color=FAINT, linewidth=0.6, zorder=0)
    axes.axvline(0, color=MUTED, linewidth=1)
    for kind, way in _HEADS.items():
        side = "left" if way > 0 else "right"
        axes.annotate(
            t(f"chart: {kind}"), (0, 1), xycoords=("data", "axes fraction"), xytext=(8 * way, 4),
            textcoords="offset points", ha=side, fontsize=9, weight="bold",
        )  # fmt: skip
    name_rows(axes, [t(line) for line in lines], fontsize=9)
    room = max(*most.values(), 6) + 0.4
    axes.set_xlim(-room, room)
    axes.set_xticks([])
    axes.spines[["left", "bottom"]].set_visible(False)
    views = [view for view in VIEWS if view in set(frame["view"])]
    key = [
        Line2D([], [], **{"markersize": 7.5, **_VIEWS[view]}, linestyle="", color=MUTED, label=t(view))
        for view in views
    ]
    if set(lines) != set(frame["state"]):
        states = list(dict.fromkeys(frame["state"].sort_values()))
        key += [Line2D([], [], linewidth=5, color=colour(state), label=t(state)) for state in states]
    key_below(figure, key, handletextpad=0.6)
    return figure


#: On which side of the line the kinds of the ledger stand.
_HEADS = {"benefit": -1, "cost": 1}
