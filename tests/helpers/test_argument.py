"""The argument graph: what stands is held against an independent library and against trying every set."""

import re
from itertools import combinations
from xml.etree import ElementTree as ET

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from py_arg.abstract_argumentation_classes.abstract_argumentation_framework import AbstractArgumentationFramework
from py_arg.abstract_argumentation_classes.argument import Argument
from py_arg.abstract_argumentation_classes.defeat import Defeat
from py_arg.algorithms.semantics.get_grounded_extension import get_grounded_extension

from helpers import argument, labels, load
from helpers.draw.argument import argument_map, loads, sweeps
from helpers.steps import is_on
from tests.helpers.figures import drawn

NODES = "ABCDEFG"
Links = list[tuple[str, str, str]]


def a_graph(links: Links):
    claims = pd.DataFrame({"id": list(NODES), "kind": "factual", "line": "x", "verdict": "supported"})
    edges = pd.DataFrame(links, columns=["from", "to", "role"]).assign(type="x")
    return argument.graph(claims, edges.assign(id=[f"e{number}" for number in range(len(edges))]))


@st.composite
def links(draw: st.DrawFn) -> Links:
    """Draw links of all roles, circles among them."""
    pair = st.tuples(st.sampled_from(NODES), st.sampled_from(NODES)).filter(lambda ends: ends[0] != ends[1])
    drawn = draw(st.lists(pair, unique=True, max_size=12))
    return [(*ends, draw(st.sampled_from(["support", "support", "premise", "attack", "none"]))) for ends in drawn]


def as_framework(graph, removed: set[str], reading: str) -> set[str]:
    """Return what stands by the grounded extension of an abstract argumentation framework.

    A removed claim is defeated by an undefeated argument. Where something is needed, an argument that it does not stand
    defeats the claim; where any of several reasons suffices, one argument that none stands does.
    """
    arguments: dict[str, Argument] = {}
    defeats: list[Defeat] = []

    def node(name: str) -> Argument:
        return arguments.setdefault(name, Argument(name))

    def defeat(one: str, other: str) -> None:
        defeats.append(Defeat(node(one), node(other)))

    for claim in graph:
        node(claim)
        if claim in removed:
            defeat(f"removed {claim}", claim)
        needed = argument.bearers(graph, claim, "premise")
        reasons = argument.bearers(graph, claim, "support")
        if reading == "all":
            needed, reasons = needed + reasons, []
        for bearer in needed:
            defeat(bearer, f"not {bearer} for {claim}")
            defeat(f"not {bearer} for {claim}", claim)
        for reason in reasons:
            defeat(reason, f"nothing for {claim}")
        if reasons:
            defeat(f"nothing for {claim}", claim)
    framework = AbstractArgumentationFramework("", list(arguments.values()), defeats)
    return {found.name for found in get_grounded_extension(framework)} & set(graph)


@pytest.mark.parametrize("reading", argument.READINGS)
@given(links(), st.sets(st.sampled_from(NODES)))
def test_what_stands_is_the_grounded_extension(reading: str, drawn: Links, removed: set[str]):
    graph = a_graph(drawn)
    assert argument.standing(graph, removed, reading) == as_framework(graph, removed, reading)


@given(links(), st.sets(st.sampled_from(NODES)))
def test_all_is_no_easier_than_any(drawn: Links, removed: set[str]):
    graph = a_graph(drawn)
    assert argument.standing(graph, removed, "all") <= argument.standing(graph, removed, "any")


@given(links(), st.sets(st.sampled_from(NODES)), st.sampled_from(NODES))
def test_removing_more_never_lets_more_stand(drawn: Links, removed: set[str], more: str):
    graph = a_graph(drawn)
    for reading in argument.READINGS:
        left = argument.standing(graph, removed, reading)
        assert argument.standing(graph, removed | {more}, reading) <= left - {more}


@pytest.mark.parametrize("reading", argument.READINGS)
@settings(max_examples=60)
@given(links())
def test_smallest_sets_are_those_that_trying_every_set_finds(reading: str, drawn: Links):
    graph = a_graph(drawn)
    if "A" not in argument.standing(graph, (), reading):
        return
    for size in range(1, len(NODES)):
        wanted = [
            removed
            for removed in combinations(NODES[1:], size)
            if "A" not in argument.standing(graph, removed, reading)
        ]
        if wanted:
            break
    assert argument.smallest_sets(graph, "A", reading) == wanted


def test_an_unknown_reading_is_named():
    with pytest.raises(ValueError, match="no reading 'some'"):
        argument.standing(a_graph([]), (), "some")


def test_links_without_a_role_and_attacks_carry_nothing():
    graph = a_graph([("A", "B", "none"), ("C", "B", "attack")])
    assert argument.standing(graph, {"A", "C"}) == set(NODES) - {"A", "C"}


