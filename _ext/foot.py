"""The foot of every chapter: the claims it bears on and the tables it read.

Claims stand in the front matter of the chapter, tables are read off its cells: ``load`` takes a literal name.
"""

from __future__ import annotations

import json
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform

from _ext.cells import called_with, elements
from _ext.facts import target
from _ext.links import joined, to_goal
from helpers.data import as_of
from helpers.labels import date_text, t


def front_matter(document: nodes.document) -> dict[str, str]:
    """Return the front matter of a page, which stands as a list of fields at its top."""
    top = next((child for child in document.children if isinstance(child, nodes.field_list)), nodes.field_list())
    return {field[0].astext(): field[1].astext() for field in top.children}


class Foot(SphinxTransform):
    """Append the foot to a page that names its topics in its front matter."""

    default_priority = 205  # before the cells are folded

    def apply(self, **kwargs: Any) -> None:
        """Append the foot to one page."""
        about = front_matter(self.document)
        if "topics" not in about:
            return
        claims = json.loads(about.get("claims", "[]"))
        section = nodes.section(ids=["what-this-page-rests-on"], names=["what this page rests on"])
        section += nodes.title("", t("page: what this page rests on"))
        if claims:
            section += self._line(t("page: claims it bears on"), [(target(claim), claim) for claim in claims])
        section += self._line(t("page: tables it read"), [(f"table-{name}", name) for name in self._tables()])
        section += nodes.paragraph("", t("page: as of {day}").format(day=date_text(as_of())))
        top = next(iter(self.document.findall(nodes.section)))
        top += section

    def _line(self, heading: str, names: list[tuple[str, str]]) -> nodes.paragraph:
        line = nodes.paragraph("", f"{heading}: ")
        line += joined([to_goal(name, text) for name, text in names])
        return line

    def _tables(self) -> list[str]:
        read: list[str] = []
        for cell in elements(self.document, "cell_code_source"):
            read += called_with(cell.astext(), "load")
        return list(dict.fromkeys(read))


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the transform."""
    app.add_transform(Foot)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
