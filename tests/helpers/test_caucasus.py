"""The South Caucasus: appeals and their answers, deaths by ground, tolls; by hand and recounted."""

from collections import Counter
from collections.abc import Callable
from datetime import date

import pandas as pd
import pytest
from matplotlib.figure import Figure

from helpers import as_of, caucasus, draw, load, ranges, spells
from tests.helpers.figures import Draw, assert_legible, drawn
from tests.helpers.shipped import read

STATES = ["ARM", "AZE", "GEO"]


def frame(columns: str, *rows: tuple[str | None, ...]) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=columns.split(), dtype="str")


REQUESTS = frame(
    "id crisis date state addressee asked_for article",
    ("r1", "c", "2021-05-14", "ARM", "alliance", "consultation", "Article 2 of the Treaty"),
    ("r2", "c", "2021-06-01", "ARM", "alliance", "mission", None),
    ("r3", "c", "2021-05", "ARM", "Russia", "troops", None),
    ("r4", "c", "2021-05-20", "ARM", "other", "mission", None),
    ("r5", "d", "2021-05-20", "AZE", "alliance", "mission", None),
    ("r6", "c", "1999-05-20", "ARM", "alliance", "mission", None),
)
RESPONSES = frame(
    "id crisis date actor act",
    ("p0", "c", "2021-05-13", "alliance", "troops"),
    ("p1", "c", "2021-05-19", "alliance", "consultation"),
    ("p2", "c", "2021-05-24/2021-05-26", "alliance", "statement"),
    ("p3", "c", "2021-06-01", "alliance", "statement"),
    ("p4", "c", "2021-06-02", "RUS", "troops"),
    ("p5", "d", "2021-06-02", "alliance", "mission"),
)


def small() -> pd.DataFrame:
    return caucasus.appeals(REQUESTS, RESPONSES, "ARM", "2021-01-01", "2021-12-31", {"r4": "EU"})


def test_appeals_stand_by_addressee_then_day():
    assert list(small()["id"]) == ["r1", "r2", "r3", "r4"]
    assert list(small()["addressee"]) == ["alliance", "alliance", "Russia", "EU"]


def test_an_act_answers_the_last_appeal_before_it():
    acts = dict(zip(small()["id"], small()["acts"], strict=True))
    assert acts == {"r1": "consultation;statement", "r2": "statement", "r3": "troops", "r4": ""}
    assert list(small()["answers"]) == ["p1;p2", "p3", "p4", ""]
    assert list(small()["granted"]) == [True, False, True, False]


def test_days_need_exact_dates():
    days = small().set_index("id")["days"]
    assert (days["r1"], days["r2"]) == (5, 0)
    assert days[["r3", "r4"]].isna().all()


def test_an_unknown_addressee_is_an_error():
    with pytest.raises(KeyError):
        caucasus.appeals(REQUESTS, RESPONSES, "ARM", "2021-01-01", "2021-12-31", {})


def test_counts_by_addressee():
    counted = caucasus.by_addressee(small())
    assert caucasus.count(counted, "alliance") == 2
    assert caucasus.count(counted, "alliance", "answered") == 2
    assert caucasus.count(counted, "alliance", "granted") == 1
    assert caucasus.count(counted, "EU", "answered") == 0
    assert caucasus.count(counted, "OSCE") == 0


def test_toll_spans_what_sources_give():
    table = pd.DataFrame(
        [
            ("c", "killed", "ARM", 2, None, None),
            ("c", "killed", "ARM", None, 5, 9),
            ("c", "wounded", "ARM", None, 99, None),
        ],
        columns=["crisis", "measure", "side", "low", "best", "high"],
    )
    assert ranges.toll(table, "c", "ARM") == (2, 9)
    with pytest.raises(KeyError, match="no killed of AZE in c"):
        ranges.toll(table, "c", "AZE")


# --- the shipped tables, recounted with the csv module ----------------------------------------------------------------


