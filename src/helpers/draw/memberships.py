"""Drawings of memberships."""

from __future__ import annotations

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.dates import date2num
from matplotlib.figure import Figure
from matplotlib.patches import Patch, PathPatch
from matplotlib.path import Path

from helpers.data import rows
from helpers.draw.rows import key_below
from helpers.draw.time import fifth_years
from helpers.labels import t
from helpers.spells import FULL
from helpers.style import INK, MUTED, PALE, STRIPES, WIDTH, colour

#: Height and offset of a bar by layer; the treaty is the thin bar above, the organisation the thick one below it.
_BAR = {"treaty": (0.20, -0.26), "organisation": (0.36, 0.08), "participation": (0.36, 0.08)}


def gantt(frame: pd.DataFrame) -> Figure:
    """Draw spells as bars, one row a state: the treaty thin above, the organisation thick below.

    Signed but not yet in force is hatched; membership without taking part is white with stripes.

    Args:
        frame: :func:`helpers.spells.bars`.
    """
    states = list(dict.fromkeys(frame["state"]))
    figure, axes = plt.subplots(figsize=(WIDTH, 0.55 * len(states) + 1.1))
    for row in rows(frame):
        height, offset = _BAR[row.layer]
        start, end = date2num(pd.Timestamp(row.start)), date2num(pd.Timestamp(row.end))
        hollow = row.layer == "participation" or row.status == "signatory"
        axes.barh(
            states.index(row.state) + offset,
            end - start,
            left=start,
            height=height,
            facecolor="white" if hollow else colour(row.state),
            edgecolor=colour(row.state),
            hatch=STRIPES if hollow else None,
            linewidth=0.8,
        )
    axes.set_yticks(range(len(states)), [t(state) for state in states], color=INK)
    axes.tick_params(axis="y", length=0)
    axes.set_ylim(len(states) - 0.4, -0.6)
    fifth_years(axes)
    key = [
        Patch(facecolor=MUTED, edgecolor=MUTED, label=t("chart: treaty above, organisation below")),
        Patch(facecolor="white", edgecolor=MUTED, hatch=STRIPES, label=t("chart: not in force, or not taking part")),
    ]
    key_below(figure, key)
    return figure


def steps(frame: pd.DataFrame) -> Figure:
    """Draw counts by year as stepped lines, the Treaty as a broad pale line, the organisation as a dark one upon it.

    Args:
        frame: columns ``layer``, ``year``, ``members``.
    """
    figure, axes = plt.subplots(figsize=(WIDTH, 2.2))
    strokes = {"treaty": (PALE, 8.0), "organisation": (INK, 2.4)}
    for layer, part in frame[frame["members"] > 0].groupby("layer", sort=False):
        ink, width = strokes[str(layer)]
        axes.step(part["year"], part["members"], where="mid", color=ink, linewidth=width, solid_capstyle="butt")
        top = next(rows(part.nlargest(1, "members")))
        axes.annotate(
            t(f"chart: {layer}"),
            (top.year - 0.5, top.members),
            xytext=(0, 8),
            textcoords="offset points",
            color=INK,
            fontsize=9,
        )
    axes.set_ylim(0, frame["members"].max() + 1.6)
    axes.set_yticks(sorted(set(frame["members"]) | {0}))
    axes.set_title(t("chart: states on 31 December"), color=MUTED, weight="normal")
    axes.grid(axis="y")
    return figure


def affiliations(frame: pd.DataFrame, *, focus: str) -> Figure:
    """Draw an affiliation network: states on the left, bodies on the right, the links to one body in colour.

    Bodies are ordered so that links cross little: by the mean height of their states (barycentre). The same states and
    bodies always stand in the same places.

    Args:
        frame: columns ``state``, ``body``, ``status``; one row a link.
        focus: the body whose links are drawn in the colours of the states.
    """
    states = list(dict.fromkeys(frame["state"]))
    height_of = {state: rank for rank, state in enumerate(states)}
    means = frame.assign(height=frame["state"].map(height_of)).groupby("body")["height"].agg(["mean", "size"])
    bodies = list(means.sort_values(["mean", "size"]).index)
    spread = (len(states) - 1) / max(len(bodies) - 1, 1)
    place = {body: rank * spread for rank, body in enumerate(bodies)}

    figure, axes = plt.subplots(figsize=(WIDTH, 0.42 * max(len(states), len(bodies)) + 0.8))
    for row in rows(frame.sort_values("body", key=lambda column: column == focus)):
        left, right = height_of[row.state], place[row.body]
        ink = colour(row.state) if row.body == focus else MUTED
        axes.add_patch(
            PathPatch(
                Path([(0, left), (0.5, left), (0.5, right), (1, right)], [1, 4, 4, 4]),
                facecolor="none",
                edgecolor=ink,
                linewidth=2.6 if row.body == focus else 0.9,
                alpha=1.0 if row.body == focus else 0.55,
                linestyle="solid" if row.status in FULL else "dotted",
            )
        )
    for state in states:
        axes.plot(0, height_of[state], "o", color=colour(state), markersize=8)
        axes.text(-0.04, height_of[state], t(state), ha="right", va="center")
    for body in bodies:
        weight = "bold" if body == focus else "normal"
        axes.plot(1, place[body], "s", color=INK if body == focus else MUTED, markersize=7)
        axes.text(1.04, place[body], t(body), ha="left", va="center", weight=weight)
    axes.set_xlim(-0.45, 1.5)
    axes.set_ylim(len(states) - 0.5, -0.5)
    axes.set_axis_off()
    return figure
