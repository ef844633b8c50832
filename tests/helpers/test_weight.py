"""Weight: known numbers computed another way, parts that add up, and figures with a mark for each row."""

import math
from collections.abc import Callable

import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from helpers import as_of, draw, institutions, load, spells, weight
from tests.helpers.figures import Draw, assert_legible, drawn
from tests.helpers.shipped import read

SIX = ["ARM", "BLR", "KAZ", "KGZ", "RUS", "TJK"]
EVER = ["KAZ", "BLR", "ARM", "TJK", "KGZ", "AZE", "GEO", "UZB"]
PERIODS = [(1993, 2002), (2003, 2021)]
ALL_YEARS = weight.members(SIX, range(1992, 2024))


def little(**values: list[float | None]) -> pd.DataFrame:
    """Return values of some states from 2001 on."""
    rows = [(state, 2001 + rank, value) for state, known in values.items() for rank, value in enumerate(known)]
    return pd.DataFrame(rows, columns=["state", "year", "value"]).astype({"value": "Float64"})


def means() -> dict[str, pd.DataFrame]:
    """Return the shares that the chapter draws."""
    forces, products = load("armed_forces"), load("population_gdp")
    return {
        "spending": weight.shares(load("military_expenditure"), "usd_million", ALL_YEARS),
        "personnel": weight.shares(forces, "personnel", ALL_YEARS),
        "capability": weight.shares(forces, "cinc", ALL_YEARS),
        "arms": weight.deliveries(load("arms_transfers"), [state for state in SIX if state != "RUS"]),
        "product": weight.shares(products, "gdp_usd_million", ALL_YEARS),
        "population": weight.shares(products, "population", ALL_YEARS),
    }


def resources() -> pd.DataFrame:
    return weight.together(**means())


def parts() -> pd.DataFrame:
    return weight.parts(weight.implied(load("military_expenditure")), ALL_YEARS).round(3)


def sources() -> pd.DataFrame:
    return weight.suppliers(load("arms_transfers"), EVER, PERIODS)


def paper() -> pd.DataFrame:
    budgets = load("budget_shares")
    held = institutions.held(institutions.terms(load("offices"), as_of()))
    organs = weight.in_organs(held, load("decisions"), budgets[budgets["id"] == "budget-2024-rus"])
    return spells.stack(weight.on_paper(ALL_YEARS), organs, weight.in_means(**means()), weight.in_nato(budgets, 2024))


def test_share_of_spending_is_that_of_the_file():
    rows = [row for row in read("military_expenditure") if row["state"] in SIX and row["usd_million"]]
    found = weight.of(means()["spending"])
    for year in range(1992, 2024):
        mine = {row["state"]: float(row["usd_million"]) for row in rows if int(row["year"]) == year}
        assert (year in found.index) == (len(mine) >= 5 and "RUS" in mine)
        if year in found.index:
            assert found[year] == pytest.approx(100 * mine["RUS"] / sum(mine.values()))
    assert round(found[2023], 1) == 96.9


def test_equal_members_of_spending_are_those_of_the_file():
    mine = [
        float(row["usd_million"])
        for row in read("military_expenditure")
        if (row["year"], row["state"] in SIX) == ("2023", True)
    ]
    hhi = sum((value / sum(mine)) ** 2 for value in mine)
    found = weight.concentration(means()["spending"]).loc[2023]
    assert (found["hhi"], found["effective"]) == pytest.approx((hhi, 1 / hhi))
    assert round(found["effective"], 2) == 1.06


def test_size_and_effort_are_those_of_the_file():
    rows = {row["state"]: row for row in read("military_expenditure") if row["year"] == "2023" and row["state"] in SIX}
    spent = {state: float(row["usd_million"]) for state, row in rows.items()}
    made = {state: 100 * spent[state] / float(row["pct_gdp"]) for state, row in rows.items()}
    spending, size = (known["RUS"] / (sum(known.values()) - known["RUS"]) for known in (spent, made))
    found = parts().set_index("year").loc[2023]
    assert (found["spending"], found["size"]) == pytest.approx((spending, size), rel=1e-3)
    assert found["size_part"] == pytest.approx(100 * math.log(size) / math.log(spending), rel=1e-3)


