"""Forces and exercises: known numbers counted another way, and figures with a mark for each row."""

from collections.abc import Callable

import pandas as pd
import pytest
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from helpers import draw, forces, load, spells
from tests.helpers.figures import Draw, assert_legible, drawn
from tests.helpers.shipped import read

STATES = ["RUS", "TJK", "KAZ", "KGZ", "BLR", "ARM", "UZB"]


def exercise(name: str, part_of: str | None = None, series: str = "", **more: str) -> dict[str, str | None]:
    """Return one row of a small table of exercises."""
    row = {"id": name, "name": name, "series": series or name, "part_of": part_of, "start": "2020-05-01"}
    return {**row, "planned": None, "status": "held", **more}


def little(*rows: dict[str, str | None]) -> pd.DataFrame:
    """Return a small table of exercises."""
    return pd.DataFrame(rows).astype("str").replace({"None": pd.NA, "nan": pd.NA})


def roles(*rows: tuple[str, str, str]) -> pd.DataFrame:
    """Return a small table of states in exercises."""
    return pd.DataFrame(rows, columns=["exercise", "state", "role"])


def sayings() -> pd.DataFrame:
    """Return what the chart of declared sizes draws."""
    told = forces.told(load("statements"), {"E15": "rapid reaction", "E16": "peacekeeping"}, "2022-01")
    return spells.stack(forces.sizes(load("forces")), told)


def stack() -> pd.DataFrame:
    """Return what the chart of exercises draws."""
    return forces.stacked(forces.units(load("exercises")))


def presence() -> pd.DataFrame:
    """Return what the chart of states in exercises draws."""
    return forces.presence(load("exercises"), load("exercise_participants"), STATES)


def test_sizes_are_ranges_around_the_best():
    frame = forces.sizes(load("forces"))
    assert len(frame) == sum(row["measure"] == "personnel" for row in read("forces"))
    assert (frame["low"] <= frame["high"]).all()
    known = frame.dropna(subset="best")
    assert ((known["low"] <= known["best"]) & (known["best"] <= known["high"])).all()
    assert list(dict.fromkeys(frame["force"])) == list(forces.FORCES)
    assert (frame["first"] <= frame["last"]).all()


def test_sizes_in_battalions():
    frame = forces.sizes(load("forces"), "battalions")
    assert list(frame["best"]) == [4, 9]


def test_numbers_of_the_explainer_are_sizes_of_the_force_that_it_speaks_of():
    texts = {"E1": "The force has 20,000 men.", "E2": "It grew to 3,600 by 2012.", "E3": "No number."}
    statements = pd.DataFrame({"id": list(texts), "paraphrase_en": list(texts.values())})
    found = forces.told(statements, {"E2": "peacekeeping", "E1": "rapid reaction"}, "2022-01")
    common = ["2022-01", "2022-01-01", "2022-01-31"]
    assert found.to_numpy().tolist() == [
        ["E1", "rapid reaction", *common, 20000, 20000, 20000, forces.EXPLAINER],
        ["E2", "peacekeeping", *common, 3600, 3600, 3600, forces.EXPLAINER],
    ]
    with pytest.raises(ValueError, match=r"'No number\.': one number such as 20,000 is needed, found"):
        forces.told(statements, {"E3": "peacekeeping"}, "2022-01")


def test_spread_is_that_of_the_file():
    frame = forces.spread(forces.sizes(load("forces")))
    for force in forces.FORCES:
        mine = [row for row in read("forces") if row["force"] == force and row["measure"] == "personnel"]
        values = [float(row[name]) for row in mine for name in ("low", "best", "high") if row[name]]
        assert (frame.loc[force, "low"], frame.loc[force, "high"]) == (min(values), max(values))
        assert frame.loc[force, "sayings"] == len(mine)
        years = [row["date"][:4] for row in mine]
        assert (str(frame.loc[force, "since"]), str(frame.loc[force, "until"])) == (min(years), max(years))


def test_in_a_stack_what_was_held_lies_below_what_was_planned():
    rows = [("p", forces.STATUSES[-1], "2020-01-01"), ("l", forces.STATUSES[0], "2020-06-01"),
            ("f", forces.STATUSES[0], "2020-02-01"), ("o", forces.STATUSES[0], "2021-01-01")]  # fmt: skip
    units = pd.DataFrame(rows, columns=["id", "status", "start"])
    found = forces.stacked(units.assign(name="x", series="y", year=[2020, 2020, 2020, 2021]))
    assert list(zip(found["id"], found["level"], strict=True)) == [("f", 1), ("l", 2), ("p", 3), ("o", 1)]


