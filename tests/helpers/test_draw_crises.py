"""Drawings of crises: a mark for each row, text that can be read."""

from collections.abc import Callable

import pandas as pd
import pytest
from matplotlib.figure import Figure

from helpers import as_of, crises, draw, labels, load
from helpers.draw.crises import undated
from tests.helpers.figures import Draw, assert_legible, drawn

CASES = ("crises", "crisis_states", "requests", "responses", "reasons", "memberships")


def record() -> pd.DataFrame:
    found = crises.record(*[load(name) for name in CASES], as_of())
    return found.assign(label=found["id"].map(labels.titles(load("crises"))))


def asian() -> pd.DataFrame:
    return record().query("region in ('Central Asia', 'Afghanistan')")


def elsewhere() -> pd.DataFrame:
    return record().query("region not in ('Central Asia', 'Afghanistan')")


def waits() -> pd.DataFrame:
    return crises.waits(load("requests"), load("responses"))


def codes() -> pd.DataFrame:
    return crises.by_reason(record()).merge(crises.by_view(load("reasons")))


def swings() -> pd.DataFrame:
    frame = crises.sensitivity(record())
    return pd.concat([crises.sensitivity(record(), crises.reason_counts), frame[frame["measure"] != "crises"]])


def fighting() -> pd.DataFrame:
    return crises.fighting(load("conflict_years"), load("memberships"), record())


def links() -> pd.DataFrame:
    asked = record().query("asked")["id"]
    return crises.edges(crises.network(load("crises"), load("crisis_states"), load("responses"), asked))


def log() -> pd.DataFrame:
    return crises.events(["kaz-2022", "arm-aze-2022", "kgz-2010-osh"], load("requests"), load("responses"))


def web(frame: pd.DataFrame) -> Figure:
    return draw.web(frame, names=labels.titles(load("crises")))


def logs(frame: pd.DataFrame) -> Figure:
    return draw.logs(frame, names=labels.titles(load("crises")))


FIGURES: dict[str, tuple[Draw, Callable[[], pd.DataFrame]]] = {
    "asian": (draw.matrix, asian),
    "elsewhere": (draw.matrix, elsewhere),
    "rungs": (draw.rungs, lambda: crises.by_rung(record())),
    "waits": (draw.waits, waits),
    "reasons": (draw.reasons, lambda: crises.by_reason(record())),
    "codes": (draw.reasons, codes),
    "swings": (draw.swings, swings),
    "fighting": (draw.fighting, fighting),
    "web": (web, links),
    "logs": (logs, log),
}


@pytest.mark.parametrize("name", FIGURES)
def test_text_lies_inside_and_apart(name: str, lang: str):
    function, make = FIGURES[name]
    assert_legible(drawn(function, make()), slanting=name in ("asian", "elsewhere"))


@pytest.mark.parametrize("name", ["asian", "elsewhere"])
def test_names_end_before_the_marks(name: str):
    function, make = FIGURES[name]
    figure = drawn(function, make())
    (axes,) = figure.axes
    left = axes.transData.transform((-0.2, 0))[0]
    labels = [text for text in axes.texts if text.get_position()[0] < -1]
    assert len(labels) == 2 * len(make())
    renderer = figure.canvas.get_renderer()
    asked = {place for line in axes.lines if line.get_marker() == "^" for place in line.get_ydata()}
    for text in labels:
        edge = left if text.get_position()[1] in asked else axes.transData.transform((0.5, 0))[0]
        assert text.get_window_extent(renderer).x1 <= edge, text.get_text()


@pytest.mark.parametrize("make", [asian, elsewhere])
def test_matrix_has_a_line_a_crisis_and_its_marks(make: Callable[[], pd.DataFrame]):
    frame = make()
    (axes,) = drawn(draw.matrix, frame).axes
    ranks = [crises.LADDER.index(rung) for rung in frame["rung"]]
    assert [bar.get_width() for bar in axes.patches] == [rank for rank in ranks if rank]
    marks = [line.get_marker() for line in axes.lines]
    assert marks.count("^") == frame["asked"].sum() and marks.count("x") == frame["declined"].sum()
    names = [text for text in axes.texts if text.get_position()[0] == -17.7]
    assert [text.get_weight() == "bold" for text in names] == list(frame["at_member"])


def test_years_stand_once():
    assert undated("Kyrgyz-Tajik fighting, April 2021", 2021) == "Kyrgyz-Tajik fighting, April"
    assert undated("January 2022 unrest in Kazakhstan", 2022) == "January unrest in Kazakhstan"
    assert undated("Nagorno-Karabakh war, 1992-1994", 1992) == "Nagorno-Karabakh war, 1992-1994"
    assert undated("حرب 2008", 2008) == "حرب"


def test_rungs_draw_each_count():
    frame = crises.by_rung(record())
    left, right = drawn(draw.rungs, frame).axes
    assert [bar.get_width() for bar in left.patches] == list(frame["not_asked"])
    assert [bar.get_width() for bar in right.patches] == list(frame["asked"])


def test_waits_mark_each_appeal():
    frame = waits()
    (axes,) = drawn(draw.waits, frame).axes
    marks = [line.get_marker() for line in axes.lines]
    assert marks.count("^") == len(frame)
    squares = [line for line in axes.lines if line.get_marker() == "s"]
    assert len(squares) == frame["low"].notna().sum() + frame["met_low"].notna().sum()
    assert sorted(float(line.get_xdata()[0]) for line in squares) == sorted(
        [*frame["low"].dropna().astype(float), *frame["met_low"].dropna().astype(float)]
    )
    said = [text.get_text() for text in axes.texts]
    assert said.count("not found") == frame["met_low"].isna().sum()


def test_reasons_draw_codes_and_views():
    frame = codes()
    own, others = drawn(draw.reasons, frame).axes
    assert [bar.get_width() for bar in own.patches] == [*frame["firm"], *frame["disputed"]]
    assert [bar.get_width() for bar in others.patches] == [*frame["official"], *frame["critical"]]
    (alone,) = drawn(draw.reasons, crises.by_reason(record())).axes
    assert len(alone.patches) == 2 * len(frame)


def test_swings_stand_at_the_values():
    frame = swings()
    (axes,) = drawn(draw.swings, frame).axes
    stands = [line.get_xdata()[0] for line in axes.lines if line.get_marker() == "o"]
    assert stands == list(frame.drop_duplicates("measure")["value"])


def test_fighting_marks_each_row():
    frame = fighting()
    (axes,) = drawn(draw.fighting, frame).axes
    marks = [line for line in axes.lines if line.get_marker() not in ("None", "")]
    assert sorted(line.get_xdata()[0] for line in marks) == sorted(frame["year"])
    assert sum(line.get_marker() == "v" for line in marks) == 1


def test_web_draws_each_link_and_each_refusal():
    frame = links()
    (axes,) = drawn(web, frame).axes
    crosses = [line for line in axes.lines if line.get_marker() == "x"]
    assert len(crosses) == frame["declined"].sum()
    assert len(axes.lines) - len(crosses) == len(frame)
    nodes = frame.groupby("kind")["node"].nunique().sum()
    assert len(axes.texts) == nodes + frame["crisis"].nunique()


@pytest.mark.parametrize("name", FIGURES)
def test_little_data_draw_too(name: str):
    function, make = FIGURES[name]
    frame = make()
    key = "measure" if name == "swings" else "crisis" if name in ("web", "logs") else None
    few = frame[frame[key] == frame[key].iloc[0]] if key else frame.head(2)
    assert isinstance(drawn(function, few), Figure)
