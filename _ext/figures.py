"""Pages of figures: tables of numbers without ids, whose key is dataset, state and year.

``{figures} military_expenditure`` shows a table of each of its values, spread over columns so that a page stays light;
``:count: session`` shows only how many rows there are by a column, where the rows are too many to read.
"""

from __future__ import annotations

from html import escape
from typing import Any, ClassVar

import pandas as pd
from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from _ext.facts import report_uri, target, word
from _ext.links import joined, seal, to_goal, to_uri
from _ext.tables import plain_table
from helpers.data import read_table, resource
from helpers.labels import t


class Figures(SphinxDirective):
    """Show a table of figures."""

    required_arguments = 1
    option_spec: ClassVar = {"count": directives.unchanged_required}

    def run(self) -> list[nodes.Node]:
        """Return how many rows there are, the datasets they come from, and a table of each value."""
        self.table = self.arguments[0]
        self.resource = resource(self.table)
        self.frame = read_table(self.table)
        shown = self._counts() if "count" in self.options else self._values()
        return [self._about(), self._datasets(), *shown]

    def _about(self) -> nodes.paragraph:
        about = nodes.paragraph("", t("page: {rows} rows.").format(rows=len(self.frame)) + " ", classes=["links"])
        uri = self.env.app.builder.get_relative_uri(self.env.docname, "index").removesuffix("index.html")
        about += to_uri(f"{uri}data/{self.table}.csv", t("page: data as CSV"))
        about += nodes.Text(" ")
        about += to_uri(report_uri(self.env.app, self.env.docname).format(row=self.table), t("page: wrong?"), "wrong")
        return about

    def _datasets(self) -> nodes.paragraph:
        line = nodes.paragraph("", f"{t('dataset')}: ")
        line += joined([to_goal(target(dataset), dataset) for dataset in sorted(set(self.frame["dataset"]))])
        return line

    def _counts(self) -> list[nodes.Node]:
        column = self.options["count"]
        counts = self.frame.groupby(column).agg(first=("date", "min"), last=("date", "max"), rows=("date", "size"))
        header = [t(column), t("page: first"), t("page: last"), t("page: row count")]
        rows = [[str(cell) for cell in row] for row in counts.reset_index().to_numpy()]
        return [seal(plain_table(header, rows))]

    def _values(self) -> list[nodes.Node]:
        fields = {field["name"]: field for field in self.resource["schema"]["fields"]}
        key = [name for name in self.resource["schema"]["primaryKey"] if self.frame[name].nunique() > 1]
        spread = self.resource.get("spread")
        if spread is None:
            rows = self.frame.set_index(key)[[name for name in fields if name not in [*key, "dataset"]]]
            return [nodes.raw("", markup(rows, self.table), format="html")]
        shown: list[nodes.Node] = []
        for name in [name for name in fields if name not in self.resource["schema"]["primaryKey"]]:
            pivot = self.frame.pivot(index=[column for column in key if column != spread], columns=spread, values=name)
            order = list(dict.fromkeys(self.frame[spread].sort_values()))
            section = nodes.section(ids=[name.replace("_", "-")], names=[])
            section += nodes.title("", t(fields[name]["title"]))
            section += nodes.paragraph("", fields[name]["description"])
            section += nodes.raw("", markup(pivot.dropna(how="all")[order], name), format="html")
            shown.append(section)
        return shown


def markup(pivot: pd.DataFrame, name: str) -> str:
    """Return a table of numbers as HTML: rows have the address ``value-key``, such as ``usd-million-2010``."""
    heads = "".join(f'<th scope="col">{escape(word(str(key)))}</th>' for key in [*pivot.index.names, *pivot.columns])
    lines = []
    for key, row in zip(pivot.index, pivot.astype("object").to_numpy(), strict=True):
        parts = key if isinstance(key, tuple) else (key,)
        place = "-".join("-".join([name, *map(str, parts)]).replace("_", " ").lower().split())
        first = "".join(f'<th scope="row">{escape(word(str(part)))}</th>' for part in parts)
        cells = "".join(f"<td>{'' if pd.isna(cell) else f'{cell:.15g}'}</td>" for cell in row)
        lines.append(f'<tr id="{escape(place)}">{first}{cells}</tr>')
    body = "\n".join(lines)
    return (
        f'<div class="table-wrapper container"><table class="figures"><thead><tr>{heads}</tr></thead>'
        f"<tbody>\n{body}\n</tbody></table></div>"
    )


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the directive."""
    app.add_directive("figures", Figures)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
