"""Statuses: standings, overlaps and lanes, counted here a second time without pandas."""

from collections.abc import Callable
from itertools import combinations

import networkx as nx
import pandas as pd
import pytest
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from helpers import as_of, draw, graphs, institutions, load, spells, statuses
from helpers.data import resource
from helpers.draw.statuses import _MARKS, _SPANS
from tests.helpers.figures import Draw, assert_legible, drawn
from tests.helpers.shipped import read

REGION = ["KAZ", "KGZ", "TJK", "UZB", "TKM"]
SINCE = "2021-01-01"
REQUESTS = ["armenia-article-2-request-2021", "armenia-article-4-request-2022"]


def bodies_of(state: str) -> set[str]:
    """Return the bodies, parliaments left out, that a state is a full member of on the as-of date."""
    parliaments = {row["id"] for row in read("bodies") if row["kind"] == "parliament"}
    return {
        row["body"]
        for row in read("memberships")
        if row["state"] == state
        and row["layer"] == "organisation"
        and row["status"] in spells.FULL
        and row["start"] <= as_of()
        and row["end"] == ".."
    } - parliaments


def apart() -> list[str]:
    bodies = load("bodies")
    return list(bodies.loc[bodies["kind"] != "parliament", "id"])


def network() -> nx.Graph:
    full = spells.select(load("memberships"), bodies=apart(), layer="organisation", statuses=spells.FULL)
    return graphs.affiliation(full, as_of())


def standing() -> pd.DataFrame:
    return statuses.ever(statuses.standing(load("memberships"), REGION, apart(), as_of()))


def pairs() -> pd.DataFrame:
    return statuses.overlap(network(), REGION)


def measured() -> pd.DataFrame:
    economy = load("population_gdp")
    return spells.stack(
        statuses.latest_values(economy, "population", REGION, "chart: measure, population", 1e6),
        statuses.latest_values(economy, "gdp_pc_ppp", REGION, "chart: measure, product", 1e3),
        statuses.latest_values(load("remittances"), "pct_gdp", REGION, "chart: measure, remittances"),
        statuses.latest_values(load("regimes"), "polyarchy", REGION, "chart: measure, electoral democracy"),
    )


def armenian() -> pd.DataFrame:
    return spells.select(load("memberships"), states=["ARM"], bodies=["cst", "csto", "csto-pa"])


def sat() -> pd.DataFrame:
    events = load("events")
    return institutions.attendance(institutions.meetings(events, SINCE), load("event_states"), ["ARM"])


def armenia() -> pd.DataFrame:
    events = load("events")
    return spells.stack(
        statuses.spans(armenian(), SINCE, as_of()),
        statuses.seats(sat()),
        statuses.marks(events, {"chart: lane, asked for help": REQUESTS}, "asked", "ARM"),
        statuses.marks(events, {"chart: lane, spoke of leaving": ["armenia-will-leave-2024"]}, "said", "ARM"),
    )


def candidates() -> pd.DataFrame:
    events, positions = load("events"), load("positions")
    rule = {"chart: lane, status of the organisation": ["charter-protocols-in-force-2021"]}
    observers = spells.select(load("memberships"), bodies=["csto-pa"], statuses=["observer"])
    invited = statuses.invited(load("event_states"), "assembly-invitations-2014")
    return spells.stack(
        statuses.marks(events, rule, "vacant").assign(end=as_of()),
        statuses.spans(observers, "2005-01-01", as_of(), by="state"),
        statuses.marks(positions, {"UKR": ["position-medvedev-2010-ukraine"]}, "named"),
        statuses.marks(positions, {"UKR": ["position-hryshchenko-2010-ukraine"]}, "declined"),
        statuses.marks(events, invited, "invited"),
    )


# --- standings --------------------------------------------------------------------------------------------------------


def test_standing_knows_in_from_out():
    cells = standing().set_index(["state", "body"])
    assert cells.loc[("UZB", "csto"), ["standing", "year"]].tolist() == ["former", 2012]
    assert cells.loc[("UZB", "cis"), "standing"] == "member"
    assert cells.loc[("TKM", "cis"), ["standing", "status"]].tolist() == ["associated", "associate member"]
    assert cells.loc[("TKM", "csto"), "standing"] == "never"
    assert pd.isna(cells.loc[("TKM", "csto"), "year"])


def test_standing_counts_members_as_the_table_does():
    cells = standing()
    for state in REGION:
        members = set(cells[(cells["state"] == state) & (cells["standing"] == "member")]["body"]) - {"cst"}
        assert members == bodies_of(state)
    assert set(cells["standing"]) <= set(statuses.STANDINGS)


def test_standing_before_a_spell_is_never():
    cells = statuses.standing(load("memberships"), ["UZB"], ["csto", "cst"], "2000-01-01")
    assert cells["standing"].tolist() == ["never", "former"]
    again = statuses.standing(load("memberships"), ["UZB"], ["csto"], "2007-01-01")
    assert again[["standing", "year"]].to_numpy().tolist() == [["member", 2006]]


