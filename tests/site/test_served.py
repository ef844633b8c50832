"""The site as GitHub Pages serves it: in a folder of a host, with the page for what is not found at any depth."""

import re
from collections.abc import Iterator
from http import HTTPStatus
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup

from tests.site.browsing import BASE, GitHubPages, serving
from tests.site.reading import Pages, is_outside

LINKING = ("href", "xlink:href", "src", "action", "poster", "data")
IN_STYLE = re.compile(r"""url\(\s*["']?(?!data:|#)([^"')]+)""")


class Served:
    """The site on a host, asked for addresses."""

    def __init__(self, port: int) -> None:
        """Know where to ask."""
        self.port = port
        self.connection = HTTPConnection("127.0.0.1", port)

    def get(self, path: str) -> tuple[int, bytes]:
        """Return status and content of an address."""
        self.connection.request("GET", path)
        answer = self.connection.getresponse()
        return answer.status, answer.read()


@pytest.fixture(scope="module")
def served(site: Path) -> Iterator[Served]:
    with serving(site, GitHubPages) as server:
        yield Served(server.server_port)


def asked_by(soup: BeautifulSoup) -> set[str]:
    """Return all addresses that a page names: links, assets, and what its styles load."""
    found = {tag[name] for name in LINKING for tag in soup.find_all(attrs={name: True})}
    found |= {part.split()[0] for tag in soup.select("[srcset]") for part in tag["srcset"].split(",") if part.strip()}
    for style in [tag.get_text() for tag in soup.select("style")] + [tag["style"] for tag in soup.select("[style]")]:
        found |= set(IN_STYLE.findall(style))
    return {link for link in found if link and not is_outside(link)}


def resolved(links: set[str], at: str) -> set[str]:
    return {urlsplit(urljoin(at, link)).path for link in links}


def test_every_link_and_asset_answers_in_a_folder_of_a_host(site: Path, pages: Pages, served: Served):
    wanted: dict[str, str] = {}
    for page, soup in pages.items():
        if page != "404.html":
            wanted |= dict.fromkeys(resolved(asked_by(soup), BASE + page), page)
    for style in site.rglob("*.css"):
        name = style.relative_to(site).as_posix()
        links = {link for link in IN_STYLE.findall(style.read_text(encoding="utf-8")) if not is_outside(link)}
        wanted |= dict.fromkeys(resolved(links, BASE + name), name)
    broken = [f"{page}: {path}" for path, page in sorted(wanted.items()) if served.get(path)[0] != HTTPStatus.OK]
    assert len(wanted) > 300 and not broken, "\n".join(broken)


def test_each_page_answers_with_itself(site: Path, pages: Pages, served: Served):
    for page in pages:
        assert served.get(BASE + page) == (HTTPStatus.OK, (site / page).read_bytes()), page
    assert served.get(BASE)[1] == (site / "index.html").read_bytes()


def test_folders_that_begin_with_an_underscore_are_served(site: Path, served: Served):
    assert (site / ".nojekyll").read_bytes() == b""
    assert served.get(f"{BASE}_static/book.css")[0] == HTTPStatus.OK


def test_the_host_outside_the_folder_has_nothing(served: Served):
    assert {served.get(path)[0] for path in ("/", "/index.html", "/_static/book.css")} == {HTTPStatus.NOT_FOUND}


@pytest.mark.parametrize("missing", ["nothing.html", "chapters/nothing.html", "chapters/membership/members/x/y"])
def test_what_is_missing_gets_a_page_whose_links_all_work(site: Path, served: Served, missing: str):
    if not (site / "404.html").is_file():
        pytest.skip("the book has no 404.html yet")
    status, page = served.get(BASE + missing)
    assert status == HTTPStatus.NOT_FOUND and page == (site / "404.html").read_bytes()
    soup = BeautifulSoup(page, "html.parser", from_encoding="utf-8")
    at = BASE + missing
    if soup.base:  # the site is built without an address, so for the top of a host: with one, its path stands there
        assert soup.base["href"] == "/"
        soup.base["href"], at = BASE, BASE
    broken = [path for path in resolved(asked_by(soup), at) if served.get(path)[0] != HTTPStatus.OK]
    assert asked_by(soup) and not broken, broken