def test_parts_multiply_and_each_is_its_own_shapley_value():
    """The value of a part is its mean effect over both orders in which the two can be put in."""
    frame = weight.parts(weight.implied(load("military_expenditure")), ALL_YEARS)
    for row in frame.itertuples():
        assert row.size * row.effort == pytest.approx(row.spending)
        whole = math.log(row.spending)
        first, last = math.log(row.size), whole - math.log(row.effort)
        assert row.size_part == pytest.approx(100 * (first + last) / 2 / whole)


def test_what_the_chapter_says_of_size_and_effort():
    frame, bank = parts(), weight.at_current_prices(load("military_expenditure"), load("population_gdp"))
    assert frame.loc[frame["size_part"].idxmin(), "year"] == 2023
    assert (frame["size_part"] > 50).all() and (weight.parts(bank, ALL_YEARS)["size_part"] > 50).all()
    assert list(frame.loc[frame["missing"] != "", "year"]) == [1993, 2005, 2006, 2007, 2013]


def test_product_of_another_dataset_is_that_of_the_same_state_and_year():
    found = weight.at_current_prices(load("military_expenditure"), load("population_gdp"))
    made = {(row["state"], row["year"]): row["gdp_usd_million"] for row in read("population_gdp")}
    effort = {(row["state"], row["year"]): row["pct_gdp"] for row in read("military_expenditure")}
    both = {key: (float(made[key]), float(part)) for key, part in effort.items() if part and made.get(key)}
    keys = [(row.state, str(row.year)) for row in found.itertuples()]
    assert both and sorted(keys) == sorted(both)
    assert list(found["product"]) == [both[key][0] for key in keys]
    assert list(found["spending"]) == pytest.approx([both[key][0] * both[key][1] / 100 for key in keys])


def test_a_year_counts_with_one_gap_at_most():
    frame = little(RUS=[6, 6, 6, None], ARM=[2, None, None, 2], BLR=[2, 2, None, 2])
    found = weight.shares(frame, "value", weight.members(["RUS", "ARM", "BLR"], range(2001, 2005)))
    assert dict(weight.of(found)) == {2001: 60, 2002: 75}
    assert list(found["missing"]) == ["", "", "", "ARM", "ARM"]
    assert list(found.groupby("year")["share"].sum()) == pytest.approx([100, 100])


def test_members_without_a_value_are_named():
    """A union of many may have more than one; here the rule of one is lifted."""
    frame = little(RUS=[6], ARM=[None], BLR=[2], KAZ=[None])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(weight, "GAPS", 2)
        found = weight.shares(frame, "value", weight.members(["RUS", "ARM", "BLR", "KAZ"], [2001]))
    assert found.to_numpy().tolist() == [[2001, "BLR", 2, 25, "ARM;KAZ"], [2001, "RUS", 6, 75, "ARM;KAZ"]]


def test_members_may_change():
    frame = little(RUS=[6, 6], UZB=[2, 2], KAZ=[2, 2])
    then = pd.DataFrame({"year": [2001, 2001, 2001, 2002, 2002], "state": ["RUS", "UZB", "KAZ", "RUS", "KAZ"]})
    assert dict(weight.of(weight.shares(frame, "value", then))) == {2001: 60, 2002: 75}


@pytest.mark.parametrize("number", [1, 2, 5])
def test_equal_shares_weigh_like_their_number(number: int):
    frame = pd.DataFrame({"year": 2001, "share": [100 / number] * number})
    assert weight.concentration(frame).loc[2001, "effective"] == pytest.approx(number)


def test_deliveries_are_those_of_the_file():
    rows = [row for row in read("arms_transfers") if row["recipient"] in SIX and 2017 <= int(row["year"]) <= 2021]
    russian = sum(float(row["tiv"]) for row in rows if row["supplier"] == "RUS")
    found = weight.of(means()["arms"])
    assert found[2021] == pytest.approx(100 * russian / sum(float(row["tiv"]) for row in rows))
    assert found.index.min() == 1997, "the first full run"


def test_deliveries_add_up_runs_of_years_also_those_without_a_row():
    rows = [(2001, "KAZ", "RUS", 4), (2001, "KAZ", "USA", 4), (2003, "KAZ", "RUS", 2), (2004, "UZB", "CHN", 9)]
    found = weight.deliveries(pd.DataFrame(rows, columns=["year", "recipient", "supplier", "tiv"]), ["KAZ"], run=2)
    rest = weight.OTHERS
    assert found[["year", "state", "value"]].to_numpy().tolist() == [
        [2002, "RUS", 4], [2003, "RUS", 2], [2004, "RUS", 2], [2002, rest, 4], [2003, rest, 0], [2004, rest, 0],
    ]  # fmt: skip
    assert found["share"].tolist() == [50, 100, 100, 50, 0, 0]


