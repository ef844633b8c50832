"""Drawings of networks: a mark for each row, text that can be read."""

import pandas as pd
import pytest

from helpers import as_of, draw, graphs, load, spells, steps
from tests.helpers.figures import assert_legible, drawn

RING = ["BLR", "KAZ", "KGZ", "TJK", "UZB", "TKM", "AZE", "ARM", "GEO", "TUR", "MDA", "UKR"]


def full() -> pd.DataFrame:
    return spells.select(load("memberships"), layer="organisation", statuses=spells.FULL)


def bound() -> pd.DataFrame:
    treaty = spells.select(load("memberships"), bodies=["cst"], statuses=["party"])
    days = ["1994-12-31", "2010-12-31", as_of()]
    return graphs.ties_by_day(treaty, load("agreements"), load("agreement_parties"), days)


def left() -> pd.DataFrame:
    groups = {"all states": [], "without Russia": ["RUS"], "without Kazakhstan": ["KAZ"]}
    return graphs.ablation(graphs.affiliation(full(), as_of()), groups)


def found() -> pd.DataFrame:
    return graphs.phi(graphs.affiliation(full(), as_of()), load("states").query("group != 'other'")["id"])


ORDER = graphs.places(steps.standing(full(), range(1992, 2027), as_of()))[1]
MEASURES = ["density", "degree", "shared", "clustering"]
FIGURES = {
    "pacts": lambda: drawn(lambda frame: draw.pacts(frame, hub="RUS", ring=RING), bound()),
    "series": lambda: drawn(
        lambda frame: draw.series(frame, measures=MEASURES), graphs.series(full(), range(1992, 2027), as_of())
    ),
    "ablation": lambda: drawn(lambda frame: draw.ablation(frame, measures=["links", "shared"]), left()),
    "bridges": lambda: drawn(draw.bridges, graphs.centrality(graphs.affiliation(full(), as_of())).head(12)),
    "phi": lambda: drawn(lambda frame: draw.phi(frame, bodies=ORDER), found()),
}


@pytest.mark.parametrize("name", FIGURES)
def test_text_lies_inside_and_apart(name: str, lang: str):
    assert_legible(FIGURES[name](), slanting=name == "phi")


def test_pacts_draw_each_pair_and_kind_once():
    frame = bound()
    shown = frame[frame["one"].isin(["RUS", *RING]) & frame["other"].isin(["RUS", *RING])]
    wanted = shown.groupby("day").apply(lambda part: len(part[["one", "other", "kind"]].drop_duplicates()))
    figure = FIGURES["pacts"]()
    lines = {axes.get_title("center"): len(axes.lines) for axes in figure.axes if axes.get_title("center")}
    assert sorted(lines.values()) == sorted(count + len(RING) + 1 for count in wanted)


def test_no_circle_of_the_pacts_lies_behind_a_name(lang: str):
    figure = FIGURES["pacts"]()
    figure.canvas.draw()
    for axes in figure.axes:
        circles = [line.get_window_extent() for line in axes.lines if line.get_marker() == "o"]
        names = [text.get_window_extent() for text in axes.texts]
        assert not [name for name in names if name.count_overlaps(circles)]
        assert len(names) in (0, len(RING)) and len(circles) in (0, len(RING) + 1)


def test_series_pass_through_each_value():
    frame = graphs.series(full(), range(1992, 2027), as_of())
    for axes, measure in zip(FIGURES["series"]().axes, MEASURES, strict=True):
        (line,) = axes.lines
        assert list(line.get_xdata()) == list(frame["year"])
        assert list(line.get_ydata()) == list(frame[measure])


def test_ablation_draws_shares_of_the_whole():
    frame = left()
    for axes, measure in zip(FIGURES["ablation"]().axes, ["links", "shared"], strict=True):
        widths = [bar.get_width() for bar in axes.patches]
        assert widths == pytest.approx(list(frame[measure] / frame[measure].iloc[0]))


def test_bridges_draw_a_bar_a_state():
    frame = graphs.centrality(graphs.affiliation(full(), as_of())).head(12)
    (axes,) = FIGURES["bridges"]().axes
    assert [bar.get_width() for bar in axes.patches] == pytest.approx(list(frame["betweenness"]))


def test_phi_draws_a_square_a_pair():
    (axes,) = FIGURES["phi"]().axes
    assert len(axes.patches) == len(found())
