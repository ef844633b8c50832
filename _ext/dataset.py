"""The data package in the words of schema.org, for search engines of datasets: on the front page and the page of data.

It is a block of data, not a script: the policy of the pages lets it stand.
"""

from __future__ import annotations

import json
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

from _ext import address
from _ext.downloads import data_path
from _ext.sources import online
from helpers.data import as_of, bibliography, package, read_table, resource, rows, tables

DATA = "chapters/reference/data"


def described(app: Sphinx, page: str) -> dict[str, Any]:
    """Return the dataset as a page describes it; without an address of the site, links are relative to the page."""
    about = package()
    licence, author = about["licenses"][0], app.config.author
    found: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": about["title"],
        "description": about["description"],
        "identifier": about["name"],
        "version": about["version"],
        "dateModified": as_of(),
        "inLanguage": app.config.language,
        "isAccessibleForFree": True,
        "license": licence["path"],
        "creator": {"@type": "Organization" if author[:1].islower() else "Person", "name": author},
        "temporalCoverage": f"{min(read_table('events')['date'].dropna())}/{as_of()}",
        "keywords": about["keywords"],
        "isBasedOn": [_source(row) for row in rows(read_table("datasets"))],
        "distribution": [_download(app, page, data_path(), about["title"], "application/zip", licence)]
        + [_table(app, page, name) for name in tables()],
    }
    if app.config.book_site:
        found |= {"url": address.of(app, DATA), "@id": f"{address.of(app, DATA)}#dataset"}
    return found


def _table(app: Sphinx, page: str, name: str) -> dict[str, str]:
    item = resource(name)
    return _download(app, page, f"data/{item['path']}", item["title"], item["mediatype"], item["licenses"][0])


def _download(app: Sphinx, page: str, path: str, title: str, kind: str, licence: dict[str, str]) -> dict[str, str]:
    site = app.config.book_site
    top = f"{site}/" if site else app.builder.get_relative_uri(page, "index").removesuffix("index.html")
    return {
        "@type": "DataDownload",
        "name": title,
        "encodingFormat": kind,
        "contentUrl": f"{top}{path}",
        "license": licence["path"],
    }


def _source(row: Any) -> dict[str, Any]:
    """Return a published dataset that tables were taken from, with the first address that its sources give."""
    found = [uri for uri in (online(bibliography().entries[key]) for key in row.sources.split(";")) if uri]
    return {
        "@type": "Dataset",
        "name": row.title,
        "version": row.version,
        "temporalCoverage": row.years,
        "creator": {"@type": "Organization", "name": row.publisher},
        **({"url": found[0]} if found else {}),
    }


def put(app: Sphinx, page: str, template: str, context: dict[str, Any], document: nodes.document | None) -> None:
    """Give the description to the template of the two pages; no text can end the block early."""
    if page in (app.config.root_doc, DATA):
        context["dataset"] = json.dumps(described(app, page), ensure_ascii=False).replace("<", "\\u003c")


def setup(app: Sphinx) -> dict[str, Any]:
    """Describe the data."""
    app.connect("html-page-context", put)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