def test_told_reads_the_number_of_the_explainer():
    frame = forces.told(load("statements"), {"E15": "rapid reaction", "E16": "peacekeeping"}, "2022-01")
    assert list(zip(frame["id"], frame["best"], strict=True)) == [("E15", 20000), ("E16", 3600)]
    assert set(frame["said_by"]) == {forces.EXPLAINER}


@pytest.mark.parametrize("text", ["A force of many.", "Between 1,000 and 2,000.", "In 2009."])
def test_told_needs_one_number(text: str):
    statements = pd.DataFrame({"id": ["E15"], "paraphrase_en": [text]})
    with pytest.raises(ValueError, match="one number"):
        forces.told(statements, {"E15": "rapid reaction"}, "2022-01")


def test_a_set_counts_by_its_parts_and_stages_count_together():
    table = little(
        exercise("umbrella"),
        exercise("set", "umbrella"),
        exercise("one", "set"),
        exercise("two", "set"),
        exercise("staged", series="s"),
        exercise("stage-1", "staged", series="s"),
        exercise("stage-2", "staged", series="s"),
        exercise("alone"),
    )
    assert set(forces.units(table)["id"]) == {"one", "two", "staged", "alone"}


def test_units_of_the_book():
    rows = {row["id"]: row for row in read("exercises")}
    parents = {row["part_of"] for row in rows.values()} - {""}
    counted = set()
    for name, row in rows.items():
        if name not in parents:
            whole = rows.get(row["part_of"])
            counted.add(row["part_of"] if whole and whole["series"] == row["series"] else name)
    units = forces.units(load("exercises"))
    assert set(units["id"]) == counted
    held = units[units["status"] == "held"]
    assert held["year"].between(2023, 2025).sum() == 19, "the note of combat-brotherhood-2025 says so"


def test_a_year_is_that_of_the_start_else_of_the_plan():
    table = little(exercise("a", planned="2019-12"), exercise("b", start=None, planned="2021/2022"))
    assert list(forces.year(table)) == [2020, 2021]
    with pytest.raises(ValueError, match="no year: c"):
        forces.year(little(exercise("c", start=None)))


def test_stacks_have_no_gaps_and_stand_on_what_was_held():
    frame = stack()
    for _, part in frame.groupby("year"):
        assert list(part["level"]) == list(range(1, len(part) + 1))
        held = part.loc[part["status"] == "held", "level"]
        assert list(held) == list(range(1, len(held) + 1))


def test_presence_takes_what_was_held_alone():
    table = little(exercise("a"), exercise("b", status="cancelled"), exercise("c", start="2021-01-01"))
    said = roles(
        ("a", "KGZ", "host"), ("b", "ARM", "host"), ("a", "KAZ", "participant"), ("a", "KAZ", "declined"),
        ("c", "KAZ", "observer"), ("c", "USA", "participant"),
    )  # fmt: skip
    frame = forces.presence(table, said, ["KGZ", "KAZ", "ARM"])
    assert [tuple(row) for row in frame.itertuples(index=False)] == [
        ("KGZ", 2020, True, False, False, False),
        ("KAZ", 2020, False, True, False, True),
        ("KAZ", 2021, False, False, True, False),
    ]


def test_presence_and_hosts_of_the_book():
    starts = {row["id"]: row["start"][:4] for row in read("exercises") if row["status"] == "held"}
    rows = [row for row in read("exercise_participants") if row["exercise"] in starts and row["state"] in STATES]
    places = {(row["state"], starts[row["exercise"]]) for row in rows}
    assert len(presence()) == len(places)
    hosted = {(row["state"], starts[row["exercise"]]) for row in rows if row["role"] == "host"}
    counts = forces.hosts(presence()).set_index("state")["years"]
    assert dict(counts) == {state: sum(host == state for host, _ in hosted) for state in STATES}
    assert counts.is_monotonic_decreasing


def test_hosts_of_as_many_years_come_by_code():
    hosted = [("TJK", True), ("KGZ", False), ("RUS", True), ("KAZ", True), ("TJK", True)]
    found = forces.hosts(pd.DataFrame(hosted, columns=["state", "hosted"]))
    assert found.to_dict("list") == {"state": ["TJK", "KAZ", "RUS", "KGZ"], "years": [2, 1, 1, 0]}


