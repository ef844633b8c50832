"""Pages of facts: every table of the data package, row by row, each row with an address, and the data dictionary.

``{fact-table} memberships`` shows a table, ``{data-dictionary}`` the contract of all tables. The roles ``{row}`` and
``{label}`` link to a row and write a word in the language of the page.
"""

from __future__ import annotations

import shutil
from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import quote

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective, SphinxRole

from _ext.cells import number_goal
from _ext.fold import fold
from _ext.links import joined, light, name_place, seal, to_goal, to_uri
from _ext.tables import Cell, arabic, paragraph, plain_table, record_table
from helpers.check import RULES
from helpers.data import DATA, read_table, resource, tables
from helpers.dates import bounds
from helpers.labels import date_text, t

Row = dict[str, str]

#: Columns that say more of a date, such as ``start_how``; they are shown in its cell.
_BESIDE = ("_low", "_high", "_how", "_event")
#: Columns that say what a row rests on; shown together at its end.
_GROUND = ("sources", "basis", "confidence", "note")
#: Kinds of values that hold a date or an hour.
_DATED = ("edtf", "edtf end", "edtf last", "moment")
#: So many rows that point to a row are named beside it; more are folded.
_NAMED = 8


def target(row: str) -> str:
    """Return the name under which a row's address is known to the cross-references of the book."""
    return f"row-{row}".lower()


def evidence_goal(row: Row) -> str:
    """Return the name of the place to which a row of evidence points: a row, a number or a source."""
    goals = {"row": target, "metric": number_goal, "source": "src-{}".format}
    return goals[row["kind"]](row["target"])


def word(text: str) -> str:
    """Return the word for a code or a column, or the text itself where there is none, such as a year."""
    try:
        return t(text)
    except KeyError:
        return text


@cache
def referring_fields(table: str) -> list[tuple[str, str]]:
    """Return table and column of every field, in the package, that points to rows of a table; figures have no ids."""
    return [
        (other, field["name"])
        for other in tables()
        if not is_figures(other)
        for field in resource(other)["schema"]["fields"]
        if table in field.get("refersTo", [])
    ]


def is_figures(table: str) -> bool:
    """Tell whether a table holds figures: its rows have no id, their key is dataset, state and year."""
    return all(field["name"] != "id" for field in resource(table)["schema"]["fields"])


@cache
def referrers(table: str) -> dict[str, list[str]]:
    """Return, for each row of a table, the ids of the rows that point to it, and of the claims on which it bears."""
    found: dict[str, list[str]] = defaultdict(list)
    evidence = read_table("evidence").query("kind == 'row' and table == @table")
    for row, claim in zip(evidence["target"], evidence["claim"], strict=True):
        found[row].append(claim)
    for other, column in referring_fields(table):
        named = read_table(other).dropna(subset=column)
        for row, cell in zip(named["id"], named[column], strict=True):
            for cited in cell.split(";"):
                found[cited].append(row)
    return found


