"""Graphs of memberships, built with networkx from spells, never from a list of edges made by hand."""

from __future__ import annotations

from collections.abc import Sequence

import networkx as nx
import pandas as pd
from networkx.algorithms import bipartite

from helpers.data import rows
from helpers.spells import on


def affiliation(spells: pd.DataFrame, day: pd.Timestamp | str) -> nx.Graph:
    """Return the affiliation network of states and bodies on a day.

    A bipartite graph: nodes carry ``bipartite`` (0 a state, 1 a body), an edge stands while a spell covers the day and
    carries its ``status`` and ``spell`` (id). After Borgatti and Everett (1997), "Network analysis of 2-mode data".

    Args:
        spells: rows with ``state``, ``body``, ``status``, ``start``, ``end``, ``id``, of any states and bodies.
        day: a day, ``YYYY-MM-DD`` or a timestamp.
    """
    present = on(spells, day)
    graph = nx.Graph()
    graph.add_nodes_from(sorted(set(present["state"])), bipartite=0)
    graph.add_nodes_from(sorted(set(present["body"])), bipartite=1)
    for row in rows(present):
        graph.add_edge(row.state, row.body, status=row.status, spell=row.id)
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
