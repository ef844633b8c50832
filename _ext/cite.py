"""How a chapter is cited: as a text and as an entry of BibTeX, each with a button that copies it.

Both stand on the page, so they can be selected where no script runs; the buttons appear with ``copy.js``.
"""

from __future__ import annotations

from html import escape
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.writers.html5 import HTML5Translator

from _ext import address
from _ext.fold import fold
from helpers.data import as_of, package
from helpers.labels import date_text, t

#: What has a meaning in LaTeX; braces have one for BibTeX too, which counts them even behind a backslash.
_LATEX = str.maketrans(
    {
        **{sign: f"\\{sign}" for sign in "&%$#_"},
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
    }
)


class copyable(nodes.General, nodes.Element):
    """A text that a button copies: ``text``, ``button``, and ``heading``, without which its lines stay as they are."""


def sentence(app: Sphinx, page: str, title: str) -> str:
    """Return the citation of a page as a text."""
    of = "cite: the book" if page == app.config.root_doc else "cite: a chapter"
    author = app.config.author
    about = {"author": author[:1].upper() + author[1:], "title": title, "book": app.config.html_title}
    written = t(of).format(**about, version=package()["version"], day=date_text(as_of()))
    return f"{written} {address.of(app, page)}".rstrip()


def bibtex(app: Sphinx, page: str, title: str) -> str:
    """Return the citation of a page as an entry of BibTeX."""
    whole = page == app.config.root_doc
    fields = {"author": _author(app.config.author), "title": f"{{{title.translate(_LATEX)}}}"}
    if not whole:
        fields["booktitle"] = f"{{{app.config.html_title.translate(_LATEX)}}}"
    fields |= {"edition": package()["version"].translate(_LATEX), "year": as_of()[:4]}
    fields["note"] = t("page: as of {day}").format(day=date_text(as_of())).translate(_LATEX)
    if address.of(app, page):
        fields["url"] = address.of(app, page)  # as it is: programs print it untouched
    key = "-".join([package()["name"], package()["version"], *([] if whole else [page.rpartition("/")[2]])])
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items()]
    return ",\n".join([f"@{'book' if whole else 'incollection'}{{{key}", *lines]) + "\n}"


def _author(name: str) -> str:
    """Return the author as BibTeX takes it: what begins with a small letter is no name of a person, and stays whole."""
    written = name.translate(_LATEX)
    return f"{{{written}}}" if name[:1].islower() else written


def cite(app: Sphinx, page: str, title: str) -> list[nodes.Node]:
    """Return the blocks in which a page says how it is cited; the entry of BibTeX is folded."""
    text = copyable(text=sentence(app, page, title), heading=t("cite: cite this page"), button=t("cite: copy the text"))
    entry = fold(summary=t("cite: as BibTeX"), classes=["bibtex"])
    entry += copyable(text=bibtex(app, page, title), heading="", button=t("cite: copy the entry"))
    return [text, entry]


def visit_copyable(self: HTML5Translator, node: copyable) -> None:
    """Write the text, its button, and the place where a screen reader hears that it was copied."""
    heading, text = escape(node["heading"]), escape(node["text"])
    said = f'data-copied="{escape(t("cite: copied"))}" data-selected="{escape(t("cite: selected"))}"'
    shown = f"<p>{heading}: <span>{text}</span></p>" if heading else f"<pre>{text}</pre>"
    button = f'<button type="button" hidden>{escape(node["button"])}</button>'
    self.body.append(f'<div class="copy" {said}>{shown}{button}<output></output></div>\n')
    raise nodes.SkipNode


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the node; its script lies in ``_static``."""
    app.setup_extension("_ext.fold")
    app.add_node(copyable, html=(visit_copyable, None))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
