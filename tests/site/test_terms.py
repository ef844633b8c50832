"""Terms of the glossary: their first use in a chapter links to what they mean."""

import re
from collections.abc import Iterator

import pytest
from bs4 import BeautifulSoup, NavigableString, Tag

from tests.site.reading import TOPICAL, Pages, goal

GLOSSARY = "chapters/reference/glossary.html"


def prose(soup: BeautifulSoup) -> Iterator[NavigableString | Tag]:
    """Yield the pieces of the running text of a chapter in order: plain text, and links of terms."""
    for paragraph in soup.select("article section > p, article section > :is(ul, ol) p"):
        yield from (
            part for part in paragraph.children if isinstance(part, NavigableString) or part.get("class") == ["term"]
        )


@pytest.mark.parametrize("page", TOPICAL)
def test_the_first_use_of_a_term_is_a_link_and_no_other_is(pages: Pages, page: str):
    for entry in pages[GLOSSARY].select("dl.glossary dt"):
        term = "".join(entry.find_all(string=True, recursive=False)).strip()
        used = [part for part in prose(pages[page]) if re.search(rf"(?<!\w){term}s?(?!\w)", part.get_text(), re.I)]
        links = [part for part in used if isinstance(part, Tag) and goal(page, part["href"]) == (GLOSSARY, entry["id"])]
        longer = any(isinstance(part, Tag) and part not in links for part in used)  # the term in a longer one
        assert longer or links == used[:1] if used else not links, term


def test_terms_are_linked_and_only_in_chapters(pages: Pages):
    linking = {page for page, soup in pages.items() if soup.select("a.term")}
    assert linking <= set(TOPICAL) and len(linking) > len(TOPICAL) / 2


def test_no_term_is_linked_in_a_heading_a_table_a_caption_or_another_link(pages: Pages):
    for page in TOPICAL:
        assert not pages[page].select(":is(h1, h2, h3, table, figcaption, pre, code, details, a) a.term"), page