def test_shares_in_organs_come_from_the_smallest_to_the_largest():
    frame = paper()
    assert frame.loc[frame["group"] == "organs", "share"].is_monotonic_increasing


def test_suppliers_are_those_of_the_file():
    frame = sources()
    rows = [row for row in read("arms_transfers") if row["recipient"] in EVER]
    assert frame["tiv"].sum() == pytest.approx(sum(float(row["tiv"]) for row in rows))
    aze = [
        float(row["tiv"])
        for row in rows
        if (row["supplier"], row["recipient"]) == ("RUS", "AZE") and row["year"] > "2002"
    ]
    assert weight.sent(frame, "AZE", 2003) == sum(aze)
    russian = frame[(frame["supplier"] == "RUS") & (frame["first"] == 2003)].set_index("recipient")["tiv"]
    assert russian.idxmax() == "AZE" and russian.drop("AZE").idxmax() == "KAZ"
    sums = frame.dropna(subset="supplier").groupby(["recipient", "first"])["share"].sum()
    assert all(value == pytest.approx(100, abs=0.1) for value in sums)
    for _, part in frame.groupby(["recipient", "first"]):
        others = part[part["supplier"] != "RUS"]
        assert others["share"].is_monotonic_decreasing and "RUS" not in set(part["supplier"][1:])
    assert frame["supplier"].isna().sum() == 1, "Kyrgyzstan received nothing before 2003"


def test_suppliers_of_as_much_come_by_code():
    """Of many: sorting of a few keeps their order in any case."""
    sent = {f"A{letter}{digit}": 1 + digit % 3 for letter in "QPONMLKJIHGFEDCBA" for digit in range(9)}
    table = pd.DataFrame({"supplier": ["RUS", *sent], "tiv": [1, *sent.values()]})
    found = weight.suppliers(table.assign(recipient="KAZ", year=2003), ["KAZ"], [(2003, 2004)])
    assert list(found["supplier"]) == ["RUS", *sorted(sent, key=lambda code: (-sent[code], code))]


def test_means_are_those_of_the_last_year():
    years = weight.members(["RUS", "ARM"], range(2001, 2004))
    large, small = (weight.shares(little(RUS=own, ARM=[1, 1, 1]), "value", years) for own in ([1, 1, 4], [4, 4, 1]))
    found = weight.in_means(large=large, small=small)
    assert found[["what", "share", "n"]].to_numpy().tolist() == [["small", 50, 2003], ["large", 80, 2003]]


def test_delivered_takes_recipients_together():
    rows = [row for row in read("arms_transfers") if row["recipient"] in SIX and int(row["year"]) >= 2003]
    russian = sum(float(row["tiv"]) for row in rows if row["supplier"] == "RUS")
    share = 100 * russian / sum(float(row["tiv"]) for row in rows)
    assert weight.delivered(sources(), ["ARM", "BLR", "KAZ", "KGZ", "TJK"], 2003) == pytest.approx(share)


def test_yardstick_covers_all_that_rounds_to_the_shares():
    found = weight.yardstick(64, 53)
    assert found["low"] < found["best"] < found["high"]
    assert found["best"] == pytest.approx(100 * math.log(53 / 47) / math.log(64 / 36))
    assert found["high"] == pytest.approx(100 * math.log(53.5 / 46.5) / math.log(63.5 / 36.5))


def test_yardstick_needs_the_larger_product():
    with pytest.raises(ValueError, match="one half"):
        weight.yardstick(64, 50)


def test_carried_fills_gaps_from_either_side():
    frame, years = little(RUS=[1, 2, 3], UZB=[4, None, 6]), weight.members(["RUS", "UZB"], range(2001, 2004))
    forward, back = (weight.carried(frame, "value", years, back=back) for back in (False, True))
    values = [dict(zip(part["year"], part["value"], strict=True)) for part in (forward[1::2], back[1::2])]
    assert values == [{2001: 4, 2002: 4, 2003: 6}, {2001: 4, 2002: 6, 2003: 6}]


def test_scaled_changes_some_states_up_to_a_year():
    frame = weight.scaled(little(RUS=[1, 1], KAZ=[1, 1]), "value", {"KAZ": 2}, 2001)
    assert list(frame["value"]) == [1, 1, 2, 1]


