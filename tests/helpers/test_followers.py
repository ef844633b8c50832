"""Followers: bearings, answers and meanings on small frames, on the tables, and as figures."""

from collections.abc import Callable

import pandas as pd
import pytest
from matplotlib.figure import Figure

from helpers import as_of, crises, draw, followers, labels, load
from tests.helpers.figures import Draw, assert_legible, drawn
from tests.helpers.shipped import read

WARS = ["geo-2008", "ukr-2014", "rus-2015", "syr-2017", "ukr-2022", "rus-2023", "rus-2024-crocus", "rus-2024-kursk"]
FRIENDS = ["BLR", "ARM", "KAZ", "KGZ", "TJK", "UZB"]


def record() -> pd.DataFrame:
    names = ("crises", "crisis_states", "requests", "responses", "reasons", "memberships")
    return crises.record(*(load(name) for name in names), as_of())


def cases() -> pd.DataFrame:
    found = followers.at_home(record(), load("requests"), load("responses"))
    return found.assign(label=found["id"].map(labels.titles(load("crises"))))


def answers() -> pd.DataFrame:
    table = load("crises").set_index("id", drop=False).loc[WARS]
    return followers.answers(table, load("responses"), load("ukraine_votes"), load("memberships"), FRIENDS)


def meanings() -> pd.DataFrame:
    tables = [load(name) for name in ("crisis_states", "requests", "responses", "un_resolutions", "memberships")]
    return followers.meanings(record(), *tables)


def regions() -> pd.DataFrame:
    return followers.by_region(record(), ["Central Asia", "South Caucasus", "Middle East", "Afghanistan"])


def small(**changes: object) -> pd.DataFrame:
    row = {
        "id": "a", "type": "unrest", "region": "Central Asia", "at_member": True, "rung": "none",
        "declined": False, "asked": False, "scene": "KGZ",
    }  # fmt: skip
    return pd.DataFrame([{**row, **changes}])


NOBODY = pd.DataFrame(columns=["crisis", "addressee", "asked_for"])
NOTHING = pd.DataFrame(columns=["crisis", "actor", "act"])


@pytest.mark.parametrize(
    ("changes", "bears"),
    [
        ({}, "neither"),
        ({"at_member": False, "rung": "statement"}, "outside"),
        ({"rung": "troops"}, "for"),
        ({"rung": "material aid", "declined": True}, "mixed"),
        ({"rung": "statement", "declined": True}, "against"),
        ({"rung": "statement"}, "neither"),
        ({"type": "change of power", "rung": "consultation"}, "against"),
        ({"type": "change of power", "rung": "troops"}, "for"),
    ],
)
def test_how_a_case_bears(changes: dict[str, object], bears: str):
    assert followers.at_home(small(**changes), NOBODY, NOTHING)["bears"].item() == bears


def test_what_is_no_crisis_at_home_is_left_out():
    frame = pd.concat([small(id="war", type="civil war"), small(id="kabul", region="Afghanistan"), small()])
    assert list(followers.at_home(frame, NOBODY, NOTHING)["id"]) == ["a"]


def test_russia_stands_at_its_highest_act():
    acts = pd.DataFrame(
        [("a", "RUS", "declined"), ("a", "RUS", "statement"), ("a", "KAZ", "troops")],
        columns=["crisis", "actor", "act"],
    )
    asked = pd.DataFrame([("a", "Russia", "troops")], columns=["crisis", "addressee", "asked_for"])
    found = followers.at_home(small(), asked, acts)
    assert found[["russia", "asked_russia"]].values.tolist() == [["statement", True]]
    assert followers.at_home(small(), asked, acts[:1])["russia"].item() == "declined"


