"""Law: wordings, bases and exits, known numbers counted here with csv alone; figures with a mark for each row."""

from collections.abc import Callable
from datetime import date

import pandas as pd
import pytest
from matplotlib.figure import Figure

from helpers import as_of, draw, law, load, spells
from helpers.labels import t
from tests.helpers.figures import Draw, assert_legible, drawn
from tests.helpers.shipped import read

SUBJECTS = ["no force", "mutual defence", "request", "foreign bases", "exit"]
TEXTS = ["treaty-1992", "charter-2002", "bases-protocol-2011"]
HOSTS = ["ARM", "BLR", "KAZ", "KGZ", "TJK", "UZB"]


def versions() -> pd.DataFrame:
    """Return some wordings."""
    return law.versions(load("provisions"), load("agreements"), subjects=SUBJECTS, instruments=TEXTS, end=as_of())


def bases() -> pd.DataFrame:
    """Return the bases on the soil of states that have been members."""
    return law.bases(load("agreements"), load("agreement_parties"), hosts=HOSTS, end=as_of())


def exits() -> pd.DataFrame:
    """Return the ways out."""
    provisions = load("provisions")
    notice = provisions[provisions["id"] == "charter-2002-art-19-exit-2002"]
    alliance = spells.select(load("memberships"), bodies=["cst", "csto"])
    return law.exits(alliance, load("events"), load("event_states"), notice=notice, end=as_of())


# --- frames -----------------------------------------------------------------------------------------------------------


def test_versions_are_the_numbered_articles_on_the_subjects():
    expected = {
        row["id"]
        for row in read("provisions")
        if row["subject"] in SUBJECTS and row["instrument"] in TEXTS and row["article"][0].isdigit()
    }
    frame = versions()
    assert len(frame) == len(expected) and set(frame["id"]) == expected
    assert list(dict.fromkeys(frame["subject"])) == SUBJECTS


def test_wordings_of_one_article_follow_each_other():
    frame = versions()
    first, second = frame[frame["line"] == "treaty-1992-art-4"].itertuples()
    assert (first.start, first.end, second.start, second.end) == ("1994-04-20", "2012-12-19", "2012-12-19", as_of())
    assert (first.read, second.read) == ("whole", "in part")


def test_signature_stands_in_for_an_unknown_day_of_force():
    frame = versions().set_index("id")
    assert frame.loc["bases-protocol-2011-art-1-2011", "start"] == "2011-12-20"
    assert list(frame.index[~frame["known"]]) == ["bases-protocol-2011-art-1-2011"]


def test_reading_counts_every_provision_once():
    counts = law.reading(load("provisions"))
    every = [row["basis"] for row in read("provisions")]
    assert counts["whole"] == every.count("whole")
    assert counts["in part"] == every.count("excerpt") + every.count("partly")
    assert counts["not read"] == every.count("not read")
    few = law.reading(pd.DataFrame({"basis": ["partly", "whole", "excerpt"]}))
    assert list(few.items()) == [("whole", 1), ("in part", 2), ("not read", 0)]


def test_bases_have_a_host_and_a_user():
    parties = {(row["agreement"], row["role"]): row["party"] for row in read("agreement_parties")}
    expected = {
        (row["id"], parties[row["id"], "host"], parties[row["id"], "user"])
        for row in read("agreements")
        if row["kind"] == "base" and (row["id"], "user") in parties and parties.get((row["id"], "host")) in HOSTS
    }
    frame = bases()
    assert set(zip(frame["id"], frame["host"], frame["user"], strict=True)) == expected
    assert list(dict.fromkeys(frame["host"])) == HOSTS


def test_stretches_of_one_site_do_not_overlap():
    for _, part in bases().groupby(["host", "site"]):
        assert (part["start"] < part["end"]).all()
        assert (part["end"].iloc[:-1].to_numpy() <= part["start"].iloc[1:].to_numpy()).all()


