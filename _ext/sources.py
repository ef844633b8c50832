"""The page of sources: every entry of ``references.bib`` with its address and the rows that rest on it.

``{source-list}`` shows them all; the role ``{source}`` cites one in prose.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from typing import Any

from docutils import nodes
from helpers.data import bibliography, load, resource, tables
from helpers.labels import date_text, t
from pybtex.database import Entry
from sphinx.application import Sphinx
from sphinx.domains.std import StandardDomain
from sphinx.util.docutils import SphinxDirective, SphinxRole

from _ext.facts import joined, link, target


def plain(text: str) -> str:
    """Return a BibTeX value as plain text: braces gone, escapes undone."""
    for escaped in ("&", "%", "_", "#", "$"):
        text = text.replace(f"\\{escaped}", escaped)
    return text.replace("{", "").replace("}", "").replace("--", "–")


def author(entry: Entry) -> str:
    """Return who wrote or published a source."""
    people = [plain(str(person)) for person in entry.persons.get("author", [])]
    return "; ".join(people) or plain(entry.fields.get("organization", entry.fields.get("publisher", "")))


def short(key: str) -> str:
    """Return the form in which prose cites a source: ``TASS (2025)``."""
    entry = bibliography().entries[key]
    people = entry.persons.get("author", [])
    name = " ".join(people[0].last_names) if people else entry.fields.get("organization", key)
    if len(people) > 1:
        name = t("page: {name} and others").format(name=name)
    year = entry.fields.get("date", entry.fields.get("year", t("page: no date")))[:4]
    return f"{plain(name)} ({year})"


@cache
def rows_by_source() -> dict[str, list[str]]:
    """Return the ids of the rows that rest on each source, in the order of the tables."""
    found: dict[str, list[str]] = defaultdict(list)
    for table in tables():
        if any(field["name"] == "sources" for field in resource(table)["schema"]["fields"]):
            for row in load(table).dropna(subset="sources").itertuples():
                for key in row.sources.split(";"):
                    found[key].append(row.id)
    return found


class SourceList(SphinxDirective):
    """Show all sources, by key."""

    def run(self) -> list[nodes.Node]:
        """Return one block a source."""
        std = self.env.get_domain("std")
        assert isinstance(std, StandardDomain)
        blocks = []
        for key, entry in sorted(bibliography().entries.items()):
            name = f"src-{key}".lower()
            std.anonlabels[name] = self.env.docname, name
            std.labels[name] = self.env.docname, name, short(key)
            blocks.append(self._block(key, name, entry))
        return blocks

    def _block(self, key: str, name: str, entry: Entry) -> nodes.container:
        block = nodes.container(ids=[name], classes=["source"])
        block += nodes.paragraph("", "", *self._citation(key, name, entry))
        rows = rows_by_source().get(key, [])
        text = t("page: rows that rest on it: {count}").format(count=len(rows))
        resting = nodes.paragraph("", f"{text} ", classes=["resting"])
        resting += joined([link(target(row), row, self.env.docname) for row in rows])
        block += resting
        return block

    def _citation(self, key: str, name: str, entry: Entry) -> list[nodes.Node]:
        fields = entry.fields
        parts: list[nodes.Node] = [nodes.reference("", key, refid=name, internal=True, classes=["row-id"])]
        if author(entry):
            parts.append(nodes.Text(f" {author(entry)}."))
        parts += [nodes.Text(" "), nodes.emphasis("", plain(fields.get("title", ""))), nodes.Text(".")]
        holder = [plain(fields[name]) for name in ("journaltitle", "journal", "booktitle", "organization", "publisher") if name in fields]
        if holder and holder[0] != author(entry):
            parts.append(nodes.Text(f" {holder[0]}."))
        when = fields.get("date", fields.get("year"))
        if when:
            parts.append(nodes.Text(f" {date_text(when)}."))
        if "note" in fields:
            parts.append(nodes.Text(f" {plain(fields['note'])}."))
        address = fields.get("url") or (f"https://doi.org/{fields['doi']}" if "doi" in fields else None)
        if address:
            uri = plain(address)
            parts += [nodes.Text(" "), nodes.reference("", uri, refuri=uri)]
        read = fields.get("urldate")
        parts.append(nodes.Text(f" {t('page: read on {day}').format(day=date_text(read))}" if read else f" {t('page: not read')}"))
        return parts


class Source(SphinxRole):
    """Cite a source in prose by its key."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Return the link, or the fault."""
        if self.text not in bibliography().entries:
            message = self.inliner.reporter.error(f"no source {self.text!r} in data/references.bib", line=self.lineno)
            return [self.inliner.problematic(self.rawtext, self.rawtext, message)], [message]
        return [link(f"src-{self.text}".lower(), short(self.text), self.env.docname)], []


def setup(app: Sphinx) -> dict[str, Any]:
    """Register directive and role."""
    app.add_directive("source-list", SourceList)
    app.add_role("source", Source())
    return {"parallel_read_safe": True, "parallel_write_safe": True}
