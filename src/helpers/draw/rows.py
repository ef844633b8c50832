"""What drawings with a row for each thing share: names at the left, heads above them, words at the right."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from helpers.style import INK

#: Of a key: room for a mark in points, mean width of a letter as a part of the type's size, most columns, and height
#: of a line in inches.
_HANDLE, _LETTER, _COLUMNS, _LINE = 46, 0.6, 4, 0.18


def name_rows(axes: Axes, names: Sequence[str], **text: Any) -> None:
    """Name rows at the left; the first, at place 0, stands above.

    Args:
        axes: where.
        names: one a row, from top to bottom.
        text: look of the names, such as ``fontsize``.
    """
    axes.set_yticks(range(len(names)), names, color=INK, **text)
    axes.tick_params(axis="y", length=0)
    axes.set_ylim(len(names) - 0.5, -0.5)


def counted(axes: Axes, names: Sequence[str], counts: Sequence[int]) -> None:
    """Name the bars of rows and write their counts at their ends, instead of an axis."""
    for place, count in enumerate(counts):
        axes.annotate(str(count), (count, place), (5, 0), textcoords="offset points", va="center", weight="bold")
    name_rows(axes, names)
    axes.xaxis.set_visible(False)
    axes.spines[["left", "bottom"]].set_visible(False)
    axes.margins(x=0.08)


def beside(axes: Axes, place: float, text: str, **look: Any) -> None:
    """Write a word at the right of a row, outside of the axes.

    Args:
        axes: where.
        place: of the row.
        text: the word.
        look: its ``color``, ``fontsize``.
    """
    axes.annotate(
        text,
        (1, place),
        xycoords=("axes fraction", "data"),
        xytext=(5, 0),
        textcoords="offset points",
        va="center",
        annotation_clip=False,
        **look,
    )


def key_below(figure: Figure, handles: Sequence[Artist], fontsize: float = 9, **look: Any) -> None:
    """Put a key below a figure, in as few lines as fit.

    Args:
        figure: where.
        handles: what the key names, each with its label.
        fontsize: of the labels, in points.
        look: the rest that :meth:`~matplotlib.figure.Figure.legend` takes.
    """
    wide = [_HANDLE + _LETTER * fontsize * len(str(handle.get_label())) for handle in handles]
    room = 72 * figure.get_figwidth()
    fitting = [
        columns
        for columns in range(1, min(len(handles), _COLUMNS) + 1)
        if columns == 1 or sum(max(column) for column in np.array_split(wide, columns)) <= room
    ]
    columns = min(fitting, key=lambda number: (-(-len(handles) // number), number))
    lines = -(-len(handles) // columns)
    figure.set_figheight(figure.get_figheight() + _LINE * max(lines - 2, 0))  # two have room in every figure
    figure.legend(handles=handles, loc="outside lower left", ncols=columns, fontsize=fontsize, **look)


def under_heads(
    groups: Iterable[tuple[str, Sequence[Any]]], head: float = 1, gap: float = 0
) -> tuple[dict[Any, float], dict[str, float], float]:
    """Return where rows stand under the heads of their groups.

    Args:
        groups: each head with its rows, from top to bottom.
        head: height of a head, in rows.
        gap: what is left free below a group, in rows.

    Returns:
        The place of each row, the place of each head, and the height of all.
    """
    places: dict[Any, float] = {}
    heads: dict[str, float] = {}
    height = 0.0
    for name, rows in groups:
        heads[name], height = height, height + head
        for row in rows:
            places[row], height = height, height + 1
        height += gap
    return places, heads, height


def name_under_heads(
    axes: Axes, heads: Mapping[float, str], names: Mapping[float, str], fontsize: float = 9, **look: Any
) -> None:
    """Name heads and the rows under them at the left.

    Args:
        axes: where.
        heads: names by place.
        names: names of the rows by place.
        fontsize: of all names, in points.
        look: what makes heads stand out: ``color``, ``fontweight``.
    """
    both = {**heads, **names}
    axes.set_yticks(list(both), list(both.values()), color=INK, fontsize=fontsize)
    axes.tick_params(axis="y", length=0)
    for label in axes.get_yticklabels()[: len(heads)]:
        label.set(**look)