def test_a_base_is_striped_until_its_agreement_is_in_force():
    frame = bases()
    joint = frame[frame["site"] == "kyrgyz-joint"]
    assert list(joint["status"]) == ["signed", "in force"]
    assert list(joint["start"]) == ["2012-09-20", "2017-01-29"]
    assert list(frame.loc[frame["status"] == "end not known", "user"]) == ["RUS", "CHN"]


def test_exits_in_days():
    on = {row["id"]: date.fromisoformat(row["date"]) for row in read("events") if len(row["date"]) == 10}
    frame = exits().set_index("id")
    expected = {
        "uzb-cst-1994": on["treaty-term-ended-1999"] - on["uzbekistan-leaving-1999"],
        "aze-cst-1994": on["treaty-term-ended-1999"] - on["azerbaijan-leaving-1999"],
        "geo-cst-1994": on["treaty-term-ended-1999"] - on["georgia-leaving-1999"],
        "uzb-csto-2006": on["uzbekistan-exit-accepted-2012"] - on["uzbekistan-note-2012"],
        "arm-csto-2024-frozen": date.fromisoformat(as_of()) - on["armenia-freeze-2024"],
    }
    assert dict(frame["days"]) == {key: gap.days for key, gap in expected.items()}
    assert list(frame.index[frame["open"]]) == ["arm-csto-2024-frozen"]


def test_notice_counts_calendar_months_once_the_charter_is_in_force():
    frame = exits().set_index("id")
    assert frame["notice"].isna().sum() == 3
    assert frame.loc["uzb-csto-2006", "notice"] == (date(2012, 12, 20) - date(2012, 6, 20)).days
    assert frame.loc["arm-csto-2024-frozen", "notice"] == (date(2024, 8, 22) - date(2024, 2, 22)).days


# --- figures ----------------------------------------------------------------------------------------------------------


def ruled(frame: pd.DataFrame) -> Figure:
    """Draw bases with the line of the rule of 2011."""
    return draw.bases(frame, rule="2011-12-20")


FIGURES: dict[str, tuple[Draw, Callable[[], pd.DataFrame]]] = {
    "wordings": (draw.wordings, versions),
    "bases": (ruled, bases),
    "exits": (draw.exits, exits),
}


@pytest.mark.parametrize("name", FIGURES)
def test_text_lies_inside_and_apart(name: str, lang: str):
    function, make = FIGURES[name]
    assert_legible(drawn(function, make()))


@pytest.mark.parametrize("name", FIGURES)
def test_a_bar_for_each_row(name: str):
    function, make = FIGURES[name]
    frame = make()
    (axes,) = drawn(function, frame).axes
    assert len(axes.patches) == len(frame)
    days = frame["days"] if name == "exits" else (pd.to_datetime(frame["end"]) - pd.to_datetime(frame["start"])).dt.days
    assert [round(bar.get_width()) for bar in axes.patches] == list(days)


def test_wordings_show_what_was_read():
    frame = versions()
    (axes,) = drawn(draw.wordings, frame).axes
    white = [bar.get_facecolor()[:3] == (1.0, 1.0, 1.0) for bar in axes.patches]
    assert white == [row.read == "not read" or not row.known for row in frame.itertuples()]


def test_bases_name_every_user():
    frame = bases()
    (axes,) = drawn(ruled, frame).axes
    beside = [text.get_text() for text in axes.texts]
    assert set(beside) >= {t(user) for user in frame["user"]}
    assert len(axes.get_yticks()) == frame["host"].nunique() + frame.groupby("host")["site"].nunique().sum()


def test_exits_draw_a_line_for_each_notice():
    frame = exits()
    (axes,) = drawn(draw.exits, frame).axes
    assert len(axes.lines) == frame["notice"].notna().sum()


@pytest.mark.parametrize("name", FIGURES)
def test_little_data_draw_too(name: str):
    function, make = FIGURES[name]
    assert isinstance(drawn(function, make().head(1)), Figure)
