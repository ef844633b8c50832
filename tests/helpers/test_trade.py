"""Trade, arms and remittances: known numbers counted another way, and figures with a mark for each row."""

from collections.abc import Callable
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.figure import Figure

from helpers import draw, load, spells, trade, votes
from helpers.draw.ties import spread
from tests.helpers.figures import Draw, assert_legible, drawn
from tests.helpers.shipped import read

GROUPS = {"chart: members": trade.MEMBERS, "chart: outside": trade.OTHERS}


def imports() -> pd.DataFrame:
    """Return what the chart of imports draws."""
    return trade.flow(load("trade_shares"), "imports")


def exports() -> pd.DataFrame:
    """Return what the chart of exports draws."""
    return trade.flow(load("trade_shares"), "exports")


def partners(frame: pd.DataFrame) -> Figure:
    """Draw shares as the chapter does."""
    return draw.partners(frame, groups=GROUPS)


FIGURES: dict[str, tuple[Draw, Callable[[], pd.DataFrame]]] = {
    "imports": (partners, imports),
    "exports": (partners, exports),
    "remittances": (draw.remittances, lambda: load("remittances")),
}


def mixed() -> pd.DataFrame:
    """Return the suppliers of all reporting states."""
    return trade.mix(load("arms_transfers"), trade.ARMED, votes.EU27, [*trade.MEMBERS, *trade.OTHERS])


def test_members_are_those_of_the_years_since_the_exit_of_uzbekistan():
    organisation = spells.select(load("memberships"), bodies=["csto"], layer="organisation")
    for day in ("2013-01-01", "2023-12-31"):
        assert set(spells.on(organisation, day)["state"]) == {"RUS", *trade.MEMBERS}


def test_a_mean_share_counted_another_way():
    """The first headline of the chapter."""
    for state, years, told in [("TJK", (2000, 2001, 2002), 2), ("TJK", (2014, 2015, 2016), 47)]:
        shares = [
            float(row["share_pct"])
            for row in read("trade_shares")
            if (row["dataset"], row["state"], row["flow"], row["partner"]) == ("itpde-1", state, "imports", "CHN")
            and int(row["year"]) in years
        ]
        mean = trade.mean_share(load("trade_shares"), state, "imports", "CHN", years)
        assert mean == pytest.approx(sum(shares) / 3)
        assert round(mean) == told
    with pytest.raises(ValueError, match="0 of 1 years"):
        trade.mean_share(load("trade_shares"), "TJK", "imports", "CHN", [2020])


def test_suppliers_counted_another_way():
    """The second headline: who delivers arms to members and to others."""
    for state, told in [("KAZ", 85), ("KGZ", 98), ("TJK", 81), ("UZB", 34), ("TKM", 20)]:
        rows = [row for row in read("arms_transfers") if row["recipient"] == state and 2011 <= int(row["year"]) <= 2021]
        total = sum(float(row["tiv"]) for row in rows)
        russian = sum(float(row["tiv"]) for row in rows if row["supplier"] == "RUS")
        assert trade.share_of(mixed(), state, "late", "RUS") == pytest.approx(100 * russian / total)
        assert trade.total(mixed(), state, "late") == pytest.approx(total)
        assert round(100 * russian / total) == told


def test_a_mix_adds_up_and_counts_the_union_as_one():
    frame = mixed()
    assert np.allclose(frame.groupby(["state", "period"])["share"].sum(), 100)
    assert set(frame["supplier"]) <= {*trade.SUPPLIERS, "other"}
    union = sum(
        float(row["tiv"])
        for row in read("arms_transfers")
        if row["recipient"] == "UZB" and row["supplier"] in votes.EU27 and 2011 <= int(row["year"]) <= 2021
    )
    uzbek = frame[(frame["state"] == "UZB") & (frame["period"] == "late")].set_index("supplier")["tiv"]
    assert uzbek["EU"] == pytest.approx(union)
    assert trade.share_of(frame, "GEO", "late", "RUS") == 0
    with pytest.raises(ValueError, match="no deliveries"):
        trade.share_of(frame, "MDA", "late", "RUS")


