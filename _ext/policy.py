"""Pages that load nothing from elsewhere and carry no inline script.

The policy itself stands in ``_templates/base.html`` as a meta tag, so it holds wherever the pages are served.
"""

from __future__ import annotations

import json
from typing import Any

from docutils import nodes
from latex2mathml.converter import convert
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.search import _JavaScriptIndex
from sphinx.writers.html5 import HTML5Translator


def inline_math(self: HTML5Translator, node: nodes.math) -> None:
    """Write a formula in a line as MathML."""
    self.body.append(convert(node.astext()))
    raise nodes.SkipNode


def block_math(self: HTML5Translator, node: nodes.math_block) -> None:
    """Write a formula of its own as MathML."""
    self.body.append(f'<div class="math">{convert(node.astext(), display="block")}</div>')
    raise nodes.SkipNode


class PlainIndex(_JavaScriptIndex):
    """The index of the search with letters as they are, not as escapes: a third less weight."""

    def dumps(self, data: Any) -> str:
        """Return the script."""
        found = json.dumps(data, separators=(",", ":"), sort_keys=True, ensure_ascii=False)
        return f"{self.PREFIX}{found}{self.SUFFIX}"


def plain_index(app: Sphinx) -> None:
    """Write the index of the search in UTF-8."""
    if isinstance(app.builder, StandaloneHTMLBuilder):
        app.builder.indexer_format = PlainIndex()


def used(filename: str, body: str) -> bool:
    """Return whether a page needs a file that an extension adds to every page."""
    if "book.js" in filename:
        return False  # base.html places it, ahead of the page
    if "copy.js" in filename:
        return 'class="copy"' in body
    if "explorer.js" in filename:
        return 'class="explorer"' in body
    if "ledger.js" in filename:
        return 'class="ledger"' in body
    if "mystnb" in filename:
        return False  # 43 KB, nearly all for the colours of terminals; book.css lays out cells
    if "pygments" in filename:
        return 'class="highlight' in body  # 20 KB for code
    if "design-tabs" in filename:
        return "sd-tab" in body
    if "sphinx-design" in filename or "furo-extensions" in filename:
        return 'class="sd-' in body  # 60 KB for cards and grids, and for extensions that are not here
    return True


def trim(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: object) -> None:
    """Keep what a page uses, and of scripts only files."""
    body = context.get("body", "")
    for kind in ("script_files", "css_files"):
        context[kind] = [file for file in context[kind] if file.filename and used(str(file.filename), body)]


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the formula renderer and the filter on pages."""
    app.add_config_value("comments_config", {}, "")  # Jupyter Book sets it for an extension that is not loaded here
    app.add_html_math_renderer("mathml", (inline_math, None), (block_math, None))
    app.connect("builder-inited", plain_index)
    app.connect("html-page-context", trim, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
