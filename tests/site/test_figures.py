"""Tables of figures: every number of the file stands on its page, under its row and column."""

import pytest

from tests.site.reading import ABOUT, Pages, figure_tables, goal, table, text

EACH = pytest.mark.parametrize("item", figure_tables(), ids=lambda item: item["name"])


def page_of(name: str) -> tuple[str, bool]:
    """Return the page that shows a table, and whether it counts its rows only."""
    ((page, source),) = (
        (page, source)
        for page, chapter in ABOUT.items()
        if f"{{figures}} {name}\n" in (source := chapter.path.read_text(encoding="utf-8"))
    )
    return page, ":count:" in source


@EACH
def test_every_number_is_on_the_page(pages: Pages, item: dict):
    name, key, rows = item["name"], item["schema"]["primaryKey"], table(item["name"])
    page, counts = page_of(name)
    if counts:
        shown = pages[page].select("table.facts tbody tr")
        assert sum(int(text(row.select("td")[-1])) for row in shown) == len(rows) > 0
        return
    values = [field["name"] for field in item["schema"]["fields"] if field["name"] not in key]
    wanted = sorted(float(row[value]) for row in rows for value in values if row[value])
    found = sorted(float(text(cell)) for cell in pages[page].select("table.figures td") if text(cell))
    assert found == pytest.approx(wanted) and wanted


@EACH
def test_the_page_names_its_datasets(pages: Pages, item: dict):
    page, _ = page_of(item["name"])
    goals = {goal(page, link["href"])[1] for link in pages[page].select("article a[href]")}
    assert {row["dataset"] for row in table(item["name"])} <= goals


@EACH
def test_rows_have_addresses_of_their_own(pages: Pages, item: dict):
    page, counts = page_of(item["name"])
    places = [row.get("id") for row in pages[page].select("table.figures tbody tr")]
    assert counts or (all(places) and len(places) == len(set(places)))
