"""A book that knows its address: canonical links, sitemap, pictures to share, and the page for what is missing.

A book of three pages is built in a copy of the repository, with the address of a repository's pages.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree

import pytest
import yaml
from bs4 import BeautifulSoup

from tests.site.browsing import BASE, GitHubPages, Watched, serving
from tests.site.test_build import PAGE, ROOT, copy

SITE = "https://example.org/some-repo"
REPOSITORY = "https://example.org/who/some-repo"
EPOCH = 1_770_000_000
CHAPTER = """
```{chart} one
:alt: Bars.

A caption.
```

```{code-cell}
counts = claims.verdict_counts(load("claims"))
chart("one", draw.verdicts, counts, n={"claims": 1}, sources=[])
```
"""
FILES = {
    "_toc.yml": "format: jb-book\nroot: index\nparts:\n- caption: A part\n  chapters:\n"
    "  - file: part/one\n  - file: part/data\n",
    "index.md": PAGE,
    "part/one.md": PAGE.replace("index.md", "one.md").replace("A small book", "One & only") + CHAPTER,
    "part/data.md": "# Data\n\nAll tables.\n\n```{data-dictionary}\n```\n",
}
ADDRESSES = [f"{SITE}/{page}.html" for page in ("index", "part/data", "part/one")]


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the built site."""
    book = copy(tmp_path_factory.mktemp("published"))
    for name, content in FILES.items():
        (book / name).parent.mkdir(parents=True, exist_ok=True)
        (book / name).write_text(content.replace("kernelspec:", "topics: [C01]\nkernelspec:"), encoding="utf-8")
    env = {**os.environ, "PYTHONPATH": str(book / "src"), "SOURCE_DATE_EPOCH": str(EPOCH)}
    env |= {"BOOK_SITE": SITE, "BOOK_REPOSITORY": REPOSITORY}
    command = [str(Path(sys.executable).with_name("jupyter-book")), "build", "-qq", "."]
    done = subprocess.run(command, cwd=book, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return book / "_build" / "html"


def page(site: Path, name: str) -> BeautifulSoup:
    return BeautifulSoup((site / name).read_bytes(), "html.parser", from_encoding="utf-8")


def meta(soup: BeautifulSoup, name: str) -> str:
    (tag,) = soup.select(f'meta[property="{name}"]')
    return tag["content"]


def test_the_sitemap_lists_the_pages_with_the_day_of_the_commit(published: Path):
    root = ElementTree.parse(published / "sitemap.xml").getroot()
    space = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
    assert root.tag == f"{{{space['s']}}}urlset"
    assert [loc.text for loc in root.findall("s:url/s:loc", space)] == ADDRESSES
    day = datetime.fromtimestamp(EPOCH, UTC).date().isoformat()
    assert [last.text for last in root.findall("s:url/s:lastmod", space)] == [day] * 3


def test_each_page_names_its_address(published: Path):
    for address in ADDRESSES:
        soup = page(published, address.removeprefix(f"{SITE}/"))
        assert soup.select_one('link[rel="canonical"]')["href"] == address == meta(soup, "og:url")


def test_a_shared_chapter_shows_its_picture_and_other_pages_that_of_the_book(published: Path):
    for name, shown in {"part/one": "one", "index": "index", "part/data": "index"}.items():
        soup = page(published, f"{name}.html")
        assert meta(soup, "og:image") == f"{SITE}/cards/{shown}.png"
        assert (published / "cards" / f"{shown}.png").is_file()
    assert meta(page(published, "part/one.html"), "og:title") == "One & only"


def test_citation_report_and_data_lead_to_the_address(published: Path):
    soup = page(published, "part/one.html")
    cited, entry = soup.select(".copy")
    assert cited.span.get_text().endswith(f" {ADDRESSES[2]}") and f"url = {{{ADDRESSES[2]}}}" in entry.pre.get_text()
    link = soup.select_one("#what-this-page-rests-on > p > a.wrong")["href"]
    asked = {name: value for name, (value,) in parse_qs(urlsplit(link).query).items()}
    assert link.startswith(f"{REPOSITORY}/issues/new?")
    assert asked == {"template": "chapter.yml", "title": "Chapter: One & only", "page": ADDRESSES[2]}
    form = yaml.safe_load((ROOT / ".github" / "ISSUE_TEMPLATE" / asked["template"]).read_text(encoding="utf-8"))
    assert "page" in [part["id"] for part in form["body"]]
    data = json.loads(page(published, "index.html").select_one('script[type="application/ld+json"]').string)
    assert data["url"] == f"{SITE}/chapters/reference/data.html"
    assert all(item["contentUrl"].startswith(f"{SITE}/") for item in data["distribution"])


# --- the page for what is missing -------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def pages_host(published: Path) -> Iterator[str]:
    with serving(published, GitHubPages) as server:
        yield f"http://127.0.0.1:{server.server_port}{BASE}"


@pytest.mark.parametrize("missing", ["nothing", "chapters/old.html", "a/b/c/d/e.html"])
def test_a_missing_address_leads_back_into_the_book(tab: Callable[..., Watched], pages_host: str, missing: str):
    watched = tab()
    page = watched.page
    assert page.goto(f"{pages_host}{missing}").status == 404
    links = page.locator("a").evaluate_all("links => links.map((link) => [link.textContent, link.href])")
    assert dict(links) == {
        "Does Central Asia need the CSTO?": f"{pages_host}index.html",
        "Search": f"{pages_host}search.html",
        "Data": f"{pages_host}part/data.html",
        "One & only": f"{pages_host}part/one.html",
    }
    for _, link in links:
        assert page.request.get(link).status == 200
    page.get_by_role("link", name="One & only").click()
    page.wait_for_url(f"{pages_host}part/one.html")
    assert all(url.startswith(pages_host) for url in watched.requests)
    assert [error for error in watched.errors if "404" not in error] == []
