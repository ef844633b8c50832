"""Links and tables that weigh little: pages of facts hold thousands of them.

A link is ``<a href="...">`` and no more. It names its goal, ``row-uzb-csto-2006`` or ``src-tass2025defence``; which
page holds the goal is known, or warned of, once all pages are read. What is made of rows alone is sealed: no transform
of Sphinx has anything to do there, and looking would take most of the time of a build. It is written to HTML as soon as
its page is read, all but the addresses of its links.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from html import escape
from importlib import import_module
from itertools import groupby
from operator import attrgetter
from typing import Any

from docutils import nodes
from docutils.frontend import get_default_settings
from docutils.utils import new_document
from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.domains.std import StandardDomain
from sphinx.environment import BuildEnvironment
from sphinx.util import logging
from sphinx.writers.html import HTMLWriter
from sphinx.writers.html5 import HTML5Translator

from _ext.tables import named_cell
from helpers.labels import t

LOG = logging.getLogger(__name__)


#: Blocks of text that are read as such.
READ = (nodes.paragraph, nodes.title, nodes.caption, nodes.term, named_cell)


class light(nodes.Inline, nodes.TextElement):
    """A link to ``goal``, resolved later, or to ``uri``."""


def to_goal(goal: str, text: str) -> light:
    """Return a link to a named place anywhere in the book."""
    return light("", text, goal=goal.lower())


def to_uri(uri: str, text: str, *classes: str) -> light:
    """Return a link to an address."""
    return light("", text, uri=uri, classes=list(classes))


def joined(parts: list[light]) -> list[nodes.Node]:
    """Return links with a comma between each two."""
    with_commas: list[nodes.Node] = []
    for part in parts:
        with_commas += [part] if not with_commas else [nodes.Text(f"{t('page: comma')} "), part]
    return with_commas


def name_place(env: BuildEnvironment, goal: str, anchor: str, title: str) -> None:
    """Make a place of the page being read known to links and to ``{ref}``."""
    std = env.get_domain("std")
    assert isinstance(std, StandardDomain)
    std.anonlabels[goal.lower()] = env.docname, anchor
    std.labels[goal.lower()] = env.docname, anchor, title


class sealed(nodes.General, nodes.Element):
    """Content that is final once made: out of the way of the many transforms of a page.

    It stands in ``content`` as nodes until the page is read, then in ``written`` as HTML, in which each goal of a link
    waits for its address, and in ``said`` as texts, each with the address of the row or card that it stands in. The one
    child holds the words that the search of the site may find in it.
    """


class Goal(str):
    """The goal of a link, in the place of its address."""


def seal(*content: nodes.Element, searched: bool = False) -> sealed:
    """Return blocks as sealed content; the search of the site looks into it only if told so."""
    words = " ".join(text.astext() for block in content for text in block.findall(_is_text)) if searched else ""
    return sealed("", nodes.raw("", words, format="html"), content=content)


def _is_text(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Text)


def write_sealed(app: Sphinx, document: nodes.document) -> None:
    """Write the sealed content of a page that was read: a hundredth of the objects to keep, send and look at."""
    builder: Any = app.builder
    if builder.format != "html":
        return
    settings = get_default_settings(HTMLWriter)
    vars(settings).update(app.env.settings)
    for node in document.findall(sealed):
        writer = builder.create_translator(new_document("", settings), builder)
        content = node.attributes.pop("content")
        for block in content:
            block.walkabout(writer)
        node["said"] = list(_said(content))
        pieces = groupby(writer.body, lambda piece: isinstance(piece, Goal))
        node["written"] = [piece for waits, run in pieces for piece in (run if waits else ["".join(run)])]


def _said(content: Iterable[nodes.Node], address: str = "") -> Iterator[tuple[str, str]]:
    """Yield the texts of blocks, but for those that are there for screen readers alone."""
    for node in content:
        if isinstance(node, READ):
            if "unseen" not in node["classes"]:
                yield address, node.astext()
        elif isinstance(node, nodes.Element):
            yield from _said(node.children, node["ids"][0] if node["ids"] else address)


def visit_sealed(self: HTML5Translator, node: sealed) -> None:
    """Give what is written, with addresses; its words for the search are not written again."""
    here: Any = self.builder  # of pages in HTML, which know what they write
    for block in node.get("content", ()):  # sealed after its page was read
        block.walkabout(self)
    self.body += [
        escape(address(here, here.current_docname, piece)) if isinstance(piece, Goal) else piece
        for piece in node.get("written", ())
    ]
    raise nodes.SkipNode


def address(builder: Builder, docname: str, goal: str, location: object = None) -> str:
    """Return the address of a named place as seen from a page; a name that nothing has is a warning."""
    std = builder.env.get_domain("std")
    assert isinstance(std, StandardDomain)
    if goal not in std.anonlabels:
        LOG.warning("nothing in the book is named %r", goal, location=location or docname)
        return "#"
    page, anchor = std.anonlabels[goal]
    return f"{'' if page == docname else builder.get_relative_uri(docname, page)}#{anchor}"


def visit_light(self: HTML5Translator, node: light) -> None:
    """Open the link; while pages are still read, its goal holds the place of the address."""
    classes = f' class="{" ".join(node["classes"])}"' if node["classes"] else ""
    here: Any = self.builder
    if "uri" in node:
        uri = escape(node["uri"])
    elif here.current_docname:
        uri = escape(address(here, here.current_docname, node["goal"], node if node.line else None))
    else:
        uri = Goal(node["goal"])
    self.body += [f'<a{classes} href="', uri, '">']


def depart_light(self: HTML5Translator, node: light) -> None:
    """Close the link."""
    self.body.append("</a>")


def own_code(app: Sphinx, module: str, name: str) -> str | None:
    """Return the module of a cached property: Sphinx would show the code of Python's own ``functools`` in its place."""
    try:
        value = attrgetter(name)(import_module(module))
    except AttributeError:  # of instances alone
        return None
    return module if isinstance(value, cached_property) else None


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the nodes, and say whose code is shown."""
    app.connect("viewcode-follow-imported", own_code)
    app.connect("doctree-read", write_sealed)
    app.add_node(light, html=(visit_light, depart_light))
    app.add_node(sealed, html=(visit_sealed, None))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
