"""The foot of every chapter: the claims it bears on, the tables it read, what can be taken along, how it is cited.

Claims stand in the front matter of the chapter, tables are read off its cells: ``load`` takes a literal name.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform

from _ext import address, paper
from _ext.cells import called_with, elements
from _ext.cite import cite
from _ext.downloads import data_path, notebook_path, wheel_path
from _ext.facts import report_uri, target
from _ext.links import joined, light, to_goal, to_uri
from helpers.data import as_of, resource
from helpers.labels import date_text, t


def front_matter(document: nodes.document) -> dict[str, str]:
    """Return the front matter of a page, which stands as a list of fields at its top."""
    top = next((child for child in document.children if isinstance(child, nodes.field_list)), nodes.field_list())
    return {field[0].astext(): field[1].astext() for field in top.children}


class Foot(SphinxTransform):
    """Append the foot to a page that names its topics in its front matter."""

    default_priority = 205  # before the cells are folded

    def apply(self, **kwargs: Any) -> None:
        """Append the foot to one page."""
        about = front_matter(self.document)
        if "topics" not in about:
            return
        claims = json.loads(about.get("claims", "[]"))
        section = nodes.section(ids=["what-this-page-rests-on"], names=["what this page rests on"])
        section += nodes.title("", t("page: what this page rests on"))
        if claims:
            section += _line("page: claims it bears on", [to_goal(target(claim), claim) for claim in claims])
        tables = self._tables()
        section += _line("page: tables it read", [to_goal(f"table-{name}", name) for name in tables])
        section += _line("page: tables as CSV", [self._file(f"data/{resource(name)['path']}") for name in tables])
        section += _line("page: to download", self._downloads())
        section += nodes.paragraph("", t("page: as of {day}").format(day=date_text(as_of())))
        top = next(iter(self.document.findall(nodes.section)))
        title = top[0].astext()
        section += cite(self.app, self.env.docname, title)
        told = t("page: something on this page is wrong?")
        section += nodes.paragraph("", "", to_uri(self._report(title), told, "wrong"))
        top += section

    def _report(self, title: str) -> str:
        """Return where a reader says that the chapter is wrong: a form of the repository, or the page on method."""
        page, repository = self.env.docname, self.app.config.book_repository
        if not repository:
            return report_uri(self.app, page)
        asked = {"template": "chapter.yml", "title": f"Chapter: {title}", "page": address.of(self.app, page) or title}
        return f"{repository}/issues/new?{urlencode(asked, quote_via=quote)}"

    def _downloads(self) -> list[light]:
        binder = address.binder(self.app.config.book_repository, f"{self.env.docname}.md")
        return [
            self._file(notebook_path(self.env.docname), t("page: this chapter as a notebook")),
            self._file(data_path(), t("page: all tables in one file")),
            self._file(wheel_path(Path(self.app.srcdir)), t("page: helpers and tables as a package")),
            *([self._file(paper.paper_path(), t("page: the book as one PDF"))] if self.app.config.book_paper else []),
            *([to_uri(binder, t("page: this chapter on Binder"))] if binder else []),
        ]

    def _file(self, path: str, text: str = "") -> light:
        """Return a link to a file of the site; its name is the text unless another is given."""
        top = self.app.builder.get_relative_uri(self.env.docname, "index").removesuffix("index.html")
        return to_uri(f"{top}{path}", text or path.rpartition("/")[2])

    def _tables(self) -> list[str]:
        read: list[str] = []
        for cell in elements(self.document, "cell_code_source"):
            read += called_with(cell.astext(), "load")
        return list(dict.fromkeys(read))


def _line(heading: str, links: list[light]) -> nodes.paragraph:
    """Return links behind the words of a heading."""
    line = nodes.paragraph("", f"{t(heading)}: ")
    line += joined(links)
    return line


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the transform."""
    app.add_transform(Foot)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
