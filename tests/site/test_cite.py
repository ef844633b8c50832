"""How a chapter is cited, and which edition and commit its page is of."""

import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from playwright.sync_api import expect
from pybtex.database import parse_string

from _ext import cite, edition
from tests.site.browsing import PHONE, Watched
from tests.site.reading import AS_OF, DAY, PACKAGE, TOPICAL, Pages, goal, text

MEMBERS = "chapters/membership/members.html"
EACH = pytest.mark.parametrize("page", TOPICAL)
BOOK = "Does Central Asia need the CSTO?"


def app(site: str = "", author: str = "Jane Doe") -> SimpleNamespace:
    """Return what the module asks of Sphinx."""
    config = SimpleNamespace(book_site=site, author=author, html_title=BOOK, root_doc="index")
    return SimpleNamespace(config=config, builder=SimpleNamespace(get_target_uri=lambda page: f"{page}.html"))


# --- the texts --------------------------------------------------------------------------------------------------------


@EACH
def test_every_chapter_says_how_it_is_cited(pages: Pages, page: str):
    cited, entry = pages[page].select("#what-this-page-rests-on .copy")
    title = pages[page].h1.get_text().removesuffix("¶").strip("#")
    for said in (title, BOOK, f"edition {PACKAGE['version']}", f"{DAY.day} {DAY:%B %Y}"):
        assert said in text(cited.span)
    ((key, found),) = parse_string(entry.pre.get_text(), "bibtex").entries.items()
    assert key.startswith(PACKAGE["name"]) and found.fields["title"].strip("{}") == title
    assert found.fields["year"] == str(DAY.year) and found.fields["edition"] == PACKAGE["version"]
    assert found.fields["note"] == AS_OF and "url" not in found.fields


def test_keys_of_entries_differ(pages: Pages):
    entries = [pages[page].select_one(".copy pre").get_text().splitlines()[0] for page in TOPICAL]
    assert len(set(entries)) == len(entries) > 30


def test_an_address_is_told_where_there_is_one():
    site = app("https://example.org/some_book")
    address = "https://example.org/some_book/chapters/a.html"
    assert cite.sentence(site, "chapters/a", "A").endswith(f". {address}")
    (entry,) = parse_string(cite.bibtex(site, "chapters/a", "A"), "bibtex").entries.values()
    assert entry.fields["url"] == address  # no backslash: programs print it as it is


@pytest.mark.parametrize("title", ["50 % & more", "A_b #1 costs $5", "{open", "a \\ b ~ c ^ d", "آسيا الوسطى", '"So"'])
def test_every_title_survives_bibtex(title: str):
    (entry,) = parse_string(cite.bibtex(app(), "chapters/a", title), "bibtex").entries.values()
    written = entry.fields["title"]
    assert written[0] == "{" and written[-1] == "}", "capitals would be lost"
    for sign, escaped in {
        "%": r"\%", "&": r"\&", "_": r"\_", "#": r"\#", "$": r"\$", "{": r"\textbraceleft{}",
        "\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
    }.items():  # fmt: skip
        assert (escaped in written) == (sign in title), written
    assert written.isascii() == title.isascii()


def test_an_author_is_a_person_or_a_body():
    def last_names(author: str) -> list[str]:
        (entry,) = parse_string(cite.bibtex(app(author=author), "chapters/a", "A"), "bibtex").entries.values()
        return [" ".join(person.last_names) for person in entry.persons["author"]]

    assert last_names("Jane Doe and John Smith") == ["Doe", "Smith"]
    assert last_names("the authors of the book") == ["{the authors of the book}"]


def test_the_book_itself_is_cited_as_a_book():
    assert cite.bibtex(app(), "index", BOOK).startswith("@book{")
    assert cite.sentence(app(), "index", BOOK).count(BOOK) == 1


# --- the commit -------------------------------------------------------------------------------------------------------


