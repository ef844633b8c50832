"""Figures: a mark for each row, and text that can be read."""

from collections.abc import Callable

import pandas as pd
import pytest
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch

from helpers import as_of, draw, graphs, load, spells
from tests.helpers.figures import Draw, assert_legible, drawn


def alliance() -> pd.DataFrame:
    """Return the spells in the Treaty and in the organisation."""
    return spells.select(load("memberships"), bodies=["cst", "csto"])


def bars() -> pd.DataFrame:
    """Return what the chart of members draws."""
    return spells.bars(alliance(), as_of())


def counts() -> pd.DataFrame:
    """Return what the chart of members by year draws."""
    layers = [spells.select(alliance(), layer=layer) for layer in ("treaty", "organisation")]
    return spells.stack(*[spells.members_by_year(part, range(1992, 2027), as_of()) for part in layers])


def links() -> pd.DataFrame:
    """Return what the chart of affiliations draws."""
    states = list(bars()["state"].unique())
    bodies = load("bodies")
    apart = bodies.loc[bodies["kind"] != "parliament", "id"]
    full = spells.select(load("memberships"), bodies=apart, layer="organisation", states=states, statuses=spells.FULL)
    return graphs.edges(graphs.affiliation(full, as_of()), order=states)


def affiliations(frame: pd.DataFrame) -> Figure:
    """Draw affiliations with the organisation in colour."""
    return draw.affiliations(frame, focus="csto")


FIGURES: dict[str, tuple[Draw, Callable[[], pd.DataFrame]]] = {
    "gantt": (draw.gantt, bars),
    "steps": (draw.steps, counts),
    "affiliations": (affiliations, links),
}


@pytest.mark.parametrize("name", FIGURES)
def test_text_lies_inside_and_apart(name: str, lang: str):
    function, make = FIGURES[name]
    assert_legible(drawn(function, make()))


def test_gantt_draws_a_bar_for_each_spell():
    frame = bars()
    (axes,) = drawn(draw.gantt, frame).axes
    assert len(axes.patches) == len(frame)
    lengths = (pd.to_datetime(frame["end"]) - pd.to_datetime(frame["start"])).dt.days
    assert [round(bar.get_width()) for bar in axes.patches] == list(lengths)


def test_gantt_has_a_line_for_each_state():
    frame = bars()
    (axes,) = drawn(draw.gantt, frame).axes
    assert len(axes.get_yticks()) == frame["state"].nunique()


def test_steps_pass_through_each_count():
    """Years before a layer has members have no mark."""
    frame = counts()
    (axes,) = drawn(draw.steps, frame).axes
    points = {(x, y) for line in axes.lines for x, y in zip(*line.get_data(orig=True), strict=True)}
    counted = frame[frame["members"] > 0]
    assert sum(len(line.get_data(orig=True)[0]) for line in axes.lines) == len(counted)
    assert points == set(zip(counted["year"], counted["members"], strict=True))


def test_affiliations_draw_a_link_for_each_row():
    frame = links()
    (axes,) = drawn(affiliations, frame).axes
    assert len([patch for patch in axes.patches if isinstance(patch, PathPatch)]) == len(frame)
    assert len(axes.lines) == frame["state"].nunique() + frame["body"].nunique()
    assert len(axes.texts) == len(axes.lines), "every mark has its name"


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("gantt", "index == 0"),
        ("steps", "index == 0"),
        ("affiliations", "index == 0"),
        ("affiliations", "body != 'csto'"),
    ],
)
def test_little_data_draw_too(name: str, rows: str):
    function, make = FIGURES[name]
    assert isinstance(drawn(function, make().query(rows)), Figure)
