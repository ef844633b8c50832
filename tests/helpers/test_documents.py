"""The documents: counts of verdicts, statuses, layers and disagreements, counted here a second time without pandas."""

from collections import Counter
from collections.abc import Callable
from itertools import pairwise

import pandas as pd
import pytest
from matplotlib.dates import date2num
from matplotlib.figure import Figure
from matplotlib.patches import Ellipse, Rectangle

from helpers import documents, draw, load
from helpers.claims import VERDICTS
from helpers.style import VERDICT_COLOURS
from tests.helpers.figures import Draw, assert_legible, drawn
from tests.helpers.shipped import read


def shares() -> pd.DataFrame:
    return documents.verdicts_by(load("claims"), "kind")


def statuses() -> pd.DataFrame:
    return documents.status_counts(load("statements"))


def relations() -> pd.DataFrame:
    return documents.relation_counts(load("disagreements"))


def spans() -> pd.DataFrame:
    return documents.layer_spans(load("text_layers"))


def by_kind(frame: pd.DataFrame) -> Figure:
    return draw.verdict_shares(frame, title="kind")


FIGURES: dict[str, tuple[Draw, Callable[[], pd.DataFrame]]] = {
    "verdict_shares": (by_kind, shares),
    "status_bars": (draw.status_bars, statuses),
    "partings": (draw.partings, relations),
    "layers": (draw.layers, spans),
}


def test_verdicts_are_counted_by_kind():
    wanted = Counter((row["kind"], row["verdict"] or documents.NONE) for row in read("claims"))
    frame = shares()
    assert dict(zip(zip(frame["group"], frame["verdict"], strict=True), frame["claims"], strict=True)) == wanted
    assert frame["claims"].min() > 0


def test_groups_of_one_size_come_by_name():
    few = pd.DataFrame({"kind": ["b", "a", "c", "c"], "verdict": [VERDICTS[0], VERDICTS[1], VERDICTS[1], None]})
    assert list(documents.verdicts_by(few, "kind")["group"]) == ["c", "c", "a", "b"]


def test_groups_come_by_size_and_verdicts_in_their_order():
    frame = shares()
    sizes = frame.groupby("group", sort=False)["claims"].sum()
    assert all(one >= other for one, other in pairwise(sizes))
    order = [*VERDICTS, documents.NONE]
    for _, part in frame.groupby("group"):
        places = [order.index(verdict) for verdict in part["verdict"]]
        assert places == sorted(places)


def test_claims_without_a_verdict_are_those_that_are_never_scored():
    frame = shares().query("verdict == @documents.NONE")
    assert {"normative", "recommendation", "premise"} <= set(frame["group"])
    scored = shares().query("verdict != @documents.NONE")
    assert not {"normative", "recommendation", "premise"} & set(scored["group"])


def test_every_status_is_counted():
    wanted = Counter(row["status"] for row in read("statements"))
    frame = statuses()
    assert tuple(frame["status"]) == documents.STATUSES and set(wanted) <= set(documents.STATUSES)
    assert list(frame["rows"]) == [wanted[status] for status in documents.STATUSES]


def test_every_relation_is_counted():
    wanted = Counter(row["relation"] for row in read("disagreements"))
    frame = relations()
    assert dict(zip(frame["relation"], frame["rows"], strict=True)) == wanted
    assert tuple(frame["relation"]) == documents.RELATIONS


def test_layers_hold_every_statement_once():
    held = [statement for row in read("text_layers") for statement in row["statements"].split(";")]
    assert sorted(held) == [row["id"] for row in read("statements") if row["kind"] == "statement"]
    assert spans()["statements"].sum() == len(held)


def test_layers_cover_their_dates():
    found = spans().set_index("id")
    assert tuple(found.loc["text-layer-agency", ["start", "end"]]) == ("2022-01-07", "2022-01-07")
    assert tuple(found.loc["text-layer-box", ["start", "end"]]) == ("2009-01-01", "2012-12-31")


def test_voiced_statements_name_their_speaker():
    assert list(documents.voiced(load("statements"))["id"]) == [
        row["id"] for row in read("statements") if row["speaker"]
    ]


@pytest.mark.parametrize("name", FIGURES)
def test_text_lies_inside_and_apart(name: str, lang: str):
    function, make = FIGURES[name]
    assert_legible(drawn(function, make()))


def test_shares_have_a_bar_for_each_count_in_the_colour_of_its_verdict():
    frame = shares()
    (axes,) = drawn(by_kind, frame).axes
    bars = [patch for patch in axes.patches if isinstance(patch, Rectangle)]
    assert [bar.get_width() for bar in bars] == list(frame["claims"])
    for bar, verdict in zip(bars, frame["verdict"], strict=True):
        ink = pd.Series(bar.get_facecolor()).round(3).tolist()
        if verdict not in VERDICT_COLOURS:
            assert ink == [1, 1, 1, 1], "no colour without a verdict, nor where it is not testable"
        else:
            assert ink != [1, 1, 1, 1]


def test_statuses_have_a_bar_each():
    (axes,) = drawn(draw.status_bars, statuses()).axes
    assert [bar.get_width() for bar in axes.patches] == list(statuses()["rows"])


def test_partings_have_a_line_or_a_loop_each_as_broad_as_they_are_many():
    frame = relations().set_index("relation")["rows"]
    (axes,) = drawn(draw.partings, relations()).axes
    loops = [patch for patch in axes.patches if isinstance(patch, Ellipse)]
    assert len(axes.lines) + len(loops) == len(frame)
    broad = sorted(mark.get_linewidth() for mark in [*axes.lines, *loops])
    assert broad == pytest.approx(sorted(0.9 * count for count in frame))


def test_layers_have_a_line_each_from_start_to_end():
    frame = spans()
    (axes,) = drawn(draw.layers, frame).axes
    ends = [tuple(line.get_xdata()) for line in axes.lines if line.get_marker() == "o"]
    days = [tuple(date2num(pd.Timestamp(row[side])) for side in ("start", "end")) for _, row in frame.iterrows()]
    assert ends == days


@pytest.mark.parametrize("name", FIGURES)
def test_little_data_draw_too(name: str):
    function, make = FIGURES[name]
    assert isinstance(drawn(function, make().head(1)), Figure)
