"""Alternatives: grades counted another way, weights that hide nothing, drawings with a mark for each row."""

from collections import Counter
from xml.etree import ElementTree as ET

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import alternatives, draw, load
from helpers.steps import is_on
from tests.helpers.figures import assert_legible, drawn
from tests.helpers.shipped import read

GRADES = load("option_grades")
OPTIONS, CRITERIA = load("options"), load("criteria")
NAMES = list(alternatives.cases(GRADES)["equal"])


def counted(weights: dict[str, float]) -> dict[str, Counter]:
    """Add up the weights from the file, without pandas."""
    found: dict[str, Counter] = {}
    for row in read("option_grades"):
        option, criterion = row["option"].partition("-")[2], row["criterion"].partition("-")[2]
        found.setdefault(option, Counter())[row["grade"]] += weights.get(criterion, 0)
    return found


@given(st.dictionaries(st.sampled_from(NAMES), st.integers(0, 5)).filter(lambda weights: any(weights.values())))
def test_weights_add_up_and_nothing_is_hidden(weights):
    frame = alternatives.weighted(GRADES, weights)
    for row in frame.to_dict("records"):
        assert {grade: row[grade] for grade in alternatives.GRADES} == {
            grade: counted(weights)[row["option"]][grade] for grade in alternatives.GRADES
        }
        assert sum(row[grade] for grade in alternatives.GRADES) == row["total"] == sum(weights.values())
    reach = alternatives.bounds(frame)
    assert (reach["high"] - reach["low"] == 2 * frame["not known"]).all()


@pytest.mark.parametrize(
    ("weights", "error"),
    [({"religion": 1}, KeyError), ({"promise": -1, "law": 2}, ValueError), ({"law": 0}, ValueError), ({}, ValueError)],
)
def test_bad_weights_are_refused(weights, error):
    with pytest.raises(error):
        alternatives.weighted(GRADES, weights)


def test_bounds_are_settled_where_the_unknown_cannot_turn_them():
    frame = pd.DataFrame({"option": ["a", "b", "c"], "better": [3, 0, 1], "worse": [0, 2, 0], "not known": [2, 1, 1]})
    reach = alternatives.bounds(frame)
    assert list(reach["settled"]) == [True, True, False]
    assert list(reach["low"]) == [1, -3, 0] and list(reach["high"]) == [5, -1, 2]


def test_no_weighting_settles_anything_as_the_chapter_says():
    firm = alternatives.settled_in(GRADES)
    assert len(firm) == 8 and not firm[["better", "worse"]].to_numpy().any()


def test_what_is_better_by_one_criterion_in_every_weighting_is_settled():
    kinds = {"b": ("better", "same", "same"), "a": ("worse", "same", "same"), "c": ("better", "not known", "same")}
    rows = [
        (f"option-{option}", f"criterion-{criterion}", grade)
        for option, grades in kinds.items()
        for criterion, grade in zip(("promise", "law", "wealth"), grades, strict=True)
    ]
    several = {"equal": {"promise": 1, "law": 1}, "promise": {"promise": 2, "law": 1}, "alone": {"law": 1}}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(alternatives, "cases", lambda grades: several)
        grades = pd.DataFrame(rows, columns=["option", "criterion", "grade"])
        found = alternatives.settled_in(grades)
    assert list(alternatives.weighted(grades, several["equal"])["mixed"]) == [0, 0, 0], "no option has this grade"
    assert found.to_dict("list") == {
        "option": ["b", "a", "c"], "weightings": [2, 2, 2], "better": [2, 0, 1], "worse": [0, 2, 0],
    }  # fmt: skip


def test_the_grid_has_every_pair_and_grades_no_norm():
    table = alternatives.grid(OPTIONS, CRITERIA, GRADES)
    assert len(table) == len(OPTIONS) * len(CRITERIA)
    assert table["id"].dropna().tolist() and set(table["id"].dropna()) == set(GRADES["id"])
    assert set(table.loc[table["kind"] == "normative", "state"]) == {"blank"}
    assert set(table.loc[table["option"] == "opinion-programme", "state"]) == {"blank"}
    assert set(table.loc[(table["option"] == "stay") & (table["kind"] == "empirical"), "state"]) == {"baseline"}


