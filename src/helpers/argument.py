"""The opinion piece as a graph of claims: what rests on what, and what still stands when some of it is taken away.

A model of the text, not a judge of the world: that a claim stands here says only that what the text offers for it has
not been taken away.

How the links enter, by their ``role``: ``support`` links are reasons; ``premise`` links are needed whatever else is
offered; links without a role (restatements, answers, tensions, frames, occasions) do not carry; ``attack`` links aim
at the alliance's account of itself, on which nothing rests, so they bring nothing down. Two readings bound what is
meant by several reasons for one claim: *any* supporter suffices (convergent reasons), or *all* are needed (linked).
After Cayrol and Lagasquie-Schiex (2005) on bipolar argumentation, and Nouioua and Risch (2011) on necessary support.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from itertools import product

import networkx as nx
import numpy as np
import pandas as pd

from helpers.data import rows
from helpers.labels import t
from helpers.steps import runs

#: The two readings of several reasons for one claim.
READINGS = ("any", "all")

#: That for which the whole is, the unwritten conclusion and the recommendation to leave.
GOALS = ("I14", "O60")

#: Roles of the links that carry.
CARRYING = ("support", "premise")


def graph(claims: pd.DataFrame, edges: pd.DataFrame) -> nx.MultiDiGraph:
    """Return the argument graph: an edge runs from a reason to what it is a reason for.

    Args:
        claims: rows with ``id``, ``kind``, ``line``, ``verdict``; every one is a node, whether linked or not.
        edges: rows with ``id``, ``from``, ``to``, ``type``, ``role``.
    """
    found = nx.MultiDiGraph()
    for row in rows(claims):
        found.add_node(row.id, kind=row.kind, line=row.line, verdict=row.verdict)
    columns = [edges[name] for name in ("id", "from", "to", "type", "role")]
    for name, start, end, kind, role in zip(*columns, strict=True):
        found.add_edge(start, end, key=name, type=kind, role=role)
    return found


def bearers(argument: nx.MultiDiGraph, claim: str, role: str) -> list[str]:
    """Return what bears a claim in a role, sorted: its supporters, or its premises."""
    return sorted({start for start, _, found in argument.in_edges(claim, data="role") if found == role})


def standing(argument: nx.MultiDiGraph, removed: Collection[str] = (), reading: str = "any") -> set[str]:
    """Return the claims that stand when some are removed.

    A claim stands if it is not removed, all premises that it needs stand, and, where the text gives reasons for it, one
    of them stands (*any*) or all do (*all*). Claims that have nothing but one another to stand on do not stand.
    """
    return _stand(_bearing(argument), frozenset(removed), reading)


Bearing = dict[str, tuple[list[str], list[str]]]


def _bearing(argument: nx.MultiDiGraph) -> Bearing:
    """Return the reasons and the premises of each claim."""
    return {claim: (bearers(argument, claim, "support"), bearers(argument, claim, "premise")) for claim in argument}


def _stand(bearing: Bearing, gone: Collection[str], reading: str) -> set[str]:
    if reading not in READINGS:
        raise ValueError(f"no reading {reading!r}; there are {', '.join(READINGS)}")
    enough = any if reading == "any" else all
    stand: set[str] = set()
    while True:
        more = {
            claim
            for claim, (reasons, needed) in bearing.items()
            if claim not in stand
            and claim not in gone
            and stand.issuperset(needed)
            and (not reasons or enough(reason in stand for reason in reasons))
        }
        if not more:
            return stand
        stand |= more


def removals(argument: nx.MultiDiGraph, goals: Iterable[str] = GOALS) -> pd.DataFrame:
    """Return what falls with each claim: one row a claim, the most load-bearing under *all*, then under *any*, first.

    Returns:
        Columns ``id``; ``kind``; ``any``, ``all``: how many other claims fall with it under each reading; ``reach``:
        how many it bears directly or through others; for each goal ``<goal>_any``, ``<goal>_all``: whether it falls.
    """
    goals = list(goals)
    whole = {reading: standing(argument, (), reading) for reading in READINGS}
    carrying = nx.DiGraph((start, end) for start, end, role in argument.edges(data="role") if role in CARRYING)
    found = []
    for claim in sorted(argument):
        left = {reading: standing(argument, [claim], reading) for reading in READINGS}
        row: dict[str, object] = {"id": claim, "kind": argument.nodes[claim]["kind"]}
        row |= {reading: len(whole[reading] - left[reading] - {claim}) for reading in READINGS}
        row["reach"] = len(nx.descendants(carrying, claim)) if claim in carrying else 0
        row |= {f"{goal}_{reading}": goal not in left[reading] for goal in goals for reading in READINGS}
        found.append(row)
    return pd.DataFrame(found).sort_values(["all", "any", "id"], ascending=[False, False, True], ignore_index=True)


def smallest_sets(argument: nx.MultiDiGraph, goal: str, reading: str = "any") -> list[tuple[str, ...]]:
    """Return the smallest sets of other claims whose removal fells a claim, sorted; all sets of the least size.

    Each set is found by working back from the goal: a claim falls if it is removed, if one premise that it needs falls,
    or if its reasons fall, every one of them (*any*) or one of them (*all*).
    """
    cuts = _cuts(argument, goal, reading, frozenset())
    others = {cut for cut in cuts if goal not in cut}
    least = min(map(len, others), default=0)
    return sorted(tuple(sorted(cut)) for cut in others if len(cut) == least)


#: Sets larger than this are given up; the smallest ones are smaller.
_LARGEST = 8


def _cuts(argument: nx.MultiDiGraph, claim: str, reading: str, above: frozenset[str]) -> set[frozenset[str]]:
    """Return sets of claims whose removal fells a claim; it can't rest on those above it, for which it is asked."""
    reasons, needed = bearers(argument, claim, "support"), bearers(argument, claim, "premise")
    below = above | {claim}
    found = {frozenset([claim])}
    for premise in needed:
        found |= _cuts(argument, premise, reading, below) if premise not in below else {frozenset()}
    ways = [
        _cuts(argument, reason, reading, below) if reason not in below else {frozenset[str]()} for reason in reasons
    ]
    if reading == "all":
        for way in ways:
            found |= way
    elif ways:
        joint: set[frozenset[str]] = {frozenset()}
        for way in ways:
            joint = _minimal({one | other for one, other in product(joint, way) if len(one | other) <= _LARGEST})
        found |= joint
    return _minimal(found)