# --- the text ---------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def text():
    return argument.graph(load("claims"), load("argument_edges"))


@pytest.mark.parametrize("reading", argument.READINGS)
def test_the_text_stands_whole_before_anything_is_removed(text, reading: str):
    assert argument.standing(text, (), reading) == set(text) == as_framework(text, set(), reading)


@pytest.mark.parametrize("reading", argument.READINGS)
def test_each_removal_agrees_with_the_library(text, reading: str):
    ranked = argument.removals(text)
    assert list(ranked.index) == list(range(len(text)))
    found = ranked.set_index("id")
    for claim in sorted(text)[::6]:
        left = as_framework(text, {claim}, reading)
        assert found.loc[claim, reading] == len(text) - 1 - len(left)
        borne, reach = {claim}, -1
        while len(borne) != reach:  # claim by claim, what it bears
            reach = len(borne)
            borne |= {
                end for start, end, role in text.edges(data="role") if role in argument.CARRYING and start in borne
            }
        assert found.loc[claim, "reach"] == reach - 1
        for goal in argument.GOALS:
            assert found.loc[claim, f"{goal}_{reading}"] == (goal not in left)


def test_removing_any_of_the_smallest_sets_fells_the_goal(text):
    for goal in argument.GOALS:
        for reading in argument.READINGS:
            found = argument.smallest_sets(text, goal, reading)
            assert found and len({len(one) for one in found}) == 1
            for one in found:
                assert goal not in as_framework(text, set(one), reading)
                assert all(goal in argument.standing(text, set(one) - {claim}, reading) for claim in one)


def test_known_smallest_sets(text):
    assert argument.smallest_sets(text, "O60", "any") == [("I01",), ("I08",)]
    assert {len(one) for one in argument.smallest_sets(text, "I14", "any")} == {7}


def test_verdicts_remove_the_claims_that_bear_them(text):
    found = argument.by_verdict(text, [["contradicted"], ["contradicted", "disputed"]])
    verdicts = load("claims")["verdict"]
    assert list(found["removed"])[::2] == [
        (verdicts == "contradicted").sum(),
        verdicts.isin(["contradicted", "disputed"]).sum(),
    ]
    assert list(found["reading"]) == ["any", "all"] * 2


def test_flips_try_every_verdict_under_each_reading(text):
    found = argument.flips(text)
    assert len(found) == load("claims")["verdict"].notna().sum() * len(argument.READINGS) * len(argument.GOALS)


def test_a_flip_removes_what_stood_and_brings_back_what_was_gone(text):
    found = argument.flips(text, ["contradicted"])
    assert list(found.columns) == ["id", "verdict", "reading", "goal", "before", "after"]
    verdicts = load("claims").set_index("id")["verdict"]
    gone = set(verdicts.index[verdicts == "contradicted"])
    assert gone and dict(zip(found["id"], found["verdict"], strict=True)) == verdicts.dropna().to_dict()
    for row in found.iloc[::7].itertuples():
        flipped = gone - {row.id} if row.id in gone else gone | {row.id}
        assert row.before == (row.goal in as_framework(text, gone, row.reading))
        assert row.after == (row.goal in as_framework(text, flipped, row.reading))


def test_the_sweep_never_draws_a_premise_or_a_goal():
    """One goal rests on a premise alone and stays; the other rests on a claim of the text, and falls with it."""
    kept, felled = argument.GOALS
    claims = pd.DataFrame(
        [(kept, "recommendation"), (felled, "recommendation"), ("P", "premise"), ("O1", "factual")],
        columns=["id", "kind"],
    ).assign(line="x", verdict=None)
    edges = [("e1", "P", kept, "support", "x"), ("e2", "O1", felled, "support", "x")]
    graph = argument.graph(claims, pd.DataFrame(edges, columns=["id", "from", "to", "role", "type"]))
    found = argument.sweep(graph, 4, 1, [0, 1])
    assert list(found.columns) == ["removed", "reading", "goal", "share", "n"]
    shares = found.groupby(["removed", "goal"])["share"].agg(["min", "max"])
    assert shares.loc[(1, kept)].tolist() == shares.loc[(0, kept)].tolist() == [1, 1]
    assert shares.loc[(1, felled)].tolist() == [0, 0]
    assert set(found["n"]) == {4}


def test_the_sweep_is_the_same_each_time_and_falls_with_more_removed(text):
    one, other = (argument.sweep(text, 20, 7, [0.0, 0.5, 1.0]) for _ in range(2))
    pd.testing.assert_frame_equal(one, other)
    by_step = one.groupby("removed")["share"].mean()
    assert by_step[0.0] == 1 and by_step[1.0] == 0


def test_layers_run_towards_what_is_borne(text):
    depth = argument.layers(text)
    assert set(depth) == set(text)
    for start, end, role in text.edges(data="role"):
        if role in argument.CARRYING:
            assert depth[start] > depth[end]


