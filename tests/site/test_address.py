"""The address of the site and that of its repository: from the configuration, or from the environment before it."""

import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from sphinx.config import Config

from _ext import address
from tests.site.reading import Pages

ROOT = Path(__file__).resolve().parents[2]
VALUES = {name: ("", "env", (str,)) for name in address.NAMES}


def settled(monkeypatch: pytest.MonkeyPatch, config: dict[str, str], **outside: str) -> tuple[str, str]:
    """Return site and repository as a build takes them."""
    for variable in address.NAMES.values():
        monkeypatch.delenv(variable, raising=False)
    for variable, value in outside.items():
        monkeypatch.setenv(variable, value)
    made = Config(config)
    for name, (default, rebuild, types) in VALUES.items():
        made.add(name, default, rebuild, types)
    address.settle(SimpleNamespace(), made)
    return made.book_site, made.book_repository


def test_the_configuration_is_empty_as_it_ships():
    shipped = (ROOT / "_config.yml").read_text(encoding="utf-8")
    assert '    book_repository: ""\n' in shipped and '    book_site: ""\n' in shipped


@pytest.mark.parametrize(
    ("config", "outside", "expected"),
    [
        ({}, {}, ("", "")),
        ({"book_site": "https://a.example/b"}, {}, ("https://a.example/b", "")),
        ({"book_site": "https://a.example/b"}, {"BOOK_SITE": ""}, ("https://a.example/b", "")),
        ({"book_site": "https://a.example/b"}, {"BOOK_SITE": "https://c.github.io/d"}, ("https://c.github.io/d", "")),
        ({}, {"BOOK_REPOSITORY": "https://github.com/c/d.e_f"}, ("", "https://github.com/c/d.e_f")),
        ({}, {"BOOK_SITE": "https://example.org:8443"}, ("https://example.org:8443", "")),
    ],
)
def test_the_environment_goes_before(monkeypatch: pytest.MonkeyPatch, config, outside, expected):
    assert settled(monkeypatch, config, **outside) == expected


@pytest.mark.parametrize(
    "value",
    ["http://example.org", "https://example.org/", "example.org", "https://", "https://a.org/b?c", "https://a b"],
)
@pytest.mark.parametrize("place", ["configuration", "environment"])
def test_a_bad_address_is_told_with_its_place(monkeypatch: pytest.MonkeyPatch, value: str, place: str):
    inside, outside = ({"book_site": value}, {}) if place == "configuration" else ({}, {"BOOK_SITE": value})
    told = "_config.yml: book_site" if inside else "BOOK_SITE"
    with pytest.raises(SystemExit, match=f"^{told}: .* is no address like https://example.org/book"):
        settled(monkeypatch, inside, **outside)


@pytest.mark.parametrize(
    ("repository", "link"),
    [
        ("", ""),
        ("https://gitlab.com/a/b", ""),
        ("https://github.com/a", ""),
        ("https://github.com/a/b.c", "https://mybinder.org/v2/gh/a/b.c/HEAD?urlpath=lab%2Ftree%2Fchapters%2Fx.md"),
    ],
)
def test_binder_opens_chapters_of_a_repository_on_github(repository: str, link: str):
    assert address.binder(repository, "chapters/x.md") == link


def test_without_a_repository_no_page_leads_to_binder(pages: Pages):
    assert not [page for page, soup in pages.items() if soup.select('a[href*="mybinder.org"]')]


def test_a_build_with_a_bad_address_ends_with_one_line(tmp_path: Path):
    command = [str(Path(sys.executable).with_name("jupyter-book")), "build", "-qq", f"--path-output={tmp_path}", "."]
    env = {**os.environ, "BOOK_REPOSITORY": "git@github.com:a/b.git"}
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 1 and len(done.stderr.splitlines()) == 1, done.stderr
    assert done.stderr.startswith("BOOK_REPOSITORY: 'git@github.com:a/b.git' is no address like https://")
    assert not (tmp_path / "_build/html/index.html").exists()
