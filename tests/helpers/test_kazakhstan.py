"""Kazakhstan in January 2022: hours told in one clock, known numbers from the files, and a mark for each row."""

from collections.abc import Callable
from datetime import datetime

import pandas as pd
import pytest
from matplotlib.figure import Figure

from helpers import draw, kazakhstan, load
from tests.helpers.figures import Draw, assert_legible, drawn
from tests.helpers.shipped import read

KINDS = ["unrest", "request", "decision", "arrival", "task", "statement"]
WITHDRAWN = "kaz-2022-killed-all-2022-01-09"


def hours() -> pd.DataFrame:
    """Return what the chart of hours draws."""
    return kazakhstan.clock(load("deployment_timeline"), "2022-01-05", "2022-01-07", KINDS)


def sent() -> pd.DataFrame:
    """Return what the chart of contingents draws."""
    return kazakhstan.contingents(load("deployments"), "kaz-2022", residual="RUS")


def told() -> pd.DataFrame:
    """Return what the chart of the dead draws."""
    return kazakhstan.reports(load("casualties"), "kaz-2022", "killed", withdrawn=[WITHDRAWN])


def happening(when: str, kind: str = "decision", name: str = "a") -> dict[str, str]:
    return {"id": name, "when": when, "actor": "Russia", "kind": kind, "title": ""}


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("gives 2,030 soldiers and 250 vehicles", [2030, 250]),
        ("about 2,500 soldiers", [2500]),
        ("14 sites, which freed about 1,600", [14, 1600]),
        ("Il-76 aircraft of UN-1, 5% of C38", [5]),
        ("none", []),
    ],
)
def test_told_reads_whole_numbers(text: str, numbers: list[int]):
    table = pd.DataFrame({"id": ["a"], "title": [text]})
    assert kazakhstan.told(table, "a") == numbers


def test_told_needs_the_row():
    with pytest.raises(KeyError, match="no row 'b'"):
        kazakhstan.told(pd.DataFrame({"id": ["a"], "title": ["1"]}), "b")


def test_numbers_that_the_chapter_reads_off_titles():
    timeline = load("deployment_timeline")
    assert kazakhstan.told(timeline, "kaz-2022-session") == [2030, 250]
    assert kazakhstan.told(timeline, "kaz-2022-zas-2500") == [2500]
    assert kazakhstan.told(timeline, "kaz-2022-fourteen-sites") == [14, 1600]
    assert kazakhstan.told(timeline, "kaz-2022-foreigners") == [18]
    assert kazakhstan.told(load("casualties"), "kaz-2022-killed-all-2022-03-14", "note") == [139, 53]


def test_hours_between_minds_the_clocks():
    table = pd.DataFrame([happening("2022-01-05T21:55+03:00", name="a"), happening("2022-01-06T03:40+06:00", name="b")])
    assert kazakhstan.hours_between(table, "a", "b") == 2.75


def test_hours_between_needs_hours():
    table = pd.DataFrame([happening("2022-01-05", name="a"), happening("2022-01-06T03:40+06:00", name="b")])
    with pytest.raises(ValueError, match="a to b"):
        kazakhstan.hours_between(table, "a", "b")


def test_the_clock_crosses_midnight():
    """What is the evening of 5 January in Moscow is 6 January in Nur-Sultan."""
    table = pd.DataFrame([happening("2022-01-05T21:55+03:00")])
    row = kazakhstan.clock(table, "2022-01-05", "2022-01-06", ["decision"]).iloc[0]
    assert (row["first"], row["last"], row["exact"]) == ("2022-01-06T00:55", "2022-01-06T00:55", True)
    moscow = kazakhstan.clock(table, "2022-01-05", "2022-01-06", ["decision"], offset=3).iloc[0]
    assert moscow["first"] == "2022-01-05T21:55"


def test_the_clock_takes_days_whole_and_kinds_and_limits():
    table = pd.DataFrame(
        [
            happening("2022-01-06", name="day"),
            happening("2022-01-06T01:00+06:00", name="night"),
            happening("2022-01-06T23:00+06:00", name="evening"),
            happening("2022-01-09", name="later"),
            happening("2022-01-06", kind="statement", name="other"),
        ]
    )
    frame = kazakhstan.clock(table, "2022-01-05", "2022-01-07", ["decision"])
    assert list(frame["id"]) == ["night", "day", "evening"]
    day = frame[frame["id"] == "day"].iloc[0]
    assert (day["first"], day["last"], day["exact"]) == ("2022-01-06T00:00", "2022-01-07T00:00", False)


def test_the_clock_has_its_first_and_its_last_day_and_none_beside():
    days = [f"2022-01-{day:02d}" for day in range(3, 10)]
    table = pd.DataFrame([happening(day, name=day) for day in days])
    frame = kazakhstan.clock(table, "2022-01-05", "2022-01-07", ["decision"])
    assert list(frame["id"]) == ["2022-01-05", "2022-01-06", "2022-01-07"]


