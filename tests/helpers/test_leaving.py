"""Leaving: what came after, levers, religion and laws, counted here a second time without pandas, and as figures."""

import re

import pandas as pd
import pytest
from matplotlib.figure import Figure

from helpers import as_of, draw, graphs, leaving, load, spells
from tests.helpers.figures import assert_legible, drawn
from tests.helpers.shipped import read

LEFT = ["AZE", "GEO", "UZB", "ARM"]
STATES = ["KAZ", "KGZ", "TJK", "ARM", "UZB", "TKM", "AZE", "GEO"]
REGION = ["KAZ", "KGZ", "TJK", "UZB", "TKM"]


def afterwards() -> pd.DataFrame:
    tables = [load(name) for name in ("memberships", "agreements", "agreement_parties", "conflict_years")]
    return leaving.afterwards(*tables, states=LEFT, end=as_of())


def levers() -> pd.DataFrame:
    money = load("remittances")
    money = money[money["year"] == 2024].set_index("state")["pct_gdp"]
    treaty = spells.select(load("memberships"), bodies=["cst"], statuses=["party"])
    ties = graphs.ties(graphs.pacts(treaty, load("agreements"), load("agreement_parties"), as_of()))
    arms = leaving.arming(load("arms_transfers"), STATES, (2013, 2021))
    parts = [
        leaving.measured("remittances", money, STATES, "2024"),
        leaving.measured("arms", arms, STATES, "2013-2021"),
    ]
    return leaving.levers(parts, ties, STATES)


def believers() -> pd.DataFrame:
    return leaving.believers(load("religion"), "Muslim", [*REGION, "RUS"])


def rules() -> pd.DataFrame:
    return leaving.rules(load("provisions"), [*REGION, "ARM", "BLR"], as_of())


# --- what came after --------------------------------------------------------------------------------------------------


def test_the_alliance_is_that_of_the_memberships():
    mine = [row["id"] for row in read("memberships") if row["state"] in LEFT and row["body"] in ("cst", "csto")]
    frame = afterwards()
    assert set(frame.loc[frame["line"] == "alliance", "id"]) == set(mine)
    frozen = frame.set_index("id").loc["arm-csto-2024-frozen"]
    assert frozen["look"] == "striped" and frozen["end"] == as_of()


def test_looks_are_two_and_each_year_of_conflict_is_full():
    frame = afterwards()
    assert set(frame["look"]) == {"full", "striped"}
    assert set(frame.loc[frame["line"] == "fighting", "look"]) == {"full"}


def test_forces_without_consent_are_left_out():
    frame = afterwards()
    hosted = frame[(frame["state"] == "GEO") & (frame["line"] == "base")]
    assert list(hosted["id"]) == ["base-georgia-2006"]
    assert not frame["id"].str.contains("abkhazia").any()


def test_bases_are_those_of_russia_from_the_day_of_their_force():
    bases = [("base-one-2000", "2000-05-01", "2002-03-01", "RUS"), ("base-two-2000", "2000-05-01", "2000-05-01", "USA")]
    agreements = pd.DataFrame(
        [(name, "base", signed, force, "..") for name, signed, force, _ in bases],
        columns=["id", "kind", "signed", "in_force", "ended"],
    )
    parties = pd.DataFrame(
        [(name, party, role) for name, *_, user in bases for party, role in (("ARM", "host"), (user, "user"))],
        columns=["agreement", "party", "role"],
    ).assign(clause=None)
    nothing = [load(name).iloc[:0] for name in ("memberships", "conflict_years")]
    found = leaving.afterwards(nothing[0], agreements, parties, nothing[1], states=["ARM"], end="2026-02-15")
    assert found.to_numpy().tolist() == [["ARM", "base", "full", "2002-03-01", "2026-02-15", "base-one-2000"]]


def test_treaties_with_russia_and_with_others():
    frame = afterwards().set_index("id")
    assert frame.loc["rus-uzb-alliance-2005", "line"] == "treaty"
    assert frame.loc["aze-tur-agreement-2010", "line"] == "other treaty"