def _minimal(sets: set[frozenset[str]]) -> set[frozenset[str]]:
    """Return those sets that hold no other of them."""
    kept: list[frozenset[str]] = []
    for candidate in sorted(sets, key=lambda one: (len(one), sorted(one))):
        if not any(other <= candidate for other in kept):
            kept.append(candidate)
    return set(kept)


def by_verdict(argument: nx.MultiDiGraph, verdicts: Iterable[Collection[str]]) -> pd.DataFrame:
    """Return what stands when all claims of some verdicts are removed.

    Args:
        argument: the graph.
        verdicts: sets of verdicts, such as ``[["contradicted"], ["contradicted", "disputed"]]``.

    Returns:
        Columns ``verdicts`` (joined by ``;``), ``removed`` (number of claims), ``reading``, ``standing`` (number), and
        for each goal whether it stands.
    """
    found = []
    for words in verdicts:
        gone = [claim for claim, verdict in argument.nodes(data="verdict") if verdict in set(words)]
        for reading in READINGS:
            left = standing(argument, gone, reading)
            found.append((";".join(words), len(gone), reading, len(left), *[goal in left for goal in GOALS]))
    return pd.DataFrame(found, columns=["verdicts", "removed", "reading", "standing", *GOALS])


def flips(argument: nx.MultiDiGraph, removed: Collection[str] = ("contradicted",)) -> pd.DataFrame:
    """Return, for each claim with a verdict, whether flipping it alone changes what becomes of the goals.

    A flip removes a claim whose verdict keeps it, and brings back one whose verdict removes it.

    Returns:
        Columns ``id``, ``verdict``, ``reading``, ``goal``, ``before``, ``after`` (whether the goal stands).
    """
    verdicts = {claim: verdict for claim, verdict in argument.nodes(data="verdict") if isinstance(verdict, str)}
    gone = {claim for claim, verdict in verdicts.items() if verdict in set(removed)}
    found = []
    for reading in READINGS:
        before = standing(argument, gone, reading)
        for claim, verdict in sorted(verdicts.items()):
            after = standing(argument, gone ^ {claim}, reading)
            found += [(claim, verdict, reading, goal, goal in before, goal in after) for goal in GOALS]
    return pd.DataFrame(found, columns=["id", "verdict", "reading", "goal", "before", "after"])