class Facts:
    """What the directive needs to know of one table to show its rows."""

    def __init__(self, table: str, report: str) -> None:
        """Read the table and its contract; ``report`` is where a reader says that ``{row}`` is wrong."""
        self.table, self.report = table, report
        self.fields = {field["name"]: field for field in resource(table)["schema"]["fields"]}
        self.frame = read_table(table)
        hidden = {name for name in self.fields if name.endswith(_BESIDE) or name in (*_GROUND, "id")}
        filled = self.frame.astype(object).where(self.frame.notna(), "")
        self.rows: list[Row] = [
            {str(name): str(cell) for name, cell in row.items()} for row in filled.to_dict("records")
        ]
        self.columns = [name for name in self.fields if name not in hidden and self.frame[name].notna().any()]

    def heading(self, column: str) -> str:
        """Return the heading of a column."""
        return t(self.fields[column]["title"])

    def place(self, row: Row) -> list[nodes.Node]:
        """Return the address of a row, and the name of a state, which has none in the table."""
        return [permalink(row["id"]), *([nodes.Text(f" {t(row['id'])}")] if self.table == "states" else [])]

    def value(self, row: Row, column: str) -> Cell:
        """Return the content of one cell as it is read on the page."""
        text, field = row[column], self.fields[column]
        if field.get("values") in _DATED:
            return self._date(row, column, text)
        if not text:
            return ""
        if field.get("lang") == "ar" or (column == "name" and row.get("language") == "Arabic"):
            return [arabic(text)]
        if field["type"] == "number":
            return f"{float(text):.15g}"
        if field["type"] == "boolean":
            return t("yes" if text == str(True) else "no")
        if field.get("values") == "metric":
            return [to_goal(number_goal(text), text)]
        if field.get("values") == "evidence":
            return [to_goal(evidence_goal(row), text)]
        targets = field.get("refersTo", [])
        if targets == ["states"] or targets == ["bodies"]:
            return t(text)
        if field.get("values") == "wkt":
            return t("page: {points} points").format(points=text.count(",") + 1)
        if targets:
            return joined([to_goal(target(part), part) for part in text.split(";")])
        if "enum" in field.get("constraints", {}):
            return t(text)
        return word(text) if "pattern" in field.get("constraints", {}) else text

    def _date(self, row: Row, column: str, text: str) -> list[nodes.Node]:
        low, high = (row.get(f"{column}_{limit}", "") for limit in ("low", "high"))
        if not (text or low or high):
            return []
        shown = date_text(text) if text else t("unknown")
        if low and high:
            shown = t("{best} (from {low} to {high})").format(best=shown, low=date_text(low), high=date_text(high))
        elif low:
            shown = t("{best} (not before {low})").format(best=shown, low=date_text(low))
        elif high:
            shown = t("{best} (not after {high})").format(best=shown, high=date_text(high))
        parts: list[nodes.Node] = [nodes.Text(shown)]
        how, event = row.get(f"{column}_how"), row.get(f"{column}_event")
        if how:
            parts.append(nodes.Text(f"{t('page: comma')} {how}"))
        if event:
            parts += [nodes.Text(f"{t('page: comma')} "), to_goal(target(event), event)]
        return parts

    def ground(self, row: Row, told: Collection[str] = ()) -> list[nodes.Node]:
        """Return what a row rests on, as blocks: note, sources, basis, confidence, who names it, the link to object.

        Args:
            row: a row of the table.
            told: rows that point to it and are not named here, because they stand elsewhere.
        """
        parts: list[nodes.Node] = []
        if row.get("note"):
            parts += [nodes.inline("", f"{row['note']} ", classes=["note"])]
        if row.get("sources"):
            parts += joined([to_goal(f"src-{key}", key) for key in row["sources"].split(";")])
            judged = f"{t('page: read')}: {t(row['basis'])}; {t('page: confidence')}: {t(row['confidence'])}"
            parts.append(nodes.Text(f" ({judged}) "))
        pointing = [other for other in dict.fromkeys(referrers(self.table).get(row["id"], [])) if other not in told]
        links = joined([to_goal(target(other), other) for other in pointing])
        few = len(pointing) <= _NAMED
        if pointing and few:
            parts += [nodes.Text(f"{t('page: named by')} "), *links, nodes.Text(" ")]
        uri = self.report.format(row=quote(row["id"]))
        parts.append(to_uri(uri, t("page: wrong?"), "wrong"))
        summary = t("page: named by {rows} rows").format(rows=len(pointing))
        return [paragraph(parts), *([] if few else [fold("", paragraph(links), summary=summary)])]


@cache
def _days_of_events() -> dict[str, date]:
    events = read_table("events")
    return {event: bounds(day)[0] for event, day in zip(events["id"], events["date"], strict=True)}


def first_day(row: Row) -> date:
    """Return the first day of a row: of its own date, or of the event that it belongs to."""
    own = row.get("date") or row.get("start")
    return bounds(own)[0] if own else _days_of_events()[row["event"]]


def permalink(row: str) -> light:
    """Return a row's id as a link to itself."""
    return to_uri(f"#{row.lower()}", row, "row-id")


def details(contents: Iterable[tuple[str, Cell]]) -> nodes.definition_list:
    """Return headings with their contents, those without content left out; a list of nodes may be one block."""
    found = nodes.definition_list()
    for heading, content in contents:
        if content:
            is_block = not isinstance(content, str) and isinstance(content[0], nodes.Body)
            body = nodes.definition("", *(content if is_block else [paragraph(content)]))
            found += nodes.definition_list_item("", nodes.term("", heading), body)
    return found