def test_conflicts_far_away_are_left_out():
    frame = afterwards()
    fighting = frame[frame["line"] == "fighting"]
    assert not fighting["id"].str.contains("Mali|Iraq|Afghanistan").any()
    years = {int(row["year"]) for row in read("conflict_years") if (row["state"], row["side"]) == ("AZE", "primary")}
    assert leaving.fought(frame, "AZE", "1992-01-01") == sorted(years)
    assert leaving.fought(frame, "AZE", "2000-01-01") == leaving.fought(frame, "ARM", "2000-01-01")


def test_conflicts_of_one_year_share_a_bar_and_are_told_apart():
    fights = [("B: land", 1992), ("A: rule", 1992), ("A: rule", 1992), ("A: rule", 1993)]
    years = pd.DataFrame(fights, columns=["conflict", "year"]).assign(state="AZE")
    tables = [load(name) for name in ("memberships", "agreements", "agreement_parties")]
    found = leaving.afterwards(*tables, years, states=["AZE"], end="2026-02-15")
    found = found[found["line"] == "fighting"]
    assert found[["start", "end", "id"]].to_numpy().tolist() == [
        ["1992-01-01", "1993-01-01", "A: rule;B: land"],
        ["1993-01-01", "1994-01-01", "A: rule"],
    ]


def test_bars_are_in_order():
    frame = afterwards()
    assert list(dict.fromkeys(frame["state"])) == LEFT
    assert set(frame["line"]) == set(leaving.LINES)
    assert (frame["start"] < frame["end"]).all()


def test_a_notice_runs_out():
    assert leaving.notice_ends("2026-02-15", 6) == "2026-08-15"
    assert leaving.notice_ends("2026-08-31", 6) == "2027-02-28"


# --- levers -----------------------------------------------------------------------------------------------------------


def test_bases_and_treaties_are_those_in_force():
    frame = levers()
    assert leaving.value(frame, "treaties", "UZB") == 1
    assert leaving.value(frame, "bases", "UZB") == leaving.value(frame, "bases", "GEO") == 0
    named = {name for cell in frame["id"].dropna() for name in cell.split(";")}
    ended = {row["id"]: row["ended"] for row in read("agreements")}
    assert named and {ended[name] for name in named} == {".."}
    kinds = {row["id"]: row["kind"] for row in read("agreements")}
    for measure, kind in (("bases", "base"), ("treaties", "defence treaty")):
        joined = frame.loc[frame["measure"] == measure, "id"].dropna()
        assert {kinds[name] for cell in joined for name in cell.split(";")} == {kind}


def test_a_state_without_a_figure_has_none():
    frame = levers()
    gone = frame[(frame["measure"] == "remittances") & (frame["state"] == "TKM")]
    assert gone["value"].isna().all()
    with pytest.raises(ValueError, match="size 1"):
        leaving.value(frame, "remittances", "TKM")


def test_a_measure_is_rounded_and_knows_its_unit():
    found = leaving.measured("arms", {"UZB": 12.346, "KAZ": 7.0}, ["KAZ", "TKM", "UZB"], "2013-2021")
    assert found["value"].fillna(-1).tolist() == [7, -1, 12.35]
    assert found[["measure", "years", "unit", "id"]].drop_duplicates().to_numpy().tolist() == [
        ["arms", "2013-2021", "share", None]
    ]
    assert set(zip(levers()["measure"], levers()["unit"], strict=True)) >= {
        ("bases", "number"),
        ("remittances", "share"),
    }


def test_arms_recounted_from_the_file():
    rows = [row for row in read("arms_transfers") if row["recipient"] == "UZB" and 2013 <= int(row["year"]) <= 2021]
    total = sum(float(row["tiv"]) for row in rows)
    russian = sum(float(row["tiv"]) for row in rows if row["supplier"] == "RUS")
    assert leaving.supplied(load("arms_transfers"), "UZB", (2013, 2021)) == (
        russian,
        pytest.approx(100 * russian / total),
    )
    assert leaving.supplied(load("arms_transfers"), "UZB", (2007, 2012)) == (30, 100)


