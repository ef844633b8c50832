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

#: Units of the drawing: a row, the size of type, the width between both sides; on a phone it is shown whole.
_ROW, _TYPE, _SPAN = 24, 15, 260


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
    start, stop = _width(states), _width(states) + _SPAN
    svg = ET.Element(
        "svg", {"viewBox": f"0 0 {stop + _width(bodies):g} {height}", "font-size": f"{_TYPE}", "fill": INK}
    )
    left, right = _places(states, height), _places(bodies, height)
    order = frame.sort_values("body", key=lambda column: column == focus, kind="stable")
    for row in rows(order):
        middle, high, low = (start + stop) / 2, left[row.state], right[row.body]
        strong = row.body == focus
        _mark(
            svg,
            "path",
            row.on,
            step,
            {
                "d": f"M{start:g} {high:g}C{middle:g} {high:g} {middle:g} {low:g} {stop:g} {low:g}",
                "fill": "none",
                "stroke": colour(row.state) if strong else MUTED,
                "stroke-width": "3.4" if strong else "1.1",
                "stroke-opacity": "1" if strong else "0.5",
            },
        )
    for state in states:
        group = _node(svg, frame.loc[frame["state"] == state, "on"], step)
        ET.SubElement(
            group, "circle", {"cx": f"{start:g}", "cy": f"{left[state]:g}", "r": "5.5", "fill": colour(state)}
        )
        _text(group, start - 13, left[state], t(state), "end", strong=False)
    for body in bodies:
        group = _node(svg, frame.loc[frame["body"] == body, "on"], step)
        fill = INK if body == focus else MUTED
        square = {"x": f"{stop - 5:g}", "y": f"{right[body] - 5:g}", "width": "10", "height": "10", "fill": fill}
        ET.SubElement(group, "rect", square)
        _text(group, stop + 13, right[body], t(body), "start", strong=body == focus)
    return ET.tostring(svg, encoding="unicode")


def _width(names: Sequence[str]) -> float:
    """Return the room that the longest name and its mark take; a letter is taken as 0.6 of the size of type."""
    return 18 + 0.6 * _TYPE * max(len(t(name)) for name in names)


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
