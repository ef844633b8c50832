"""Borders: steps, tolls and drills, small tables by hand and the shipped ones recounted without pandas."""

from collections.abc import Callable

import pandas as pd
import pytest
from matplotlib.figure import Figure

from helpers import borders, draw, labels, load, ranges
from tests.helpers.figures import Draw, assert_legible, drawn
from tests.helpers.shipped import read

FIGHTS = ["kgz-tjk-2014", "kgz-tjk-2019", "kgz-tjk-2020", "kgz-tjk-2021", "kgz-tjk-2022-january", "kgz-tjk-2022"]
SETTLED = ["kyrgyz-tajik-ceasefire-2022", "kyrgyz-tajik-protocol-2022", "kyrgyz-tajik-border-treaty-2025"]
PROGRAMME = {
    "tjk-afg-2013-request-alliance-material-aid": "appeal",
    "tjk-afg-2013-response-alliance-material-aid-2013-09-23": "decision",
    "tjk-afg-2013-response-alliance-statement-2017-02-09": "promise",
    "tjk-afg-2013-request-alliance-material-aid-2": "appeal",
    "tjk-afg-2013-response-alliance-institution-building-2024-11-28": "decision",
    "border-programme-contracts-2026": "promise",
}


def frame(columns: str, *rows: tuple[object, ...]) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=columns.split())


def border() -> pd.DataFrame:
    return borders.path(
        dict.fromkeys(FIGHTS, "clash") | dict.fromkeys(SETTLED, "states"), load("crises"), load("events")
    )


def programme() -> pd.DataFrame:
    return borders.path(PROGRAMME, load("requests"), load("responses"), load("events"), since="2013-09-23")


def told() -> pd.DataFrame:
    table = load("crises")
    return borders.tolls(load("casualties"), table[table["id"].isin(FIGHTS)])


def hosted() -> pd.DataFrame:
    return borders.hosted(load("exercises"), load("exercise_participants"), "TJK")


def killed(tolls: pd.DataFrame) -> Figure:
    return draw.killed(tolls, names=labels.titles(load("crises")))


EVENTS = frame("id date sources", ("treaty", "2025-03-13", "a"), ("truce", "2022-09", "b"))
FIGHTING = frame(
    "id start end sources", ("war", "2021-04-28", "2021-05-01", "c"), ("shot", "2020-01-11", "2020-01-11", "d")
)


def test_path_takes_dates_and_intervals_in_order():
    parts = {"treaty": "states", "war": "clash", "shot": "clash", "truce": "states"}
    found = borders.path(parts, EVENTS, FIGHTING, since="2021-04-28")
    assert list(found["id"]) == ["shot", "war", "truce", "treaty"]
    assert list(found["date"]) == ["2020-01-11", "2021-04-28/2021-05-01", "2022-09", "2025-03-13"]
    assert list(found["last"]) == ["2020-01-11", "2021-05-01", "2022-09-30", "2025-03-13"]
    assert list(found["years"]) == [-1.3, 0.0, 1.3, 3.9]
    assert borders.path(parts, EVENTS, FIGHTING)["years"].isna().all()
    assert list(borders.path(parts, EVENTS, FIGHTING, since="1920-09-01")["years"])[:2] == [99.4, 100.7]


def test_path_asks_for_known_rows_and_parts():
    with pytest.raises(KeyError, match="nothing"):
        borders.path({"nothing": "clash"}, EVENTS)
    with pytest.raises(ValueError, match=r"no parts: rumour, talk$"):
        borders.path({"treaty": "talk", "truce": "rumour"}, EVENTS)


def test_path_keeps_the_order_given_on_one_day():
    one_day = frame("id date sources", ("answer", "2013-09-23", "a"), ("question", "2013-09-23", "a"))
    assert list(borders.path({"question": "appeal", "answer": "decision"}, one_day)["id"]) == ["question", "answer"]


def test_tolls_fill_ranges_and_leave_out_what_has_no_number():
    table = frame("id start", ("later", "2022-09-14"), ("early", "2021-04"))
    sayings = frame(
        "id crisis measure side reported_by reported_on low best high sources",
        ("a", "later", "killed", "TJK", "one", "2022-10", None, 41, None, "x"),
        ("b", "later", "killed", "TJK", "two", "2022-09-18", 33, None, 35, "x"),
        ("c", "later", "killed", "KGZ", "three", None, None, 63, None, "x"),
        ("d", "later", "wounded", "KGZ", "three", None, None, 198, None, "x"),
        ("e", "early", "killed", "civilians", "four", None, None, None, None, "x"),
        ("f", "early", "killed", "all", "five", None, None, 49, None, "x"),
        ("g", "early", "killed", "AFG", "five", None, None, 1, None, "x"),
        ("h", "early", "killed", "TJK", "five", None, None, 2, None, "x"),
    )
    found = borders.tolls(sayings, table)
    assert [(row.id, row.low, row.high) for row in found.itertuples()] == [
        ("h", 2, 2),
        ("f", 49, 49),
        ("g", 1, 1),  # a side of which the order does not know comes last
        ("c", 63, 63),
        ("b", 33, 35),
        ("a", 41, 41),
    ]