def test_layers_count_from_the_claims_that_bear_nothing():
    """A circle is cut at its later link, a link without a role that carries counts for nothing."""
    bearing = [("B", "A", "support"), ("C", "B", "premise"), ("C", "A", "support"), ("D", "C", "attack")]
    circle = [("E", "F", "support"), ("F", "E", "support"), ("G", "A", "none")]
    assert argument.layers(a_graph([*bearing, *circle])) == {"A": 0, "B": 1, "C": 2, "D": 0, "E": 1, "F": 0, "G": 0}


# --- the explorer and the drawings ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def moved(text):
    moves = argument.outcome_steps(text)
    return moves, argument.outcomes(text, moves)


def test_each_case_is_a_step_under_each_reading(text, moved):
    moves, _ = moved
    names = argument.cases(text)
    assert list(moves["step"]) == [f"{case}-{reading}" for case in names for reading in argument.READINGS]
    assert set(text) <= {name.upper() for name in names}


def test_a_step_says_in_sentences_what_falls_and_what_stands(moved):
    moves, _ = moved
    assert list(moves.columns) == ["step", "text", "case", "reading", "fallen", *argument.GOALS]
    told = ("argument: nothing", "argument: none fall", "argument: goals yes yes")
    assert moves["text"][0] == " ".join(labels.t(key) for key in told)
    words = {labels.t("yes"): "yes", labels.t("no"): "no"}
    for text, fallen, *goals in moves[["text", "fallen", *argument.GOALS]].itertuples(index=False):
        assert text.endswith(labels.t("argument: goals " + " ".join(words[goal] for goal in goals)))
        assert (labels.t("argument: none fall") in text) == (fallen == 0) and "None" not in text


def test_marks_are_on_where_the_library_lets_them_stand(text, moved):
    moves, marks = moved
    for place in range(0, len(moves), 23):
        case, _, reading = moves["step"][place].rpartition("-")
        left = as_framework(text, set(argument.cases(text)[case]), reading)
        assert {row.id for row in marks.itertuples() if is_on(row.on, place)} == left
        assert moves["fallen"][place] == len(set(text) - left - set(argument.cases(text)[case]))


def test_the_map_has_a_box_for_each_claim_and_a_line_for_each_link_that_carries(text, moved):
    _, marks = moved
    edges = load("argument_edges")
    words = labels.paraphrases(load("claims"))
    root = ET.fromstring(argument_map(marks, edges=edges, goals=argument.GOALS, words=words, step=0))
    told = {link.findtext("text"): link.findtext("title") for link in root.iter("a")}
    assert told == {claim: f"{claim}: {words[claim]}" for claim in text}  # never a number alone
    assert sorted(link.get("href").rpartition("#")[2] for link in root.iter("a")) == sorted(map(str.lower, text))
    drawn = edges["role"].isin(argument.CARRYING) | (edges["type"] == "in tension with")
    assert len(root.findall("path")) == drawn.sum()
    boxes = [
        tuple(float(rect.get(name)) for name in ("x", "y", "width", "height"))
        for rect in root.iter("rect")
        if rect.get("stroke")
    ]
    for (x0, y0, width, height), (x1, y1, _, _) in combinations(boxes, 2):
        assert abs(x0 - x1) >= width or abs(y0 - y1) >= height, "boxes lie apart"
    routed = [path.get("d") for path in root.findall("path") if "H" in path.get("d")]
    assert routed
    for path in routed:  # down, across between two bands, down
        (across,) = re.findall(r"H\S+Q\S+ (\S+) ", path)
        sides = [*re.findall(r"Q(\S+) \S+ \S+ \S+V", path), *re.findall(r"H\S+Q(\S+) ", path)]
        assert not [box for box in boxes if box[1] < float(across) < box[1] + box[3]], "a link across passes no box"
        assert not [box for box in boxes for side in sides if box[0] < float(side) < box[0] + box[2]]


def test_bars_and_lines_are_the_numbers(text):
    frame = argument.removals(text).head(10)
    words = labels.paraphrases(load("claims"))
    (axes,) = drawn(lambda part: loads(part, words=words), frame).axes
    told = " ".join(" ".join(text.get_text().split()) for text in axes.texts)
    assert all(f"{claim} (" in told and words[claim] in told for claim in frame["id"])  # never a number alone
    assert [bar.get_width() for bar in axes.patches] == [*frame["all"], *frame["any"]]
    swept = argument.sweep(text, 10, 1, [0, 0.5])
    for panel, (_, part) in zip(drawn(sweeps, swept).axes, swept.groupby("reading", sort=False), strict=True):
        lines = [list(line.get_ydata()) for line in panel.lines]
        assert lines == [list(100 * one["share"]) for _, one in part.groupby("goal", sort=False)]