def test_ever_leaves_out_bodies_of_nobody():
    assert not {"eu", "nato"} & set(standing()["body"])
    assert (standing().groupby("body").size() == len(REGION)).all()


def test_ever_numbers_its_rows_anew():
    told = pd.DataFrame({"body": ["x", "x", "y", "y"], "standing": ["never", "never", "member", "never"]})
    found = statuses.ever(told)
    assert found.to_dict("list") == {"body": ["y", "y"], "standing": ["member", "never"]}
    assert list(found.index) == [0, 1]


def test_overlap_is_that_of_sets():
    frame = pairs()
    assert len(frame) == len(list(combinations(REGION, 2)))
    for row in frame.itertuples():
        one, other = bodies_of(row.one), bodies_of(row.other)
        assert (row.shared, row.either) == (len(one & other), len(one | other))
        assert row.similarity == row.shared / row.either
    alike = list(zip(frame["similarity"], frame["shared"], strict=True))
    assert alike == sorted(alike, reverse=True), "the most alike first"


def test_known_overlaps():
    """Headline numbers of the chapter: all five share 4 bodies; Uzbekistan is as like Kazakhstan as Tajikistan is."""
    assert statuses.common(network(), REGION) == sorted(set.intersection(*map(bodies_of, REGION)))
    assert len(statuses.common(network(), REGION)) == 4
    assert (
        statuses.of_pair(pairs(), "UZB", "KAZ")["similarity"] == statuses.of_pair(pairs(), "KAZ", "TJK")["similarity"]
    )
    assert bodies_of("KAZ") == bodies_of("KGZ")


def test_states_in_no_body_share_nothing():
    frame = statuses.overlap(nx.Graph(), ["KAZ", "KGZ"])
    assert frame[["shared", "either", "similarity"]].to_numpy().tolist() == [[0, 0, 0]]
    assert statuses.common(nx.Graph(), ["KAZ"]) == statuses.common(nx.Graph(), []) == []
    with pytest.raises(KeyError, match="UZB"):
        statuses.of_pair(frame, "KAZ", "UZB")


def test_share_of_people_in_members():
    """Headline number of the chapter: less than half of the region's people live in a member state."""
    last = {row["state"]: int(row["population"]) for row in read("population_gdp") if row["year"] == "2023"}
    share = sum(last[state] for state in REGION[:3]) / sum(last[state] for state in REGION)
    people = statuses.latest_values(load("population_gdp"), "population", REGION, "people", 1e6)
    assert list(people["value"]) == pytest.approx([last[state] / 1e6 for state in REGION])
    found = people.loc[people["state"].isin(REGION[:3]), "value"].sum() / people["value"].sum()
    assert found == pytest.approx(share) and round(100 * share, 1) == 46.8


def test_latest_values_keep_what_is_missing():
    sent = statuses.latest_values(load("remittances"), "pct_gdp", REGION, "sent")
    assert sent["year"].unique().tolist() == [2024]
    assert pd.isna(statuses.value_of(sent, "TKM", "value"))
    assert statuses.value_of(sent, "TJK", "value") == 47.89
    with pytest.raises(ValueError):
        statuses.value_of(sent, "RUS", "value")


# --- lanes ------------------------------------------------------------------------------------------------------------


def test_spans_cut_at_both_ends():
    frame = statuses.spans(armenian(), SINCE, as_of())
    assert (frame["start"] >= SINCE).all() and (frame["end"] <= as_of()).all()
    organisation = frame[frame["lane"] == "chart: lane, csto"]
    assert organisation[["look", "start", "end"]].to_numpy().tolist() == [
        ["full", SINCE, as_of()],
        ["striped", "2024-02-22", as_of()],
    ]


def test_an_end_that_no_source_gives_is_unknown():
    frame = statuses.spans(armenian(), SINCE, as_of())
    assembly = frame[frame["lane"] == "chart: lane, csto-pa"].set_index("look")
    assert assembly.loc["striped", "end"] == assembly.loc["unknown", "start"] == "2025-05-19"
    assert assembly.loc["unknown", "end"] == as_of()


def test_observers_are_no_members():
    observers = spells.select(load("memberships"), bodies=["csto-pa"], statuses=["observer"])
    frame = statuses.spans(observers, "2005-01-01", as_of(), by="state")
    assert frame[["lane", "look"]].to_numpy().tolist() == [["AFG", "observer"], ["SRB", "observer"]]


def test_marks_stand_at_their_dates():
    frame = statuses.marks(load("events"), {"IRN": ["assembly-invitations-2014"]}, "invited")
    assert frame.to_numpy().tolist() == [
        ["IRN", "IRN", "invited", "2014-11-01", "2014-11-30", "assembly-invitations-2014"]
    ]
    with pytest.raises(KeyError, match="nothing"):
        statuses.marks(load("events"), {"IRN": ["nothing"]}, "invited")


