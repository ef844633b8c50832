"""Pages that load nothing from elsewhere and carry no inline script.

The policy itself stands in ``_templates/base.html`` as a meta tag, so it holds wherever the pages are served.
"""

from __future__ import annotations

from typing import Any

from docutils import nodes
from latex2mathml.converter import convert
from sphinx.application import Sphinx
from sphinx.writers.html5 import HTML5Translator


def inline_math(self: HTML5Translator, node: nodes.math) -> None:
    """Write a formula in a line as MathML."""
    self.body.append(convert(node.astext()))
    raise nodes.SkipNode


def block_math(self: HTML5Translator, node: nodes.math_block) -> None:
    """Write a formula of its own as MathML."""
    self.body.append(f'<div class="math">{convert(node.astext(), display="block")}</div>')
    raise nodes.SkipNode


def drop_inline_scripts(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: object) -> None:
    """Keep from a page's scripts those that are files; myst-nb and others register inline ones too."""
    context["script_files"] = [script for script in context["script_files"] if getattr(script, "filename", None)]


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the formula renderer and the filter on scripts."""
    app.add_config_value("comments_config", {}, "")  # Jupyter Book sets it for an extension that is not loaded here
    app.add_html_math_renderer("mathml", (inline_math, None), (block_math, None))
    app.connect("html-page-context", drop_inline_scripts, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
