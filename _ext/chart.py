"""The directives ``{chart} name`` and ``{explorer} name``: what a cell drew, its caption, and what stands behind it.

The caption is the directive's content and the text for those who do not see the picture its option ``alt``: both stand
in the chapter, where translators find them. Frame, n, sources and helper come with the picture from
:func:`helpers.page.chart`.
"""

from __future__ import annotations

import csv
import io
import os
import posixpath
from html import escape
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import quote
from xml.etree import ElementTree as ET

from docutils import nodes
from docutils.parsers.rst import directives
from myst_nb.core.variables import RetrievalError
from myst_nb.ext.glue.utils import retrieve_glue_data
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from _ext.cells import anchor
from _ext.fold import fold
from _ext.links import seal, to_uri
from _ext.tables import plain_table
from helpers.labels import date_text, t
from helpers.page import CHART
from helpers.style import WIDTH

CHARTS = "charts"
#: Rows of a figure's data that a page shows; more would weigh more than the page.
SHOWN = 300


class picture(nodes.image):
    """An image whose size stands in the page, so that the text below keeps its place while it comes.

    docutils would write the size as a style, which no sheet could make smaller on a phone, and make the image a link.
    """


def visit_picture(writer: Any, node: picture) -> None:
    """Write the image where the builder puts it."""
    file = quote(writer.builder.images[node["uri"]])
    about = {"src": posixpath.join(writer.builder.imgpath, file), "alt": node["alt"], **node["size"]}
    writer.body.append(writer.emptytag(node, "img", "\n", **about))


class Chart(SphinxDirective):
    """Show a chart by its name."""

    required_arguments = 1
    has_content = True
    option_spec: ClassVar = {"alt": directives.unchanged_required}

    def run(self) -> list[nodes.Node]:
        """Return the figure."""
        name = self.arguments[0]
        if not self.options.get("alt") or not self.content:
            raise self.error(f"chart {name!r} needs :alt: and a caption")
        try:
            output = retrieve_glue_data(self.state.document, name)
        except RetrievalError:
            raise self.error(f"no cell of this chapter calls chart({name!r}, ...)") from None
        about = output.metadata[CHART]
        write(Path(self.env.app.outdir) / CHARTS / f"{name}.csv", about["csv"])

        figure = nodes.figure("", ids=[name], classes=["chart"])
        figure += self._shown(output.data["image/svg+xml"], about)
        figure += self._caption()
        return [figure, *self._beside(about), self._behind(about)]

    def _shown(self, svg: str, about: dict[str, Any]) -> list[nodes.Node]:
        """Return the picture in its box, which a phone scrolls where the picture is a wide one."""
        drawn = ET.fromstring(svg).attrib
        width, height = (float(drawn[side].removesuffix("pt")) for side in ("width", "height"))
        wide = ["wide"] * (round(width / 72, 2) > WIDTH)
        box = nodes.container(classes=["chart-box", *wide])
        size = {"width": f"{width / 0.75:.0f}", "height": f"{height / 0.75:.0f}"}  # in pixels of CSS
        box += picture(uri=self._picture(about["name"], svg), alt=self.options["alt"], size=size)
        return [box]

    def _beside(self, about: dict[str, Any]) -> list[nodes.Node]:
        """Return what stands below the caption, ahead of the data."""
        return []

    def _picture(self, name: str, svg: str) -> str:
        """Write the picture where Sphinx collects images from; return its address as a page of the source names it."""
        settings: Any = self.env  # myst-nb adds its own
        file = Path(settings.mystnb_config.output_folder, CHARTS, f"{name}.svg")
        write(file, svg)
        return os.path.relpath(file, Path(self.env.doc2path(self.env.docname)).parent).replace(os.sep, "/")

    def _uri(self, file: str) -> str:
        here = posixpath.dirname(self.env.docname)
        return posixpath.relpath(f"{CHARTS}/{file}", here or ".")

    def _caption(self) -> nodes.caption:
        paragraph = nodes.Element()
        self.state.nested_parse(self.content, self.content_offset, paragraph)
        first = paragraph[0]
        caption = nodes.caption(first.rawsource, "", *first.children)
        caption.source, caption.line = self.get_source_info()
        return caption

    def _behind(self, about: dict[str, Any]) -> fold:
        counts = "; ".join(f"{t(what)}: {count}" for what, count in about["n"].items())
        summary = t("page: data behind this figure ({counts})").format(counts=counts)
        behind = fold(summary=summary, classes=["behind"])
        links = nodes.paragraph(classes=["links"])
        for text, uri in (
            (t("page: data as CSV"), self._uri(f"{about['name']}.csv")),
            (t("page: the cell"), f"#{anchor(about['name'])}"),
            (t("page: the code that draws it"), self._source_of(about["helper"])),
        ):
            links += to_uri(uri, text)
            links += nodes.Text(" ")
        behind += links
        behind += nodes.paragraph("", t("page: as of {day}").format(day=date_text(about["as_of"])))
        behind += self._sources(about["sources"])
        header, *body = list(csv.reader(io.StringIO(about["csv"])))
        behind += seal(plain_table(header, body[:SHOWN]))
        if len(body) > SHOWN:
            told = t("page: the first {shown} of {rows} rows; the CSV has all").format(shown=SHOWN, rows=len(body))
            behind += nodes.paragraph("", told)
        return behind

    def _source_of(self, helper: str) -> str:
        module, _, function = helper.rpartition(".")
        here = posixpath.dirname(self.env.docname)
        page = posixpath.relpath(f"_modules/{module.replace('.', '/')}.html", here or ".")
        return f"{page}#{function}"

    def _sources(self, keys: list[str]) -> nodes.paragraph:
        text = "; ".join(f"{{source}}`{key}`" for key in keys)
        parsed = nodes.Element()
        self.state.nested_parse([f"{t('page: sources')}: {text}"], 0, parsed)
        return parsed[0]


