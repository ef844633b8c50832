"""Graphs of memberships: an edge stands exactly while its spell does."""

from datetime import date
from itertools import combinations

import pytest
from hypothesis import given
from random_spells import Row, days, frame, is_in, tables

from helpers import as_of, graphs, load, spells


def bodies_by_state(rows: list[Row], day: date) -> dict[str, set[str]]:
    """Return the bodies of each state that is in at least one on a day."""
    found: dict[str, set[str]] = {}
    for row in rows:
        if is_in(row, day):
            found.setdefault(row["state"], set()).add(row["body"])
    return found


@given(tables(), days())
def test_edge_stands_exactly_while_a_spell_does(rows: list[Row], day: date):
    graph = graphs.affiliation(frame(rows), day.isoformat())
    wanted = bodies_by_state(rows, day)
    assert {tuple(sorted(edge)) for edge in graph.edges} == {
        (state, body) for state, bodies in wanted.items() for body in bodies
    }
    assert graphs.states_of(graph) == sorted(wanted)
    assert graphs.bodies_of(graph) == sorted(set().union(*wanted.values()))


@given(tables(), days())
def test_edge_names_a_spell_that_stands(rows: list[Row], day: date):
    by_id = {row["id"]: row for row in rows}
    for state, body, data in graphs.affiliation(frame(rows), day.isoformat()).edges(data=True):
        row = by_id[data["spell"]]
        assert is_in(row, day)
        assert (row["state"], row["body"], row["status"]) == (state, body, data["status"])


@given(tables(), days())
def test_projection_weighs_what_two_states_share(rows: list[Row], day: date):
    projection = graphs.projection(graphs.affiliation(frame(rows), day.isoformat()))
    wanted = bodies_by_state(rows, day)
    assert set(projection) == set(wanted)
    for one, other in combinations(wanted, 2):
        shared = len(wanted[one] & wanted[other])
        assert projection.get_edge_data(one, other, {"weight": 0})["weight"] == shared


@given(tables(), days())
def test_edges_as_a_frame(rows: list[Row], day: date):
    graph = graphs.affiliation(frame(rows), day.isoformat())
    links = graphs.edges(graph)
    assert len(links) == graph.number_of_edges()
    assert list(links["state"]) == sorted(links["state"])
    for link in links.itertuples():
        assert graph.edges[link.state, link.body] == {"status": link.status, "spell": link.spell}


@pytest.fixture(scope="module")
def today():
    """Return the affiliation network of all full memberships on the as-of day."""
    full = spells.select(load("memberships"), layer="organisation", statuses=spells.FULL)
    return graphs.affiliation(full, as_of())


def test_edges_in_the_order_wanted(today):
    assert list(dict.fromkeys(graphs.edges(today, order=["UZB", "ARM"])["state"])) == ["UZB", "ARM"]


def test_order_may_name_a_state_that_is_in_no_body(today):
    assert graphs.edges(today, order=["XXX", "ARM"])["state"].unique().tolist() == ["ARM"]


def test_members_of_the_organisation(today):
    assert sorted(today["csto"]) == ["ARM", "BLR", "KAZ", "KGZ", "RUS", "TJK"]
