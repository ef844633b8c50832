"""Ledgers: claims, statements and disagreements as cards with all that bears on them, and lists to choose among them.

``{ledger} claims`` shows a table; :data:`LEDGERS` says what of it stands where on a card. Without scripts all cards are
shown; ``_static/ledger.js`` brings the lists to life.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from typing import Any, ClassVar

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.writers.html5 import HTML5Translator

from _ext.facts import Facts, FactTable, Row, details, evidence_goal, permalink, target
from _ext.links import joined, light, to_goal
from _ext.sources import short
from _ext.tables import Cell, arabic
from helpers.data import read_table
from helpers.draw.argument import BANDS
from helpers.labels import t


@dataclass(frozen=True)
class Ledger:
    """What of a table stands where on a card; columns all."""

    beside: Sequence[tuple[str, Sequence[str]]]  # heading and columns of what stands side by side
    mark: str  # its word stands in the head
    fields: Sequence[str] = ()
    read: Sequence[str] = ()  # told in one line
    filters: Sequence[str] = ()


LEDGERS = {
    "claims": Ledger(
        beside=[("", ["paraphrase_en", "paraphrase_ar"])],
        mark="verdict",
        fields=["reason", "would_change"],
        read=["kind", "testability", "line", "part", "locator"],
        filters=["kind", "verdict", "line", "part"],
    ),
    "statements": Ledger(
        beside=[
            ("ledger: paraphrase", ["paraphrase_en", "paraphrase_ar"]),
            ("ledger: what is so", ["correction", "speaker"]),
        ],
        mark="status",
        read=["part", "locator"],
        filters=["status", "kind", "part"],
    ),
    "disagreements": Ledger(
        beside=[("", ["topic"]), *[(name, [name]) for name in ("opinion", "explainer", "record")]],
        mark="relation",
        fields=["claims", "statements"],
        read=["part"],
        filters=["relation", "part"],
    ),
}

#: What a card says of whose words follow: by the kind of the row, or by its table.
_VOICES = {"premise": "premise", "statement": "statement", "omission": "omission", "disagreements": "disagreement"}


class card(nodes.General, nodes.Element):
    """A card; what it can be chosen by is its attribute ``chosen``: column and words."""


def visit_card(self: HTML5Translator, node: card) -> None:
    """Open the card."""
    words = {f"data-{name}": " ".join(found) for name, found in node["chosen"].items()}
    self.body.append(self.starttag(node, "div", CLASS="card", **words))


def depart_card(self: HTML5Translator, node: card) -> None:
    """Close the card."""
    self.body.append("</div>\n")


@cache
def _evidence() -> dict[str, list[Row]]:
    found = defaultdict(list)
    for row in Facts("evidence", "").rows:
        found[row["claim"]].append(row)
    return found


@cache
def _links() -> dict[str, dict[str, list[str]]]:
    """Return, for each claim, what it does for others and others for it, in words, with their ids."""
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for row in Facts("argument_edges", "").rows:
        found[row["from"]][t(row["type"])].append(row["to"])
        found[row["to"]][t(f"inverse: {row['type']}")].append(row["from"])
    return found


@cache
def _told() -> set[str]:
    """Return the ids of rows that a card tells by itself."""
    return {row for table in ("evidence", "argument_edges") for row in read_table(table)["id"]}


def words(row: Row, column: str) -> list[str]:
    """Return the words by which a row is chosen from the list of a column; lines that bear nothing are the frame."""
    if column == "line":
        return list(dict.fromkeys(line if line in BANDS else "frame" for line in row["line"].split(";")))
    return [row[column] or "none"]


def _word(column: str, key: str) -> str:
    if key in ("none", "between"):
        return t("ledger: no verdict" if key == "none" else "ledger: between the documents")
    return t(f"chart: line of {key}") if column == "line" else t(key)


def _slug(key: str) -> str:
    return key.replace(" ", "-")


class LedgerTable(FactTable):
    """Show the rows of a table as cards that a reader can choose among."""

    option_spec: ClassVar = {}

    def run(self) -> list[nodes.Node]:
        """Return the lists and the cards."""
        self.ledger = LEDGERS[self.arguments[0]]
        self.options["as"] = "cards"
        return super().run()

    def _cards(self, facts: Facts) -> list[nodes.Element]:
        return [nodes.raw("", self._lists(facts), format="html"), *[self._card(facts, row) for row in facts.rows]]

    def _lists(self, facts: Facts) -> str:
        """Return the lists to choose by; they are hidden until the script shows them."""
        lists = "".join(self._list(facts, column) for column in self.ledger.filters)
        all_shown = t("ledger: {shown} of {all} shown")
        said = escape(all_shown.format(shown=len(facts.rows), all=len(facts.rows)))
        return (
            f'<form class="ledger" aria-label="{escape(t("ledger: filters"))}" data-said="{escape(all_shown)}" '
            f'autocomplete="off" hidden>{lists}<button type="button">{escape(t("ledger: show all"))}</button>'
            f"<output>{said}</output></form>\n"
        )

    def _list(self, facts: Facts, column: str) -> str:
        counts = Counter(word for row in facts.rows for word in words(row, column))
        enum = facts.fields[column].get("constraints", {}).get("enum", [*BANDS, "frame"])
        options = "".join(
            f'<option value="{escape(_slug(key))}">{escape(_word(column, key))} ({counts[key]})</option>'
            for key in [*enum, "none"]
            if counts[key]
        )
        heading = t("ledger: line") if column == "line" else facts.heading(column)
        every = escape(t("ledger: all"))
        return (
            f"<label>{escape(heading)} "
            f'<select name="{column}"><option value="">{every}</option>{options}</select></label>'
        )

    def _card(self, facts: Facts, row: Row) -> card:
        chosen = {name: [_slug(key) for key in words(row, name)] for name in self.ledger.filters}
        found = card(ids=[row["id"].lower()], chosen=chosen)
        found += self._head(row)
        said = [(heading, columns) for heading, columns in self.ledger.beside if any(row[name] for name in columns)]
        blocks = [self._block(facts, row, heading, columns) for heading, columns in said]
        found += nodes.container("", *blocks, classes=["beside"]) if len(blocks) > 1 else blocks
        contents: list[tuple[str, Cell]] = [
            *[(facts.heading(name), facts.value(row, name)) for name in self.ledger.fields],
            (t("ledger: evidence"), self._evidence(row)),
            (t("ledger: in the argument"), self._argument(row)),
            (t("ledger: read as" if "kind" in self.ledger.read else "ledger: place"), self._read(facts, row)),
            (t("page: rests on"), facts.ground(row, told=_told())),
        ]
        found += details(contents)
        return found

    def _head(self, row: Row) -> nodes.paragraph:
        """Return the address, whose words follow, and the verdict, in its colour where it has one."""
        voice = _VOICES.get(row.get("kind", ""), _VOICES.get(self.arguments[0], "claim"))
        word = row[self.ledger.mark]
        classes = ["mark"]
        if self.ledger.mark == "verdict" and word:
            classes += ["verdict", _slug(word)]
        head = nodes.paragraph("", "", permalink(row["id"]), nodes.Text(" "), classes=["card-title"])
        head += nodes.inline("", t(f"ledger: {voice}"), classes=["voice"])
        head += nodes.Text(" ")
        head += nodes.inline("", _word(self.ledger.mark, word or "none"), classes=classes)
        return head

    def _block(self, facts: Facts, row: Row, heading: str, columns: Sequence[str]) -> nodes.container:
        block = nodes.container(classes=[] if heading else ["told"])
        if heading:
            words = facts.heading(heading) if heading in facts.fields else t(heading)
            block += nodes.paragraph("", words, classes=["head"])
        for column in columns:
            value = row[column]
            if not value:
                continue
            if facts.fields[column].get("lang") == "ar":
                block += nodes.paragraph("", "", arabic(value))
            elif column == "speaker":
                block += nodes.paragraph("", f"{facts.heading(column)}: {value}", classes=["speaker"])
            else:
                block += nodes.paragraph("", value)
        return block

    def _evidence(self, row: Row) -> list[nodes.Node]:
        """Return what bears on a row, one item each: which way it points, and a link to the very place."""
        items = nodes.bullet_list()
        for found in _evidence().get(row["id"], []):
            link, where = self._place(found)
            item = nodes.paragraph("", f"{t(found['direction'])}: ")
            item += [link, nodes.Text(f" ({where})")]
            items += nodes.list_item("", item)
        return [items] if len(items) else []

    def _place(self, found: Row) -> tuple[light, str]:
        """Return the link to what an evidence row names, and what that is in a word."""
        link = to_goal(evidence_goal(found), found["note"])
        if found["kind"] == "source":
            return link, short(found["target"])
        return link, t("ledger: number") if found["kind"] == "metric" else found["table"]

    def _argument(self, row: Row) -> list[nodes.Node]:
        parts: list[nodes.Node] = []
        for word, claims in _links().get(row["id"], {}).items():
            parts += [nodes.Text(f"{'; ' if parts else ''}{word} ")]
            parts += joined([to_goal(target(claim), claim) for claim in claims])
        return parts

    def _read(self, facts: Facts, row: Row) -> str:
        told, comma = [], f"{t('page: comma')} "
        for column in self.ledger.read:
            if row[column]:
                is_word = column in self.ledger.filters or "enum" in facts.fields[column].get("constraints", {})
                found = [_word(column, key) for key in words(row, column)] if is_word else [row[column]]
                heading = t("ledger: line") if column == "line" else facts.heading(column)
                told.append(f"{heading}: {comma.join(found)}")
        return "; ".join(told)


def setup(app: Sphinx) -> dict[str, Any]:
    """Register node and directive."""
    app.setup_extension("_ext.facts")
    app.add_node(card, html=(visit_card, depart_card))
    app.add_directive("ledger", LedgerTable)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
