"""Tables of a page, as docutils nodes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.writers.html5 import HTML5Translator

Cell = str | Sequence[nodes.Node]
#: A text of more characters needs a wide column.
LONG = 40


class record(nodes.General, nodes.Element):
    """A row with an address: its cells, and ``below`` them what it rests on."""


class named_cell(nodes.General, nodes.TextElement):
    """A cell that bears the ``heading`` of its column, for screens on which a record stands as a list."""


class below(nodes.General, nodes.Element):
    """What stands under the cells of a record, over the whole width of so many ``columns``."""


def paragraph(cell: Cell) -> nodes.paragraph:
    """Return a cell's content as a paragraph."""
    return nodes.paragraph("", cell) if isinstance(cell, str) else nodes.paragraph("", "", *cell)


def arabic(text: str) -> nodes.raw:
    """Return an Arabic text, marked as such and set from right to left."""
    return nodes.raw("", f'<span lang="ar" dir="rtl">{escape(text)}</span>', format="html")


def plain_table(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> nodes.container:
    """Return a table in the box in which it scrolls."""
    return _boxed(header, [nodes.tbody("", *map(_row, rows))], "facts")


def record_table(
    header: Sequence[str], records: Iterable[tuple[str, Sequence[Cell], Sequence[nodes.Node]]]
) -> nodes.container:
    """Return a table of records in its box; each has an address, its cells, and what stands below them."""
    found = []
    for place, cells, ground in records:
        row = record(ids=[place])
        for heading, cell in zip(header, cells, strict=True):
            inside = [nodes.Text(cell)] if isinstance(cell, str) else cell
            row += named_cell("", "", *inside, heading=heading)
        row += below("", *ground, columns=len(header))
        found.append(row)
    return _boxed(header, found, "records")


def _boxed(header: Sequence[str], bodies: Sequence[nodes.Element], kind: str) -> nodes.container:
    group = nodes.tgroup(cols=len(header))
    group += [nodes.colspec(colwidth=1) for _ in header]
    group += [nodes.thead("", _row(header)), *bodies]
    table = nodes.table("", group, classes=[kind, "colwidths-auto"])
    return nodes.container("", table, classes=["table-wrapper"])  # what the theme does to tables that are not sealed


def _row(cells: Sequence[Cell]) -> nodes.row:
    row = nodes.row()
    for cell in cells:
        entry = nodes.entry()
        entry += paragraph(cell)
        row += entry
    return row


def visit_record(self: HTML5Translator, node: record) -> None:
    """Open the record."""
    self.body.append(f'<tbody id="{node["ids"][0]}">\n<tr>')


def depart_record(self: HTML5Translator, node: record) -> None:
    """Close the record."""
    self.body.append("</tbody>\n")


def visit_named_cell(self: HTML5Translator, node: named_cell) -> None:
    """Open the cell; one without content needs no heading."""
    text = node.astext()
    words = node["heading"][:1].upper() + node["heading"][1:]
    heading = f' data-head="{escape(words)}"' if text else ""
    long = ' class="long"' if len(text) > LONG else ""
    self.body.append(f"<td{heading}{long}>")


def depart_named_cell(self: HTML5Translator, node: named_cell) -> None:
    """Close the cell."""
    self.body.append("</td>\n")


def visit_below(self: HTML5Translator, node: below) -> None:
    """Open the line below."""
    self.body.append(f'</tr>\n<tr><td class="ground" colspan="{node["columns"]}">')


def depart_below(self: HTML5Translator, node: below) -> None:
    """Close the line below."""
    self.body.append("</td></tr>\n")


def setup(app: Sphinx) -> dict[str, Any]:
    """Register what records are made of."""
    app.add_node(record, html=(visit_record, depart_record))
    app.add_node(named_cell, html=(visit_named_cell, depart_named_cell))
    app.add_node(below, html=(visit_below, depart_below))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
