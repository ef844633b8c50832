"""What the tests of the site share: where a link leads, and what the tables say, read without the helpers."""

from __future__ import annotations

import csv
import json
import posixpath
from collections import defaultdict
from datetime import date
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

from bs4 import BeautifulSoup, Tag

from tests.chapters.prose import CHAPTERS, ROOT, Chapter

Pages = dict[str, BeautifulSoup]
DATA = ROOT / "data"
PACKAGE = json.loads((DATA / "datapackage.json").read_text(encoding="utf-8"))
DAY = date.fromisoformat(PACKAGE["as_of"])
AS_OF = f"As of {DAY.day} {DAY:%B %Y}"
#: Tables without a page of their own: the words of the pages, and the register of published ids.
UNSHOWN = ("labels", "published")
#: The pages that have a source, by address, and those of them that name their topics: the chapters.
ABOUT = {Path(chapter.name).with_suffix(".html").as_posix(): chapter for chapter in map(Chapter, CHAPTERS)}
TOPICAL = {address: chapter for address, chapter in ABOUT.items() if "topics" in chapter.front_matter}


def is_outside(link: str) -> bool:
    """Return whether a link leads to another host, or to none."""
    parts = urlsplit(link)
    return bool(parts.scheme or parts.netloc)


def goal(page: str, link: str) -> tuple[str, str]:
    """Return file and fragment that a link of a page leads to; the file is named from the root of the site."""
    parts = urlsplit(link)
    file = posixpath.normpath(posixpath.join(posixpath.dirname(page), unquote(parts.path))) if parts.path else page
    return file, unquote(parts.fragment)


def text(tag: Tag) -> str:
    """Return the text of an element with single blanks."""
    return " ".join(tag.get_text().split())


def element(pages: Pages, page: str, name: str) -> Tag:
    """Return the one element of a page that has an id; a page is looked through once."""
    soup = pages[page]
    if id(soup) not in _PLACES:
        found = _PLACES[id(soup)] = defaultdict(list)
        for tag in soup.find_all(id=True):
            found[tag["id"]].append(tag)
    tags = _PLACES[id(soup)][name]
    assert len(tags) == 1, f"{page}: {len(tags)} elements have the id {name!r}"
    return tags[0]


#: Elements by id, of each page that was looked through.
_PLACES: dict[int, dict[str, list[Tag]]] = {}


@cache
def table(name: str) -> list[dict[str, str]]:
    """Return the rows of a table as text."""
    (path,) = (item["path"] for item in PACKAGE["resources"] if item["name"] == name)
    with (DATA / path).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def has_ids(item: dict) -> bool:
    """Tell whether the rows of a table have ids; figures have none."""
    return any(field["name"] == "id" for field in item["schema"]["fields"])


def shown_tables() -> list[str]:
    """Return the tables that have a page of facts."""
    return [item["name"] for item in PACKAGE["resources"] if item["name"] not in UNSHOWN and has_ids(item)]


def figure_tables() -> list[dict]:
    """Return the tables that have a page of figures."""
    return [item for item in PACKAGE["resources"] if item["name"] not in UNSHOWN and not has_ids(item)]


def word(key: str) -> str:
    """Return what pages write for a word of the tables."""
    (row,) = (row for row in table("labels") if row["key"] == key)
    return row["en"]