def git(folder: Path, *command: str) -> str:
    env = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    who = ("-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
    return subprocess.run(
        ["git", "-C", str(folder), *who, *command], env=env, capture_output=True, text=True, check=True
    ).stdout.strip()


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    git(tmp_path, "init", "--quiet")
    (tmp_path / "a").write_text("a", encoding="utf-8")
    git(tmp_path, "add", "a")
    git(tmp_path, "commit", "--quiet", "--message", "a")
    return tmp_path


def told(root: Path, address: str = "") -> dict:
    return edition.told(SimpleNamespace(srcdir=root, config=SimpleNamespace(book_repository=address)))


def test_a_page_names_its_commit(repository: Path):
    head = git(repository, "rev-parse", "HEAD")
    assert told(repository)["built"] == f"Built from commit {head[:7]}."
    assert told(repository)["uri"] == ""
    assert told(repository, "https://example.org/book")["uri"] == f"https://example.org/book/commit/{head}"


def test_changes_since_the_commit_are_told(repository: Path):
    (repository / "a").write_text("b", encoding="utf-8")
    assert told(repository)["built"].endswith(" with changes.")


def test_a_tag_does_not_take_the_place_of_the_commit(repository: Path):
    git(repository, "tag", "--annotate", "v1", "--message", "v1")
    assert told(repository)["built"] == f"Built from commit {git(repository, 'rev-parse', 'HEAD')[:7]}."


def test_an_archive_names_no_commit_not_even_one_of_a_repository_around_it(repository: Path):
    (repository / "unpacked").mkdir()
    assert told(repository / "unpacked")["built"] == ""


def test_every_page_names_edition_and_day(pages: Pages):
    for page, soup in pages.items():
        if page != "404.html":
            said = text(soup.select_one(".edition"))
            assert f"Edition {PACKAGE['version']}, as of {DAY.day} {DAY:%B %Y}." in said, page


# --- what is wrong ----------------------------------------------------------------------------------------------------


@EACH
def test_a_chapter_as_a_whole_can_be_called_wrong(pages: Pages, page: str):
    (link,) = pages[page].select("#what-this-page-rests-on > p > a.wrong")
    assert goal(page, link["href"]) == ("chapters/reference/methods.html", "corrections")


# --- in a browser -----------------------------------------------------------------------------------------------------


def copied(watched: Watched) -> str:
    return watched.page.evaluate("navigator.clipboard.readText()")


def test_the_citation_is_copied_by_keyboard(tab: Callable[..., Watched], host: str):
    watched = tab(permissions=["clipboard-read", "clipboard-write"])
    page = watched.page
    page.goto(f"{host}/{MEMBERS}")
    box = page.locator(".copy", has_text="Cite this page")
    box.get_by_role("button", name="Copy the citation").focus()
    page.keyboard.press("Enter")
    expect(box.get_by_role("status")).to_have_text("Copied.")
    assert copied(watched) == box.locator("span").inner_text()
    assert not watched.errors


def test_the_entry_is_copied_by_a_tap(tab: Callable[..., Watched], host: str):
    watched = tab(**PHONE, permissions=["clipboard-read", "clipboard-write"])
    page = watched.page
    page.goto(f"{host}/{MEMBERS}")
    page.locator("details.bibtex summary").tap()
    page.get_by_role("button", name="Copy the BibTeX entry").tap()
    expect(page.locator("details.bibtex").get_by_role("status")).to_have_text("Copied.")
    assert copied(watched) == page.locator("details.bibtex pre").text_content()
    assert not watched.errors


def test_where_the_clipboard_is_closed_the_text_is_selected(tab: Callable[..., Watched], host: str):
    watched = tab()
    page = watched.page
    page.add_init_script("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    page.goto(f"{host}/{MEMBERS}")
    box = page.locator(".copy", has_text="Cite this page")
    box.get_by_role("button").click()
    expect(box.get_by_role("status")).to_contain_text("Selected")
    assert page.evaluate("getSelection().toString()") == box.locator("span").inner_text()
    assert not watched.errors


def test_without_scripts_the_texts_stand_there_and_no_button(tab: Callable[..., Watched], host: str):
    page = tab(java_script_enabled=False).page
    page.goto(f"{host}/{MEMBERS}")
    expect(page.locator(".copy span")).to_be_visible()
    page.locator("details.bibtex summary").click()
    expect(page.locator("details.bibtex pre")).to_be_visible()
    assert page.locator(".copy button:visible").count() == 0
