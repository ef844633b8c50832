"""Code cells: folded, with an address for each name they glue, and a link from each glued number to its cell.

Cells that follow one another without a word between them share one fold.
"""

from __future__ import annotations

import ast
from pathlib import PurePosixPath
from typing import Any

from docutils import nodes
from myst_nb.ext.glue.utils import PendingGlueReference
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform
from sphinx.transforms.post_transforms import SphinxPostTransform

from _ext.fold import fold
from _ext.links import name_place
from helpers.labels import t


def called_with(code: str, function: str) -> list[str]:
    """Return the literal first arguments of the calls of a function in a piece of code, in order."""
    return [
        call.args[0].value
        for call in ast.walk(ast.parse(code))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id == function
        and call.args
        and isinstance(call.args[0], ast.Constant)
        and isinstance(call.args[0].value, str)
    ]


def elements(root: nodes.Element, kind: str) -> list[nodes.container]:
    """Return the containers in which myst-nb keeps a kind of notebook element, such as ``cell_code``."""
    return [node for node in root.findall(nodes.container) if node.get("nb_element") == kind]


def anchor(name: str) -> str:
    """Return the address, within its page, of the cell that glues a name."""
    return f"cell-{name}"


def number_goal(number: str) -> str:
    """Return the name under which links find the cell of a number, written ``page.md::name`` as in the tables."""
    return f"number-{number}".lower()


def runs(cells: list[nodes.container]) -> list[list[nodes.container]]:
    """Return the cells in runs: those that stand side by side and show nothing but their code are together."""
    found: list[list[nodes.container]] = []
    for cell in cells:
        last = found[-1][-1] if found else None
        beside = last is not None and last.next_node(descend=False, siblings=True) is cell
        if beside and not any(elements(one, "cell_code_output") for one in (last, cell)):
            found[-1].append(cell)
        else:
            found.append([cell])
    return found


class FoldCells(SphinxTransform):
    """Fold the code of cells, give it its addresses, and leave the pictures of charts to their directive."""

    default_priority = 210

    def apply(self, **kwargs: Any) -> None:
        """Rewrite the cells of one page."""
        cells = elements(self.document, "cell_code")
        for cell in cells:
            self._name(cell)
        for run in runs(cells):
            self._fold(run)

    def _name(self, cell: nodes.container) -> None:
        """Give a cell an address for each name that it glues or draws; what it draws stands elsewhere."""
        (source,) = elements(cell, "cell_code_source")
        code = source.astext()
        glued, charts = called_with(code, "glue"), called_with(code, "chart") + called_with(code, "explorer")
        cell["ids"] += [anchor(name) for name in glued + charts]
        page = PurePosixPath(self.env.docname).name
        for name in glued:
            name_place(self.env, number_goal(f"{page}.md::{name}"), anchor(name), name)
        if charts:
            for output in elements(cell, "cell_code_output"):
                cell.remove(output)

    def _fold(self, run: list[nodes.container]) -> None:
        """Fold a run of cells as one; a cell by itself keeps what it shows outside of the fold."""
        alone = len(run) == 1
        inside = elements(run[0], "cell_code_source") if alone else run
        around = inside[0].parent
        wrapped = fold(summary=t("page: code" if alone else "page: code of cells"), classes=["code"])
        around.insert(around.index(inside[0]), wrapped)
        for part in inside:
            around.remove(part)
            wrapped += part


class LinkNumbers(SphinxPostTransform):
    """Wrap each glued number of the prose in a link to the cell that made it; runs before the number is filled in."""

    default_priority = 4  # myst-nb fills in at 5

    def run(self, **kwargs: Any) -> None:
        """Rewrite the numbers of one page."""
        for number in list(self.document.findall(PendingGlueReference)):
            page = self.app.builder.get_relative_uri(self.env.docname, number.refdoc)
            link = nodes.reference(
                internal=True, refuri=f"{page}#{anchor(number.key)}", classes=["glued"], reftitle=t("page: to the cell")
            )
            number.replace_self(link)
            link += number


def setup(app: Sphinx) -> dict[str, Any]:
    """Register both transforms."""
    app.setup_extension("_ext.fold")
    app.setup_extension("_ext.links")
    app.add_transform(FoldCells)
    app.add_post_transform(LinkNumbers)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
