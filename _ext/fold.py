"""One kind of fold for the whole book: ``<details>`` with a summary, which needs no script."""

from __future__ import annotations

from html import escape
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.writers.html5 import HTML5Translator


class fold(nodes.General, nodes.Element):
    """A part of a page that opens by a tap; ``summary`` is what stands on it while closed."""


def visit_fold(self: HTML5Translator, node: fold) -> None:
    """Open the fold."""
    self.body.append(self.starttag(node, "details", CLASS="fold"))
    self.body.append(f"<summary>{escape(node['summary'])}</summary>\n")


def depart_fold(self: HTML5Translator, node: fold) -> None:
    """Close the fold."""
    self.body.append("</details>\n")


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the node."""
    app.add_node(fold, html=(visit_fold, depart_fold))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
