"""Pages that load nothing from elsewhere and run no script but files of their own."""

import re
from pathlib import Path

from tests.site.reading import Pages, is_outside

POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "object-src 'none'; base-uri 'self'"
)
LOADING = ("script", "link", "style", "img", "iframe", "object", "embed", "video", "audio", "source")
#: Kinds of <link> that make a browser fetch or connect.
FETCHED = {
    "stylesheet", "preload", "modulepreload", "prefetch", "preconnect", "dns-prefetch", "icon", "apple-touch-icon",
    "manifest", "mask-icon",
}  # fmt: skip
#: What loads from another host in a style sheet or a script: url(...), @import, import, importScripts.
REMOTE = re.compile(
    r"""(?:\burl\(\s*["']?|@import\s[^;\n]{0,20}?|\bimport\b[^;\n]{0,40}?["'`]|importScripts\(\s*["'`])(?:https?:)?//""",
    re.IGNORECASE,
)


def test_every_page_carries_the_policy(pages: Pages):
    for page, soup in pages.items():
        found = soup.select('head > meta[http-equiv="Content-Security-Policy" i]')
        assert [tag["content"] for tag in found] == [POLICY], page


def test_the_policy_stands_before_all_that_loads(pages: Pages):
    for page, soup in pages.items():
        (policy,) = soup.select('meta[http-equiv="Content-Security-Policy" i]')
        assert not policy.find_all_previous(LOADING), page


def test_no_script_stands_in_a_page(pages: Pages):
    inline = [
        f"{page}: {str(tag)[:100]}"
        for page, soup in pages.items()
        for tag in soup.find_all("script", src=False)
        if tag.get("type") != "application/ld+json"
    ]
    assert not inline, "\n".join(inline)


def test_no_attribute_runs_a_script(pages: Pages):
    running = [
        f"{page}: <{tag.name} {name}={value!r}>"
        for page, soup in pages.items()
        for tag in soup.find_all(True)
        for name, value in tag.attrs.items()
        if name.startswith("on") or str(value).lstrip().lower().startswith("javascript:")
    ]
    assert not running, "\n".join(running)


def test_nothing_is_fetched_from_another_host(pages: Pages):
    fetched = []
    for page, soup in pages.items():
        for tag in soup.find_all(LOADING):
            if tag.name == "link" and not FETCHED & set(tag.get("rel", [])):
                continue
            links = [tag[name] for name in ("href", "src", "data", "poster") if tag.has_attr(name)]
            links += [part.split()[0] for part in tag.get("srcset", "").split(",") if part.strip()]
            fetched += [f"{page}: {link}" for link in links if is_outside(link) and not link.startswith("data:")]
    assert not fetched, "\n".join(fetched)


def test_no_style_of_a_page_loads_from_another_host(pages: Pages):
    for page, soup in pages.items():
        styles = [tag.get_text() for tag in soup.find_all("style")] + [tag["style"] for tag in soup.select("[style]")]
        assert not [style for style in styles if REMOTE.search(style)], page


def test_no_shipped_style_or_script_loads_from_another_host(site: Path):
    files = [file for kind in ("css", "js") for file in site.rglob(f"*.{kind}")]
    loading = {
        f"{file.relative_to(site)}: {found.group()}"
        for file in files
        for found in REMOTE.finditer(file.read_text(encoding="utf-8"))
    }
    assert files and not loading, "\n".join(sorted(loading))


def test_no_page_tells_where_it_was_built(site: Path):
    root = str(Path(__file__).resolve().parents[2]).encode()
    told = [
        page.name for page in site.rglob("*.html") if root in page.read_bytes() or b"PosixPath(" in page.read_bytes()
    ]
    assert not told
