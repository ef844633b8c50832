"""The menu of every page: the parts of the book and their chapters.

The pages of rows, of sources and of code are many: the menu shows them where a reader is among them, and the page above
links to all. So a page weighs less, and a build does not resolve the whole tree of contents once a page.
"""

from __future__ import annotations

from functools import partial
from html import escape
from typing import Any

from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

Part = tuple[str, list[str]]  # caption and pages


def parts(app: Sphinx, env: BuildEnvironment) -> None:
    """Read the parts of the book off its first page, once all pages are read."""
    toctrees = env.get_doctree(env.config.root_doc).findall(addnodes.toctree)
    settings: Any = app
    settings.book_parts = [(str(tree["caption"]), [page for _, page in tree["entries"]]) for tree in toctrees]


def markup(app: Sphinx, here: str, **_: object) -> str:
    """Return the menu of one page as the theme takes it: captions and lists."""
    settings: Any = app
    found: list[Part] = settings.book_parts
    return "".join(f'<p class="caption">{escape(caption)}</p>{_list(app, here, pages)}' for caption, pages in found)


def _list(app: Sphinx, here: str, pages: list[str]) -> str:
    return f"<ul>{''.join(_item(app, here, page) for page in pages)}</ul>"


def _item(app: Sphinx, here: str, page: str) -> str:
    below = app.env.toctree_includes.get(page, [])
    inside = here == page or here in below
    uri = app.builder.get_relative_uri(here, page) or "#"
    link = f'<a class="reference internal" href="{escape(uri)}">{escape(app.env.titles[page].astext())}</a>'
    children = _list(app, here, below) if below and inside else ""
    return f'<li class="toctree-l1{" current" if inside else ""}">{link}{children}</li>'


def put(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: object) -> None:
    """Give the menu to the theme in place of the tree of contents."""
    if "toctree" in context:
        context["toctree"] = partial(markup, app, page)


def setup(app: Sphinx) -> dict[str, Any]:
    """Put the menu in before the theme looks for it."""
    app.connect("env-updated", parts)
    app.connect("html-page-context", put, priority=400)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
