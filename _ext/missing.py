"""``404.html``, the page that servers such as GitHub Pages show in the place of any address that does not exist.

The reader stands at an address of unknown depth, so links can't be relative to it: they are read against the path of
``book_site``, or against the top of the host if that is empty. The page brings its own style and needs no other file.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from sphinx.application import Sphinx

from _ext.menu import Part
from helpers.labels import t

PAGE = "404"


def pages(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Return the page with its template."""
    settings: Any = app
    parts: list[Part] = settings.book_parts
    context = {
        "title": t("missing: title"),
        "told": t("missing: told"),
        "top": f"{urlsplit(app.config.book_site).path}/",
        "start": app.config.html_title,
        "parts": [
            (caption, [(_uri(app, page), app.env.titles[page].astext()) for page in of]) for caption, of in parts
        ],
    }
    yield PAGE, context, "404.html"


def _uri(app: Sphinx, page: str) -> str:
    return app.builder.get_relative_uri(PAGE, page)


def setup(app: Sphinx) -> dict[str, Any]:
    """Add the page to those that are generated."""
    app.connect("html-collect-pages", pages)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
