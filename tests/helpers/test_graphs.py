"""Graphs of memberships: an edge stands exactly while its spell does."""

from collections.abc import Collection
from datetime import date
from itertools import combinations

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import as_of, graphs, load, spells
from tests.helpers.random_spells import END, Row, days, frame, is_in, tables


def pairs(things: Collection[str]) -> list[tuple[str, str]]:
    return list(combinations(sorted(things), 2))


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


# --- measures, against counts by hand ---------------------------------------------------------------------------------


def a_graph(links: list[tuple[str, str]]) -> nx.Graph:
    return graphs.network(pd.DataFrame(links, columns=["state", "body"]))


#: Any affiliation network of up to six states and five bodies.
networks = st.lists(st.tuples(st.sampled_from("ABCDEF"), st.sampled_from("vwxyz")), unique=True, max_size=20)


@given(networks)
def test_measures_are_counts(links: list[tuple[str, str]]):
    found = graphs.measures(a_graph(links))
    states, bodies = {state for state, _ in links}, {body for _, body in links}
    assert (found["states"], found["bodies"], found["links"]) == (len(states), len(bodies), len(links))
    assert found["density"] * len(states) * len(bodies) == pytest.approx(len(links))
    assert found["degree"] * len(states) == pytest.approx(len(links))
    shared = sum((one, body) in links and (other, body) in links for one, other in pairs(states) for body in bodies)
    assert found["shared"] * len(pairs(states)) == pytest.approx(shared)
    assert pairs(states) or found["shared"] == 0
    assert links or set(found.values()) == {0}
    assert set(found) == set(graphs.MEASURES)


@given(networks)
def test_clustering_is_the_share_of_closed_paths(links: list[tuple[str, str]]):
    """A path of three links, state body state body, is closed if the first state is in the last body too."""
    graph = a_graph(links)
    paths = [
        (one, body, other, last)
        for one, body in links
        for other in graph[body]
        for last in graph[other]
        if other != one and last != body
    ]
    closed = sum(graph.has_edge(one, last) for one, _, _, last in paths)
    assert graphs.measures(graph)["clustering"] == pytest.approx(closed / len(paths) if paths else 0)


@given(networks, st.sets(st.sampled_from("ABCDEF")))
def test_removal_never_adds_an_edge(links: list[tuple[str, str]], gone: set[str]):
    graph = a_graph(links)
    rest = graphs.without(graph, gone)
    assert {frozenset(edge) for edge in rest.edges} == {frozenset(edge) for edge in links if not gone & set(edge)}
    assert graphs.states_of(rest) == [state for state in graphs.states_of(graph) if state not in gone]
    assert set(graphs.bodies_of(rest)) == {body for state, body in links if state not in gone}
    assert all(graphs.projection(graph).has_edge(*edge) for edge in graphs.projection(rest).edges)


@given(networks, st.sets(st.sampled_from("ABCDEF")))
def test_ablation_measures_what_is_left(links: list[tuple[str, str]], gone: set[str]):
    graph = a_graph(links)
    found = graphs.ablation(graph, {"all": [], "less": gone}).set_index("group")
    assert found.loc["all", "links"] == len(links)
    assert found.loc["less", "links"] == sum(state not in gone for state, _ in links)
    assert found.loc["less", "parts"] <= max(len({state for state, _ in links} - gone), 0)


@given(networks)
def test_centrality(links: list[tuple[str, str]]):
    graph = a_graph(links)
    found = graphs.centrality(graph).set_index("state")
    assert sorted(found.index) == graphs.states_of(graph)
    assert list(found["betweenness"]) == sorted(found["betweenness"], reverse=True)
    bodies = {state: {body for one, body in links if one == state} for state in found.index}
    for state, row in found.iterrows():
        assert row["bodies"] == len(bodies[state])
        assert row["shared"] == sum(len(bodies[state] & bodies[other]) for other in bodies if other != state)
        assert 0 <= row["betweenness"] <= 1
        common = [
            pair
            for pair in pairs({body for _, body in links})
            if [o for o in bodies if {*pair} <= bodies[o]] == [state]
        ]
        assert row["sole"] == len(common)


