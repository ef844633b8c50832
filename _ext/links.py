"""Links and tables that weigh little: pages of facts hold thousands of them.

A link is ``<a href="...">`` and no more. It names its goal, ``row-uzb-csto-2006`` or ``src-tass2025defence``; which
page holds the goal is known, or warned of, once all pages are read. What is made of rows alone is sealed: no transform
of Sphinx has anything to do there, and looking would take most of the time of a build.
"""

from __future__ import annotations

from functools import cached_property
from html import escape
from importlib import import_module
from operator import attrgetter
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.domains.std import StandardDomain
from sphinx.environment import BuildEnvironment
from sphinx.util import logging
from sphinx.writers.html5 import HTML5Translator

from helpers.labels import t

LOG = logging.getLogger(__name__)


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
    """Content that is final once made: it stands in ``content``, out of the way of the many transforms of a page.

    Its one child holds the words that the search of the site may find in it.
    """


def seal(*content: nodes.Element, searched: bool = False) -> sealed:
    """Return blocks as sealed content; the search of the site looks into it only if told so."""
    words = " ".join(text.astext() for block in content for text in block.findall(_is_text)) if searched else ""
    return sealed("", nodes.raw("", words, format="html"), content=content)


def _is_text(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Text)


def visit_sealed(self: HTML5Translator, node: sealed) -> None:
    """Write the content; its words for the search are not written again."""
    for block in node["content"]:
        block.walkabout(self)
    raise nodes.SkipNode


def address(builder: Builder, docname: str, link: light) -> str:
    """Return the address of a named place as seen from a page; a name that nothing has is a warning."""
    goal = link["goal"]
    std = builder.env.get_domain("std")
    assert isinstance(std, StandardDomain)
    if goal not in std.anonlabels:
        LOG.warning("nothing in the book is named %r", goal, location=link if link.line else docname)
        return "#"
    page, anchor = std.anonlabels[goal]
    return f"{'' if page == docname else builder.get_relative_uri(docname, page)}#{anchor}"


def visit_light(self: HTML5Translator, node: light) -> None:
    """Open the link."""
    classes = f' class="{" ".join(node["classes"])}"' if node["classes"] else ""
    here: Any = self.builder  # of pages in HTML, which know what they write
    uri = node["uri"] if "uri" in node else address(here, here.current_docname, node)
    self.body.append(f'<a{classes} href="{escape(uri)}">')


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
    app.add_node(light, html=(visit_light, depart_light))
    app.add_node(sealed, html=(visit_sealed, None))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
