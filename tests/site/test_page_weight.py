"""Pages that weigh little: a page with its styles and scripts, and with its figures as they travel."""

import gzip
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path

from bs4 import BeautifulSoup

from tests.site.reading import Pages, goal

KIB = 1024


def files(page: str, soup: BeautifulSoup, *selectors: str) -> set[str]:
    """Return the files that elements of a page load."""
    found = [tag.get("src") or tag["href"] for tag in soup.select(", ".join(selectors))]
    return {page, *(goal(page, link)[0] for link in found)}


def assert_light(limit: int, loads: dict[str, Iterable[str]], weigh: Callable[[str], int]) -> None:
    """Hold the weight of each page against a limit."""
    weights = sorted(((sum(map(weigh, names)), page) for page, names in loads.items()), reverse=True)
    heaviest = "\n".join(f"{weight / KIB:7.1f} KiB  {page}" for weight, page in weights[:5])
    assert weights[0][0] <= limit, f"more than {limit // KIB} KiB; the heaviest pages:\n{heaviest}"


def test_uncompressed_without_figures(site: Path, pages: Pages):
    loads = {page: files(page, soup, "script[src]", "link[rel=stylesheet]") for page, soup in pages.items()}
    assert_light(400 * KIB, loads, lambda name: (site / name).stat().st_size)


def test_compressed_with_figures(site: Path, pages: Pages):
    selectors = ("script[src]", "link[rel=stylesheet]", "link[rel=icon]", "img[src]")
    loads = {page: files(page, soup, *selectors) for page, soup in pages.items()}
    assert_light(150 * KIB, loads, cache(lambda name: len(gzip.compress((site / name).read_bytes(), 6, mtime=0))))