def test_taking_part_counts_the_widest_set_once():
    table = little(
        exercise("set"), exercise("one", "set"), exercise("two", "set"), exercise("plan", status="announced")
    )
    said = roles(
        ("set", "RUS", "participant"), ("one", "RUS", "participant"), ("two", "ARM", "participant"),
        ("plan", "RUS", "participant"), ("one", "KGZ", "host"),
    )  # fmt: skip
    frame = forces.taking_part(table, said, ["RUS", "ARM", "KGZ"])
    assert [tuple(row) for row in frame.itertuples(index=False)] == [
        ("RUS", 2020, 1, 1),
        ("ARM", 2020, 1, 1),
        ("KGZ", 2020, 0, 1),
    ]


def test_taking_part_without_the_set_counts_its_parts():
    table = little(exercise("set"), exercise("one", "set"), exercise("two", "set"))
    said = roles(("one", "RUS", "participant"), ("two", "RUS", "participant"), ("two", "ARM", "participant"))
    frame = forces.taking_part(table, said, ["RUS", "ARM"])
    assert list(frame["took_part"]) == [2, 1]
    assert list(frame["occasions"]) == [2, 2]


def test_nobody_takes_part_more_often_than_there_are_occasions():
    frame = forces.taking_part(load("exercises"), load("exercise_participants"), STATES)
    assert (frame["took_part"] <= frame["occasions"]).all()
    armenia = frame[(frame["state"] == "ARM") & (frame["year"] > 2022)]
    named = [
        row
        for row in read("exercise_participants")
        if row["state"] == "ARM" and row["role"] == "participant" and row["exercise"][-4:] in ("2023", "2024", "2025")
    ]
    assert armenia["took_part"].sum() == len(named) == 0


def test_named_states():
    assert forces.named(load("exercise_participants"), "rubezh-2008") == ["ARM", "RUS", "TJK"]
    assert forces.named(load("exercise_participants"), "rubezh-2008", "host") == ["ARM", "RUS"]


FIGURES: dict[str, tuple[Draw, Callable[[], pd.DataFrame]]] = {
    "declared": (draw.declared, sayings),
    "squares": (draw.squares, stack),
    "attendance": (draw.attendance, presence),
}


@pytest.mark.parametrize("name", FIGURES)
def test_text_lies_inside_and_apart(name: str, lang: str):
    function, make = FIGURES[name]
    assert_legible(drawn(function, make()))


def test_declared_draws_a_mark_and_a_source_for_each_saying():
    frame = sayings()
    panels = drawn(draw.declared, frame).axes
    assert len(panels) == frame["force"].nunique()
    for axes, (_, part) in zip(panels, frame.groupby("force", sort=False), strict=True):
        assert len(axes.texts) == len(part)
        marks = [line for line in axes.lines if line.get_marker() == "o" or line.get_linewidth() == 5]
        drawn_ranges = sorted((min(line.get_ydata()), max(line.get_ydata())) for line in marks)
        assert drawn_ranges == sorted(zip(part["low"], part["high"], strict=True))


def test_squares_draw_one_for_each_exercise():
    frame = stack()
    (axes,) = drawn(draw.squares, frame).axes
    boxes = [patch for patch in axes.patches if isinstance(patch, Rectangle)]
    assert {(round(box.get_x() + 0.41), round(box.get_y() + 0.91)) for box in boxes} == set(
        zip(frame["year"], frame["level"], strict=True)
    )
    assert len(boxes) == len(frame)
    assert sum(bool(box.get_hatch()) for box in boxes) == frame["status"].isin(["not held", "cancelled"]).sum()


def test_attendance_draws_a_mark_for_each_row():
    frame = presence()
    (axes,) = drawn(draw.attendance, frame).axes
    places = {(line.get_xdata()[0], line.get_ydata()[0]) for line in axes.lines}
    states = list(dict.fromkeys(frame["state"]))
    assert places == {(row.year, states.index(row.state)) for row in frame.itertuples()}
    crosses = sum(line.get_marker() == "x" for line in axes.lines)
    assert crosses == frame["stayed_away"].sum()


@pytest.mark.parametrize("name", FIGURES)
def test_little_data_draw_too(name: str):
    function, make = FIGURES[name]
    assert isinstance(drawn(function, make().query("index == 0")), Figure)