def test_seats_are_those_that_sources_name():
    frame = statuses.seats(sat())
    events = {row["id"]: row for row in read("events")}
    absent = {
        row["event"]
        for row in read("event_states")
        if row["state"] == "ARM"
        and row["role"] == "absent"
        and events[row["event"]]["kind"] in ("session", "ministerial")
        if events[row["event"]]["body"] == "csto" and events[row["event"]]["date"] >= SINCE
    }
    assert set(frame.loc[frame["look"] == "absent", "id"]) == absent
    late = frame[frame["start"] > "2023-07"]
    assert set(late["look"]) == {"absent"}, "the chapter says that it missed all of them"
    assert len(late) == len(absent)


def test_a_seat_of_which_no_source_says_anything_has_no_mark():
    meetings = pd.DataFrame(
        [
            ("b", "session", "2024-05", "absent"),
            ("a", "session", "2023-11-23", "head"),
            ("c", "session", "2022", "unknown"),
            ("d", "ministerial", "2022-06-10", "head"),
        ],
        columns=["event", "kind", "date", "level"],
    ).assign(state="ARM", sources="x")
    found = statuses.seats(meetings)
    assert found[["lane", "look", "start", "end", "id"]].to_numpy().tolist() == [
        ["chart: attendance, session", "present", "2023-11-23", "2023-11-23", "a"],
        ["chart: attendance, session", "absent", "2024-05-01", "2024-05-31", "b"],
        ["chart: attendance, ministerial", "present", "2022-06-10", "2022-06-10", "d"],
    ]


def test_nobody_holds_a_status_of_the_organisation():
    held = {row["status"] for row in read("memberships") if row["body"] == "csto" and row["layer"] == "organisation"}
    assert held == {"member"}


def test_invited_are_the_subjects():
    invited = statuses.invited(load("event_states"), "assembly-invitations-2014")
    assert list(invited) == ["CHN", "IND", "IRN", "MNG", "PAK"]


# --- figures ----------------------------------------------------------------------------------------------------------


def lanes_of_armenia(frame: pd.DataFrame) -> Figure:
    return draw.lanes(frame, since=SINCE, end=as_of())


def lanes_of_candidates(frame: pd.DataFrame) -> Figure:
    return draw.lanes(frame, since="2005-01-01", end=as_of())


FIGURES: dict[str, tuple[Draw, Callable[[], pd.DataFrame]]] = {
    "standings": (draw.standings, standing),
    "overlaps": (draw.overlaps, pairs),
    "compared": (draw.compared, measured),
    "armenia": (lanes_of_armenia, armenia),
    "candidates": (lanes_of_candidates, candidates),
}


@pytest.mark.parametrize("name", FIGURES)
def test_text_lies_inside_and_apart(name: str, lang: str):
    function, make = FIGURES[name]
    assert_legible(drawn(function, make()))


def test_standings_draw_a_square_for_each_that_has_been_in():
    frame = standing()
    (axes,) = drawn(draw.standings, frame).axes
    squares = [patch for patch in axes.patches if isinstance(patch, Rectangle)]
    assert len(squares) == (frame["standing"] != "never").sum() == len(axes.texts)
    assert sum(bool(square.get_hatch()) for square in squares) == (frame["standing"] == "former").sum()


def test_overlaps_draw_both_counts():
    frame = pairs()
    (axes,) = drawn(draw.overlaps, frame).axes
    widths = [bar.get_width() for bar in axes.patches]
    assert widths == [width for row in frame.itertuples() for width in (row.either, row.shared)]


def test_compared_draws_a_bar_for_each_value():
    frame = measured()
    panels = drawn(draw.compared, frame).axes
    assert len(panels) == frame["measure"].nunique()
    widths = [bar.get_width() for axes in panels for bar in axes.patches]
    assert widths == pytest.approx(list(frame["value"].fillna(0)))


@pytest.mark.parametrize("name", ["armenia", "candidates"])
def test_lanes_draw_each_row(name: str):
    function, make = FIGURES[name]
    frame = make()
    (axes,) = drawn(function, frame).axes
    assert len(axes.patches) == frame["look"].isin(list(_SPANS)).sum()
    marks = [line for line in axes.lines if line.get_marker() != "None"]
    assert len(marks) == frame["look"].isin(list(_MARKS)).sum()
    assert len(axes.get_yticks()) == frame["lane"].nunique()


@pytest.mark.parametrize("name", FIGURES)
def test_little_data_draw_too(name: str):
    function, make = FIGURES[name]
    assert isinstance(drawn(function, make().query("index == 0")), Figure)


def test_every_status_of_the_table_is_known():
    fields = {field["name"]: field for field in resource("memberships")["schema"]["fields"]}
    assert set(spells.FULL) <= set(fields["status"]["constraints"]["enum"])
