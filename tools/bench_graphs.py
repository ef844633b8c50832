"""How the graph helpers grow with the table: ``make bench``. It prints, and no test depends on it.

A world is made of 200 states, 500 bodies and 200 years (1816 to 2015), in four sizes up to about 100,000
state-body-years. The helpers' yearly projections are timed against the bare calls they stand for: ``pandas.merge`` of
the spells with the years, and ``networkx.bipartite.weighted_projected_graph`` year by year.
"""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter

import networkx as nx
import numpy as np
import pandas as pd
from networkx.algorithms import bipartite

from helpers import graphs, spells

STATES, BODIES, YEARS = 200, 500, range(1816, 2016)
END = "2015-12-31"
REPEATS = 3


def world(size: int) -> pd.DataFrame:
    """Return random spells, ``size`` of them, of 25 years on average."""
    rng = np.random.default_rng(1816)
    first = rng.integers(YEARS[0], YEARS[-1], size)
    last = first + 1 + rng.geometric(1 / 25, size)
    return pd.DataFrame(
        {
            "id": [f"s{number}" for number in range(size)],
            "state": [f"state-{number}" for number in rng.integers(0, STATES, size)],
            "body": [f"body-{number}" for number in rng.integers(0, BODIES, size)],
            "status": "member",
            "start": [str(year) for year in first],
            "end": [str(year) if year <= YEARS[-1] else ".." for year in last],
            "end_low": None,
        }
    )


def helped(table: pd.DataFrame) -> list[nx.Graph]:
    """Return the projection of each year, by the helpers."""
    return [graphs.projection(graph) for _, graph in graphs.yearly(table, YEARS, END)]


def bare(table: pd.DataFrame) -> list[nx.Graph]:
    """Return the projection of each year, by the calls of the libraries."""
    begin = table["start"].astype("int64")
    until = pd.to_numeric(table["end"].replace("..", "9999"))
    crossed = pd.merge(table.assign(begin=begin, until=until), pd.DataFrame({"year": YEARS}), how="cross")
    present = crossed[(crossed["begin"] <= crossed["year"]) & (crossed["year"] < crossed["until"])]
    found = []
    for _, links in present.groupby("year"):
        graph = nx.from_pandas_edgelist(links, "state", "body")
        found.append(bipartite.weighted_projected_graph(graph, set(links["state"])))
    return found


def seconds(function: Callable[[pd.DataFrame], object], table: pd.DataFrame) -> float:
    """Return the shortest of some runs."""
    times = []
    for _ in range(REPEATS):
        start = perf_counter()
        function(table)
        times.append(perf_counter() - start)
    return min(times)


def same(one: nx.Graph, other: nx.Graph) -> bool:
    """Tell whether two projections have the same edges of the same weight."""
    weights = [{frozenset(pair[:2]): pair[2] for pair in graph.edges(data="weight")} for graph in (one, other)]
    return weights[0] == weights[1]


def main() -> None:
    """Print a line a size: rows, seconds of both, their ratio, microseconds a row."""
    print("state-body-years  by_year s  helpers s  bare s  ratio  helpers us/row")
    for size in (500, 1000, 2000, 4500):
        table = world(size)
        rows = len(spells.by_year(table, YEARS, END))
        assert all(same(one, other) for one, other in zip(helped(table), bare(table), strict=True))
        counted = seconds(lambda frame: spells.by_year(frame, YEARS, END), table)
        ours, theirs = seconds(helped, table), seconds(bare, table)
        print(
            f"{rows:16,}  {counted:9.3f}  {ours:9.2f}  {theirs:6.2f}  {ours / theirs:5.2f}  {1e6 * ours / rows:14.1f}"
        )


if __name__ == "__main__":
    main()
