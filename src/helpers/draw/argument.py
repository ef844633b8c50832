"""The map of the argument: claims in bands by line, reasons at the left of what they are reasons for."""

from __future__ import annotations

import textwrap
from collections.abc import Collection, Iterable, Mapping
from xml.etree import ElementTree as ET

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from helpers.data import rows
from helpers.draw.rows import key_below
from helpers.labels import t
from helpers.steps import is_on, runs, union
from helpers.style import CARD, FAINT, INK, MUTED, PALE, WIDTH

#: The lines of the text in the order of its parts; claims of other lines frame it and stand last.
BANDS = ("reputation", "domination", "failure", "foreign policy", "instrument", "decline", "religious", "conclusion")

#: Units of the drawing: a column, a row, the box of a claim, the head of a band, the gap to the next, the size of type.
_COLUMN, _ROW, _WIDE, _HIGH, _HEAD, _GAP, _TYPE = 64, 27, 42, 20, 26, 8, 13

#: How links that carry are drawn: reasons as lines, premises as broken lines.
_DASH = {"support": "none", "premise": "4 3"}
_TENSION = "#b3451b"  # 5.7:1 on white


def argument_map(
    frame: pd.DataFrame, *, edges: pd.DataFrame, goals: Collection[str], words: Mapping[str, str], step: int
) -> str:
    """Draw the argument as a map that a reader takes claims away from.

    Each claim is a box that leads to its row in the ledger; unwritten premises have round boxes, the goals dark ones.
    A claim that does not stand is pale and its links are gone.

    Args:
        frame: :func:`helpers.argument.outcomes`.
        edges: the table ``argument_edges``; links that carry are drawn, and tensions as dotted lines.
        goals: the claims for which the whole is.
        words: what each claim says, by its id: a box has room for the number alone.
        step: the position to show at first.

    Returns:
        SVG markup.
    """
    places, heads, height = _places(frame)
    width = _COLUMN * (int(frame["layer"].max()) + 1) + 4
    svg = ET.Element("svg", {"viewBox": f"0 0 {width} {height:g}", "font-size": f"{_TYPE}", "fill": INK})
    for band, (top, bottom) in heads.items():
        about = {"x": "0", "y": f"{top:g}", "width": f"{width}", "height": f"{bottom - top:g}", "fill": FAINT}
        ET.SubElement(svg, "rect", {**about, "fill-opacity": "0.45", "rx": "6"})
        head = {"x": "8", "y": f"{top + 17:g}", "fill": MUTED, "font-weight": "700", "direction": "ltr"}
        ET.SubElement(svg, "text", head).text = t(f"chart: line of {band}")
    on = dict(zip(frame["id"], frame["on"], strict=True))
    for start, end, kind, role in zip(*[edges[name] for name in ("from", "to", "type", "role")], strict=True):
        if role in _DASH or kind == "in tension with":
            ink, dash = (MUTED, _DASH[role]) if role in _DASH else (_TENSION, "1 4")
            way = _between(heads.values(), places[start][1], places[end][1])
            _link(svg, places[start], places[end], way, _both(on[start], on[end]), step, ink, dash)
    for row in rows(frame):
        link = _claim(svg, row.id, places[row.id], row.kind, row.on, row.id in goals, step)
        ET.SubElement(link, "title").text = f"{row.id}: {words[row.id]}"
    return ET.tostring(svg, encoding="unicode")


Place = tuple[float, float]


def _places(frame: pd.DataFrame) -> tuple[dict[str, Place], dict[str, Place], float]:
    """Return the middle of each claim's box, the top and bottom of each band, and the height of all."""
    deepest = int(frame["layer"].max())
    places: dict[str, Place] = {}
    heads: dict[str, Place] = {}
    top = 0.0
    for band in (*BANDS, "frame"):
        inside = frame[frame["line"] == band] if band in BANDS else frame[~frame["line"].isin(BANDS)]
        if inside.empty:
            continue
        if band not in BANDS:  # they bear nothing: side by side
            inside = inside.assign(layer=[deepest - place % (deepest + 1) for place in range(len(inside))])
        most = int(inside.groupby("layer").size().max())
        for layer, column in inside.groupby("layer"):
            x = _COLUMN * (deepest - int(str(layer))) + _COLUMN / 2
            for rank, claim in enumerate(column["id"]):
                places[claim] = (x, top + _HEAD + _ROW * (rank + (most - len(column)) / 2 + 0.5))
        heads[band] = (top, top + _HEAD + _ROW * most + 4)
        top = heads[band][1] + _GAP
    return places, heads, top


def _between(bands: Iterable[Place], start: float, end: float) -> float:
    """Return the height between two bands at which a link reaches the band of its end; 0 within one band."""
    for top, bottom in bands:
        if top < end < bottom:
            return 0 if top < start < bottom else (top - _GAP / 2 if start < top else bottom + _GAP / 2)
    raise ValueError(f"no band at {end}")


def _both(one: str, other: str) -> str:
    """Return the steps at which both stand."""
    return runs(step for step in _numbers(one) if is_on(other, step))


def _numbers(cell: str) -> list[int]:
    spans = (run.partition("-") for run in union([cell]).split())
    return [number for first, _, last in spans for number in range(int(first), int(last or first) + 1)]


