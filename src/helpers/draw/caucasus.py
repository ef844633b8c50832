"""Drawings of the South Caucasus: whom a state asked and what came of it, and on whose ground people died."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.dates import date2num
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from helpers.crises import ALLIANCE
from helpers.data import rows
from helpers.draw.rows import key_below
from helpers.labels import date_text, t
from helpers.style import FAINT, INK, MUTED, STRIPES, WIDTH, colour

#: The columns of the figure of appeals, which are the ladder and what stands beside it.
ACTS = ("statement", "consultation", "mission", "material aid", "troops", "mediation")
_WORDS = {act: f"chart: line {act}" for act in ACTS[:-1]} | {"mediation": "mediation"}
#: Area of the largest circle and of the smallest, in square points.
_LARGEST, _SMALLEST = 1700.0, 9.0
#: Room of a year and half of that of a number, in points.
_YEAR, _HALF = 8.0, 9.0


def appeals(frame: pd.DataFrame) -> Figure:
    """Draw appeals, a row each under the name of whom was asked: what for, what came, and after how many days.

    A triangle stands at what was asked for; a dark square is an act of the alliance, a dot one of another; a cross is a
    refusal. The day is bold where an article of the Treaty was named.

    Args:
        frame: :func:`helpers.caucasus.appeals`.
    """
    addressees = list(dict.fromkeys(frame["addressee"]))
    places = len(frame) + len(addressees)
    figure, axes = plt.subplots(figsize=(WIDTH, 0.235 * places + 1.25))
    for column, act in enumerate(ACTS):
        axes.text(column - 0.1, -0.95, t(_WORDS[act]), fontsize=8.5, rotation=30, ha="left", va="bottom")
    axes.text(len(ACTS) - 0.15, -0.95, t("chart: first act after"), fontsize=8.5, ha="left", va="bottom", color=MUTED)
    place = 0
    for addressee in addressees:
        axes.text(-2.95, place, t(addressee), fontsize=9, weight="bold", ha="left", va="center")
        for row in rows(frame[frame["addressee"] == addressee]):
            place += 1
            _appeal(axes, place, row)
        place += 1
    axes.set_xlim(-3.0, len(ACTS) + 1.35)
    axes.set_ylim(places - 0.4, -3.1)
    axes.set_axis_off()
    key_below(figure, _key(frame))
    return figure


def _appeal(axes: Axes, place: int, row: Any) -> None:
    """Draw one appeal: its day, its triangle, what followed, and when."""
    axes.plot([-0.35, len(ACTS) - 0.4], [place, place], color=FAINT, linewidth=0.8, zorder=0)
    treaty = isinstance(row.article, str) and row.article.endswith("of the Treaty")
    axes.text(
        -0.5,
        place,
        _day(row.date),
        fontsize=8.5,
        weight="bold" if treaty else "normal",
        ha="right",
        va="center",
    )
    acts = row.acts.split(";") if row.acts else []
    axes.plot(ACTS.index(row.asked_for) - 0.17, place, "^", color=colour(row.state), markersize=7, zorder=3)
    for act in acts:
        if act == "declined":
            axes.plot(ACTS.index(row.asked_for) + 0.17, place, "x", color=INK, markersize=6.5, markeredgewidth=2.0)
        elif row.addressee == ALLIANCE:
            axes.plot(ACTS.index(act) + 0.17, place, "s", color=INK, markersize=6.5, zorder=3)
        else:
            ink = colour("RUS" if row.addressee == "Russia" else row.addressee)
            axes.plot(ACTS.index(act) + 0.17, place, "o", color=ink, markersize=6, zorder=3)
    axes.text(len(ACTS) - 0.15, place, _after(row.days, bool(acts)), fontsize=8.5, ha="left", va="center", color=MUTED)


def _day(date: str) -> str:
    """Return a day as text; some days of one month are the month."""
    months = {day[:7] for day in date.split("/")}
    return date_text(months.pop() if "/" in date and len(months) == 1 else date)


def _after(days: int | None, answered: bool) -> str:
    if not answered:
        return t("chart: no act found")
    if pd.isna(days):
        return t("chart: day not known")
    return t("chart: {days} days").format(days=days) if days else t("chart: the same day")


def _key(frame: pd.DataFrame) -> list[Line2D]:
    return [
        Line2D([], [], marker="^", linestyle="", color=colour(frame["state"].iloc[0]), label=t("chart: asked for")),
        Line2D([], [], marker="s", linestyle="", color=INK, label=t("chart: act of the alliance")),
        Line2D([], [], marker="o", linestyle="", color=MUTED, label=t("chart: act of others")),
        Line2D([], [], marker="x", linestyle="", color=INK, markeredgewidth=2.0, label=t("chart: refusal")),
    ]


def losses(frame: pd.DataFrame, *, bound: pd.DataFrame, least: int = 100) -> Figure:
    """Draw deaths as circles over the years, a row for the ground of each state; areas are as the numbers.

    The bar below a row shows when the state was bound by the Treaty; stripes are a signature not yet in force.

    Args:
        frame: :func:`helpers.caucasus.losses`.
        bound: :func:`helpers.spells.bars` of these states.
        least: the number from which on a circle is labelled, and with it all circles of that year.
    """
    states = list(dict.fromkeys(frame["state"]))
    figure, axes = plt.subplots(figsize=(WIDTH, 1.4 * len(states) + 0.6))
    for row in rows(bound[bound["state"].isin(states)]):
        start, end = date2num(pd.Timestamp(row.start)), date2num(pd.Timestamp(row.end))
        hollow = row.status == "signatory"
        axes.barh(
            states.index(row.state) + 0.36,
            end - start,
            left=start,
            height=0.09,
            facecolor="white" if hollow else colour(row.state),
            edgecolor=colour(row.state),
            hatch="////////" if hollow else None,
            linewidth=0.8,
        )
    scale = _LARGEST / frame["deaths"].max()
    named = set(frame.loc[frame["deaths"] >= least, "year"])
    for place, state in enumerate(states):
        _circles(axes, place, frame[frame["state"] == state], scale, named)
    axes.set_yticks(range(len(states)), [t(state) for state in states], color=INK, fontsize=9.5)
    axes.tick_params(axis="y", length=0)
    axes.set_ylim(len(states) - 0.38, -0.72)
    first, last = date2num(pd.Timestamp("1990-10-01")), date2num(pd.Timestamp("2024-07-01"))
    axes.set_xlim(first, last)
    years = range(1992, 2024, 4)
    axes.set_xticks([date2num(pd.Timestamp(year, 7, 1)) for year in years], [str(year) for year in years])
    key = [
        Line2D([], [], marker="o", linestyle="", color=MUTED, label=t("chart: deaths coded in a year")),
        Patch(facecolor=MUTED, edgecolor=MUTED, label=t("chart: bound by the Treaty")),
        Patch(facecolor="white", edgecolor=MUTED, hatch=STRIPES, label=t("chart: signed, not in force")),
    ]
    key_below(figure, key)
    return figure


def _circles(axes: Axes, place: int, frame: pd.DataFrame, scale: float, named: Collection[int]) -> None:
    """Draw the circles of one row; numbers of neighbouring years stand above, below and higher in turn."""
    before, run, topped = 0, 0, 0
    radius = (frame["deaths"] * scale).clip(lower=_SMALLEST).div(np.pi).pow(0.5)
    for row in rows(frame):
        x, size = date2num(pd.Timestamp(row.year, 7, 1)), max(row.deaths * scale, _SMALLEST)
        axes.scatter(x, place, s=size, color=colour(row.state), alpha=0.85, edgecolor="white", linewidth=0.7, zorder=3)
        if row.year not in named:
            continue
        run = run + 1 if row.year - before < 3 else 0
        above, before = run % 2 == 0, row.year
        aside = ((frame["year"] - row.year).abs() * _YEAR - _HALF).clip(lower=0)
        higher = run % 4 == 2 and row.year - topped < 3
        offset = (radius**2 - aside**2).clip(lower=0).max() ** 0.5 + 2.0 + 18.0 * higher
        topped = row.year if above else topped
        axes.annotate(
            f"{row.deaths:,}",
            (x, place),
            xytext=(0, offset if above else -offset),
            textcoords="offset points",
            ha="center",
            va="bottom" if above else "top",
            fontsize=8.5,
            zorder=4,
        )