def test_no_delivery_is_no_share():
    arms = load("arms_transfers")
    with pytest.raises(ValueError, match="no delivery"):
        leaving.supplied(arms, "UZB", (1994, 1998))
    assert pd.isna(leaving.arming(arms, ["UZB"], (1994, 1998))["UZB"])
    assert leaving.arming(arms, ["GEO"], (2013, 2021))["GEO"] == 0
    assert leaving.arming(arms, ["GEO"], (2013, 2021)).dtype == "Float64"


# --- religion and law -------------------------------------------------------------------------------------------------


def test_those_without_an_answer_widen_the_share():
    found = believers().set_index("id")
    row = found.loc["religion-kaz-2021-muslim"]
    assert (row["low"], row["best"], row["high"], row["why"]) == (69.3, 69.3, pytest.approx(80.3), "no answer")
    assert found.loc["religion-rus-2006-muslim", "why"] == "as told"
    assert found.loc["religion-kgz-2017-muslim", ["low", "high", "why"]].isna().all()
    groups = {row["id"]: row["group"] for row in read("religion")}
    assert {groups[name] for name in found.index} == {"Muslim"}
    share = leaving.of_those_who_answered(load("religion"), "KAZ", "Muslim", 2021)
    assert share == pytest.approx(100 * 69.3 / 89)


def test_rules_are_provisions_of_states():
    names = {
        row["id"]
        for row in read("provisions")
        if re.match(r"constitution|law-", row["instrument"]) and row["subject"] in leaving.RULES
    }
    found = rules()
    assert set(found["id"]) == names
    held = found.set_index("id")["held"]
    articles = {row["id"]: row["article"] for row in read("provisions")}
    numbers = [articles[name] if articles[name].isdecimal() else "§" for name in found["id"]]
    assert list(found["article"]) == numbers and "§" in numbers
    assert held["constitution-uzb-1992-art-1-2023"] and not held["constitution-uzb-1992-art-61-1992"]


def test_of_one_rule_and_state_what_is_in_force_comes_first():
    found = rules()
    parts = [part["held"].tolist() for _, part in found.groupby(["rule", "state"])]
    assert any(len(set(held)) == 2 for held in parts)
    assert all(held == sorted(held, reverse=True) for held in parts)
    places = [(leaving.RULES.index(row.rule), [*REGION, "ARM", "BLR"].index(row.state)) for row in found.itertuples()]
    assert places == sorted(places)


def test_what_others_tell_is_not_read():
    read_as = rules().set_index("id")["read"]
    told = {row["id"] for row in read("provisions") if row["paraphrase_en"].startswith("According to")} & set(
        rules()["id"]
    )
    assert told and set(read_as[sorted(told)]) == {"not read"}


# --- figures ----------------------------------------------------------------------------------------------------------


def draw_levers(frame: pd.DataFrame) -> Figure:
    return draw.levers(frame, inside=4)


def draw_believers(frame: pd.DataFrame) -> Figure:
    return draw.believers(frame, members=["KAZ", "KGZ", "TJK", "RUS"])


FIGURES = {
    "afterwards": (draw.afterwards, afterwards),
    "levers": (draw_levers, levers),
    "believers": (draw_believers, believers),
    "rules": (draw.rules, rules),
}


@pytest.mark.parametrize("name", FIGURES)
def test_text_lies_inside_and_apart(name: str, lang: str):
    function, frame = FIGURES[name]
    assert_legible(drawn(function, frame()))


@pytest.mark.parametrize("name", FIGURES)
def test_little_data_draw_too(name: str):
    function, frame = FIGURES[name]
    assert isinstance(drawn(function, frame().iloc[:1]), Figure)


def test_a_bar_or_square_for_each_row():
    (axes,) = drawn(draw.afterwards, afterwards()).axes
    assert len(axes.patches) == len(afterwards())
    (axes,) = drawn(draw.rules, rules()).axes
    assert len(axes.patches) == len(rules())


def test_a_panel_for_each_lever_and_a_word_for_each_state():
    frame = levers()
    figure = drawn(draw_levers, frame)
    assert len(figure.axes) == frame["measure"].nunique()
    assert all(len(axes.texts) == len(STATES) for axes in figure.axes)


def test_a_line_for_each_source():
    (axes,) = drawn(draw_believers, believers()).axes
    assert len(axes.get_yticklabels()) == len(believers())
