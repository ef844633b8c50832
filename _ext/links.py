"""Links that weigh little: pages of facts hold thousands of them, each ``<a href="...">`` and no more.

A link names its goal, ``row-uzb-csto-2006`` or ``src-tass2025defence``; which page holds the goal is known, or warned
of, once all pages are read.
"""

from __future__ import annotations

from html import escape
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.domains.std import StandardDomain
from sphinx.environment import BuildEnvironment
from sphinx.transforms.post_transforms import SphinxPostTransform
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


class ResolveLinks(SphinxPostTransform):
    """Give each link its address."""

    default_priority = 6

    def run(self, **kwargs: Any) -> None:
        """Resolve the links of one page."""
        std = self.env.get_domain("std")
        assert isinstance(std, StandardDomain)
        for link in self.document.findall(light):
            if "uri" in link:
                continue
            place = std.anonlabels.get(link["goal"])
            if place is None:
                LOG.warning("nothing in the book is named %r", link["goal"], location=link)
                link["uri"] = "#"
                continue
            page = "" if place[0] == self.env.docname else self.app.builder.get_relative_uri(self.env.docname, place[0])
            link["uri"] = f"{page}#{place[1]}"


def visit_light(self: HTML5Translator, node: light) -> None:
    """Open the link."""
    classes = f' class="{" ".join(node["classes"])}"' if node["classes"] else ""
    self.body.append(f'<a{classes} href="{escape(node["uri"])}">')


def depart_light(self: HTML5Translator, node: light) -> None:
    """Close the link."""
    self.body.append("</a>")


def setup(app: Sphinx) -> dict[str, Any]:
    """Register node and transform."""
    app.add_node(light, html=(visit_light, depart_light))
    app.add_post_transform(ResolveLinks)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
