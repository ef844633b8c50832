"""Drawings of maps."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, PathPatch
from matplotlib.path import Path

from helpers.data import rows
from helpers.draw.rows import key_below
from helpers.labels import t
from helpers.maps import CENTRAL_ASIA, Conic, Outline, disputed_lines, parse
from helpers.style import FAINT, INK, MUTED, STRIPES, WIDTH, colour

#: Length of the scale bar in kilometres.
_SCALE = 500


#: Names that would touch another where there is most room for them, and how far they stand from there, in kilometres.
_ASIDE = {"UZB": (-110, 120)}


def region(
    frame: pd.DataFrame, *, outlines: pd.DataFrame, focus: Collection[str] = (), view: Conic = CENTRAL_ASIA
) -> Figure:
    """Draw a map: members filled in their colour, former members striped in it, all others pale.

    Lines that are, or were when they were drawn, in dispute are dashed.

    Args:
        frame: :func:`helpers.maps.areas`.
        outlines: the table ``boundaries``, in which the geometry stands.
        focus: states whose names are bold.
        view: projection and window.
    """
    west, south, east, north = view.window
    figure, axes = plt.subplots(figsize=(WIDTH, WIDTH * (north - south) / (east - west) + 0.75))
    geometry = dict(zip(outlines["id"], outlines["geometry"], strict=True))
    for row in rows(frame):
        axes.add_patch(_patch(row, view.outline(parse(geometry[row.id]))))
    for line in disputed_lines(outlines[outlines["id"].isin(frame["id"])]):
        x, y = view.project(line).T
        axes.plot(x, y, color="white", linewidth=2.2, solid_capstyle="butt")
        axes.plot(x, y, color=INK, linewidth=1.4, linestyle=(0, (2.2, 1.6)))
    for row in rows(frame[frame["east"].notna()]):
        _name(axes, row, "bold" if row.state in focus else "normal")
    _scale(axes, east, south)
    axes.set_xlim(west, east)
    axes.set_ylim(south, north)
    axes.set_aspect("equal")
    axes.set_xticks([])
    axes.set_yticks([])
    axes.spines[:].set(visible=True, color=MUTED, linewidth=0.8)
    key_below(figure, _key(frame))
    return figure


def _patch(row: Any, outline: Outline) -> PathPatch:
    """Return the area of one row."""
    path = Path.make_compound_path(*[Path(ring, closed=True) for polygon in outline for ring in polygon])
    if row.standing == "member":
        return PathPatch(path, facecolor=colour(row.state), edgecolor="white", linewidth=0.9, zorder=1.2)
    if row.standing == "former":
        return PathPatch(path, facecolor="white", edgecolor=colour(row.state), hatch=STRIPES, linewidth=1.0, zorder=1.3)
    return PathPatch(path, facecolor=FAINT, edgecolor="white", linewidth=0.9, zorder=1)


def _name(axes: Axes, row: Any, weight: str) -> None:
    """Write the name of a state where there is most room for it."""
    aside, up = _ASIDE.get(row.state, (0, 0))
    axes.text(
        row.east + aside,
        row.north + up,
        t(row.state),
        ha="center",
        va="center",
        fontsize=8.5,
        weight=weight,
        bbox=None if row.standing == "never" else {"facecolor": "white", "edgecolor": "none", "pad": 1.0},
        zorder=4,
    )


def _scale(axes: Axes, east: float, south: float) -> None:
    """Draw the scale bar, which holds all over the map as nearly as the projection keeps lengths."""
    start, height = east - 80 - _SCALE, south + 90
    axes.plot([start, start + _SCALE], [height, height], color=INK, linewidth=2.2, solid_capstyle="butt", zorder=4)
    text = t("chart: {number} km").format(number=_SCALE)
    axes.text(start + _SCALE / 2, height + 30, text, ha="center", va="bottom", fontsize=8.5, zorder=4)


def _key(frame: pd.DataFrame) -> list[Patch | Line2D]:
    """Return the key of what the frame shows."""
    looks: dict[str, dict[str, Any]] = {
        "member": {"facecolor": MUTED, "edgecolor": MUTED},
        "former": {"facecolor": "white", "edgecolor": MUTED, "hatch": STRIPES},
        "never": {"facecolor": FAINT, "edgecolor": FAINT},
    }
    shown = np.unique(frame["standing"])
    key: list[Patch | Line2D] = [
        Patch(label=t(f"chart: map, {name}"), **look) for name, look in looks.items() if name in shown
    ]
    if frame["disputed"].notna().any():
        key.append(Line2D([], [], color=INK, linewidth=1.4, linestyle=(0, (2.2, 1.6)), label=t("chart: map, disputed")))
    return key
