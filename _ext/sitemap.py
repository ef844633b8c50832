"""Where each page is, for search engines: its canonical link, and ``sitemap.xml``, which lists all pages of the book.

Both need the address of the site, ``book_site``; without it nothing is said, as that would be a guess.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from sphinx.application import Sphinx
from sphinx.config import Config

from _ext import address

_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"


def begin(app: Sphinx, config: Config) -> None:
    """Give the address to Sphinx, which puts the canonical links."""
    settings: Any = config
    settings.html_baseurl = f"{config.book_site}/" if config.book_site else ""


def write_sitemap(app: Sphinx, error: Exception | None) -> None:
    """List the pages of the book; the day of each is that of the commit, so the same commit gives the same bytes."""
    if error is not None or app.builder.format != "html" or not app.config.book_site:
        return
    ElementTree.register_namespace("", _SITEMAP)
    urls = ElementTree.Element(f"{{{_SITEMAP}}}urlset")
    seconds = int(os.environ.get("SOURCE_DATE_EPOCH", "0"))
    for page in sorted(app.env.found_docs):
        url = ElementTree.SubElement(urls, f"{{{_SITEMAP}}}url")
        ElementTree.SubElement(url, f"{{{_SITEMAP}}}loc").text = address.of(app, page)
        if seconds:  # 0 where there is no commit
            ElementTree.SubElement(url, f"{{{_SITEMAP}}}lastmod").text = f"{datetime.fromtimestamp(seconds, UTC):%F}"
    ElementTree.indent(urls)
    ElementTree.ElementTree(urls).write(Path(app.outdir) / "sitemap.xml", encoding="utf-8", xml_declaration=True)


def setup(app: Sphinx) -> dict[str, Any]:
    """Take the address once it is settled; write the list of pages at the end."""
    app.setup_extension("_ext.address")
    app.connect("config-inited", begin)
    app.connect("build-finished", write_sitemap)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
