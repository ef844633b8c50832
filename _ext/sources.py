"""The pages of sources: every entry of ``references.bib`` with its address and the rows that rest on it.

``{source-list} a-c`` shows those whose keys start with these letters; the role ``{source}`` cites one in prose.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from typing import Any

from docutils import nodes
from pybtex.database import Entry
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective, SphinxRole

from _ext.facts import target
from _ext.links import joined, name_place, seal, to_goal, to_uri
from _ext.tables import arabic
from helpers.data import bibliography, read_table, resource, rows, tables
from helpers.labels import date_text, t


def plain(text: str) -> str:
    """Return a BibTeX value as plain text: braces gone, escapes undone, dashes as printed."""
    return unescaped(text).replace("--", "\N{EN DASH}")


def unescaped(text: str) -> str:
    """Return a BibTeX value without braces and escapes; an address stays as it is otherwise."""
    for escaped in ("&", "%", "_", "#", "$"):
        text = text.replace(f"\\{escaped}", escaped)
    return text.replace("{", "").replace("}", "")


def author(entry: Entry) -> str:
    """Return who wrote or published a source."""
    people = [plain(str(person)) for person in entry.persons.get("author", [])]
    return "; ".join(people) or plain(entry.fields.get("organization", entry.fields.get("publisher", "")))


def title(entry: Entry) -> nodes.Node:
    """Return the title of a source, marked as Arabic where it holds Arabic letters."""
    text = plain(entry.fields.get("title", ""))
    return arabic(text) if any("\u0600" <= letter <= "\u06ff" for letter in text) else nodes.emphasis("", text)


def online(entry: Entry) -> str:
    """Return where a source can be read, or nothing."""
    fields = entry.fields
    return unescaped(fields.get("url") or (f"https://doi.org/{fields['doi']}" if "doi" in fields else ""))


def short(key: str) -> str:
    """Return the form in which prose cites a source: ``TASS (2025)``."""
    entry = bibliography().entries[key]
    people = entry.persons.get("author", [])
    name = " ".join(people[0].last_names) if people else entry.fields.get("organization", key)
    if len(people) > 1:
        name = t("page: {name} and others").format(name=name)
    year = entry.fields.get("date", entry.fields.get("year", ""))[:4] or t("page: no date")
    return f"{plain(name)} ({year})"


@cache
def rows_by_source() -> dict[str, list[str]]:
    """Return the ids of the rows that rest on each source, in the order of the tables."""
    found: dict[str, list[str]] = defaultdict(list)
    for table in tables():
        if any(field["name"] == "sources" for field in resource(table)["schema"]["fields"]):
            for row in rows(read_table(table).dropna(subset="sources")):
                for key in row.sources.split(";"):
                    found[key].append(row.id)
    return found


class SourceList(SphinxDirective):
    """Show the sources whose keys start with some letters: ``{source-list} a-c``."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return one block a source."""
        first, _, last = self.arguments[0].partition("-")
        blocks = []
        for key, entry in sorted(bibliography().entries.items()):
            if first <= key[0] <= (last or first):
                name = f"src-{key}".lower()
                name_place(self.env, name, name, short(key))
                blocks.append(self._block(key, name, entry))
        return [seal(*blocks)]

    def _block(self, key: str, name: str, entry: Entry) -> nodes.container:
        block = nodes.container(ids=[name], classes=["source"])
        block += nodes.paragraph("", "", *self._citation(key, name, entry))
        found = rows_by_source().get(key, [])
        text = t("page: rows that rest on it: {count}").format(count=len(found))
        resting = nodes.paragraph("", f"{text} ", classes=["resting"])
        resting += joined([to_goal(target(row), row) for row in found])
        block += resting
        return block

    def _citation(self, key: str, name: str, entry: Entry) -> list[nodes.Node]:
        fields = entry.fields
        parts: list[nodes.Node] = [to_uri(f"#{name}", key, "row-id")]
        if author(entry):
            parts.append(nodes.Text(f" {author(entry)}."))
        parts += [nodes.Text(" "), title(entry), nodes.Text(".")]
        holder = [
            plain(fields[name])
            for name in ("journaltitle", "journal", "booktitle", "organization", "publisher")
            if name in fields
        ]
        if holder and holder[0] != author(entry):
            parts.append(nodes.Text(f" {holder[0]}."))
        when = fields.get("date", fields.get("year"))
        if when:
            parts.append(nodes.Text(f" {date_text(when)}."))
        if "note" in fields:
            parts.append(nodes.Text(f" {plain(fields['note'])}."))
        uri = online(entry)
        if uri:
            parts += [nodes.Text(" "), to_uri(uri, uri)]
        read = fields.get("urldate")
        parts.append(
            nodes.Text(
                f" {t('page: read on {day}').format(day=date_text(read))}" if read else f" {t('page: not read')}"
            )
        )
        return parts


class Source(SphinxRole):
    """Cite a source in prose by its key."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Return the link, or the fault."""
        if self.text not in bibliography().entries:
            message = self.inliner.reporter.error(f"no source {self.text!r} in data/references.bib", line=self.lineno)
            return [self.inliner.problematic(self.rawtext, self.rawtext, message)], [message]
        return [to_goal(f"src-{self.text}", short(self.text))], []


def setup(app: Sphinx) -> dict[str, Any]:
    """Register directive and role."""
    app.add_directive("source-list", SourceList)
    app.add_role("source", Source())
    return {"parallel_read_safe": True, "parallel_write_safe": True}
