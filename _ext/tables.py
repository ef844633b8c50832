"""Tables of a page, as docutils nodes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from docutils import nodes

Cell = str | Sequence[nodes.Node]


def paragraph(cell: Cell) -> nodes.paragraph:
    """Return a cell's content as a paragraph."""
    return nodes.paragraph("", cell) if isinstance(cell, str) else nodes.paragraph("", "", *cell)


def arabic(text: str) -> nodes.raw:
    """Return an Arabic text, marked as such and set from right to left."""
    return nodes.raw("", f'<span lang="ar" dir="rtl">{escape(text)}</span>', format="html")


def plain_table(
    header: Sequence[str], rows: Iterable[Sequence[Cell]], ids: Sequence[str] | None = None
) -> nodes.container:
    """Return a table in the box in which it scrolls; ``ids`` are the addresses of its rows."""
    group = nodes.tgroup(cols=len(header))
    group += [nodes.colspec(colwidth=1) for _ in header]
    head = nodes.thead()
    head += _row(header)
    group += head
    body = nodes.tbody()
    for position, cells in enumerate(rows):
        row = _row(cells)
        if ids is not None:
            row["ids"].append(ids[position])
        body += row
    group += body
    table = nodes.table(classes=["facts", "colwidths-auto"])
    table += group
    return nodes.container("", table, classes=["table-wrapper"])  # what the theme does to tables that are not sealed


def _row(cells: Sequence[Cell]) -> nodes.row:
    row = nodes.row()
    for cell in cells:
        entry = nodes.entry()
        entry += paragraph(cell)
        row += entry
    return row
