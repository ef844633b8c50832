"""Verdicts held against numbers: where a number bounds a verdict, the page's number and the verdict agree."""

import operator
import re

import pytest

from tests.site.reading import Pages, table, text

SIGNS = {"<=": operator.le, ">=": operator.ge, "<": operator.lt, ">": operator.gt, "=": operator.eq}
FOR, AGAINST = ("supported", "partly supported", "disputed"), ("contradicted", "disputed")


def holds(condition: str, value: float) -> bool:
    sign, bound = condition.split()
    return SIGNS[sign](value, float(bound))


@pytest.mark.parametrize("row", table("tests"), ids=lambda row: row["id"])
def test_the_verdict_agrees_with_its_number(pages: Pages, row: dict[str, str]):
    file, name = row["metric"].split("::")
    wanted = file.replace(".md", ".html")
    (soup,) = (soup for page, soup in pages.items() if page.startswith("chapters/") and page.endswith(f"/{wanted}"))
    value = float(re.sub(r"[^\d.-]", "", text(soup.select_one(f"a.glued[href$='#cell-{name}']"))))
    verdicts = {claim["id"]: claim["verdict"] for claim in table("claims")}
    verdict = verdicts.get(row["claim"], "")
    if holds(row["supported_if"], value):
        assert verdict in ("", *FOR)
    if holds(row["contradicted_if"], value):
        assert verdict in ("", *AGAINST)