class FactTable(SphinxDirective):
    """Show the rows of a table; ``:as: cards`` where the texts are long, ``:period: 1991/2009`` for a part of them."""

    required_arguments = 1
    option_spec: ClassVar = {
        "as": lambda text: directives.choice(text, ("table", "cards")),
        "period": lambda text: bounds(directives.unchanged_required(text)),
    }

    def run(self) -> list[nodes.Node]:
        """Return the rows."""
        table = self.arguments[0]
        facts = Facts(table, report_uri(self.env.app, self.env.docname))
        if "period" in self.options:
            start, end = self.options["period"]
            facts.rows = [row for row in facts.rows if start <= first_day(row) <= end]
        for row in facts.rows:
            name_place(self.env, target(row["id"]), row["id"].lower(), row["id"])
        shown = self._cards(facts) if self.options.get("as") == "cards" else self._table(facts)
        return [*self._about(table, len(facts.rows)), seal(*shown, searched=True)]

    def _about(self, table: str, rows: int) -> list[nodes.Node]:
        about = nodes.paragraph("", t("page: {rows} rows.").format(rows=rows) + " ", classes=["links"])
        uri = self.env.app.builder.get_relative_uri(self.env.docname, "index").removesuffix("index.html")
        about += to_uri(f"{uri}data/{table}.csv", t("page: data as CSV"))
        return [about]

    def _table(self, facts: Facts) -> list[nodes.Element]:
        header = [t("page: row"), *[facts.heading(name) for name in facts.columns]]
        records = [
            (
                row["id"].lower(),
                [facts.place(row), *[facts.value(row, name) for name in facts.columns]],
                facts.ground(row),
            )
            for row in facts.rows
        ]
        return [record_table(header, records)]

    def _cards(self, facts: Facts) -> list[nodes.Element]:
        cards: list[nodes.Element] = []
        for row in facts.rows:
            card = nodes.container(ids=[row["id"].lower()], classes=["card"])
            card += nodes.paragraph("", "", permalink(row["id"]), classes=["card-title"])
            contents = [(facts.heading(name), facts.value(row, name)) for name in facts.columns]
            card += details([*contents, (t("page: rests on"), facts.ground(row))])
            cards.append(card)
        return cards


class DataDictionary(SphinxDirective):
    """Show the contract: every table with its columns."""

    def run(self) -> list[nodes.Node]:
        """Return one section a table."""
        sections = []
        for table in tables():
            item = resource(table)
            section = nodes.section(ids=[f"table-{table}"])
            name_place(self.env, f"table-{table}", f"table-{table}", table)
            section += nodes.title("", table)
            licence = ", ".join(part["title"] for part in item["licenses"])
            section += nodes.paragraph(
                "", f"{item['description']} {t('page: {rows} rows.').format(rows=len(read_table(table)))}"
            )
            section += nodes.paragraph("", f"{t('page: licence')}: {licence}")
            rows = [
                [[nodes.literal("", field["name"])], t(field["title"]), field["type"], field["description"]]
                for field in item["schema"]["fields"]
            ]
            headings = [t("page: column"), t("page: title"), t("page: type"), t("page: meaning")]
            section += seal(plain_table(headings, rows), searched=True)
            sections.append(section)
        return sections


class DataRules(SphinxDirective):
    """Show the rules that a schema can't say, each in its sentence."""

    def run(self) -> list[nodes.Node]:
        """Return the rules as a list."""
        rules = nodes.bullet_list()
        for name, (sentence, _) in RULES.items():
            rules += nodes.list_item("", nodes.paragraph("", "", nodes.literal("", name), nodes.Text(f" {sentence}")))
        return [rules]


class RowRole(SphinxRole):
    """Link to a row of a table by its id: ``{row}`uzb-csto-2006```."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Return the link."""
        reference = to_goal(target(self.text), self.text)
        self.set_source_info(reference)
        return [reference], []


class LabelRole(SphinxRole):
    """Write a word in the language of the page: ``{label}`partly supported``` or ``{label}`KAZ```."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Return the word."""
        try:
            word = t(self.text)
        except KeyError as error:
            message = self.inliner.reporter.error(error.args[0], line=self.lineno)
            return [self.inliner.problematic(self.rawtext, self.rawtext, message)], [message]
        return [nodes.inline("", word, classes=["label"])], []


def report_uri(app: Sphinx, docname: str) -> str:
    """Return where a reader reports that ``{row}`` is wrong: an issue of the repository, or the page on method."""
    repository = app.config.book_repository
    if repository:
        return f"{repository}/issues/new?template=fact.yml&title=Wrong:%20{{row}}&row={{row}}"
    return app.builder.get_relative_uri(docname, "chapters/reference/methods") + "#corrections"


def ship_data(app: Sphinx, error: Exception | None) -> None:
    """Put the tables beside the pages, as they are."""
    if error is None and app.builder.format == "html":
        folder = Path(app.outdir) / "data"
        folder.mkdir(exist_ok=True)
        for name in ["datapackage.json", "references.bib", *[resource(table)["path"] for table in tables()]]:
            shutil.copyfile(DATA / name, folder / name)


def setup(app: Sphinx) -> dict[str, Any]:
    """Register directives, roles and the copy of the data."""
    app.setup_extension("_ext.address")
    for extension in ("cells", "fold", "links", "tables"):
        app.setup_extension(f"_ext.{extension}")
    app.add_directive("fact-table", FactTable)
    app.add_directive("data-dictionary", DataDictionary)
    app.add_directive("data-rules", DataRules)
    app.add_role("row", RowRole())
    app.add_role("label", LabelRole())
    app.connect("build-finished", ship_data)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
