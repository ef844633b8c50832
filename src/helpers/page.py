"""From notebook to page: numbers for the prose, and charts with all that stands behind them.

Both store what they are given in the outputs of the cell, in the form in which myst-nb reads it, without importing
myst-nb: a downloaded notebook runs without the tools of the site.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Mapping
from numbers import Real
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from IPython.display import display
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

from helpers.data import as_of
from helpers.style import style

#: Under this name an output's metadata hold what a chart knows about itself, for the extension that lays it out.
CHART = "chart"
_PREFIX = "application/papermill.record/"


def glue(name: str, value: Any) -> None:
    """Store a number or a text under a name, for prose: ``{glue:text}`members.md::count:d```.

    Args:
        name: unique in its chapter; write it out, the page links the number to the cell that names it.
        value: a number, or a text such as a date; numpy and pandas scalars are made plain.

    Raises:
        TypeError: ``value`` is no scalar, or is missing.
    """
    plain = value.item() if isinstance(value, np.generic) else value
    if isinstance(plain, bool) or not isinstance(plain, Real | str) or plain != plain:
        raise TypeError(f"glue({name!r}): a number or a text is needed, not {value!r}")
    metadata = {"scrapbook": {"name": name, "mime_prefix": _PREFIX}}
    display({f"{_PREFIX}text/plain": repr(plain)}, raw=True, metadata=metadata)


def chart(
    name: str,
    draw: Callable[..., Figure],
    frame: pd.DataFrame,
    *,
    n: Mapping[str, int],
    sources: Iterable[str],
    **options: Any,
) -> None:
    """Draw a frame and store picture, frame, n and sources under a name, for the directive ``{chart} name``.

    The frame that is drawn is the frame that the reader downloads.

    Args:
        name: unique in the book; it names the CSV file.
        draw: a function of :mod:`helpers.draw` that takes the frame and returns a figure.
        frame: what is plotted, one row a mark.
        n: how many of what are shown: ``{"states": 9, "spells": 24}``; the names are keys of the table ``labels``.
        sources: keys of ``references.bib`` that the frame rests on.
        options: passed on to ``draw``.
    """
    picture = io.StringIO()
    with style():
        figure = draw(frame, **options)
        canvas = FigureCanvasSVG(figure)
        canvas.print_svg(picture, metadata={"Date": None, "Creator": None})  # savefig draws once more, for the layout
    plt.close(figure)
    _show(picture.getvalue(), name, draw, frame, n, sources)


def explorer(
    name: str,
    draw: Callable[..., str],
    frame: pd.DataFrame,
    steps: pd.DataFrame,
    *,
    n: Mapping[str, int],
    sources: Iterable[str],
    first: int = -1,
    **options: Any,
) -> None:
    """Draw a frame that a reader moves through step by step, for the directive ``{explorer} name``.

    All that is shown is computed here: the page's script only shows and hides marks and looks up the sentence.

    Args:
        name: unique in the book; it names the CSV file.
        draw: a function of :mod:`helpers.draw` that takes the frame, and ``step``, the first one shown; it returns SVG.
        frame: what is plotted, one row a mark, with ``on``, the steps at which it stands: by name where names are whole
            numbers, else by place from 0.
        steps: columns ``step`` (its name in the address) and ``text`` (a sentence), and what else the table should say.
            Where a step is two choices, its name is both of them with a hyphen, and two columns more say them in words.
        first: place of the step that is shown before a reader moves; -1 is the last.
        n: how many of what are shown; the names are keys of the table ``labels``.
        sources: keys of ``references.bib`` that the frame rests on.
        options: passed on to ``draw``.
    """
    place = first % len(steps)
    shown = int(steps["step"].iloc[place]) if pd.api.types.is_numeric_dtype(steps["step"]) else place
    table = [[str(cell) for cell in row] for row in steps.itertuples(index=False)]
    about = {"columns": list(steps.columns), "rows": table, "first": place}
    _show(draw(frame, step=shown, **options), name, draw, frame, n, sources, steps=about)


def _show(
    svg: str,
    name: str,
    draw: Callable[..., Any],
    frame: pd.DataFrame,
    n: Mapping[str, int],
    sources: Iterable[str],
    **more: Any,
) -> None:
    about = {
        "name": name,
        "helper": f"{draw.__module__}.{draw.__qualname__}",
        "n": {what: int(count) for what, count in n.items()},
        "sources": sorted(set(sources)),
        "as_of": as_of(),
        "csv": frame.to_csv(index=False, lineterminator="\n"),
        **more,
    }
    bundle = {"image/svg+xml": svg, "text/plain": f"{name}: n = {dict(n)}"}
    display(bundle, raw=True, metadata={"scrapbook": {"name": name, "mime_prefix": ""}, CHART: about})


def keys(*frames: pd.DataFrame) -> list[str]:
    """Return the source keys that the rows of these frames rest on, sorted, each once."""
    cells = pd.concat([frame["sources"] for frame in frames])
    return sorted(set(cells.dropna().str.split(";").explode()))
