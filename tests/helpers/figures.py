"""Figures as a chapter draws them, the text that a reader sees in them, and the check that it can be read."""

import warnings
from collections.abc import Callable
from itertools import combinations

import pandas as pd
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text

from helpers.style import style

Draw = Callable[[pd.DataFrame], Figure]


def drawn(function: Draw, frame: pd.DataFrame) -> Figure:
    """Draw a figure as a chapter does, with warnings as errors, so that the places of its text are known."""
    with style(), warnings.catch_warnings():
        warnings.simplefilter("error")
        figure = function(frame)
        FigureCanvasAgg(figure).draw()
    return figure


def texts(figure: Figure) -> list[Text]:
    """Return the text that a reader sees; labels of ticks beyond the axes exist, and are not drawn."""
    hidden = {
        label
        for axes in figure.axes
        for axis in (axes.xaxis, axes.yaxis)
        for tick in axis.get_major_ticks() + axis.get_minor_ticks()
        if not axes.axison or not min(axis.get_view_interval()) <= tick.get_loc() <= max(axis.get_view_interval())
        for label in (tick.label1, tick.label2)
    }
    return [text for text in figure.findobj(Text) if text.get_visible() and text.get_text() and text not in hidden]


def assert_legible(figure: Figure, slanting: bool = False) -> None:
    """Check that all text lies inside the figure and that no text lies on another; that there is text to check, too.

    A figure with slanting heads says so: their boxes are larger than they are, and say only that they lie inside.
    """
    renderer = figure.canvas.get_renderer()
    boxes = {text: text.get_window_extent(renderer) for text in texts(figure)}
    apart = [text for text in boxes if not slanting or text.get_rotation() % 90 == 0]
    assert len(apart) > 5
    outside = [
        text.get_text()
        for text, box in boxes.items()
        if min(box.x0, box.y0) < 0 or box.x1 > figure.bbox.x1 or box.y1 > figure.bbox.y1
    ]
    assert outside == []
    overlapping = [
        (one.get_text(), other.get_text()) for one, other in combinations(apart, 2) if boxes[one].overlaps(boxes[other])
    ]
    assert overlapping == []
