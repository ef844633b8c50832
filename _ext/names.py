"""The index of states, bodies and people: how each is written, and every chapter that treats it.

``{name-index} states`` shows those of a kind. A chapter treats what its text names and what its figures hold data of:
both are read off the chapters, once each is read. Names in other languages are made known to the search of the site,
which leads from them to the index and to the chapters.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, ClassVar

import pandas as pd
from docutils import nodes
from docutils.parsers.rst import directives
from myst_nb.ext.glue.crossref import read_glue_cache
from myst_nb.ext.glue.utils import PendingGlueReference
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.domains import ObjType
from sphinx.domains.std import StandardDomain
from sphinx.environment import BuildEnvironment
from sphinx.util.docutils import SphinxDirective

from _ext.facts import is_figures, target
from _ext.fold import fold
from _ext.links import READ, joined, light, seal, sealed, to_goal, to_uri
from _ext.tables import arabic
from helpers.data import read_table, resource, tables
from helpers.labels import t
from helpers.names import named_by, spellings, unmarked

#: Kind of object under which the search of the site knows a name.
OBJECT = "spelling"
#: Where a chapter first names something: section, card, or figure; empty for the page itself.
Places = dict[str, str]


@cache
def known() -> pd.DataFrame:
    """Return every name of the book."""
    return spellings(read_table("states"), read_table("bodies"), read_table("names"))


def place(of: str) -> str:
    """Return the address of an entry on the page of the index."""
    return f"name-{re.sub(r'[^a-z0-9]+', '-', of.lower())}"


# --- what a chapter treats --------------------------------------------------------------------------------------------


def prose(env: BuildEnvironment, root: nodes.Element) -> Iterator[tuple[str, str]]:
    """Yield the texts of a page that are read as such, each with its address; no folds, no code, no texts of pictures.

    The address is that of the section or, in a ledger, of the card; the first section is the page.
    """
    ahead: list[tuple[nodes.Node, str]] = [(root, "")]
    while ahead:
        node, address = ahead.pop()
        if not isinstance(node, nodes.Element) or isinstance(node, fold) or "nb_element" in node:
            continue
        if isinstance(node, nodes.section) and node.parent is not root:
            address = node["ids"][0]
        if isinstance(node, READ):
            if "unseen" not in node["classes"]:
                yield address, said(env, node)
        elif isinstance(node, sealed):
            yield from ((row or address, text) for row, text in node["said"])
        else:
            ahead += [(child, address) for child in reversed(node.children)]


def said(env: BuildEnvironment, node: nodes.Element) -> str:
    """Return the text of a node with what is glued into it, which is filled in when the page is written."""
    settings: Any = env  # myst-nb adds its own
    parts = []
    for part in node.findall(lambda part: isinstance(part, nodes.Text | PendingGlueReference)):
        if isinstance(part, PendingGlueReference):
            glued = read_glue_cache(settings.mystnb_config.output_folder, part.refdoc)
            parts.append(glued.get(part.key, {"data": {}})["data"].get("text/plain", ""))
        else:
            parts.append(part.astext())
    return "".join(parts)


def in_text(env: BuildEnvironment, doctree: nodes.document) -> Places:
    """Return what a page names, with the address of the first time."""
    found: Places = {}
    names = named_by(known())
    for address, text in prose(env, doctree):
        for of in names(text):
            found.setdefault(of, address)
    return found


def in_figures(doctree: nodes.document) -> Places:
    """Return the states and bodies whose codes stand in the data of figures, each with the first figure."""
    found: Places = {}
    ids = set(known().loc[known()["kind"] != "people", "of"])
    figure = ""
    for node in doctree.findall(lambda node: isinstance(node, nodes.figure | sealed)):
        if isinstance(node, nodes.figure):
            figure = node["ids"][0]
        elif isinstance(node.parent, fold) and figure:
            for _, text in node["said"]:
                if text in ids:
                    found.setdefault(text, figure)
    return found


def read_chapters(app: Sphinx, env: BuildEnvironment) -> None:
    """Keep what each chapter treats; chapters are the pages that name their topics."""
    settings: Any = app
    chapters = [page for page in env.found_docs if "topics" in env.metadata[page]]
    doctrees = {page: env.get_doctree(page) for page in chapters}
    settings.book_treated = {page: (in_text(env, tree), in_figures(tree)) for page, tree in doctrees.items()}


def treated(app: Sphinx) -> dict[str, tuple[Places, Places]]:
    """Return, for each chapter, what it treats: in its text and in its figures."""
    settings: Any = app
    return settings.book_treated


# --- the page ---------------------------------------------------------------------------------------------------------


class name_index(nodes.General, nodes.Element):
    """Stands where the entries of a ``kind`` will be, once all chapters are read."""


class NameIndex(SphinxDirective):
    """Show the entries of a kind: ``states``, ``bodies`` or ``people``."""

    required_arguments = 1
    option_spec: ClassVar[dict] = {}

    def run(self) -> list[nodes.Node]:
        """Return the place of the entries, and make their names known to the search."""
        kind = directives.choice(self.arguments[0], ("states", "bodies", "people"))
        std = self.env.get_domain("std")
        assert isinstance(std, StandardDomain)
        entries = known().query("kind == @kind")
        spelled = dict(zip(entries["name"], entries["of"], strict=True))
        for name, of in {**{unmarked(name): of for name, of in spelled.items()}, **spelled}.items():
            std.objects[OBJECT, name] = self.env.docname, place(of)
        return [name_index(kind=kind)]


def show(app: Sphinx, doctree: nodes.document, page: str) -> None:
    """Put the entries into the page of the index, and names in other languages into the words of each chapter."""
    for index in list(doctree.findall(name_index)):
        index.replace_self(seal(_entries(app, page, index["kind"])))
    if page in treated(app):
        of = {name for places in treated(app)[page] for name in places}
        words = " ".join(word for name in known()[known()["of"].isin(of)]["name"] for word in (name, unmarked(name)))
        doctree += sealed("", nodes.raw("", words, format="html"), content=[])


def _entries(app: Sphinx, page: str, kind: str) -> nodes.container:
    entries = nodes.definition_list()
    for of in sorted(set(known().query("kind == @kind")["of"]), key=title):
        term = nodes.term("", title(of), ids=[place(of)])
        if kind != "people":
            term += [nodes.Text(" "), to_goal(target(of), of)]
        lines = [_written(of), *_treated(app, page, of), *_tables(app, page, of, kind)]
        body = nodes.definition("", *[nodes.paragraph("", "", *line) for line in lines])
        entries += nodes.definition_list_item("", term, body)
    return nodes.container("", entries, classes=["names"])


def title(of: str) -> str:
    """Return the name under which an entry stands: of a state that of the edition."""
    names = known().query("of == @of")
    return t(of) if names["kind"].iloc[0] == "states" else names["name"].iloc[0]


def _written(of: str) -> list[nodes.Node]:
    """Return the other names of an entry."""
    parts: list[nodes.Node] = []
    names = known()[(known()["of"] == of) & (known()["name"] != title(of))]
    for language, name in zip(names["language"], names["name"], strict=True):
        parts += [nodes.Text(f"{t('page: comma')} ")] if parts else []
        parts.append(arabic(name) if language == "Arabic" else nodes.Text(name))
    return parts


def _treated(app: Sphinx, page: str, of: str) -> Iterator[list[nodes.Node]]:
    """Yield the chapters that name an entry, and those that only draw it."""
    lines: dict[str, list[light]] = {"names: in the text": [], "names: in figures alone": []}
    for chapter in _in_order(app):
        text, figures = treated(app)[chapter]
        for heading, places in zip(lines, (text, figures), strict=True):
            if of in places and not (places is figures and of in text):
                anchor = f"#{places[of]}" if places[of] else ""
                uri = f"{app.builder.get_relative_uri(page, chapter)}{anchor}"
                lines[heading].append(to_uri(uri, app.env.titles[chapter].astext()))
    for heading, links in lines.items():
        if links:
            yield [nodes.Text(f"{t(heading)}: "), *joined(links)]


def _in_order(app: Sphinx) -> list[str]:
    """Return the chapters in the order of the book."""
    settings: Any = app
    pages = [app.config.root_doc, *[page for _, pages in settings.book_parts for page in pages]]
    return [page for page in pages if page in treated(app)]


def _tables(app: Sphinx, page: str, of: str, kind: str) -> Iterator[list[nodes.Node]]:
    """Yield the tables that tell of an entry, each with the number of its rows and a link to the first."""
    links = [
        to_goal(target(first), text) if first else to_goal(f"table-{table}", text)
        for table, (count, first) in _rows(kind).get(of, {}).items()
        for text in (f"{table} ({count})",)
    ]
    if links:
        yield [nodes.Text(f"{t('names: in tables')}: "), *joined(links)]


@cache
def _rows(kind: str) -> dict[str, dict[str, tuple[int, str]]]:
    """Return, for each state, body or person, the tables that name it: how many rows, and the id of the first."""
    found: dict[str, dict[str, tuple[int, str]]] = defaultdict(dict)
    for table in tables():
        names = resource(table)["schema"]["fields"]
        columns = [
            field["name"]
            for field in names
            if (field["name"] == "person" if kind == "people" else kind in field.get("refersTo", []))
        ]
        frame = read_table(table)
        for position, cells in enumerate(frame[columns].fillna("").itertuples(index=False) if columns else ()):
            first = "" if is_figures(table) else frame["id"].iloc[position]
            for of in {part for cell in cells for part in re.split("; ?", cell) if part}:
                count, place = found[of].get(table, (0, first))
                found[of][table] = count + 1, place
    return found


def rank(app: Sphinx, config: Config) -> None:
    """Say how the search ranks what it finds; Sphinx opens the file as seen from where the build was started."""
    config.html_search_scorer = str(Path(__file__).with_name("scorer.js"))


def setup(app: Sphinx) -> dict[str, Any]:
    """Register directive and events."""
    kinds = app.registry.domain_object_types.setdefault("std", {})
    kinds[OBJECT] = ObjType(t("name"), searchprio=3)  # what scorer.js ranks first
    app.connect("config-inited", rank)
    app.add_node(name_index)
    app.add_directive("name-index", NameIndex)
    app.connect("env-updated", read_chapters)
    app.connect("doctree-resolved", show)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