def test_cases_recounted_from_the_files():
    wanted = {row["id"] for row in read("crises") if row["type"] in ("unrest", "change of power")} - {"afg-2021"}
    found = cases()
    assert set(found["id"]) == wanted
    fell = {row["id"] for row in read("crises") if row["type"] == "change of power" and row["region"] != "Afghanistan"}
    assert set(found.loc[found["fell"], "id"]) == fell
    troops = {row["crisis"] for row in read("responses") if (row["actor"], row["act"]) == ("alliance", "troops")}
    assert set(found.loc[found["bears"] == "for", "id"]) == troops == {"kaz-2022"}
    assert set(found.loc[found["bears"] == "outside", "id"]) == {"uzb-2005", "uzb-2022"}


def test_readings_hold_the_same_cases():
    found = followers.readings(cases()).set_index("reading")
    assert (found[["for", "mixed", "against", "neither"]].sum(axis=1) == found["n"]).all()
    plain, wide = found.loc["as coded here"], found.loc["silence as support"]
    assert wide["for"] == plain["for"] + plain["neither"] and wide["n"] == plain["n"]
    assert found.loc["asked alone", "neither"] == 0


def test_votes_recounted_from_the_files():
    cast = {(row["resolution"], row["state"]): row["vote"] for row in read("ukraine_votes")}
    told = answers()
    votes = told[told["answer"] == "votes"].groupby("state")[["same", "n"]].sum()
    for state in FRIENDS[:5]:
        own = [(vote, cast[text, "RUS"]) for (text, who), vote in cast.items() if who == state]
        assert (votes.loc[state, "same"], votes.loc[state, "n"]) == (sum(a == b for a, b in own), len(own)), state
    assert set(told.loc[told["answer"] == "votes", "crisis"]) == {"ukr-2014", "ukr-2022"}


def test_answers_know_who_was_bound_and_leave_no_cell_out():
    told = answers()
    assert set(zip(told["crisis"], told["state"], strict=True)) == {(war, state) for war in WARS for state in FRIENDS}
    unbound = told[told["answer"] == "not bound"]
    assert set(unbound["state"]) == {"UZB"} and "geo-2008" not in set(unbound["crisis"])
    kept = told[told["state"].eq("KAZ") & told["crisis"].eq("ukr-2022")]
    assert list(kept["answer"]) == ["words", "declined", "votes"]
    assert not told["rows"].dropna().str.contains("response-ukr-2014-blr-statement").any(), "told as a vote"


def test_an_answer_is_that_of_the_state_in_that_crisis():
    acts = {row["id"]: (row["crisis"], row["actor"]) for row in read("responses")}
    told = answers()
    told = told[told["answer"].isin(followers.ANSWERS)]
    found = {(name, row.crisis, row.state) for row in told.itertuples() for name in row.rows.split(";")}
    assert found and {(name, *acts[name]) for name, *_ in found} == found


def test_members_fight_members_and_attacks_come_from_outside():
    found, memberships = record(), load("memberships")
    between = followers.between_members(found, load("crisis_states"), memberships)
    assert between and all(crisis.startswith("kgz-tjk") for crisis in between)
    came = set(followers.attacked(found, between, memberships)["id"])
    assert came.isdisjoint({*between, *followers.WITHIN, "arm-aze-2020", "kaz-2022"})
    assert {"arm-1992-artsvashen", "kgz-1999", "arm-aze-2022", "rus-2024-kursk"} <= came


@pytest.mark.parametrize(
    ("act", "rung", "outcome"),
    [
        ("mission", "mission", "yes"),
        ("consultation", "consultation", "yes"),
        ("statement", "statement", "partly"),
        ("declined", "none", "no"),
    ],
)
def test_between_members_words_alone_are_half_an_answer(act: str, rung: str, outcome: str):
    assert rung in followers.LADDER
    row = pd.Series({"id": "k", "rung": rung})
    responses = pd.DataFrame(
        [("k", followers.ALLIANCE, act), ("k", "RUS", "troops")], columns=["crisis", "actor", "act"]
    )
    assert followers._between(row, responses) == outcome


