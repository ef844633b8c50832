"""Code cells: folded, with an address for each name they glue, and a link from each glued number to its cell."""

from __future__ import annotations

import ast
from typing import Any

from docutils import nodes
from myst_nb.ext.glue.utils import PendingGlueReference
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform
from sphinx.transforms.post_transforms import SphinxPostTransform

from _ext.fold import fold
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


class FoldCells(SphinxTransform):
    """Fold each cell's code, give it its addresses, and leave the pictures of charts to their directive."""

    default_priority = 210

    def apply(self, **kwargs: Any) -> None:
        """Rewrite the cells of one page."""
        for cell in elements(self.document, "cell_code"):
            self._rewrite(cell)

    def _rewrite(self, cell: nodes.container) -> None:
        (source,) = elements(cell, "cell_code_source")
        code = source.astext()
        charts = called_with(code, "chart") + called_with(code, "explorer")
        cell["ids"] += [anchor(name) for name in called_with(code, "glue") + charts]
        wrapped = fold(summary=t("page: code"), classes=["code"])
        cell.replace(source, wrapped)
        wrapped += source
        if charts:
            for output in elements(cell, "cell_code_output"):
                cell.remove(output)


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
    app.add_transform(FoldCells)
    app.add_post_transform(LinkNumbers)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