def test_what_is_not_listed_is_missing_and_not_nought():
    table = trade.listed(load("trade_shares"), "imports", "RUS", [2019, 2023], ["KAZ", "BLR"])
    assert table[2023]["KAZ"] == 24
    assert pd.isna(table[2023]["BLR"])
    with pytest.raises(ValueError, match="not listed"):
        trade.gap(table, ["KAZ"], ["BLR"])
    assert list(trade.risen(table).index) == ["KAZ"]
    assert not trade.risen(table)["KAZ"]


def test_a_gap_of_shares_by_hand():
    table = pd.DataFrame({2019: [10.0, 20.0, 5.0], 2023: [16.0, 22.0, 6.0]}, index=["a", "b", "c"])
    found = trade.gap(table, ["a", "b"], ["c"])
    assert found.to_dict() == {"some": 4.0, "others": 1.0, "difference": 3.0}


def test_what_has_risen_is_seen_from_the_first_year_to_the_last():
    table = pd.DataFrame({2019: [1.0, 1.0, None], 2021: [0.0, 9.0, 1.0], 2023: [2.0, 1.0, 3.0]}, index=["a", "b", "c"])
    assert trade.risen(table).to_dict() == {"a": True, "b": False}


def test_no_row_of_one_dataset_is_read_as_the_other():
    for make in (imports, exports):
        years = make().groupby("dataset")["year"]
        assert years.max()[trade.YEARLY] == 2016
        assert years.min()[trade.LISTED] == 2014
    assert "EU" not in set(imports().query("dataset == @trade.LISTED")["partner"])


def test_peak_and_year_of_remittances():
    rows = [row for row in read("remittances") if row["state"] == "TJK"]
    top = max(rows, key=lambda row: float(row["pct_gdp"]))
    assert trade.peak(load("remittances"), "TJK") == (int(top["year"]), float(top["pct_gdp"]))
    assert trade.in_year(load("remittances"), "UZB", 2024) == 14.42
    with pytest.raises(ValueError, match="0 rows"):
        trade.in_year(load("remittances"), "TKM", 2024)


@given(st.dictionaries(st.text("abcdef", min_size=1, max_size=3), st.floats(0, 100), min_size=1, max_size=6))
def test_spread_places_lie_apart_in_their_order(places: dict[str, float]):
    moved = spread(places, 10, 0, 100)
    order = sorted(places, key=lambda name: (places[name], name))
    steps = [moved[high] - moved[low] for low, high in pairwise(order)]
    assert all(step >= 10 - 1e-6 for step in steps)
    assert all(-1e-6 <= place <= 100 + 1e-6 for place in moved.values())


def test_spread_leaves_alone_what_lies_apart():
    assert spread({"a": 10.0, "b": 50.0}, 10, 0, 100) == {"a": 10.0, "b": 50.0}


@pytest.mark.parametrize("name", FIGURES)
def test_text_lies_inside_and_apart(name: str, lang: str):
    function, make = FIGURES[name]
    assert_legible(drawn(function, make()))


@pytest.mark.parametrize("make", [imports, exports])
def test_partners_draw_each_share_and_never_join_the_datasets(make: Callable[[], pd.DataFrame]):
    frame = make()
    panels = [axes for axes in drawn(partners, frame).axes if axes.axison]
    assert len(panels) == frame["state"].nunique()
    assert len({axes.get_ylim() for axes in panels}) == 1, "one scale"
    lines = [np.asarray(line.get_data(), float) for axes in panels for line in axes.lines]
    assert sum(np.isfinite(ys).sum() for _, ys in lines) == len(frame)
    assert all(xs.max() <= 2016 or xs.min() > 2016 for xs, _ in lines)


def test_remittances_draw_each_value():
    frame = load("remittances")
    (axes,) = drawn(draw.remittances, frame).axes
    assert sum(len(line.get_xdata()) for line in axes.lines) == len(frame)
    assert len(axes.texts) == frame["state"].nunique()


@pytest.mark.parametrize("name", FIGURES)
def test_little_data_draw_too(name: str):
    function, make = FIGURES[name]
    assert isinstance(drawn(function, make().query("index == 0")), Figure)
