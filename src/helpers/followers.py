"""Followers: crises inside states, what allies did when Russia was at war, and what "able to act" could mean.

Everything here is a reading of rows that others hold: each function says by which rule a row counts for or against, so
that a reader who holds another rule can change it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd

from helpers.crises import ALLIANCE, LADDER, allies, calls, delays
from helpers.data import rows
from helpers.dates import earliest, latest

#: Types of crises that are a state's own, and the region whose change of power was no member's.
HOME, ABROAD = ("unrest", "change of power"), "Afghanistan"
#: How a crisis bears on the claim that the alliance guards those in power; ``outside`` is a state that was not bound.
BEARINGS = ("for", "mixed", "against", "neither", "outside")
#: Three readings of the same cases, from the strictest to the widest.
READINGS = ("asked alone", "as coded here", "silence as support")
#: What an ally did on an occasion, in the order of the marks in a cell.
ANSWERS = ("sent people", "mediation", "words", "declined")
#: How an occasion speaks on one meaning of being able to act.
OUTCOMES = ("yes", "partly", "no", "unknown")
#: Days from an appeal to the first act that count as soon, which are the same day and the next.
SOON = 1
#: Types of crises in which arms came, or were said to come, from across a border.
ATTACKS = ("armed incursion", "attack from outside", "border clash", "interstate fighting")
#: Crises of these types in which the fighters came from the same state's own territory.
WITHIN = ("geo-1998", "rus-1999")
#: Types of crises in which the sides are states, so that parties to one of them stand against each other.
BETWEEN = ("border clash", "interstate fighting")

_OFFER = ("mediation", "exercise", "institution-building")
_SENT = ("mission", "material aid", "troops")


def at_home(record: pd.DataFrame, requests: pd.DataFrame, responses: pd.DataFrame) -> pd.DataFrame:
    """Return the crises that were a state's own, with Russia's part in them and how each bears on the claim.

    A crisis bears ``for`` if the alliance sent troops; ``mixed`` if it sent a mission or goods; ``against`` if it was
    asked and refused, or if those in power fell and it sent nothing; ``neither`` if they stayed and it sent nothing.

    Args:
        record: :func:`helpers.crises.record`.
        requests: the table of that name.
        responses: the table of that name.

    Returns:
        The columns of the record, then ``fell`` (those in power fell, as the type is ``change of power``),
        ``asked_russia``, ``russia`` (Russia's highest act on the ladder, else ``mediation``, ``declined`` or ``none``),
        ``bears`` (one of :data:`BEARINGS`).
    """
    own = record[record["type"].isin(HOME) & (record["region"] != ABROAD)]
    appeals = requests[(requests["addressee"] == "Russia") & (requests["asked_for"] != "reform")]
    acts = responses[responses["actor"] == "RUS"].groupby("crisis")["act"].agg(list)
    found = own.assign(
        fell=own["type"] == HOME[1],
        asked_russia=own["id"].isin(appeals["crisis"]),
        russia=[_highest(acts.get(crisis, [])) for crisis in own["id"]],
    )
    return found.assign(bears=[_bearing(row) for row in rows(found)]).reset_index(drop=True)


def _highest(acts: Sequence[str]) -> str:
    return next((act for act in (*reversed(LADDER), *_OFFER, "declined") if act in acts), LADDER[0])


def _bearing(row: Any) -> str:
    if not row.at_member:
        return "outside"
    if row.rung == "troops":
        return "for"
    if row.rung in _SENT:
        return "mixed"
    return "against" if row.fell or row.declined else "neither"


def readings(cases: pd.DataFrame) -> pd.DataFrame:
    """Count how the cases bear on the claim in three readings, states that were not bound left out.

    ``asked alone`` takes the cases in which the alliance was asked; ``silence as support`` counts as ``for`` each case
    that is ``neither``, because silence serves whoever holds power.

    Args:
        cases: :func:`at_home`.

    Returns:
        Columns ``reading``, ``for``, ``mixed``, ``against``, ``neither`` (counts), ``n``.
    """
    inside = cases[cases["bears"] != "outside"]
    silent = inside.assign(bears=inside["bears"].replace({"neither": "for"}))
    found = []
    for reading, part in zip(READINGS, (inside[inside["asked"]], inside, silent), strict=True):
        counts = part["bears"].value_counts()
        found.append((reading, *(int(counts.get(word, 0)) for word in BEARINGS[:4]), len(part)))
    return pd.DataFrame(found, columns=["reading", *BEARINGS[:4], "n"])


def answers(
    crises: pd.DataFrame,
    responses: pd.DataFrame,
    votes: pd.DataFrame,
    memberships: pd.DataFrame,
    states: Iterable[str],
) -> pd.DataFrame:
    """Return what each ally did on each occasion as far as the tables know, one row an act, a vote or a gap.

    Votes on Ukraine count on the occasions whose scene it is, and statements that only tell of a vote are left out.

    Args:
        crises: rows of the table of that name, in the order wanted.
        responses: the table of that name.
        votes: the table ``ukraine_votes``.
        memberships: the table of that name.
        states: codes.

    Returns:
        Columns ``crisis``, ``state``, ``answer`` (one of :data:`ANSWERS`; ``votes``; ``not bound`` where the state was
        not bound on the first day; ``nothing known``), ``same``, ``n`` (votes as Russia's, out of how many on which the
        table has the state; missing for other answers), ``rows`` (ids joined by ``;``).
    """
    cast = votes.assign(day=earliest(votes["date"]))
    russia = cast[cast["state"] == "RUS"].set_index("resolution")["vote"]
    found: list[tuple[Any, ...]] = []
    dated = crises.assign(first=earliest(crises["start"]), last=latest(crises["end"]))
    for crisis, bound in zip(rows(dated), allies(memberships, dated["first"]), strict=True):
        within = cast[(cast["day"] >= crisis.first) & ~(cast["day"] > crisis.last) & (crisis.scene == "UKR")]
        told = responses[(responses["crisis"] == crisis.id) & ~responses["title"].str.contains("votes? |abstains? on")]
        for state in states:
            if state not in bound:
                found.append((crisis.id, state, "not bound", None, None, None))
                continue
            own = [*_acts(told[told["actor"] == state]), *_votes(within[within["state"] == state], russia)]
            found += [(crisis.id, state, *act) for act in own or [("nothing known", None, None, None)]]
    frame = pd.DataFrame(found, columns=["crisis", "state", "answer", "same", "n", "rows"])
    return frame.astype({"same": "Int64", "n": "Int64"})


def _acts(own: pd.DataFrame) -> list[tuple[str, int | None, int | None, str | None]]:
    kinds = own["act"].map(lambda act: "sent people" if act in _SENT else act if act in ANSWERS else "words")
    groups = own["id"].groupby(kinds).agg(";".join)
    return [(kind, None, None, str(groups[kind])) for kind in ANSWERS if kind in groups]


def _votes(own: pd.DataFrame, russia: pd.Series) -> list[tuple[str, int | None, int | None, str | None]]:
    if own.empty:
        return []
    same = own["vote"] == own["resolution"].map(russia)
    return [("votes", int(same.sum()), len(own), ";".join(own["id"]))]


def between_members(record: pd.DataFrame, parts: pd.DataFrame, memberships: pd.DataFrame) -> list[str]:
    """Return the ids of crises between states in which two bound states or more were parties on the first day."""
    found = []
    quarrels = record[record["type"].isin(BETWEEN)]
    for row, bound in zip(rows(quarrels), allies(memberships, quarrels["day"]), strict=True):
        fighting = set(parts.loc[(parts["crisis"] == row.id) & (parts["role"] == "party"), "state"])
        if len(fighting & bound) > 1:
            found.append(row.id)
    return found


def attacked(record: pd.DataFrame, between: Iterable[str], memberships: pd.DataFrame) -> pd.DataFrame:
    """Return the crises in which arms came from across a border to the ground of a state bound on the first day.

    Fights between members are left out, and so are those of :data:`WITHIN`, where the fighters came from the same
    state's own territory.

    Args:
        record: :func:`helpers.crises.record`.
        between: :func:`between_members`.
        memberships: the table of that name.
    """
    came = record[record["type"].isin(ATTACKS) & ~record["id"].isin([*between, *WITHIN])]
    allied = allies(memberships, came["day"])
    return came[[scene in bound for scene, bound in zip(came["scene"], allied, strict=True)]].reset_index(drop=True)


def meanings(
    record: pd.DataFrame,
    parts: pd.DataFrame,
    requests: pd.DataFrame,
    responses: pd.DataFrame,
    resolutions: pd.DataFrame,
    memberships: pd.DataFrame,
) -> pd.DataFrame:
    """Return every occasion on which a meaning of "able to act" can be seen, and how it turned out.

    ``deters``: attacks from outside that came, all ``unknown``, because those that did not come stand in no table.
    ``answers``: appeals answered by any act on the ladder. ``gives``: coded ``in mandate, acted``; ``partly`` if
    that code is disputed. ``soon``: the first act within :data:`SOON` days; ``unknown`` where a date is no day.
    ``between``: fights of members in which the alliance consulted, sent or mediated; ``partly`` for words alone.
    ``guards``: :func:`at_home`. ``standing``: resolutions on the alliance adopted without a vote; ``no`` with one.

    Args:
        record: :func:`helpers.crises.record`.
        parts: the table ``crisis_states``.
        requests: the table of that name.
        responses: the table of that name.
        resolutions: the table ``un_resolutions``.
        memberships: the table of that name.

    Returns:
        Columns ``meaning``, ``id`` (a crisis or a resolution), ``outcome`` (one of :data:`OUTCOMES`), in the order of
        meanings and, inside each, of :data:`OUTCOMES`.
    """
    between = between_members(record, parts, memberships)
    asked = record[record["id"].isin(calls(requests)["crisis"])]
    days = delays(requests, responses)
    late = (days["days"] > SOON).map({True: "no", False: "yes"}).fillna("unknown").mask(days["first_act"].isna(), "no")
    cases = at_home(record, requests, responses)
    cases = cases[cases["bears"].isin(BEARINGS[:3])]
    votes = resolutions["adopted"].map({"without a vote": "yes", "by vote": "no"}).fillna("unknown")
    stepped = record[record["id"].isin(between)]
    found = {
        "deters": [(crisis, "unknown") for crisis in attacked(record, between, memberships)["id"]],
        "answers": zip(asked["id"], (asked["rung"] != LADDER[0]).map({True: "yes", False: "no"}), strict=True),
        "gives": zip(asked["id"], _granted(asked), strict=True),
        "soon": zip(days["crisis"], late, strict=True),
        "between": [(row.id, _between(row, responses)) for row in rows(stepped)],
        "guards": zip(cases["id"], cases["bears"].map({"for": "yes", "mixed": "partly", "against": "no"}), strict=True),
        "standing": zip(resolutions["id"], votes, strict=True),
    }
    told = [(meaning, *pair) for meaning, pairs in found.items() for pair in pairs]
    frame = pd.DataFrame(told, columns=["meaning", "id", "outcome"])
    return _ordered(frame, list(found))


def _granted(asked: pd.DataFrame) -> pd.Series:
    """Return whether what was asked for was given, as coded: ``yes``, ``no``, or ``partly`` for a disputed yes."""
    granted = asked["reason"] == "in mandate, acted"
    return granted.map({True: "yes", False: "no"}).mask(granted & asked["disputed"], "partly")


def _between(row: Any, responses: pd.DataFrame) -> str:
    own = responses[(responses["crisis"] == row.id) & (responses["actor"] == ALLIANCE)]["act"]
    if (own.isin(LADDER[2:]) | own.isin(_OFFER)).any():
        return "yes"
    return "partly" if row.rung != LADDER[0] else "no"


def by_region(record: pd.DataFrame, regions: Iterable[str]) -> pd.DataFrame:
    """Return the appeals to the alliance by region and how they turned out, in the columns of :func:`meanings`.

    Args:
        record: :func:`helpers.crises.record`.
        regions: names of regions, in the order wanted; ``meaning`` is the region.
    """
    asked = record[record["asked"]]
    frame = pd.DataFrame({"meaning": asked["region"], "id": asked["id"], "outcome": _granted(asked)})
    return _ordered(frame[frame["meaning"].isin(list(regions))], list(regions))


def _ordered(frame: pd.DataFrame, meanings: list[str]) -> pd.DataFrame:
    ranks = frame["meaning"].map(meanings.index), frame["outcome"].map(OUTCOMES.index)
    ordered = frame.assign(first=ranks[0], second=ranks[1]).sort_values(["first", "second"])
    return ordered[["meaning", "id", "outcome"]].reset_index(drop=True)


def counts(tally: pd.DataFrame) -> pd.DataFrame:
    """Count the outcomes of each meaning in columns :data:`OUTCOMES` and ``n``, indexed by meaning.

    Args:
        tally: :func:`meanings` or :func:`by_region`.
    """
    table = pd.crosstab(tally["meaning"], tally["outcome"]).reindex(columns=list(OUTCOMES), fill_value=0)
    return table.assign(n=table.sum(axis="columns")).reindex(list(dict.fromkeys(tally["meaning"])))
