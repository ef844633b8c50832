"""Figures: a mark for each row, and text that can be read."""

import warnings
from collections.abc import Callable, Iterator
from itertools import combinations

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch
from matplotlib.text import Text

from helpers import as_of, draw, graphs, load, spells
from helpers.style import style


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


Draw = Callable[[pd.DataFrame], Figure]

FIGURES: dict[str, tuple[Draw, Callable[[], pd.DataFrame]]] = {
    "gantt": (draw.gantt, bars),
    "steps": (draw.steps, counts),
    "affiliations": (affiliations, links),
}


@pytest.fixture(params=["en", "ar"])
def lang(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Draw in each language of the book."""
    monkeypatch.setenv("BOOK_LANGUAGE", request.param)
    return request.param


@pytest.fixture(autouse=True)
def close_figures() -> Iterator[None]:
    yield
    plt.close("all")


def drawn(function: Draw, frame: pd.DataFrame) -> Figure:
    """Draw a figure as a chapter does, with warnings as errors, so that the places of its text are known."""
    with style(), warnings.catch_warnings():
        warnings.simplefilter("error")
        figure = function(frame)
        FigureCanvasAgg(figure).draw()
    return figure


def texts(figure: Figure) -> list[Text]:
    """Return the text that a reader sees; labels of ticks beyond the axes exist, and are not drawn."""
    hidden = {
        label
        for axes in figure.axes
        for axis in (axes.xaxis, axes.yaxis)
        for tick in axis.get_major_ticks() + axis.get_minor_ticks()
        if not axes.axison or not min(axis.get_view_interval()) <= tick.get_loc() <= max(axis.get_view_interval())
        for label in (tick.label1, tick.label2)
    }
    return [text for text in figure.findobj(Text) if text.get_visible() and text.get_text() and text not in hidden]


@pytest.mark.parametrize("name", FIGURES)
def test_text_lies_inside_and_apart(name: str, lang: str):
    function, make = FIGURES[name]
    figure = drawn(function, make())
    renderer = figure.canvas.get_renderer()
    boxes = {text: text.get_window_extent(renderer) for text in texts(figure)}
    assert len(boxes) > 5
    outside = [
        text.get_text()
        for text, box in boxes.items()
        if min(box.x0, box.y0) < 0 or box.x1 > figure.bbox.x1 or box.y1 > figure.bbox.y1
    ]
    assert outside == []
    overlapping = [
        (one.get_text(), other.get_text()) for one, other in combinations(boxes, 2) if boxes[one].overlaps(boxes[other])
    ]
    assert overlapping == []


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
