"""Drawings of the alternatives: options by criteria, criteria by options, and what weights make of them."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from typing import Any
from xml.etree import ElementTree as ET

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from helpers.alternatives import GRADES
from helpers.data import rows
from helpers.draw.rows import key_below
from helpers.labels import t
from helpers.steps import is_on
from helpers.style import CARD, FAINT, INK, MUTED, PALE, WIDTH

#: How a grade looks: by shape, so that it is told without colour.
_LOOKS: dict[str, dict[str, Any]] = {
    "better": {"marker": "^", "color": INK, "markersize": 9},
    "worse": {"marker": "v", "color": INK, "markersize": 9, "markerfacecolor": CARD, "markeredgewidth": 1.8},
    "mixed": {"marker": "D", "color": INK, "markersize": 7, "fillstyle": "left", "markerfacecoloralt": CARD},
    "same": {"marker": "_", "color": INK, "markersize": 10, "markeredgewidth": 2.4},
    "not known": {"marker": "$?$", "color": MUTED, "markersize": 8, "markeredgewidth": 0.4},
}
#: How it is said that nothing is graded.
_BLANK: dict[str, Any] = {"ha": "center", "va": "center", "fontsize": 9, "color": MUTED}


def _key(figure: Figure) -> None:
    """Put what the shapes mean below a figure."""
    handles = [Line2D([], [], linestyle="none", label=t(grade), **look) for grade, look in _LOOKS.items()]
    key_below(figure, handles)


def _mark(axes: Axes, x: float, y: float, grade: str) -> None:
    axes.plot([x], [y], linestyle="none", zorder=2, **_LOOKS[grade])


def option_grades(frame: pd.DataFrame) -> Figure:
    """Draw options by criteria: a mark for each grade, nothing where nothing is graded.

    Args:
        frame: :func:`helpers.alternatives.grid`.
    """
    options = dict(zip(frame["option"], frame["option_name"], strict=True))
    criteria = dict(zip(frame["criterion"], frame["criterion_name"], strict=True))
    kinds = dict(zip(frame["criterion"], frame["kind"], strict=True))
    first = list(kinds.values()).index("normative") if "normative" in kinds.values() else len(kinds)
    x = {name: place + (0.5 if place >= first else 0) for place, name in enumerate(criteria)}
    y = {name: place for place, name in enumerate(options)}
    figure, axes = plt.subplots(figsize=(WIDTH, 0.36 * len(options) + 2.7))
    for place in range(len(options) - 1):
        axes.plot([-0.6, first - 0.4], [place + 0.5] * 2, color=FAINT, linewidth=0.8, zorder=0)
    for row in rows(frame):
        if row.state in _LOOKS:
            _mark(axes, x[row.criterion], y[row.option], row.state)
        elif row.state == "baseline":
            axes.plot([x[row.criterion]], [y[row.option]], ".", color=PALE, markersize=4)
    for name, told in criteria.items():
        ink = MUTED if kinds[name] == "normative" else INK
        about: dict[str, Any] = {"rotation": 60, "rotation_mode": "anchor", "fontsize": 9, "color": ink}
        axes.text(x[name], -0.7, told, ha="left", va="center", **about)
    blank = [x[name] for name, kind in kinds.items() if kind == "normative"]
    if blank:
        middle = (min(blank) + max(blank)) / 2
        axes.text(middle, (len(options) - 1) / 2, t("chart: not graded"), rotation=90, **_BLANK)
    for name in options:
        if (frame.loc[frame["option"] == name, "state"] == "blank").all():
            axes.text((first - 1) / 2, y[name], t("chart: not graded"), **_BLANK)
    axes.set_yticks(list(y.values()), [textwrap.fill(told, 26) for told in options.values()], color=INK, fontsize=9)
    axes.tick_params(axis="y", length=0)
    axes.set_xticks([])
    axes.set_xlim(-0.6, max(x.values()) + 2.2)
    axes.set_ylim(len(options) - 0.5, -0.6)
    axes.spines[["left", "bottom"]].set_visible(False)
    _key(figure)
    return figure


def criterion_grades(frame: pd.DataFrame) -> Figure:
    """Draw criteria by the grades of the options: a mark for each option, ways out at the left, others at the right.

    Args:
        frame: :func:`helpers.alternatives.by_criterion`.
    """
    criteria = dict(zip(frame["criterion"], frame["criterion_name"], strict=True))
    sizes = frame.groupby("group")["place"].max() + 1
    starts, at = {}, 0.0
    for group in dict.fromkeys(frame["group"]):
        starts[group], at = at, at + float(sizes[group]) + 1.5
    y = {name: place for place, name in enumerate(criteria)}
    figure, axes = plt.subplots(figsize=(WIDTH, 0.34 * len(criteria) + 1.0))
    for place in range(len(criteria) - 1):
        axes.axhline(place + 0.5, color=FAINT, linewidth=0.8, zorder=0)
    for row in rows(frame):
        _mark(axes, starts[row.group] + row.place, y[row.criterion], row.state)
    for group, start in starts.items():
        about = textwrap.fill(t(f"chart: ways {group}"), 12)
        axes.text(start - 0.3, -0.75, about, fontsize=9, color=MUTED, va="bottom")
    axes.set_yticks(list(y.values()), list(criteria.values()), color=INK, fontsize=9)
    axes.tick_params(axis="y", length=0)
    axes.set_xticks([])
    axes.set_xlim(-0.6, at + 0.4)
    axes.set_ylim(len(criteria) - 0.5, -1.8)
    axes.spines[["left", "bottom"]].set_visible(False)
    _key(figure)
    return figure


# --- the explorer -----------------------------------------------------------------------------------------------------

#: Units of the drawing: the room of names, a square, a row, a column of bars, the size of type.
_NAMES, _CELL, _ROW, _COLUMN, _TYPE = 172, 23, 38, 50, 13
_SIGNS = {"better": "▲", "worse": "▽", "mixed": "◆", "same": "\N{EN DASH}", "not known": "?"}
_FACES = {"better": INK, "worse": CARD, "mixed": PALE, "same": FAINT, "not known": CARD}


def weighing(frame: pd.DataFrame, *, grid: pd.DataFrame, step: int) -> str:
    """Draw each option with its grades, which lead to their reasons, and the weight of each grade as bars.

    Args:
        frame: :func:`helpers.alternatives.outcomes`.
        grid: :func:`helpers.alternatives.grid`.
        step: the position to show at first.

    Returns:
        SVG markup.
    """
    graded = grid[grid["state"].isin(GRADES)]
    criteria = dict(zip(graded["criterion"], graded["criterion_name"], strict=True))
    options = dict(zip(graded["option"], graded["option_name"], strict=True))
    x = {name: _NAMES + _CELL * place for place, name in enumerate(criteria)}
    bars = {grade: _NAMES + _CELL * len(criteria) + 34 + _COLUMN * place for place, grade in enumerate(GRADES)}
    top = 24 + _TYPE * 0.52 * max(len(name) for name in criteria.values())
    y = {name: top + _ROW * place for place, name in enumerate(options)}
    width, height = max(bars.values()) + _COLUMN, top + _ROW * len(options)
    size = {"viewBox": f"0 0 {width:g} {height:g}", "font-size": f"{_TYPE}"}
    svg = ET.Element("svg", {"class": "wide", **size, "fill": INK})
    for name, told in criteria.items():
        turned = {"transform": f"translate({x[name] + _CELL / 2 + 4:g} {top - 8:g}) rotate(-62)", "direction": "ltr"}
        ET.SubElement(svg, "text", turned).text = told
    for grade, left in bars.items():
        _text(svg, left, top - 36, _SIGNS[grade], MUTED)
        for line, word in enumerate(t(grade).split(" ")):
            _text(svg, left, top - 10 - 12 * (len(t(grade).split(" ")) - 1 - line), word, MUTED, size=11)
    for option, told in options.items():
        line_at = {"x": "0", "y": f"{y[option]:g}", "width": f"{width:g}", "height": "0.8", "fill": FAINT}
        ET.SubElement(svg, "rect", line_at)
        lines = textwrap.wrap(told, 25)
        for line, words in enumerate(lines):
            _text(svg, 0, y[option] + _ROW / 2 + 4.5 + 14 * (line - (len(lines) - 1) / 2), words, INK, size=12)
    for row in rows(graded):
        _square(svg, x[row.criterion], y[row.option], row)
    unit = (_COLUMN - 8) / _widest(frame)
    for row in rows(frame):
        _bar(svg, row, bars, y[row.option], unit, step)
    return ET.tostring(svg, encoding="unicode")


def _widest(frame: pd.DataFrame) -> float:
    """Return the largest weight that one column holds."""
    return float((frame["weight"] + frame["after"].clip(lower=0)).max())


def _text(parent: ET.Element, x: float, y: float, words: str, ink: str, size: int = _TYPE) -> None:
    about = {"x": f"{x:g}", "y": f"{y:g}", "fill": ink, "direction": "ltr", "font-size": f"{size}"}
    ET.SubElement(parent, "text", about).text = words


def _square(svg: ET.Element, x: float, y: float, row: Any) -> None:
    """Draw a grade as a square that leads to its reason."""
    link = ET.SubElement(svg, "a", {"href": f"../reference/tables/option_grades.html#{row.id}"})
    ET.SubElement(link, "title").text = f"{row.option_name}, {row.criterion_name}: {t(row.state)}"
    side = _CELL - 2
    box = {"x": f"{x + 1:g}", "y": f"{y + (_ROW - side) / 2:g}", "width": f"{side}", "height": f"{side}"}
    ET.SubElement(link, "rect", {**box, "fill": CARD, "stroke": FAINT})
    ink = MUTED if row.state in ("same", "not known") else INK
    about = {"x": f"{x + _CELL / 2:g}", "y": f"{y + _ROW / 2 + 4.5:g}", "text-anchor": "middle", "fill": ink}
    ET.SubElement(link, "text", {**about, "direction": "ltr"}).text = _SIGNS[row.state]


def _bar(svg: ET.Element, row: Any, bars: Mapping[str, float], y: float, unit: float, step: int) -> None:
    joined = row.after >= 0
    left = bars["same"] + unit * row.after if joined else bars[row.grade]
    group = ET.SubElement(svg, "g", {"data-on": row.on, "class": "bar" if is_on(row.on, step) else "bar off"})
    about = {"x": f"{left:g}", "y": f"{y + 22:g}", "width": f"{unit * row.weight:g}", "height": "9"}
    edge = {"stroke": MUTED, "stroke-dasharray": "2 2"} if row.grade == "not known" else {"stroke": INK}
    ET.SubElement(group, "rect", {**about, "fill": _FACES[row.grade], **edge})
    words = f"+{row.weight:g}?" if joined else f"{row.weight:g}"
    _text(group, bars["same"] + 16 if joined else left, y + 17, words, MUTED if joined else INK, size=12)