def test_counts_have_a_column_for_every_outcome():
    tally = pd.DataFrame({"meaning": ["b", "a", "b"], "id": ["x", "y", "z"], "outcome": ["yes", "no", "yes"]})
    found = followers.counts(tally)
    assert list(found.columns) == [*followers.OUTCOMES, "n"] and list(found.index) == ["b", "a"]
    assert found[["yes", "no", "n"]].to_numpy().tolist() == [[2, 0, 2], [0, 1, 1]]


def test_a_disputed_act_in_mandate_is_half_a_gift():
    acted = "in mandate, acted"
    table = pd.DataFrame({"reason": [acted, acted, "other forum"], "disputed": [False, True, True]})
    assert list(followers._granted(table)) == ["yes", "partly", "no"]


def test_resolutions_stand_by_how_they_were_adopted():
    tally = meanings()
    found = tally[tally["meaning"] == "standing"].set_index("id")["outcome"].to_dict()
    words = {"without a vote": "yes", "by vote": "no"}
    assert found == {row["id"]: words.get(row["adopted"], "unknown") for row in read("un_resolutions")}
    assert {"yes", "no"} <= set(found.values())


def test_meanings_count_each_occasion_once():
    tally = meanings()
    assert not tally.duplicated(["meaning", "id"]).any() and set(tally["outcome"]) <= set(followers.OUTCOMES)
    found = followers.counts(tally)
    appeals = {
        row["crisis"] for row in read("requests") if row["addressee"] == "alliance" and row["asked_for"] != "reform"
    }
    assert found.loc[["answers", "gives", "soon"], "n"].tolist() == [len(appeals)] * 3
    assert found.loc["deters", "unknown"] == found.loc["deters", "n"]
    assert found.loc["standing", "n"] == len(read("un_resolutions"))
    assert (found[list(followers.OUTCOMES)].sum(axis=1) == found["n"]).all()
    assert len(regions()) == len(appeals)


def of_friends(frame: pd.DataFrame) -> Figure:
    """Draw answers as the chapter does."""
    return draw.answered(frame, states=FRIENDS, names=labels.titles(load("crises")))


def of_meanings(frame: pd.DataFrame) -> Figure:
    """Draw meanings with the labels of the chapter."""
    return draw.tallies(frame, prefix="chart: meaning ")


FIGURES: dict[str, tuple[Draw, Callable[[], pd.DataFrame]]] = {
    "guard": (draw.guard, cases),
    "answered": (of_friends, answers),
    "tallies": (of_meanings, meanings),
    "regions": (draw.tallies, regions),
}


@pytest.mark.parametrize("name", FIGURES)
def test_text_lies_inside_and_apart(name: str, lang: str):
    function, make = FIGURES[name]
    assert_legible(drawn(function, make()))


@pytest.mark.parametrize("name", FIGURES)
def test_little_data_draw_too(name: str):
    function, make = FIGURES[name]
    assert isinstance(drawn(function, make().iloc[:1]), Figure)


def test_a_dot_stands_for_each_occasion():
    tally = meanings()
    (axes,) = drawn(of_meanings, tally).axes
    dots = [line for line in axes.lines if line.get_linestyle() == "None"]
    assert len(dots) == len(tally)


def test_a_mark_stands_for_each_answer():
    told = answers()
    (axes,) = drawn(of_friends, told).axes
    marks = [line for line in axes.lines if line.get_linestyle() == "None"]
    assert len(marks) == told["answer"].isin(followers.ANSWERS).sum()
    assert len(axes.patches) == (told["answer"] == "not bound").sum()
    assert len(axes.texts) == (told["answer"] == "votes").sum()


def test_each_bearing_has_its_dot():
    found = cases()
    (axes,) = drawn(draw.guard, found).axes
    dots = [line for line in axes.lines if line.get_marker() == "o"]
    assert len(dots) == found["bears"].isin(["for", "mixed", "against"]).sum()
    assert (
        len([line for line in axes.lines if line.get_marker() == "^"])
        == (found["asked"] + found["asked_russia"] * 1).sum()
    )
