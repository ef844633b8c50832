"""What each page says of itself, to search engines and to those who share it: a sentence, a kind, an address.

A chapter opens with its question and the answer; the answer is the sentence. A page that is not written but generated
says what it is.
"""

from __future__ import annotations

from typing import Any

from docutils import nodes
from markupsafe import Markup
from sphinx.application import Sphinx

from _ext import address
from helpers.labels import t

#: A sentence ends between these lengths, or is cut at a word before the second.
SHORT, LONG = 100, 200
#: Pages that are generated, each with its sentence; Sphinx knows the titles of its own only in its templates.
GENERATED = {
    "404": "missing: told",
    "genindex": "about: index",
    "search": "about: search",
}


def opening(document: nodes.document) -> str:
    """Return the first paragraph of a page as it is read, without the question that it answers."""
    first = next((part for part in document.findall(nodes.paragraph) if isinstance(part.parent, nodes.section)), None)
    if first is None:
        return ""
    text, asked = first.astext(), next(iter(first.findall(nodes.strong)), nodes.strong()).astext()
    if text.startswith(asked) and asked.endswith(("?", "\N{ARABIC QUESTION MARK}")):
        text = text.removeprefix(asked)
    return " ".join(text.split())


def cut(text: str) -> str:
    """Return a text of at most ``LONG`` letters: whole sentences if they fit, else whole words."""
    if len(text) <= LONG:
        return text
    head = text[: LONG + 1]
    end = max(head.rfind(f"{stop} ") for stop in (".", "?", "\N{ARABIC QUESTION MARK}"))
    if end >= SHORT:
        return head[: end + 1]
    return head[: head.rfind(" ", 0, LONG)].rstrip(",;:") + "\N{HORIZONTAL ELLIPSIS}"


def description(app: Sphinx, page: str, title: str, document: nodes.document | None) -> str:
    """Return the sentence of a page."""
    found = cut(opening(document)) if document is not None else ""
    if found:
        return found
    kind = "about: code" if page.startswith("_modules/") else GENERATED.get(page, "about: a page")
    return t(kind).format(title=title, book=app.config.html_title)


def put(app: Sphinx, page: str, template: str, context: dict[str, Any], document: nodes.document | None) -> None:
    """Give what a page says of itself to its template."""
    title = Markup(context.get("title", app.config.html_title)).striptags()
    whole = "topics" in app.env.metadata.get(page, {}) and page != app.config.root_doc
    context["about"] = {
        "title": title,
        "description": description(app, page, title, document),
        "type": "article" if whole else "website",
        "url": address.of(app, page),
    }


def setup(app: Sphinx) -> dict[str, Any]:
    """Tell each page what it says of itself."""
    app.connect("html-page-context", put)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