def test_product_at_purchasing_power_is_that_of_the_file():
    rows = [row for row in read("population_gdp") if row["state"] in SIX and row["year"] == "2023"]
    product = {row["state"]: float(row["population"]) * float(row["gdp_pc_ppp"]) for row in rows}
    share = weight.of(weight.shares(weight.at_purchasing_power(load("population_gdp")), "product", ALL_YEARS))[2023]
    assert share == pytest.approx(100 * product["RUS"] / sum(product.values()))


def test_ratio_of_two_years():
    assert weight.ratio(little(UZB=[2, 6]), "value", "UZB", 2002, 2001) == 3


def test_efforts_name_the_highest():
    frame = weight.efforts(weight.implied(load("military_expenditure")), ALL_YEARS)
    assert list(frame["year"]) == list(parts()["year"])
    rows = {
        row["state"]: float(row["pct_gdp"])
        for row in read("military_expenditure")
        if row["year"] == "2020" and row["state"] in SIX
    }
    row = frame.set_index("year").loc[2020]
    assert row["state"] == max(rows, key=lambda state: rows[state]) == "ARM"
    assert row["effort"] == pytest.approx(rows["ARM"])


def test_paper_is_an_equal_share_and_organs_are_those_of_the_file():
    frame = paper()
    mine = frame[frame["state"] == "RUS"].set_index("what")
    assert mine.loc["votes", "share"] == pytest.approx(100 / 6, abs=0.01)
    named = [row["blocked_by"] for row in read("decisions") if row["blocked_by"]]
    assert mine.loc["drafts", "n"] == len(named) and "RUS" not in named
    usa = {
        row["budget"]: float(row["best"])
        for row in read("budget_shares")
        if row["state"] == "USA" and row["year"] == "2024"
    }
    assert sorted(frame.loc[frame["state"] == "USA", "share"]) == sorted(usa.values())


FIGURES: dict[str, tuple[Draw, Callable[[], pd.DataFrame]]] = {
    "resources": (draw.resources, resources),
    "size_and_effort": (draw.size_and_effort, parts),
    "suppliers": (lambda frame: draw.suppliers(frame, members=SIX), sources),
    "paper_and_fact": (draw.paper_and_fact, paper),
}


def bars(axes: Axes) -> list[Rectangle]:
    """Return the bars of a panel."""
    return [bar for container in axes.containers for bar in container]


@pytest.mark.parametrize("name", FIGURES)
def test_text_lies_inside_and_apart(name: str, lang: str):
    function, make = FIGURES[name]
    assert_legible(drawn(function, make()))


def test_resources_have_a_segment_for_each_row():
    frame = resources()
    figure = drawn(draw.resources, frame)
    for axes, (_, part) in zip(figure.axes, frame.groupby("resource", sort=False), strict=True):
        heights = sorted(bar.get_height() for bar in bars(axes))
        assert heights == pytest.approx(sorted(part["share"]))
        assert sum(bar.get_hatch() is not None for bar in bars(axes)) == (part["missing"] != "").sum()


def test_size_and_effort_reach_from_one_to_the_ratio():
    frame = parts()
    (axes,) = drawn(draw.size_and_effort, frame).axes
    tops = {round(bar.get_x() + bar.get_width() / 2): bar.get_y() + bar.get_height() for bar in bars(axes)}
    assert list(tops) == list(frame["year"]) and list(tops.values()) == pytest.approx(list(frame["spending"]))
    assert len(bars(axes)) == 2 * len(frame)


def test_suppliers_have_a_segment_for_each_row():
    frame = sources()
    (axes,) = drawn(FIGURES["suppliers"][0], frame).axes
    assert [bar.get_width() for bar in bars(axes)] == pytest.approx(list(frame.dropna(subset="supplier")["share"]))


def test_paper_and_fact_has_a_bar_or_a_diamond_for_each_row():
    frame = paper()
    (axes,) = drawn(draw.paper_and_fact, frame).axes
    assert [bar.get_width() for bar in bars(axes)] == list(frame.loc[frame["state"] == "RUS", "share"])
    assert sum(line.get_marker() == "D" for line in axes.lines) == (frame["state"] == "USA").sum()


@pytest.mark.parametrize("name", FIGURES)
def test_little_data_draw_too(name: str):
    function, make = FIGURES[name]
    first = make().query("state == 'RUS'" if name == "resources" else "index == index")
    assert isinstance(drawn(function, first.head(1)), Figure)