def shipped() -> pd.DataFrame:
    return caucasus.appeals(load("requests"), load("responses"), "ARM", "2020-01-01", "2023-12-31")


def test_bodies_of_other_appeals_are_those_of_the_table():
    others = {row["id"] for row in read("requests") if row["state"] == "ARM" and row["addressee"] == "other"}
    assert others == set(caucasus.OTHERS)


def test_shipped_appeals():
    asked = [row for row in read("requests") if row["state"] == "ARM" and "2020" <= row["date"] < "2024"]
    counted = caucasus.by_addressee(shipped())
    wanted = Counter(caucasus.OTHERS.get(row["id"], row["addressee"]) for row in asked)
    assert {addressee: caucasus.count(counted, addressee) for addressee in wanted} == wanted
    days = shipped().set_index("id")["days"]
    assert days["request-arm-aze-2021-arm-alliance"] == (date(2021, 5, 19) - date(2021, 5, 14)).days
    assert days["request-arm-aze-2022-arm-other-2"] == (date(2023, 2, 20) - date(2022, 12, 27)).days


def losses() -> pd.DataFrame:
    return caucasus.losses(load("conflict_deaths"), STATES)


def test_losses_are_those_of_the_table():
    table = {(row["state"], int(row["year"])): int(row["deaths"]) for row in read("conflict_deaths")}
    found = losses()
    assert {(row.state, row.year): row.deaths for row in found.itertuples()} == {
        key: deaths for key, deaths in table.items() if key[0] in STATES and deaths
    }
    assert caucasus.deaths_on(load("conflict_deaths"), "ARM", 2020) == table["ARM", 2020]
    with pytest.raises(ValueError):
        caucasus.deaths_on(load("conflict_deaths"), "ARM", 1900)


# --- drawings ---------------------------------------------------------------------------------------------------------


def treaty() -> pd.DataFrame:
    bound = spells.select(load("memberships"), states=STATES, bodies=["cst"], layer="treaty")
    return spells.bars(bound, as_of())


def draw_losses(given: pd.DataFrame) -> Figure:
    return draw.losses(given, bound=treaty())


FIGURES: dict[str, tuple[Draw, Callable[[], pd.DataFrame]]] = {
    "appeals": (draw.appeals, shipped),
    "losses": (draw_losses, losses),
}


@pytest.mark.parametrize("name", FIGURES)
def test_text_lies_inside_and_apart(name: str, lang: str):
    function, make = FIGURES[name]
    assert_legible(drawn(function, make()), slanting=name == "appeals")


def test_appeals_draw_a_triangle_for_each_and_a_mark_for_each_kind():
    given = shipped()
    (axes,) = drawn(draw.appeals, given).axes
    marks = Counter(line.get_marker() for line in axes.lines if line.get_marker() != "None")
    acts = [(row.addressee, act) for row in given.itertuples() for act in row.acts.split(";") if act]
    assert marks["^"] == len(given)
    assert marks["x"] == sum(act == "declined" for _, act in acts)
    assert marks["s"] == sum(addressee == "alliance" and act != "declined" for addressee, act in acts)
    assert marks["o"] == sum(addressee != "alliance" for addressee, _ in acts)


def test_losses_draw_a_circle_for_each_row_and_a_bar_for_each_spell():
    given = losses()
    (axes,) = drawn(draw_losses, given).axes
    assert len(axes.collections) == len(given)
    assert len(axes.patches) == len(treaty())
    sizes = [circle.get_sizes()[0] for circle in axes.collections]
    ratios = [size / row.deaths for size, row in zip(sizes, given.itertuples(), strict=True) if row.deaths >= 100]
    assert max(ratios) == pytest.approx(min(ratios)), "areas are as the numbers"


@pytest.mark.parametrize("name", FIGURES)
def test_little_data_draw_too(name: str):
    function, make = FIGURES[name]
    assert isinstance(drawn(function, make().query("index == 0")), Figure)