def test_the_clock_of_the_book():
    """Hours are those of the file, moved to the clock of Nur-Sultan by hand."""
    frame = hours().set_index("id")
    rows = {row["id"]: row for row in read("deployment_timeline")}
    for name, row in frame[frame["exact"]].iterrows():
        at = datetime.fromisoformat(rows[str(name)]["when"])
        minutes = at.hour * 60 + at.minute - int(at.utcoffset().total_seconds() // 60) + 6 * 60  # type: ignore[union-attr]
        assert row["first"][-5:] == f"{minutes // 60 % 24:02d}:{minutes % 60:02d}", name
    assert set(frame["kind"]) <= set(KINDS)
    assert len(frame) > 15


def test_organs_stand_in_the_table():
    assert set(kazakhstan.ORGANS) <= {row["actor"] for row in read("deployment_timeline")}


def test_contingents_are_those_of_the_file():
    frame = sent().set_index("state")
    rows = [row for row in read("deployments") if row["crisis"] == "kaz-2022" and row["mandate"] == "alliance"]
    assert dict(frame["best"]) == {row["state"]: int(row["best"]) for row in rows}
    assert list(frame.index[frame["derived"]]) == ["RUS"]
    assert frame["best"].is_monotonic_decreasing
    assert (frame["low"] <= frame["best"]).all() and (frame["best"] <= frame["high"]).all()
    assert frame.loc["RUS", "days"] == 14 and frame.loc["KGZ", "start_last"] > frame.loc["KGZ", "start"]


def test_contingents_of_one_size_stand_by_name():
    table = load("deployments")
    table.loc[table["state"].isin(["ARM", "KGZ", "TJK", "BLR"]), ["low", "best", "high"]] = [None, 100, None]
    found = kazakhstan.contingents(table, "kaz-2022", residual="RUS")
    assert list(found["state"]) == ["RUS", "ARM", "BLR", "KGZ", "TJK"]
    assert (found["low"][1:] == 100).all() and set(found.dtypes[["low", "best", "high"]].astype("str")) == {"Int64"}


def test_a_contingent_known_to_the_month_left_on_its_last_day():
    table = load("deployments")
    table.loc[table["state"] == "KGZ", ["start", "end"]] = ["2022-01-07", "2022-01"]
    found = kazakhstan.contingents(table, "kaz-2022", residual="RUS").set_index("state").loc["KGZ"]
    assert (found["start"], found["end"], found["days"]) == ("2022-01-07", "2022-01-31", 25)


def test_the_residual_is_the_total_less_the_others():
    frame = sent()
    total = kazakhstan.told(load("deployment_timeline"), "kaz-2022-session")[0]
    assert frame.loc[frame["derived"], "best"].item() == total - frame.loc[~frame["derived"], "best"].sum()


def test_reports_are_those_of_the_file():
    frame = told()
    rows = [row for row in read("casualties") if row["crisis"] == "kaz-2022" and row["measure"] == "killed"]
    assert dict(zip(frame["id"], frame["best"], strict=True)) == {
        row["id"]: int(row["best"] or row["low"]) for row in rows
    }
    assert list(frame.loc[frame["withdrawn"], "id"]) == [WITHDRAWN]
    assert set(frame.loc[frame["at_least"], "id"]) == {row["id"] for row in rows if not row["best"]}
    order = [kazakhstan.SIDES.index(side) for side in frame["side"]]
    assert order == sorted(order)


def test_voices():
    by = told().set_index("id")["voice"]
    assert by["kaz-2022-killed-all-2022-01-15"] == "prosecutors"
    assert by["kaz-2022-killed-security-forces-2022-01-10"] == "government"
    assert by["kaz-2022-killed-all-2022-07-29-azattyq"] == "others"
    assert set(by) == {*kazakhstan.VOICES.values(), "others"}


def test_a_report_of_a_lower_limit():
    row = {"id": "a", "crisis": "c", "measure": "killed", "side": "all", "reported_by": "X", "reported_on": "2022-07"}
    table = pd.DataFrame([{**row, "low": 10, "best": None, "high": None}]).astype(
        dict.fromkeys(["low", "best", "high"], "Float64")
    )
    found = kazakhstan.reports(table, "c", "killed").iloc[0]
    assert (found["low"], found["best"], found["high"], found["at_least"]) == (10, 10, 10, True)
    assert (found["first"], found["last"]) == ("2022-07-01", "2022-07-31")


FIGURES: dict[str, tuple[Draw, Callable[[], pd.DataFrame]]] = {
    "hours": (draw.hours, hours),
    "contingents": (draw.contingents, sent),
    "deaths": (draw.deaths, told),
}


@pytest.mark.parametrize("name", FIGURES)
def test_text_lies_inside_and_apart(name: str, lang: str):
    function, make = FIGURES[name]
    assert_legible(drawn(function, make()))


def test_hours_draw_a_mark_or_a_bar_for_each_row():
    frame = hours()
    (axes,) = drawn(draw.hours, frame).axes
    own = [line for line in axes.lines if line.get_marker() in ("^", "s", "o") or line.get_linewidth() == 4.5]
    assert len(own) == len(frame)
    assert sum(line.get_linewidth() == 4.5 for line in own) == (~frame["exact"]).sum()
    assert sum(line.get_marker() == "^" for line in own) == (frame["kind"] == "request").sum() == 1


def test_contingents_draw_their_numbers_and_days():
    frame = sent()
    counts, stay = drawn(draw.contingents, frame).axes
    assert [bar.get_width() for bar in counts.patches] == list(frame["best"])
    assert [bool(bar.get_hatch()) for bar in counts.patches] == list(frame["derived"])
    assert sum(bar.get_width() for bar in stay.patches) == frame["days"].sum()


def test_deaths_draw_a_mark_and_a_number_for_each_report():
    frame = told()
    panels = drawn(draw.deaths, frame).axes
    assert len(panels) == 2 * frame["side"].nunique()
    marks = [line.get_ydata()[0] for axes in panels for line in axes.lines if line.get_marker() in ("o", "s", "D")]
    assert sorted(marks) == sorted(frame["best"])
    numbers = [text.get_text() for axes in panels for text in axes.texts]
    assert len(numbers) == len(frame)
    assert sum(line.get_marker() == "x" for axes in panels for line in axes.lines) == frame["withdrawn"].sum()


@pytest.mark.parametrize("name", FIGURES)
def test_little_data_draw_too(name: str):
    function, make = FIGURES[name]
    assert isinstance(drawn(function, make().query("index == 0")), Figure)
