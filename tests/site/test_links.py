"""Every link of every page leads somewhere."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from tests.site.reading import Pages, goal, is_outside

LINKING = ("href", "xlink:href", "src", "action", "poster", "data")


def links(pages: Pages) -> Iterator[tuple[str, str]]:
    """Yield page and link of every link within the site; <base> is none, it says against what links are read."""
    for page, soup in pages.items():
        for tag in soup.find_all(lambda tag: tag.name != "base"):
            found = [tag[name] for name in LINKING if tag.has_attr(name)]
            found += [part.split()[0] for part in tag.get("srcset", "").split(",") if part.strip()]
            yield from ((page, link) for link in found if not is_outside(link))


def ids(pages: Pages) -> dict[str, list[str]]:
    """Return the ids of each page, as often as they stand there."""
    return {page: [tag["id"] for tag in soup.find_all(id=True)] for page, soup in pages.items()}


def test_every_link_leads_to_a_file(site: Path, pages: Pages):
    broken = {f"{page}: {link}" for page, link in links(pages) if not (site / goal(page, link)[0]).is_file()}
    assert not broken, "\n".join(["no such file:", *sorted(broken)])


def test_every_fragment_is_an_id(pages: Pages):
    known = {page: set(found) for page, found in ids(pages).items()}
    broken = set()
    for page, link in links(pages):
        file, fragment = goal(page, link)
        if fragment and fragment not in known.get(file, ()):
            broken.add(f"{page}: {link}")
    assert not broken, "\n".join(["no such place:", *sorted(broken)])


def test_no_link_leaves_the_root_of_the_site(pages: Pages):
    out = {f"{page}: {link}" for page, link in links(pages) if goal(page, link)[0].startswith(("..", "/"))}
    assert not out, "\n".join(sorted(out))


def test_no_id_stands_twice_on_a_page(pages: Pages):
    twice = [f"{page}: {name}" for page, found in ids(pages).items() for name, n in Counter(found).items() if n > 1]
    assert not twice, "\n".join(twice)


def test_every_page_can_be_reached(pages: Pages):
    reached, ahead = set(), ["index.html"]
    onward: dict[str, set[str]] = {page: set() for page in pages}
    for page, link in links(pages):
        onward[page].add(goal(page, link)[0])
    while ahead:
        page = ahead.pop()
        if page in pages and page not in reached:
            reached.add(page)
            ahead += onward[page]
    # The page of what is not found is named by servers, the index of modules by none.
    assert set(pages) - reached <= {"404.html", "_modules/index.html"}