def test_by_criterion_keeps_each_grade_once():
    frame = alternatives.by_criterion(alternatives.grid(OPTIONS, CRITERIA, GRADES))
    assert sorted(frame["id"]) == sorted(GRADES["id"])
    assert not frame.duplicated(["criterion", "group", "place"]).any()
    assert alternatives.tally(frame, "out", "worse")["law"] == 3
    assert alternatives.tally(frame, "out", "not known")["response"] == len(alternatives.OUT)
    assert set(alternatives.OUT) < set(frame["option"])


def test_at_each_step_the_bars_are_the_weights():
    steps, marks = alternatives.outcome_steps(CRITERIA, GRADES), alternatives.outcomes(GRADES)
    named = alternatives.cases(GRADES)
    assert list(steps["step"]) == [f"{case}-{way}" for case in named for way in alternatives.READINGS]
    for place, step in enumerate(steps["step"]):
        sums = counted(named[step.rpartition("-")[0]])
        shown = marks[marks["on"].map(lambda cell, place=place: is_on(cell, place))]
        assert not shown.duplicated(["option", "grade"]).any()
        want = {(option, grade): float(n) for option, sum_ in sums.items() for grade, n in sum_.items() if n}
        assert dict(zip(zip(shown["option"], shown["grade"], strict=True), shown["weight"], strict=True)) == want
        joined = shown[shown["after"] >= 0]
        assert set(joined["grade"]) <= {"not known"} and (not len(joined) or step.endswith("-same"))
        if step.endswith("-same"):
            beside = {row.option: want.get((row.option, "same"), 0) for row in joined.itertuples()}
            assert dict(zip(joined["option"], joined["after"], strict=True)) == beside
            assert set(beside) == {option for option, grade in want if grade == "not known"}


def test_a_step_tells_how_much_is_not_known():
    steps = alternatives.outcome_steps(CRITERIA, GRADES).set_index("step")
    assert "2 to 6" in steps["text"]["equal-out"]
    assert steps["leave"]["equal-out"] == "1 / 2 / 2 / 2 / 2"
    assert steps["leave"]["equal-same"] == "1 / 2 / 2 / 4 / (2)"


def test_the_explorer_has_a_bar_for_each_mark_and_a_link_for_each_grade(lang):
    marks, table = alternatives.outcomes(GRADES), alternatives.grid(OPTIONS, CRITERIA, GRADES)
    root = ET.fromstring(draw.weighing(marks, grid=table, step=0))
    links = [link.get("href") for link in root.iter("a")]
    assert sorted(link.rpartition("#")[2] for link in links) == sorted(GRADES["id"])
    groups = [group for group in root.iter("g") if group.get("data-on")]
    assert sorted(group.get("data-on") for group in groups) == sorted(marks["on"])
    for group in groups:
        assert ("off" in group.get("class").split()) != is_on(group.get("data-on"), 0)
    width = float(root.get("viewBox").split()[2])
    for rect in root.iter("rect"):
        assert float(rect.get("x")) + float(rect.get("width")) <= width


@pytest.mark.parametrize("name", ["option_grades", "criterion_grades"])
def test_figures_have_a_mark_for_each_grade_and_text_apart(name, lang):
    table = alternatives.grid(OPTIONS, CRITERIA, GRADES)
    frame = table if name == "option_grades" else alternatives.by_criterion(table)
    figure = drawn(getattr(draw, name), frame)
    (axes,) = figure.axes
    marks = [line for line in axes.lines if line.get_linestyle() == "None" and line.get_marker() not in (".", "None")]
    assert len(marks) == len(GRADES)
    assert_legible(figure, slanting=name == "option_grades")
