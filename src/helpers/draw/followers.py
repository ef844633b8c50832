"""Drawings of crises of power, of what allies did for Russia, and of what it could mean to be able to act."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from typing import Any

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle

from helpers.data import rows
from helpers.draw.crises import undated
from helpers.draw.rows import key_below, name_rows
from helpers.followers import ANSWERS, BEARINGS, OUTCOMES
from helpers.labels import t
from helpers.style import CARD, FAINT, INK, MUTED, STRIPES, WIDE, WIDTH, colour

#: Where the columns of :func:`guard` begin, in the units of its axis.
_COLUMNS = {"request": 4.75, "alliance": 5.5, "RUS": 7.1, "in power": 8.45, "bears": 9.5}
#: Looks of what an ally did and of how an occasion turned out.
_ANSWERS: dict[str, dict[str, Any]] = {
    "sent people": {"marker": "D", "markersize": 8},
    "mediation": {"marker": "s", "markersize": 8, "fillstyle": "none", "markeredgewidth": 2},
    "words": {"marker": "o", "markersize": 8},
    "declined": {"marker": "x", "markersize": 8, "markeredgewidth": 2.4},
}
_OUTCOMES: dict[str, dict[str, Any]] = {
    "yes": {"color": INK},
    "partly": {"color": INK, "fillstyle": "left", "markerfacecoloralt": CARD},
    "no": {"color": INK, "markerfacecolor": CARD},
    "unknown": {"color": MUTED, "marker": "$?$", "markeredgewidth": 0.4},
}


def guard(frame: pd.DataFrame) -> Figure:
    """Draw crises inside states: who was asked, what the alliance and Russia did, who stayed, how it bears on a claim.

    A full triangle is an appeal to the alliance, a hollow one to Russia. Names of states that were not bound are grey.

    Args:
        frame: :func:`helpers.followers.at_home`, with a column ``label``, the name that is shown.
    """
    figure, axes = plt.subplots(figsize=(WIDE, 0.235 * len(frame) + 0.75))
    for place, row in enumerate(rows(frame)):
        axes.axhline(place + 0.5, color=FAINT, linewidth=0.6, zorder=0)
        ink = INK if row.bears != BEARINGS[-1] else MUTED
        axes.text(0, place, str(row.year), va="center", fontsize=8.3, color=MUTED)
        axes.text(0.62, place, undated(row.label, row.year), va="center", fontsize=8.3, color=ink)
        if row.asked:
            axes.plot(_COLUMNS["request"] + 0.08, place, "^", color=colour(row.scene), markersize=6.5)
        if row.asked_russia:
            axes.plot(
                _COLUMNS["request"] + 0.36, place, "^", color=colour(row.scene), markersize=6.5, markerfacecolor=CARD
            )
        _act(axes, "alliance", place, row.rung, ink=INK, cross=row.declined)
        _act(axes, "RUS", place, row.russia, ink=colour("RUS"), cross=row.russia == "declined")
        axes.text(
            _COLUMNS["in power"],
            place,
            t("chart: fell" if row.fell else "chart: stayed"),
            va="center",
            fontsize=8.3,
            weight="bold" if row.fell else "normal",
            color=ink,
        )
        _bears(axes, place, row.bears)
    for column, x in _COLUMNS.items():
        axes.text(x - 0.06, -0.9, t(f"chart: head {column}"), fontsize=8.6, va="bottom", color=MUTED)
    axes.set_xlim(0, 10.7)
    axes.set_ylim(len(frame) - 0.4, -1.9)
    axes.set_axis_off()
    return figure


def _act(axes: Axes, column: str, place: int, act: str, *, ink: str, cross: bool) -> None:
    x = _COLUMNS[column]
    if act not in ("none", "declined"):
        axes.text(x, place, t(f"chart: line {act}"), va="center", fontsize=8.3, color=ink)
    if cross:
        axes.plot(x + (0.08 if act == "declined" else 1.38), place, "x", color=ink, markersize=5.5, markeredgewidth=1.8)


def _bears(axes: Axes, place: int, bears: str) -> None:
    x = _COLUMNS["bears"] + 0.1
    looks = {"for": _OUTCOMES["yes"], "mixed": _OUTCOMES["partly"], "against": _OUTCOMES["no"]}
    if bears in looks:
        axes.plot(x, place, marker="o", markersize=7, linestyle="", **looks[bears])
        axes.text(x + 0.22, place, t(f"chart: bears {bears}"), va="center", fontsize=8.3)


def answered(frame: pd.DataFrame, *, names: Mapping[str, str], states: Sequence[str]) -> Figure:
    """Draw what each ally did on each occasion: one row an occasion, one column an ally, a mark for each kind of act.

    Numbers are votes as Russia's out of votes; stripes stand for a state that was not bound; blank is nothing known.

    Args:
        frame: :func:`helpers.followers.answers`.
        names: title of each occasion by its id.
        states: codes, in the order of the columns.
    """
    crises = list(dict.fromkeys(frame["crisis"]))
    figure, axes = plt.subplots(figsize=(WIDTH, 0.44 * len(crises) + 1.15))
    for (crisis, state), part in frame.groupby(["crisis", "state"]):
        at, place = list(states).index(str(state)), crises.index(str(crisis))
        _cell(axes, at, place, str(state), part)
    for place in range(len(crises) + 1):
        axes.axhline(place - 0.5, color=FAINT, linewidth=0.8, zorder=0)
    labels = [textwrap.fill(names[crisis], 20) for crisis in crises]
    axes.set_yticks(range(len(crises)), labels, fontsize=8.5, color=INK)
    axes.xaxis.tick_top()
    axes.set_xticks(range(len(states)), [t(state) for state in states], fontsize=9, rotation=90)
    for label, state in zip(axes.get_xticklabels(), states, strict=True):
        label.set_color(colour(state))
    axes.tick_params(length=0)
    axes.set_xlim(-0.5, len(states) - 0.5)
    axes.set_ylim(len(crises) - 0.5, -0.5)
    axes.spines[:].set_visible(False)
    key: list[Any] = [
        Line2D([], [], linestyle="", color=MUTED, label=t(f"chart: ally {answer}"), **_ANSWERS[answer])
        for answer in ANSWERS
    ]
    key.append(Patch(facecolor=CARD, edgecolor=FAINT, hatch=STRIPES, label=t("chart: ally not bound")))
    key_below(figure, key)
    return figure


def _cell(axes: Axes, at: int, place: int, state: str, part: pd.DataFrame) -> None:
    if (part["answer"] == "not bound").any():
        axes.add_patch(Rectangle((at - 0.46, place - 0.42), 0.92, 0.84, facecolor=CARD, edgecolor=FAINT, hatch=STRIPES))
        return
    shown = part[part["answer"] != "nothing known"]
    voted = int((shown["answer"] == "votes").any() and len(shown) > 1)
    for rank, row in enumerate(rows(shown)):
        if row.answer == "votes":
            low = place + (0.24 if len(shown) > 1 else 0)  # below the marks
            axes.text(at, low, f"{row.same}/{row.n}", ha="center", va="center", fontsize=8.5, weight="bold")
        else:
            x = at + 0.29 * (rank - (len(shown) - voted - 1) / 2)
            axes.plot(x, place - 0.18 * voted, linestyle="", color=colour(state), **_ANSWERS[row.answer])


def tallies(frame: pd.DataFrame, *, prefix: str = "") -> Figure:
    """Draw occasions as dots, one row a meaning: full for yes, half for partly, hollow for no, a question mark unknown.

    Args:
        frame: :func:`helpers.followers.meanings` or :func:`helpers.followers.by_region`.
        prefix: what stands before the name of a row in its key of the table ``labels``.
    """
    names = list(dict.fromkeys(frame["meaning"]))
    figure, axes = plt.subplots(figsize=(WIDTH, 0.46 * len(names) + 0.6))
    most = max(int(frame["meaning"].value_counts().max()), 12)
    for place, meaning in enumerate(names):
        part = frame[frame["meaning"] == meaning]
        for rank, row in enumerate(rows(part)):
            look = {"marker": "o", "markersize": 6.5, "linestyle": "", **_OUTCOMES[row.outcome]}
            axes.plot(rank, place, **look)
        yes, counted = int((part["outcome"] == OUTCOMES[0]).sum()), (part["outcome"] != OUTCOMES[-1]).any()
        words = t("chart: {count} of {n}").format(count=yes, n=len(part)) if counted else t("chart: cannot be counted")
        axes.text(len(part) - 0.2, place, words, va="center", fontsize=9)
        axes.axhline(place + 0.5, color=FAINT, linewidth=0.6, zorder=0)
    labels = [textwrap.fill(t(f"{prefix}{name}"), 22) for name in names]
    name_rows(axes, labels, fontsize=9)
    axes.set_xticks([])
    axes.set_xlim(-0.8, most + most * 0.62)
    axes.spines[:].set_visible(False)
    key = [
        Line2D(
            [], [], **{"marker": "o", "markersize": 8, "linestyle": "", **look}, label=t(f"chart: outcome {outcome}")
        )
        for outcome, look in _OUTCOMES.items()
        if outcome in set(frame["outcome"])
    ]
    key_below(figure, key)
    return figure
