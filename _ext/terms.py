"""Terms of the glossary: in each chapter the first use of a term links to what it means."""

from __future__ import annotations

import re
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.domains.std import StandardDomain
from sphinx.environment import BuildEnvironment

from _ext.links import to_uri


def terms(env: BuildEnvironment) -> dict[str, tuple[str, str]]:
    """Return page and address of each term of the glossary, in small letters."""
    std = env.get_domain("std")
    assert isinstance(std, StandardDomain)
    return {name.lower(): found for (kind, name), found in std.objects.items() if kind == "term"}


def is_prose(paragraph: nodes.paragraph) -> bool:
    """Tell whether a paragraph is of the running text: of a section, or of a list in one."""
    above = paragraph.parent
    while isinstance(above, nodes.list_item | nodes.bullet_list | nodes.enumerated_list):
        above = above.parent
    return isinstance(above, nodes.section)


def link(app: Sphinx, doctree: nodes.document, page: str) -> None:
    """Link the first use of each term in the running text of a chapter; what is linked already stays as it is."""
    if "topics" not in app.env.metadata[page]:
        return
    unused = terms(app.env)
    longest_first = "|".join(map(re.escape, sorted(unused, key=len, reverse=True)))
    pattern = re.compile(rf"(?<!\w)({longest_first})s?(?!\w)", re.IGNORECASE)  # a plural too
    for paragraph in filter(is_prose, doctree.findall(nodes.paragraph)):
        for text in [child for child in paragraph.children if isinstance(child, nodes.Text)]:
            parts: list[nodes.Node] = []
            end = 0
            for found in pattern.finditer(text):
                term = found[1].lower()
                if term in unused:
                    goal, anchor = unused.pop(term)
                    uri = f"{app.builder.get_relative_uri(page, goal)}#{anchor}"
                    parts += [nodes.Text(text[end : found.start()]), to_uri(uri, found[0], "term")]
                    end = found.end()
            paragraph.replace(text, [*parts, nodes.Text(text[end:])])


def setup(app: Sphinx) -> dict[str, Any]:
    """Link the terms once all pages are read."""
    app.connect("doctree-resolved", link)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