def _link(svg: ET.Element, start: Place, end: Place, way: float, on: str, step: int, ink: str, dash: str) -> None:
    """Draw a link; one that passes other columns on its way to another band crosses them between bands, at ``way``."""
    (x0, y0), (x1, y1) = start, end
    side = _WIDE / 2
    out, into = x0 + _COLUMN / 2, x1 - _COLUMN / 2
    if way and into > out:
        turn = 8 if y1 > y0 else -8
        path = (
            f"M{x0 + side:g} {y0:g}Q{out:g} {y0:g} {out:g} {y0 + turn:g}V{way - turn:g}"
            f"Q{out:g} {way:g} {out + 8:g} {way:g}H{into - 8:g}Q{into:g} {way:g} {into:g} {way + turn:g}"
            f"V{y1 - turn:g}Q{into:g} {y1:g} {x1 - side:g} {y1:g}"
        )
    else:
        left, right = x0 + side, x1 - side if x1 > x0 else x1 + side
        bend = max(abs(right - left) / 2, 14)
        before = right - bend if x1 > x0 else right + bend
        path = f"M{left:g} {y0:g}C{left + bend:g} {y0:g} {before:g} {y1:g} {right:g} {y1:g}"
    about = {"d": path, "fill": "none", "stroke": ink, "stroke-width": "1.3", "stroke-opacity": "0.7", "data-on": on}
    if dash != "none":
        about["stroke-dasharray"] = dash
    if not is_on(on, step):
        about["class"] = "off"
    ET.SubElement(svg, "path", about)


def _claim(svg: ET.Element, claim: str, place: Place, kind: str, on: str, goal: bool, step: int) -> ET.Element:
    """Draw the box of a claim and return its link."""
    x, y = place
    group = ET.SubElement(svg, "g", {"data-on": on} | ({} if is_on(on, step) else {"class": "off"}))
    link = ET.SubElement(group, "a", {"href": f"claims.html#{claim.lower()}"})
    box = {"x": f"{x - _WIDE / 2:g}", "y": f"{y - _HIGH / 2:g}", "width": f"{_WIDE}", "height": f"{_HIGH}"}
    rounded = "10" if kind == "premise" else "3"
    ink = INK if goal else CARD
    ET.SubElement(link, "rect", {**box, "rx": rounded, "fill": ink, "stroke": INK, "stroke-width": "1.4"})
    about = {"x": f"{x:g}", "y": f"{y + _TYPE / 3:g}", "text-anchor": "middle", "fill": CARD if goal else INK}
    ET.SubElement(link, "text", {**about, "direction": "ltr"}).text = claim
    return link


def loads(frame: pd.DataFrame, *, words: Mapping[str, str]) -> Figure:
    """Draw how many claims fall with each: pale bars where all reasons are needed, dark ones where any suffices.

    Args:
        frame: columns ``id``, ``kind``, ``any``, ``all`` (:func:`helpers.argument.removals`), in the order wanted.
        words: what each claim says, by its id.
    """
    told = [textwrap.wrap(f"{row.id} ({t(row.kind)}): {words[row.id]}", 66) for row in rows(frame)]
    figure, axes = plt.subplots(figsize=(WIDTH, sum(0.155 * len(lines) + 0.25 for lines in told) + 0.5))
    places, top = [], 0.0
    for lines in told:
        axes.text(0, top, "\n".join(lines), va="top", fontsize=9)
        places.append(top + 0.155 * len(lines) + 0.09)
        top = places[-1] + 0.16
    axes.barh(places, frame["all"], height=0.13, color=PALE)
    axes.barh(places, frame["any"], height=0.06, color=INK)
    for place, row in zip(places, rows(frame), strict=True):
        axes.text(row.all + 0.1, place, f"{row.all}", va="center", fontsize=9)
    axes.set_xlim(0, frame["all"].max() * 1.05)
    axes.set_ylim(top, 0)
    axes.set_axis_off()
    key = [Patch(color=ink, label=t(f"argument: {reading}")) for ink, reading in ((PALE, "all"), (INK, "any"))]
    key_below(figure, key)
    return figure


def sweeps(frame: pd.DataFrame) -> Figure:
    """Draw how often the goals stand when claims are taken away at random: a line a goal, a panel a reading.

    Args:
        frame: columns ``removed``, ``reading``, ``goal``, ``share`` (:func:`helpers.argument.sweep`).
    """
    readings = list(dict.fromkeys(frame["reading"]))
    figure, grid = plt.subplots(1, len(readings), figsize=(WIDTH, 2.9), sharey=True)
    for axes, reading in zip(np.atleast_1d(grid), readings, strict=True):
        for goal, line in zip(dict.fromkeys(frame["goal"]), ("solid", (0, (4, 2))), strict=False):
            part = frame[(frame["reading"] == reading) & (frame["goal"] == goal)]
            word = t(f"argument: goal {goal}")
            axes.plot(100 * part["removed"], 100 * part["share"], color=INK, linewidth=2.2, linestyle=line, label=word)
        axes.set_title(t(f"argument: {reading}"), weight="normal", color=MUTED)
        axes.set_xlabel(t("chart: claims taken away, per cent"), fontsize=9)
        axes.set_ylim(-4, 104)
        axes.grid(axis="y")
    figure.suptitle(t("chart: draws in which it stands, per cent"), x=0.01, ha="left", fontsize=9, color=MUTED)
    key_below(figure, np.atleast_1d(grid)[0].lines)
    return figure