def test_betweenness_of_a_bridge():
    """Between two pairs of states that share a body each, all paths run through the one state that is in both."""
    graph = a_graph([("A", "x"), ("B", "x"), ("C", "x"), ("C", "y"), ("D", "y"), ("E", "y")])
    found = graphs.centrality(graph).set_index("state")
    assert next(iter(found.index)) == "C"
    assert found.loc["C", "sole"] == 1
    assert (found["betweenness"] > 0).sum() == 1


@given(networks)
def test_phi_is_the_correlation_of_two_columns(links: list[tuple[str, str]]):
    universe = sorted("ABCDEF")
    found = graphs.phi(a_graph(links), universe).set_index(["one", "other"])
    columns = {body: [float((state, body) in links) for state in universe] for body in {body for _, body in links}}
    varied = {body for body, values in columns.items() if len(set(values)) == 2}
    assert set(found.index) == set(combinations(sorted(varied), 2))
    for (one, other), row in found.iterrows():
        assert row["phi"] == pytest.approx(np.corrcoef(columns[one], columns[other])[0, 1])
        assert row["both"] + row["only_one"] + row["only_other"] + row["neither"] == len(universe)


@given(tables(), st.lists(st.integers(1990, 2030), max_size=4, unique=True))
def test_a_year_has_the_network_of_its_last_day(rows: list[Row], years: list[int]):
    found = dict(graphs.yearly(frame(rows), years, END.isoformat()))
    for year in years:
        wanted = graphs.affiliation(frame(rows), min(date(year, 12, 31), END).isoformat())
        assert {*found.get(year, nx.Graph()).edges} == {*wanted.edges}
    assert list(graphs.series(frame(rows), years, END.isoformat())["year"]) == sorted(found)


# --- defence pacts ----------------------------------------------------------------------------------------------------


def test_pacts_of_a_day():
    """A treaty binds all its parties, an agreement its two, a base host and user; each only while it stands."""
    spell = {"layer": "treaty", "status": "party", "end": "..", "end_low": None}
    treaty = frame(
        [{"id": s, "state": s, "body": "cst", "start": "1994-04-20", **spell} for s in ("ARM", "RUS", "TJK")]
    )
    columns = ["id", "kind", "signed", "in_force", "ended"]
    agreed = [
        ("pact", "defence treaty", "1997-08-29", "1998-06-05", ".."),
        ("site", "base", "1995-03-16", None, "2005"),
        ("other", "partnership", "1995", None, ".."),
        ("unasked", "base", "1995", None, ".."),
    ]
    agreements = pd.DataFrame(agreed, columns=columns, dtype="str")
    named = [("pact", "RUS", "party"), ("pact", "ARM", "party"), ("site", "ARM", "host"), ("site", "RUS", "user")]
    named += [("unasked", "TJK", "host"), ("unasked", "RUS", "user")]
    parties = pd.DataFrame(named, columns=["agreement", "party", "role"], dtype="str").assign(clause="basing")
    parties.loc[parties["party"] == "TJK", "clause"] = graphs.UNAGREED

    def kinds(day: str) -> list[tuple[str, str, str]]:
        found = graphs.ties(graphs.pacts(treaty, agreements, parties, day))
        return list(found[["one", "other", "kind"]].itertuples(index=False, name=None))

    base, pact = ("ARM", "RUS", "base"), ("ARM", "RUS", "defence treaty")
    bound = [("ARM", "RUS", "treaty"), ("ARM", "TJK", "treaty"), ("RUS", "TJK", "treaty")]
    assert kinds("1994-04-19") == []
    assert kinds("1995-03-16") == [base, *bound]
    assert kinds("1998-06-04") == [base, *bound]
    assert kinds("1998-06-05") == [base, pact, *bound]
    assert kinds("2005-01-01") == [pact, *bound]

    days = graphs.ties_by_day(treaty, agreements, parties, ["1995-03-16", "1994-04-19", "1998-06-05"])
    assert list(days.columns) == ["day", "one", "other", "kind", "row", "host"]
    assert list(days["day"]) == ["1995-03-16"] * 4 + ["1998-06-05"] * 5, "a day without ties has no row"
    assert list(days.loc[days["day"] == "1995-03-16", "row"]) == ["site", "cst", "cst", "cst"]
    assert list(days.index) == list(range(9))
    hosts = days.dropna(subset=["host"])
    assert list(zip(hosts["row"], hosts["host"], strict=True)) == [("site", "ARM"), ("site", "ARM")]


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