def test_tolls_of_the_border_hold_each_saying_of_the_table():
    rows = [row for row in read("casualties") if row["crisis"] in FIGHTS and row["measure"] == "killed"]
    assert len(rows) > 10
    assert set(told()["id"]) == {row["id"] for row in rows if row["low"] or row["best"] or row["high"]}
    numbers = [
        int(row[column])
        for row in rows
        if (row["crisis"], row["side"]) == ("kgz-tjk-2022", "TJK")
        for column in ("low", "best", "high")
        if row[column]
    ]
    assert ranges.toll(load("casualties"), "kgz-tjk-2022", "TJK") == (min(numbers), max(numbers))


def test_hosted_counts_a_set_once():
    exercises = frame(
        "id series part_of start planned status place low best high sources",
        ("set", "joint set", None, "2021-10-18", None, "held", "p", 4000, 4000, 5000, "x"),
        ("part", "Search", "set", "2021-10-18", None, "held", "p", None, None, None, "x"),
        ("stage", "Centre", "wide", "2011-09-19", None, "held", "p", None, 650, None, "x"),
        ("wide", "Centre", None, "2011-09-19", None, "held", "p", None, 12000, None, "x"),
        ("plan", "Rock", None, None, "2026-10", "announced", "p", None, None, None, "x"),
    )
    hosts = [("set", "TJK"), ("part", "TJK"), ("stage", "TJK"), ("wide", "TJK"), ("wide", "RUS"), ("plan", "TJK")]
    participants = frame("exercise state role", *[(*host, "host") for host in hosts], ("set", "RUS", "participant"))
    found = borders.hosted(exercises, participants, "TJK")
    assert list(found["id"]) == ["stage", "set", "plan"]
    assert list(found["high"].dropna()) == [650, 5000]
    assert list(found["date"]) == ["2011-09-19", "2021-10-18", "2026-10"]


def test_hosted_holds_what_the_tables_say():
    hosts: dict[str, set[str]] = {}
    for row in read("exercise_participants"):
        if row["role"] == "host":
            hosts.setdefault(row["exercise"], set()).add(row["state"])
    alone = {exercise for exercise, states in hosts.items() if states == {"TJK"}}
    wanted = {row["id"] for row in read("exercises") if row["id"] in alone and row["part_of"] not in alone}
    assert len(wanted) > 10 and set(hosted()["id"]) == wanted


def test_date_of_a_row():
    assert borders.date_of(EVENTS, "truce") == "2022-09"
    with pytest.raises(KeyError, match="no row"):
        borders.date_of(EVENTS, "war")


def test_the_settlement_comes_after_the_last_fight():
    frame = border()
    fights = frame[frame["part"] == "clash"]
    treaty = frame[frame["id"] == "kyrgyz-tajik-border-treaty-2025"]
    assert len(fights) == sum(row["id"].startswith("kgz-tjk") for row in read("crises"))
    assert (treaty["first"].item() > fights["last"]).all()


FIGURES: dict[str, tuple[Draw, Callable[[], pd.DataFrame]]] = {
    "border": (draw.path, border),
    "programme": (draw.path, programme),
    "killed": (killed, told),
    "hosted": (draw.hosted, hosted),
}


@pytest.mark.parametrize("name", FIGURES)
def test_text_lies_inside_and_apart(name: str, lang: str):
    function, make = FIGURES[name]
    assert_legible(drawn(function, make()))


@pytest.mark.parametrize("name", FIGURES)
def test_one_row_draws_too(name: str):
    function, make = FIGURES[name]
    assert drawn(function, make().head(1)).axes


def test_path_draws_a_mark_for_each_step():
    frame = programme()
    (axes,) = drawn(draw.path, frame).axes
    marks = [line for line in axes.lines if line.get_marker() in ("^", "s", "o", "D")]
    assert len(marks) == len(frame)


def test_killed_draws_each_number():
    frame = told()
    figure = drawn(killed, frame)
    widths = [bar.get_width() for axes in figure.axes for bar in axes.patches]
    assert sum(widths) == frame["high"].sum()


def test_hosted_draws_each_number():
    frame = hosted()
    (axes,) = drawn(draw.hosted, frame).axes
    assert sum(bar.get_width() for bar in axes.patches) == frame["high"].sum()
