"""Drawings of the limits: how rows were read and how sure they are, how far figures reach, rows to read again."""

from __future__ import annotations

import textwrap
from typing import Any
from xml.etree import ElementTree as ET

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from helpers.data import rows
from helpers.dates import bounds
from helpers.labels import t
from helpers.limits import BASIS, CONFIDENCE
from helpers.steps import is_on
from helpers.style import CARD, FAINT, INK, MUTED, PALE, STRIPES, WIDTH

#: How a judgement looks: the darker, the better it was read or the surer it is.
_FACES: dict[str, dict[str, Any]] = {
    "whole": {"facecolor": INK},
    "excerpt": {"facecolor": PALE},
    "partly": {"facecolor": FAINT},
    "not read": {"facecolor": CARD, "hatch": STRIPES},
    "high": {"facecolor": INK},
    "medium": {"facecolor": PALE},
    "low": {"facecolor": CARD, "hatch": STRIPES},
}


def judged(frame: pd.DataFrame) -> Figure:
    """Draw for each table how its rows were read, at the left, and how sure they are, at the right, in per cent.

    Args:
        frame: :func:`helpers.limits.judged`.
    """
    sizes = dict(zip(frame["table"], frame["of"], strict=True))
    y = {name: place for place, name in enumerate(sizes)}
    panels = {"basis": BASIS, "confidence": CONFIDENCE}
    figure, grid = plt.subplots(1, 2, figsize=(WIDTH, 0.215 * len(sizes) + 1.5), sharey=True)
    for axes, (about, values) in zip(grid, panels.items(), strict=True):
        ends = dict.fromkeys(sizes, 0.0)
        for row in rows(frame[frame["about"] == about]):
            share = 100 * row.rows / row.of
            look = {"edgecolor": INK, "linewidth": 0.6, **_FACES[row.value]}
            axes.barh(y[row.table], share, left=ends[row.table], height=0.68, **look)
            ends[row.table] += share
        axes.set_title(textwrap.fill(t(f"chart: {about} of rows"), 10), weight="normal", color=MUTED)
        axes.set_xlim(0, 100)
        axes.set_xticks([])
        axes.tick_params(axis="y", length=0)
        axes.spines[["left", "bottom"]].set_visible(False)
        key = [Patch(label=t(value), edgecolor=INK, linewidth=0.6, **_FACES[value]) for value in values]
        axes.legend(handles=key, loc="upper left", bbox_to_anchor=(-0.03, -0.005), fontsize=9)
    names = [f"{t(f'table: {name}')} ({size})" for name, size in sizes.items()]
    grid[0].set_yticks(list(y.values()), names, color=INK, fontsize=9)
    grid[0].set_ylim(len(sizes) - 0.5, -0.5)
    return figure


def spans(frame: pd.DataFrame, *, end: str) -> Figure:
    """Draw from which year to which each table of figures has numbers, and the as-of day as a line.

    Args:
        frame: :func:`helpers.limits.spans`.
        end: the as-of day, ``YYYY-MM-DD``.
    """
    last = bounds(end)[0].year
    figure, axes = plt.subplots(figsize=(WIDTH, 0.31 * len(frame) + 0.8))
    for place, row in enumerate(rows(frame)):
        axes.barh(place, row.last + 1 - row.first, left=row.first, height=0.6, color=MUTED)
        axes.text(row.last + 0.6, place, str(row.last), ha="right", va="center", fontsize=9, color=CARD)
    axes.plot([last] * 2, [-0.6, len(frame)], color=INK, linewidth=1.2, linestyle=(0, (4, 2)))
    axes.text(last, -1.0, str(last), fontsize=9, weight="bold", ha="center", va="center")
    axes.set_yticks(range(len(frame)), [t(f"chart: figures {row.table} {row.dataset}") for row in rows(frame)])
    axes.tick_params(axis="y", length=0, labelsize=9, labelcolor=INK)
    axes.set_ylim(len(frame) - 0.5, -1.3)
    axes.set_xlim(int(frame["first"].min()), last + 3)
    axes.spines["left"].set_visible(False)
    return figure


#: Units of the drawing: a dot, a row, dots in a row, the size of type; as wide as a phone.
_DOT, _ROW, _ACROSS, _TYPE = 20, 22, 17, 13

#: Pages of the tables that do not stand among the tables of facts.
_PAGES = {"claims": "claims.html", "statements": "explainer.html", "disagreements": "documents.html"}


def to_reread(frame: pd.DataFrame, *, step: int) -> str:
    """Draw the rows to read again as dots that lead to them, below their table; those not asked for are pale.

    A hollow dot is a row whose source was not read, a full one a row of low confidence, one with a ring both.

    Args:
        frame: :func:`helpers.limits.to_reread`.
        step: the position to show at first.

    Returns:
        SVG markup.
    """
    marks = ET.Element("svg")
    top = 4.0
    for name in dict.fromkeys(frame["table"]):
        part = frame[frame["table"] == name]
        about = {"x": "0", "y": f"{top + 15:g}", "direction": "ltr"}
        ET.SubElement(marks, "text", about).text = f"{t(f'table: {name}')} ({len(part)})"
        for place, row in enumerate(rows(part)):
            line, column = divmod(place, _ACROSS)
            _dot(marks, _DOT * (column + 0.5), top + 11 + _ROW * (line + 1), row, step)
        top += _ROW * (2 + (len(part) - 1) // _ACROSS) + 6
    size = f"0 0 {_DOT * _ACROSS} {top + 4:g}"
    marks.attrib = {"class": "narrow", "viewBox": size, "font-size": f"{_TYPE}", "fill": INK}
    return ET.tostring(marks, encoding="unicode")


def _dot(parent: ET.Element, x: float, y: float, row: Any, step: int) -> None:
    group = ET.SubElement(parent, "g", {"data-on": row.on} | ({} if is_on(row.on, step) else {"class": "off"}))
    page = _PAGES.get(row.table, f"../reference/tables/{row.table}.html")
    link = ET.SubElement(group, "a", {"href": f"{page}#{row.id.lower()}"})
    ET.SubElement(link, "title").text = row.id
    ET.SubElement(link, "circle", {"cx": f"{x:g}", "cy": f"{y:g}", "r": "9", "fill": CARD, "fill-opacity": "0"})
    edge = {"cx": f"{x:g}", "cy": f"{y:g}", "stroke": INK, "stroke-width": "1.6"}
    low, unread = row.confidence == "low", row.basis == "not read"
    ET.SubElement(link, "circle", {**edge, "r": "6.5", "fill": INK if low and not unread else CARD})
    if low and unread:
        ET.SubElement(link, "circle", {**edge, "r": "2.5", "fill": INK})
