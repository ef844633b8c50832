"""Codings of others beside this book's spells; the counts made a second time with the csv module."""

import pandas as pd
import pytest
from matplotlib.figure import Figure

from helpers import as_of, codings, draw, load, spells
from helpers.data import resource
from helpers.statuses import value_of
from tests.helpers.figures import assert_legible, drawn
from tests.helpers.shipped import read


def alliance() -> pd.DataFrame:
    return spells.select(load("memberships"), bodies=["cst", "csto"])


def beside() -> pd.DataFrame:
    return codings.beside(alliance(), load("codings"), as_of())


def in_on(state: str, body: str, day: str) -> bool:
    """Say whether a state is a full part of a body on a day, as text compares."""
    return any(
        row["start"] <= day < ("9999" if row["end"] == ".." else row["end"])
        for row in read("memberships")
        if (row["state"], row["body"]) == (state, body) and row["status"] in ("party", "member")
    )


def compare(state: str, body: str, dataset: str, years: range) -> tuple[int, int, int]:
    """Return the years of agreement, those of the dataset alone and those of the book alone."""
    runs = [row for row in read("codings") if (row["state"], row["dataset"]) == (state, dataset)]
    theirs = [any(int(row["first"]) <= year <= int(row["last"]) for row in runs) for year in years]
    ours = [in_on(state, body, f"{year}-12-31") for year in years]
    pairs = list(zip(ours, theirs, strict=True))
    return sum(a == b for a, b in pairs), pairs.count((False, True)), pairs.count((True, False))


def test_every_kind_of_coding_has_a_bar():
    fields = {field["name"]: field for field in resource("codings")["schema"]["fields"]}
    assert set(codings.ABOUT) == set(fields["about"]["constraints"]["enum"])


def test_beside_holds_both():
    frame = beside()
    assert set(frame["id"]) == {row["id"] for row in read("codings")} | set(alliance()["id"])
    assert (frame["start"] < frame["end"]).all()
    assert list(frame.index) == list(range(len(frame)))
    states = [*spells.bars(alliance(), as_of())["state"], *load("codings")["state"]]
    assert list(dict.fromkeys(frame["state"])) == list(dict.fromkeys(states)), "the book's first, in its order"
    row = frame[frame["id"] == "cow-uzb-2002"].iloc[0]
    assert (row["start"], row["end"], row["layer"], row["status"]) == (
        "2002-01-01",
        "2012-01-01",
        "organisation",
        "member",
    )


def test_an_unknown_kind_is_refused():
    with pytest.raises(KeyError, match="guest"):
        codings.beside(alliance(), load("codings").assign(about="guest"), as_of())


@pytest.mark.parametrize("state", ["ARM", "AZE", "BLR", "GEO", "KAZ", "KGZ", "TJK", "UZB"])
def test_agreement_with_atop(state: str):
    years = range(1992, 2019)
    bound = spells.select(alliance(), layer="treaty", statuses=["party"])
    pacts = load("codings").query("dataset == 'atop-5-1'")
    row = codings.agreement(spells.by_year(bound, years, as_of()), pacts, years).set_index("state").loc[state]
    assert (row["agree"], row["dataset_only"], row["book_only"]) == compare(state, "cst", "atop-5-1", years)
    assert row["years"] == len(years)


def test_least_agreement_comes_first():
    own = pd.DataFrame({"year": [2001, 2002, 2001], "state": ["UZB", "UZB", "ARM"]})
    runs = [("x", "UZB", 2003, 2004), ("y", "KGZ", 2001, 2001), ("z", "ARM", 2001, 2001)]
    coded = pd.DataFrame(runs, columns=["id", "state", "first", "last"])
    found = codings.agreement(own, coded, range(2001, 2004))
    assert found.to_dict("list") == {
        "state": ["UZB", "KGZ", "ARM"],
        "years": [3, 3, 3],
        "both": [0, 0, 1],
        "book_only": [2, 0, 0],
        "dataset_only": [1, 1, 0],
        "agree": [0, 2, 3],
    }
    assert list(found.index) == [0, 1, 2]


@pytest.mark.parametrize("state", ["ARM", "BLR", "KAZ", "KGZ", "RUS", "TJK", "UZB", "SRB", "AFG"])
def test_agreement_with_cow(state: str):
    years = range(2002, 2015)
    own = spells.by_year(spells.select(alliance(), layer="organisation"), years, as_of())
    row = codings.agreement(own, load("codings").query("dataset == 'cow-igo-3'"), years).set_index("state").loc[state]
    assert (row["agree"], row["dataset_only"], row["book_only"]) == compare(state, "csto", "cow-igo-3", years)


def test_known_disagreement():
    """Headline numbers of the chapter, by hand: ATOP on Uzbekistan 1992-93, 1999-2005 and 2012-18; COW 2002-05."""
    assert compare("UZB", "cst", "atop-5-1", range(1992, 2019)) == (27 - 2 - 7 - 7, 16, 0)
    assert compare("UZB", "csto", "cow-igo-3", range(2002, 2015)) == (9, 4, 0)


def test_pact_years_count_bilateral_treaties():
    years = range(1992, 2019)
    bound = spells.select(alliance(), layer="treaty", statuses=["party"])
    pacts = codings.pact_years(bound, load("agreements"), load("agreement_parties"), "RUS", years)
    assert list(pacts.loc[pacts["state"] == "UZB", "year"]) == [*range(1994, 1999), *range(2005, 2019)]
    treaty = spells.by_year(bound, years, as_of()).query("state != 'RUS'")
    assert set(zip(treaty["year"], treaty["state"], strict=True)) <= set(
        zip(pacts["year"], pacts["state"], strict=True)
    )
    coded = load("codings").query("dataset == 'atop-5-1'")
    assert value_of(codings.agreement(pacts, coded, years), "UZB", "agree") == 19


def test_a_base_binds_nobody():
    agreements = pd.DataFrame(
        [("b", "base", "1992"), ("d", "defence treaty", "1993-06-01")], columns=["id", "kind", "in_force"]
    ).assign(signed="1992", ended="..", scope="bilateral", name="x", status="in force")
    parties = pd.DataFrame(
        [("b", "TJK", "host"), ("b", "RUS", "user"), ("d", "ARM", "party"), ("d", "RUS", "party")],
        columns=["agreement", "party", "role"],
    ).assign(clause="", id="x")
    none = alliance().iloc[:0]
    found = codings.pact_years(none, agreements, parties, "RUS", [1992, 1993])
    assert found.to_dict("list") == {"year": [1993], "state": ["ARM"]}


def test_text_lies_inside_and_apart(lang: str):
    assert_legible(drawn(draw.codings, beside()))


def test_codings_draw_a_bar_for_each_row():
    frame = beside()
    (axes,) = drawn(draw.codings, frame).axes
    assert len(axes.patches) == len(frame)
    lengths = (pd.to_datetime(frame["end"]) - pd.to_datetime(frame["start"])).dt.days
    assert [round(bar.get_width()) for bar in axes.patches] == list(lengths)
    assert len(axes.get_yticks()) == frame["state"].nunique() * frame["source"].nunique()


@pytest.mark.parametrize("rows", ["index == 0", "source == 'book'", "source != 'book'"])
def test_little_data_draw_too(rows: str):
    assert isinstance(drawn(draw.codings, beside().query(rows)), Figure)
