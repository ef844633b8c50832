"""Graphs of memberships, built with networkx from spells, never from a list of edges made by hand.

All functions take frames of any states, bodies and years: the nine of this book, or all states since 1816.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from math import sqrt

import networkx as nx
import pandas as pd
from networkx.algorithms import bipartite

from helpers.data import rows
from helpers.spells import by_year, on


def affiliation(spells: pd.DataFrame, day: pd.Timestamp | str) -> nx.Graph:
    """Return the affiliation network of states and bodies on a day.

    A bipartite graph: nodes carry ``bipartite`` (0 a state, 1 a body), an edge stands while a spell covers the day and
    carries its ``status`` and ``spell`` (id). After Borgatti and Everett (1997), "Network analysis of 2-mode data".

    Args:
        spells: rows with ``state``, ``body``, ``status``, ``start``, ``end``, ``id``, of any states and bodies.
        day: a day, ``YYYY-MM-DD`` or a timestamp.
    """
    present = on(spells, day)
    graph = network(present)
    for row in rows(present):
        graph.add_edge(row.state, row.body, status=row.status, spell=row.id)
    return graph


def network(links: pd.DataFrame) -> nx.Graph:
    """Return the affiliation network of a frame with columns ``state`` and ``body``, one row a link."""
    graph = nx.Graph()
    graph.add_nodes_from(sorted(set(links["state"])), bipartite=0)
    graph.add_nodes_from(sorted(set(links["body"])), bipartite=1)
    graph.add_edges_from(zip(links["state"], links["body"], strict=True))
    return graph


def states_of(graph: nx.Graph) -> list[str]:
    """Return the states of an affiliation network, sorted."""
    return sorted(node for node, side in graph.nodes(data="bipartite") if side == 0)


def bodies_of(graph: nx.Graph) -> list[str]:
    """Return the bodies of an affiliation network, sorted."""
    return sorted(node for node, side in graph.nodes(data="bipartite") if side == 1)


def projection(graph: nx.Graph) -> nx.Graph:
    """Return the projection on states: an edge where two share a body, its ``weight`` the number of bodies shared."""
    return bipartite.weighted_projected_graph(graph, states_of(graph)) if graph else nx.Graph()


def without(graph: nx.Graph, states: Collection[str]) -> nx.Graph:
    """Return an affiliation network without some states, and without the bodies that nobody is left in."""
    gone = set(states)  # "in" asks a pandas Series for its index
    rest = graph.subgraph(node for node in graph if node not in gone)
    return rest.subgraph(node for node, links in rest.degree if links or rest.nodes[node]["bipartite"] == 0).copy()


def edges(graph: nx.Graph, order: Sequence[str] | None = None) -> pd.DataFrame:
    """Return the edges of an affiliation network as a frame, one row an edge.

    Args:
        graph: an affiliation network.
        order: the states in the order wanted, such as have an edge; else by code.

    Returns:
        Columns ``state``, ``body``, ``status``, ``spell``.
    """
    found = [
        (state, body, data["status"], data["spell"])
        for state in (order or states_of(graph))
        if state in graph
        for body, data in sorted(graph[state].items())
    ]
    return pd.DataFrame(found, columns=["state", "body", "status", "spell"])


def yearly(spells: pd.DataFrame, years: Iterable[int], end: str) -> Iterator[tuple[int, nx.Graph]]:
    """Yield each year that has a link with its affiliation network on 31 December, the last year on ``end``."""
    for year, links in by_year(spells, years, end).groupby("year"):
        yield int(str(year)), network(links)


def places(links: pd.DataFrame, rounds: int = 20) -> tuple[list[str], list[str]]:
    """Return states and bodies each in an order in which the links between them cross little.

    The barycentre method of Sugiyama and others (1981): in turn, each side is sorted by the mean place of its
    neighbours. The same links always give the same order.

    Args:
        links: columns ``state``, ``body``.
        rounds: how often both sides are sorted.
    """
    states, bodies = sorted(set(links["state"])), sorted(set(links["body"]))
    for _ in range(rounds):
        bodies = _sorted_by(links, "body", bodies, "state", states)
        states = _sorted_by(links, "state", states, "body", bodies)
    return states, bodies


def _sorted_by(links: pd.DataFrame, side: str, names: list[str], other: str, order: list[str]) -> list[str]:
    """Return names by the mean place of their neighbours in an order; equals stay as they were."""
    rank = {name: place for place, name in enumerate(order)}
    mean = links[other].map(rank).groupby(links[side]).mean()
    return sorted(names, key=lambda name: mean[name])


# --- measures of a whole network --------------------------------------------------------------------------------------

#: What :func:`measures` returns, in its order.
MEASURES = ("states", "bodies", "links", "density", "degree", "shared", "clustering")


def measures(graph: nx.Graph) -> dict[str, float]:
    """Return measures of an affiliation network.

    - ``states``, ``bodies``, ``links``: how many.
    - ``density``: links as a share of all that could be, 0 to 1; Borgatti and Everett (1997).
    - ``degree``: bodies a state is in, mean.
    - ``shared``: bodies that two states share, mean over all pairs of states.
    - ``clustering``: of two states in a body and one of them in a second body, how often both are in the second one
      too, 0 to 1; Robins and Alexander (2004), "Small worlds among interlocking directors".
    """
    states, links = states_of(graph), graph.number_of_edges()
    bodies = len(graph) - len(states)
    pairs = len(states) * (len(states) - 1) / 2
    return {
        "states": len(states),
        "bodies": bodies,
        "links": links,
        "density": links / (len(states) * bodies) if links else 0.0,
        "degree": links / len(states) if states else 0.0,
        "shared": projection(graph).size("weight") / pairs if pairs else 0.0,
        "clustering": bipartite.robins_alexander_clustering(graph) if links else 0.0,
    }


def series(spells: pd.DataFrame, years: Iterable[int], end: str) -> pd.DataFrame:
    """Return the measures of the network year by year: column ``year`` and those of :func:`measures`."""
    found = [{"year": year, **measures(graph)} for year, graph in yearly(spells, years, end)]
    return pd.DataFrame(found, columns=["year", *MEASURES])


def ablation(graph: nx.Graph, groups: Mapping[str, Collection[str]]) -> pd.DataFrame:
    """Return what is left of a network when groups of states are taken out, one row a group.

    Args:
        graph: an affiliation network.
        groups: states to take out, by name; an empty group leaves all.

    Returns:
        Columns ``group``, those of :func:`measures`, and ``parts``: connected parts of the projection on states.
    """
    found = []
    for group, states in groups.items():
        rest = without(graph, states)
        found.append({"group": group, **measures(rest), "parts": nx.number_connected_components(projection(rest))})
    return pd.DataFrame(found, columns=["group", *MEASURES, "parts"])


# --- measures of states -----------------------------------------------------------------------------------------------


def centrality(graph: nx.Graph) -> pd.DataFrame:
    """Return how central each state of an affiliation network is.

    - ``bodies``: how many it is in.
    - ``shared``: memberships that it shares with others, summed over them.
    - ``betweenness``: the share of shortest paths between other nodes that run through it, 0 to 1, normalised for two
      modes after Borgatti and Halgin (2011), "Analyzing affiliation networks"; 0 where there is one state or one body.
    - ``sole``: pairs of bodies that have this state and no other in common.

    Returns:
        Columns ``state``, ``bodies``, ``shared``, ``betweenness``, ``sole``; the state most between comes first.
    """
    states = states_of(graph)
    several = len(states) > 1 and len(graph) - len(states) > 1  # else networkx divides by 0
    between = bipartite.betweenness_centrality(graph, states) if several else {}
    shared = dict(projection(graph).degree(weight="weight"))
    sole: dict[str, int] = dict.fromkeys(states, 0)
    for one, other in combinations(bodies_of(graph), 2):
        common = set(graph[one]) & set(graph[other])
        if len(common) == 1:
            sole[common.pop()] += 1
    found = [(state, graph.degree[state], shared[state], between.get(state, 0.0), sole[state]) for state in states]
    frame = pd.DataFrame(found, columns=["state", "bodies", "shared", "betweenness", "sole"])
    return frame.sort_values(["betweenness", "state"], ascending=[False, True], ignore_index=True)


# --- measures of pairs of bodies --------------------------------------------------------------------------------------


def phi(graph: nx.Graph, states: Collection[str] | None = None) -> pd.DataFrame:
    """Return how far membership in one body predicts membership in another, for each pair of bodies.

    The phi coefficient is the correlation of two yes-or-no columns: 1 the same members, 0 no relation, -1 each has
    those that the other has not; Yule (1912), "On the methods of measuring association between two attributes".

    Args:
        graph: an affiliation network.
        states: all states that could be in; those in no body count too. None: the states of the graph.

    Returns:
        Columns ``one``, ``other`` (bodies), ``both``, ``only_one``, ``only_other``, ``neither`` (numbers of states),
        ``phi``; pairs with a body that all or none of the states are in, for which phi is not defined, are left out.
    """
    universe = set(states_of(graph) if states is None else states)
    found = []
    for one, other in combinations(bodies_of(graph), 2):
        a, b = set(graph[one]) & universe, set(graph[other]) & universe
        both, neither = len(a & b), len(universe - a - b)
        margins = len(a) * len(b) * (len(universe) - len(a)) * (len(universe) - len(b))
        if margins:
            value = (both * neither - len(a - b) * len(b - a)) / sqrt(margins)
            found.append((one, other, both, len(a - b), len(b - a), neither, value))
    return pd.DataFrame(found, columns=["one", "other", "both", "only_one", "only_other", "neither", "phi"])


# --- defence pacts ----------------------------------------------------------------------------------------------------


#: The clause of a host whose consent a base does not have.
UNAGREED = "presence without an agreement"


def pacts(
    spells: pd.DataFrame, agreements: pd.DataFrame, parties: pd.DataFrame, day: pd.Timestamp | str
) -> nx.MultiGraph:
    """Return the graph of defence pacts on a day: between two states an edge for each thing that binds them.

    Edges carry ``kind``: ``treaty`` (both are in a body of the spells), ``defence treaty`` (a bilateral one in force),
    ``base`` (one hosts a base or facility of the other, with ``host``), and ``row``, the id of agreement or body.
    Forces that the host has not agreed to bind nobody and are left out.

    Args:
        spells: spells of parties to treaties of mutual defence, with ``state``, ``body``.
        agreements: rows with ``id``, ``kind``, ``signed``, ``in_force``, ``ended``; those of other kinds are left out,
            and where no day of force is known, signature counts.
        parties: rows with ``agreement``, ``party``, ``role`` (``host`` and ``user`` of a base), ``clause``.
        day: a day, ``YYYY-MM-DD`` or a timestamp.
    """
    graph = nx.MultiGraph()
    for body, members in on(spells, day).groupby("body"):
        for one, other in combinations(sorted(set(members["state"])), 2):
            graph.add_edge(one, other, kind="treaty", row=body)
    wanted = agreements[agreements["kind"].isin(["defence treaty", "base"])]
    start = wanted["in_force"].fillna(wanted["signed"])
    agreed = parties[parties["clause"] != UNAGREED]
    standing = on(wanted.assign(start=start, end=wanted["ended"], end_low=None), day)
    for row in rows(standing):
        part = agreed[agreed["agreement"] == row.id]
        if row.kind == "base":
            hosts, users = (part.loc[part["role"] == role, "party"] for role in ("host", "user"))
            graph.add_edges_from(
                (host, user, {"kind": "base", "row": row.id, "host": host}) for host in hosts for user in users
            )
        else:
            pairs = combinations(sorted(set(part["party"])), 2)
            graph.add_edges_from((one, other, {"kind": "defence treaty", "row": row.id}) for one, other in pairs)
    return graph


def ties(graph: nx.MultiGraph) -> pd.DataFrame:
    """Return the edges of the graph of pacts: columns ``one``, ``other``, ``kind``, ``row``, ``host`` (of a base)."""
    found = [
        (*sorted((one, other)), data["kind"], data["row"], data.get("host"))
        for one, other, data in graph.edges(data=True)
    ]
    frame = pd.DataFrame(found, columns=["one", "other", "kind", "row", "host"])
    return frame.sort_values(["kind", "one", "other", "row"], ignore_index=True)


def ties_by_day(
    spells: pd.DataFrame, agreements: pd.DataFrame, parties: pd.DataFrame, days: Iterable[str]
) -> pd.DataFrame:
    """Return :func:`ties` of several days under one another, with a column ``day`` (ISO text) in front."""
    found = [ties(pacts(spells, agreements, parties, day)).assign(day=day) for day in days]
    return pd.concat(found, ignore_index=True)[["day", "one", "other", "kind", "row", "host"]]