class Explorer(Chart):
    """Show a drawing that a reader moves through; without scripts it shows its last step and the table of all."""

    option_spec: ClassVar = {
        "alt": directives.unchanged_required,
        "step": directives.unchanged_required,
    }

    def _shown(self, svg: str, about: dict[str, Any]) -> list[nodes.Node]:
        """Return controls, sentence and drawing; ``:step:`` is the label of a step, such as ``year``."""
        if not self.options.get("step"):
            raise self.error(f"explorer {about['name']!r} needs :step:")
        name, steps, place = escape(about["name"]), about["steps"]["rows"], about["steps"]["first"]
        slides = "case" not in about["steps"]["columns"]
        controls = self._slider(name, steps, place) if slides else self._choices(name, steps, place)
        said = f'<output for="{name}-step">{escape(steps[place][1])}</output>'
        controls = f'<div class="controls" hidden>{controls}</div>{said}'
        role = "group" if "<a " in svg else "img"  # a picture may hold no links
        seen = svg.replace("<svg ", f'<svg role="{role}" aria-labelledby="{name}-alt" ', 1)
        start = f'<div class="explorer" data-key="{escape(self.options["step"])}">'
        alt = nodes.paragraph(self.options["alt"], self.options["alt"], classes=["unseen"], ids=[f"{name}-alt"])
        alt.source, alt.line = self.get_source_info()
        return [
            nodes.raw("", f'{start}{controls}<div class="chart-box">{seen}</div></div>', format="html"),
            alt,  # a paragraph, so that translators find it
        ]

    def _slider(self, name: str, steps: list[list[str]], place: int) -> str:
        """Return a slider with a button at each end, for steps that follow one another."""
        last = len(steps) - 1
        return (
            f'<label for="{name}-step">{escape(t(self.options["step"]))}</label>'
            f'<button type="button" value="-1" aria-label="{escape(t("page: earlier"))}">\N{MINUS SIGN}</button>'
            f'<input id="{name}-step" type="range" min="0" max="{last}" value="{place}">'
            f'<button type="button" value="1" aria-label="{escape(t("page: later"))}">+</button>'
            f"<strong>{escape(steps[place][0])}</strong>"
        )

    def _choices(self, name: str, steps: list[list[str]], place: int) -> str:
        """Return a list and a set of buttons, for steps that are two choices."""
        parts = [step[0].rpartition("-") for step in steps]
        first = dict(zip([part[0] for part in parts], [step[2] for step in steps], strict=True))
        second = dict(zip([part[2] for part in parts], [step[3] for step in steps], strict=True))
        here, _, way = parts[place]
        options = "".join(
            f'<option value="{escape(value)}"{" selected" if value == here else ""}>{escape(word)}</option>'
            for value, word in first.items()
        )
        buttons = "".join(
            f'<label><input type="radio" name="{name}-way" value="{escape(value)}"{" checked" if value == way else ""}>'
            f"{escape(word)}</label>"
            for value, word in second.items()
        )
        label = escape(t(self.options["step"]))
        return f'<label for="{name}-step">{label}</label><select id="{name}-step">{options}</select>{buttons}'

    def _beside(self, about: dict[str, Any]) -> list[nodes.Node]:
        table = about["steps"]
        beside = fold(summary=t("page: all steps as a table"), classes=["behind"])
        heads = [t(self.options["step"]), *[t(f"explorer: {column}") for column in table["columns"][1:]]]
        beside += seal(plain_table(heads, table["rows"]))
        return [beside]


def write(file: Path, content: str) -> None:
    """Write a file, its folder too."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(content, encoding="utf-8", newline="\n")


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the directive."""
    app.setup_extension("_ext.fold")
    app.add_node(picture, html=(visit_picture, lambda writer, node: None))
    app.add_directive("chart", Chart)
    app.add_directive("explorer", Explorer)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