def sweep(argument: nx.MultiDiGraph, draws: int, seed: int, steps: Iterable[float]) -> pd.DataFrame:
    """Return how often the goals stand when each claim of the text is removed at random.

    Args:
        argument: the graph; unwritten premises and the goals themselves are never drawn.
        draws: how many times at each probability.
        seed: of the random numbers, so that every run gives the same.
        steps: probabilities with which each claim is removed.

    Returns:
        Columns ``removed`` (probability), ``reading``, ``goal``, ``share`` (of the draws in which it stands), ``n``.
    """
    rng, bearing = np.random.default_rng(seed), _bearing(argument)
    drawn = [claim for claim, kind in argument.nodes(data="kind") if kind != "premise" and claim not in GOALS]
    found = []
    for probability in steps:
        masks = rng.random((draws, len(drawn))) < probability
        for reading in READINGS:
            left = [_stand(bearing, {drawn[place] for place in np.flatnonzero(mask)}, reading) for mask in masks]
            found += [
                (probability, reading, goal, sum(goal in stand for stand in left) / draws, draws) for goal in GOALS
            ]
    return pd.DataFrame(found, columns=["removed", "reading", "goal", "share", "n"])


def layers(argument: nx.MultiDiGraph) -> dict[str, int]:
    """Return the layer of each claim in a drawing: 0 for claims that bear nothing else, one more for what bears those.

    Links that close a circle are left out, the one with the later id first.
    """
    carrying = nx.DiGraph()
    carrying.add_nodes_from(sorted(argument))
    for start, end, role in sorted(argument.edges(data="role")):
        if role in CARRYING and not (end in carrying and start in nx.descendants(carrying, end)):
            carrying.add_edge(start, end)
    depth: dict[str, int] = {}
    for claim in reversed(list(nx.topological_sort(carrying))):
        depth[claim] = 1 + max((depth[end] for end in carrying[claim]), default=-1)
    return depth


# --- the steps of the explorer ----------------------------------------------------------------------------------------


def cases(argument: nx.MultiDiGraph) -> dict[str, list[str]]:
    """Return what a reader can take away, by name: nothing, each claim alone, all of some verdicts, a smallest set."""
    of_verdict = {
        word: [claim for claim, verdict in argument.nodes(data="verdict") if verdict == word]
        for word in ("contradicted", "disputed")
    }
    found: dict[str, list[str]] = {"nothing": []}
    found["contradicted"] = of_verdict["contradicted"]
    found["contradicted-disputed"] = of_verdict["contradicted"] + of_verdict["disputed"]
    found["smallest"] = list(smallest_sets(argument, GOALS[0])[0])
    return found | {claim.lower(): [claim] for claim in sorted(argument)}


def outcome_steps(argument: nx.MultiDiGraph) -> pd.DataFrame:
    """Return one step for each case (:func:`cases`) under each reading.

    Returns:
        Columns ``step`` (``o20-any``: case and reading), ``text`` (sentences), ``case`` and ``reading`` (in words),
        ``fallen`` (number of claims that fall besides those taken away), and for each goal whether it stands.
    """
    found = []
    for case, removed in cases(argument).items():
        for reading in READINGS:
            left = standing(argument, removed, reading)
            fallen = sorted(set(argument) - left - set(removed))
            goals = [goal in left for goal in GOALS]
            sentences = [
                t("argument: taken away").format(claims=", ".join(removed)) if removed else t("argument: nothing"),
                t("argument: fall").format(claims=", ".join(fallen)) if fallen else t("argument: none fall"),
                t(f"argument: goals {'yes' if goals[0] else 'no'} {'yes' if goals[1] else 'no'}"),
            ]
            states = [t("yes") if goal else t("no") for goal in goals]
            told = case.upper() if len(removed) == 1 else t(f"argument: case {case}")
            words = (told, t(f"argument: {reading}"))
            found.append((f"{case}-{reading}", " ".join(sentences), *words, len(fallen), *states))
    return pd.DataFrame(found, columns=["step", "text", "case", "reading", "fallen", *GOALS])


def outcomes(argument: nx.MultiDiGraph, steps: pd.DataFrame) -> pd.DataFrame:
    """Return, for each claim, the steps at which it stands.

    Args:
        argument: the graph.
        steps: :func:`outcome_steps`.

    Returns:
        Columns ``id``, ``kind``, ``line`` (the first one), ``layer`` (:func:`layers`), ``on``: runs of positions of
        ``steps``, from 0.
    """
    removed = cases(argument)
    named = [step.rpartition("-") for step in steps["step"]]
    stands = [standing(argument, removed[case], reading) for case, _, reading in named]
    depth = layers(argument)
    found = [
        (
            claim,
            argument.nodes[claim]["kind"],
            argument.nodes[claim]["line"].split(";")[0],
            depth[claim],
            runs(place for place, stand in enumerate(stands) if claim in stand),
        )
        for claim in sorted(argument)
    ]
    return pd.DataFrame(found, columns=["id", "kind", "line", "layer", "on"])
