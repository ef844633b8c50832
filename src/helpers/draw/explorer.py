"""Drawings that a reader moves through: SVG whose marks say at which steps they stand.

They are written as SVG and not by matplotlib, because the page's script must find each mark.
"""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree import ElementTree as ET

import pandas as pd

from helpers.data import rows
from helpers.labels import t
from helpers.steps import is_on, union
from helpers.style import INK, MUTED, colour

#: Width in units of the drawing; type of 15 stays readable when a phone shows it at 480 px.
_WIDTH, _ROW, _TYPE = 640, 24, 15
_LEFT, _RIGHT = 190, 430


def network(frame: pd.DataFrame, *, focus: str, states: Sequence[str], bodies: Sequence[str], step: int) -> str:
    """Draw an affiliation network over time: states on the left, bodies on the right, always in the same places.

    Each mark carries ``data-on``, the steps at which it stands; those that do not stand at ``step`` have the class
    ``off``.

    Args:
        frame: columns ``state``, ``body``, ``on`` (:func:`helpers.steps.standing`).
        focus: the body whose links are drawn in the colours of the states, above the others.
        states: all states, from top to bottom.
        bodies: all bodies, from top to bottom.
        step: the step to show at first.

    Returns:
        SVG markup.
    """
    height = _ROW * max(len(states), len(bodies)) + 10
    svg = ET.Element("svg", {"viewBox": f"0 0 {_WIDTH} {height}", "font-size": f"{_TYPE}", "fill": INK})
    left = _places(states, height)
    right = _places(bodies, height)
    order = frame.sort_values("body", key=lambda column: column == focus, kind="stable")
    for row in rows(order):
        middle = (_LEFT + _RIGHT) / 2
        start, stop = left[row.state], right[row.body]
        strong = row.body == focus
        _mark(
            svg,
            "path",
            row.on,
            step,
            {
                "d": f"M{_LEFT} {start:g}C{middle:g} {start:g} {middle:g} {stop:g} {_RIGHT} {stop:g}",
                "fill": "none",
                "stroke": colour(row.state) if strong else MUTED,
                "stroke-width": "3.4" if strong else "1.1",
                "stroke-opacity": "1" if strong else "0.5",
            },
        )
    for state in states:
        group = _node(svg, frame.loc[frame["state"] == state, "on"], step)
        ET.SubElement(group, "circle", {"cx": f"{_LEFT}", "cy": f"{left[state]:g}", "r": "5.5", "fill": colour(state)})
        _text(group, _LEFT - 13, left[state], t(state), "end", strong=False)
    for body in bodies:
        group = _node(svg, frame.loc[frame["body"] == body, "on"], step)
        fill = INK if body == focus else MUTED
        square = {"x": f"{_RIGHT - 5}", "y": f"{right[body] - 5:g}", "width": "10", "height": "10", "fill": fill}
        ET.SubElement(group, "rect", square)
        _text(group, _RIGHT + 13, right[body], t(body), "start", strong=body == focus)
    return ET.tostring(svg, encoding="unicode")


def _places(names: Sequence[str], height: float) -> dict[str, float]:
    """Return the height of each name, spread evenly."""
    gap = (height - _ROW - 10) / max(len(names) - 1, 1)
    return {name: (_ROW + 10) / 2 + rank * gap for rank, name in enumerate(names)}


def _mark(parent: ET.Element, tag: str, on: str, step: int, attributes: dict[str, str]) -> ET.Element:
    about = {**attributes, "data-on": on}
    if not is_on(on, step):
        about["class"] = "off"
    return ET.SubElement(parent, tag, about)


def _node(parent: ET.Element, cells: pd.Series, step: int) -> ET.Element:
    return _mark(parent, "g", union(cells), step, {})


def _text(parent: ET.Element, x: float, y: float, words: str, anchor: str, strong: bool) -> None:
    # direction stays left to right: the anchor is a side of the drawing, in Arabic too
    about = {"x": f"{x:g}", "y": f"{y + _TYPE / 3:g}", "text-anchor": anchor, "direction": "ltr"}
    if strong:
        about["font-weight"] = "700"
    ET.SubElement(parent, "text", about).text = words
