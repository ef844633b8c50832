"""Crises: what was asked of the alliance, what it did, how soon, and why not more.

Acts of the alliance stand on a ladder; acts of the Commonwealth, of single states and of other bodies are other actors
and never counted as the alliance's. Rates are given as counts out of counts: there is one deployment, so a share with
decimals would say more than is known.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import networkx as nx
import pandas as pd

from helpers.data import rows
from helpers.dates import bounds, days_between, earliest, exact, iso, last_day, latest
from helpers.spells import covering, dated, select

#: What the alliance can do in answer, from nothing to troops; other acts stand beside the ladder.
LADDER = ("none", "statement", "consultation", "mission", "material aid", "troops")

#: Reasons as they are coded, in the order in which figures show them.
REASONS = (
    "not asked",
    "outside mandate",
    "member against member",
    "unwilling",
    "unable",
    "other forum",
    "in mandate, acted",
)

#: The actor that is the alliance, which means the Treaty and its Council first, the organisation later.
ALLIANCE = "alliance"

#: Places of conflicts that count as far away, because who sent troops there fought no war of the neighbourhood.
ELSEWHERE = ("Afghanistan", "Central African Republic", "DR Congo", "Iraq", "Mali", "Syria")

#: How near a war comes to a state, from nearest to farthest; ``deployment`` is no war but the alliance's answer.
LEVELS = ("primary", "secondary near", "secondary elsewhere", "deployment")

_ROLES = ("party", "scene", "affected", "mediator")


def stages(memberships: pd.DataFrame, days: Iterable[pd.Timestamp | str]) -> list[str]:
    """Return how far the alliance had come on days: ``before`` its Treaty, ``signed``, ``Treaty``, ``organisation``.

    ``signed`` is before the Treaty came into force, ``Treaty`` before the organisation was there.
    """
    frame = dated(select(memberships, bodies=["cst", "csto"]))
    organised = ((frame["body"] == "csto") & (frame["layer"] == "organisation")).to_numpy()
    in_force = (frame["status"] == "party").to_numpy()
    found = []
    for standing in covering(frame, days):
        if (standing & organised).any():
            found.append("organisation")
        elif (standing & in_force).any():
            found.append("Treaty")
        else:
            found.append("signed" if standing.any() else "before")
    return found


def allies(memberships: pd.DataFrame, days: Iterable[pd.Timestamp | str]) -> list[set[str]]:
    """Return the states bound on days: members of the organisation, before it parties to the Treaty or signatories."""
    frame = dated(select(memberships, bodies=["cst"], layer="treaty"))
    states, in_force = frame["state"].to_numpy(), (frame["status"] == "party").to_numpy()
    found = []
    for standing in covering(frame, days):
        parties = standing & in_force
        found.append(set(states[parties if parties.any() else standing]))
    return found


def record(
    crises: pd.DataFrame,
    parts: pd.DataFrame,
    requests: pd.DataFrame,
    responses: pd.DataFrame,
    reasons: pd.DataFrame,
    memberships: pd.DataFrame,
    end: str,
) -> pd.DataFrame:
    """Return the record of the alliance: one row a crisis, in the order of their first days.

    Args:
        crises: the table of that name; a reader's own rows and codes do as well.
        parts: the table ``crisis_states``.
        requests: the table of that name.
        responses: the table of that name.
        reasons: the table of that name; the rows with the view ``coded`` are taken.
        memberships: the table of that name.
        end: the as-of day, ``YYYY-MM-DD``, to which crises that go on are taken.

    Returns:
        Columns ``id``, ``name``, ``region``, ``type``, ``day`` (first day, ISO), ``year``, ``scene``, ``stage`` (see
        :func:`stages`; on the first day, or the last day that an inexact start may mean), ``at_member`` (the scene
        was bound on the first or the last day), ``party_member`` (a party to the fighting was),
        ``asked`` (the alliance was asked for an act, proposals of reform left out), ``rung`` (the highest act of the
        alliance on the ladder), ``declined`` (a refusal by the alliance stands in the table), ``reason``, ``disputed``,
        ``alternative`` (of the code; missing for a crisis without one).

    Raises:
        ValueError: a crisis has more than one code.
    """
    coded = reasons[reasons["view"] == "coded"].set_index("crisis")
    if coded.index.has_duplicates:
        twice = ", ".join(sorted(set(coded.index[coded.index.duplicated()])))
        raise ValueError(f"more than one row with the view 'coded': {twice}; leave one for each crisis")
    asked = set(calls(requests)["crisis"])
    own = responses[responses["actor"] == ALLIANCE]
    best = highest(own)
    refused = set(own.loc[own["act"] == "declined", "crisis"])
    at_war = parts[parts["role"] == "party"].groupby("crisis")["state"].agg(set).to_dict()
    found = []
    last = latest(crises["end"]).fillna(pd.Timestamp(end))
    placed = crises.assign(first=earliest(crises["start"]), begun=latest(crises["start"]), last=last)
    placed = placed.sort_values(["first", "id"])
    bound_on = zip(allies(memberships, placed["first"]), allies(memberships, placed["last"]), strict=True)
    reached = stages(memberships, placed["begun"])
    for row, (at_first, at_last), stage in zip(rows(placed), bound_on, reached, strict=True):
        bound = at_first | at_last
        code = coded.loc[row.id] if row.id in coded.index else pd.Series(dtype="object")
        found.append(
            {
                **{name: getattr(row, name) for name in ("id", "name", "region", "type", "scene")},
                "day": row.first.date().isoformat(),
                "year": row.first.year,
                "stage": stage,
                "at_member": row.scene in bound,
                "party_member": bool(at_war.get(row.id, set()) & bound),
                "asked": row.id in asked,
                "rung": best.get(row.id, LADDER[0]),
                "declined": row.id in refused,
                "reason": code.get("reason"),
                "disputed": bool(code.get("disputed", False)),
                "alternative": code.get("alternative"),
            }
        )
    columns = ["id", "name", "region", "type", "day", "year", "scene", "stage", "at_member", "party_member", "asked"]
    return pd.DataFrame(found, columns=[*columns, "rung", "declined", "reason", "disputed", "alternative"])


def calls(requests: pd.DataFrame) -> pd.DataFrame:
    """Return the appeals to the alliance for an act; proposals of reform are none."""
    return requests[(requests["addressee"] == ALLIANCE) & (requests["asked_for"] != "reform")]


def by_heads(requests: pd.DataFrame) -> pd.DataFrame:
    """Return the appeals that a head of state, a government or its head, or the foreign ministry made, nobody else.

    This is the narrow reading of who speaks for a state; a president already overthrown does not, nor does a deputy.
    """
    office = requests["asked_by"].str.contains(r"\b(?:President|Prime Minister|[Gg]overnment|Foreign Affairs)\b")
    return requests[office & ~requests["asked_by"].str.contains("overthrown|[Dd]eputy")]


def by_kind(waits: pd.DataFrame) -> pd.DataFrame:
    """Count appeals by what was asked for: columns ``asked_for``, ``appeals``, ``met`` (an act of the kind came after).

    Args:
        waits: see :func:`waits`.
    """
    met = waits.assign(appeals=1, met=waits["met_low"].notna()).groupby("asked_for")[["appeals", "met"]].sum()
    return met.sort_values("appeals", ascending=False, kind="stable").reset_index()


def highest(responses: pd.DataFrame) -> dict[str, str]:
    """Return the highest rung of the ladder that the responses reach, by crisis; acts beside the ladder count none."""
    steps = responses[responses["act"].isin(LADDER)]
    ranks = steps["act"].map({act: rank for rank, act in enumerate(LADDER)}).groupby(steps["crisis"]).max()
    return {str(crisis): LADDER[int(rank)] for crisis, rank in ranks.items()}


def by_rung(record: pd.DataFrame) -> pd.DataFrame:
    """Count crises by the highest act of the alliance: columns ``rung``, ``asked`` and ``not_asked`` (numbers)."""
    found = [
        (rung, int((part["asked"]).sum()), int((~part["asked"]).sum()))
        for rung in LADDER
        for part in [record[record["rung"] == rung]]
    ]
    return pd.DataFrame(found, columns=["rung", "asked", "not_asked"])


def by_reason(record: pd.DataFrame) -> pd.DataFrame:
    """Count crises by the coded reason: columns ``reason``, ``firm``, ``disputed`` (numbers), ``flipped_in``.

    ``flipped_in`` is how many crises would join the reason if every disputed code were the other one.
    """
    found = []
    for reason in REASONS:
        own = record[record["reason"] == reason]
        joining = record[record["disputed"] & (record["alternative"] == reason) & (record["reason"] != reason)]
        found.append((reason, int((~own["disputed"]).sum()), int(own["disputed"].sum()), len(joining)))
    return pd.DataFrame(found, columns=["reason", "firm", "disputed", "flipped_in"])


def flipped(record: pd.DataFrame, crisis: str | None = None) -> pd.DataFrame:
    """Return the record with disputed codes exchanged for the other code: of one crisis, or of all."""
    chosen = record["disputed"] & record["alternative"].notna()
    if crisis is not None:
        chosen &= record["id"] == crisis
    return record.assign(reason=record["reason"].where(~chosen, record["alternative"]))


def measures(record: pd.DataFrame) -> dict[str, int]:
    """Return the headline counts of a record.

    ``crises``, ``at_members`` (on the ground of a bound state), ``asked``, ``acted`` (any act on the ladder),
    ``asked_and_acted``, ``troops``, and ``asked_and_granted`` (asked and coded ``in mandate, acted``).
    """
    acted = record["rung"] != LADDER[0]
    granted = record["asked"] & (record["reason"] == "in mandate, acted")
    return {
        "crises": len(record),
        "at_members": int(record["at_member"].sum()),
        "asked": int(record["asked"].sum()),
        "acted": int(acted.sum()),
        "asked_and_acted": int((record["asked"] & acted).sum()),
        "troops": int((record["rung"] == "troops").sum()),
        "asked_and_granted": int(granted.sum()),
    }


def reason_counts(record: pd.DataFrame) -> dict[str, int]:
    """Return how many crises of a record have each reason as their code, in the order of :data:`REASONS`."""
    counts = record["reason"].value_counts()
    return {reason: int(counts.get(reason, 0)) for reason in REASONS}


def by_view(reasons: pd.DataFrame) -> pd.DataFrame:
    """Count by reason the crises in which somebody gives it, whatever the book's own code.

    Args:
        reasons: the table of that name.

    Returns:
        Columns ``reason``, ``official``, ``critical`` (numbers of crises; a crisis counts for each reason given).
    """
    heard = reasons.groupby(["reason", "view"])["crisis"].nunique()
    found = [(reason, *(int(heard.get((reason, view), 0)) for view in ("official", "critical"))) for reason in REASONS]
    return pd.DataFrame(found, columns=["reason", "official", "critical"])


def told_both(reasons: pd.DataFrame, official: str, critical: str) -> list[str]:
    """Return the crises, sorted, for which officials give the one reason and critics the other."""
    heard = reasons.groupby(["view", "reason"])["crisis"].agg(set)
    return sorted(heard.get(("official", official), set()) & heard.get(("critical", critical), set()))


def sensitivity(record: pd.DataFrame, counted: Callable[[pd.DataFrame], Mapping[str, int]] = measures) -> pd.DataFrame:
    """Return how far counts move: one case left out, one code flipped, one region dropped, all flipped.

    Args:
        record: see :func:`record`.
        counted: record in, counts by name out: the headline counts, or :func:`reason_counts`.

    Returns:
        Columns ``change`` (``one case left out``, ``one code flipped``, ``one region dropped``, ``all disputed codes
        flipped``), ``measure`` (name of the count), ``value`` (as it stands), ``low``, ``high`` (over all such
        changes), ``n`` (how many changes were tried).
    """
    variants: Mapping[str, list[pd.DataFrame]] = {
        "one case left out": [record[record["id"] != crisis] for crisis in record["id"]],
        "one code flipped": [flipped(record, crisis) for crisis in record.loc[record["disputed"], "id"]],
        "one region dropped": [record[record["region"] != region] for region in sorted(set(record["region"]))],
        "all disputed codes flipped": [flipped(record)],
    }
    stands = counted(record)
    found = []
    for change, frames in variants.items():
        tried = pd.DataFrame([counted(frame) for frame in frames], columns=list(stands))
        for measure, value in stands.items():
            if len(tried):
                low, high = int(tried[measure].min()), int(tried[measure].max())
                found.append((change, measure, value, low, high, len(tried)))
    return pd.DataFrame(found, columns=["change", "measure", "value", "low", "high", "n"])


def moves(sensitivity: pd.DataFrame) -> dict[str, int]:
    """Return by kind of change the farthest that any count moves from where it stands, see :func:`sensitivity`."""
    span = pd.concat([sensitivity["value"] - sensitivity["low"], sensitivity["high"] - sensitivity["value"]], axis=1)
    return {str(change): int(move) for change, move in span.max(axis=1).groupby(sensitivity["change"]).max().items()}


def delays(requests: pd.DataFrame, responses: pd.DataFrame) -> pd.DataFrame:
    """Return the days from each first appeal to the alliance to its first act on the ladder, and to troops.

    Only acts on or after the appeal count, and only dates that are exact to the day are subtracted.

    Returns:
        Columns ``crisis`` (one row each with an appeal), ``state``, ``asked_on``, ``asked_for``, ``first_act``,
        ``acted_on``, ``days`` (missing where a date is less exact than a day, or there was no act), ``days_to_troops``.
    """
    found = []
    first = calls(requests).assign(first=lambda frame: earliest(frame["date"])).sort_values(["first", "id"])
    own = responses[(responses["actor"] == ALLIANCE) & responses["act"].isin(LADDER)]
    own = own.assign(first=earliest(own["date"])).sort_values(["first", "id"])
    for appeal in rows(first.drop_duplicates("crisis")):
        after = own[(own["crisis"] == appeal.crisis) & (own["first"] >= appeal.first)]
        act = next(rows(after), None)
        troops = next(rows(after[after["act"] == "troops"]), None)
        found.append(
            {
                "crisis": appeal.crisis,
                "state": appeal.state,
                "asked_on": appeal.date,
                "asked_for": appeal.asked_for,
                "first_act": act.act if act else None,
                "acted_on": act.date if act else None,
                "days": days(appeal.date, act.date) if act else None,
                "days_to_troops": days(appeal.date, troops.date) if troops else None,
            }
        )
    columns = ["crisis", "state", "asked_on", "asked_for", "first_act", "acted_on", "days", "days_to_troops"]
    frame = pd.DataFrame(found, columns=columns)
    return frame.astype({"days": "Int64", "days_to_troops": "Int64"})


def waits(requests: pd.DataFrame, responses: pd.DataFrame) -> pd.DataFrame:
    """Return the days from every appeal to the alliance to its next act, and to an act of the kind that was asked for.

    Where a date is less exact than a day the wait is a range. An act counts if it may have come on or after the appeal;
    whether it came because of the appeal the tables do not say.

    Returns:
        Columns ``id``, ``crisis``, ``state``, ``date`` (EDTF), ``asked_for``, ``act`` (the next act on the ladder),
        ``low``, ``high`` (days to it), ``met_low``, ``met_high`` (days to the next act of the kind asked for),
        ``sources`` (of the appeal). One row an appeal, in order of their days; what did not come is missing.
    """
    own = responses[responses["actor"] == ALLIANCE].assign(first=lambda frame: earliest(frame["date"]))
    own = own.assign(last=latest(own["date"])).sort_values(["first", "last", "id"])
    asked = calls(requests).assign(first=lambda frame: earliest(frame["date"])).sort_values(["first", "id"])
    found = []
    for appeal in rows(asked):
        after = own[(own["crisis"] == appeal.crisis) & (own["last"] >= appeal.first)]
        act = next(rows(after[after["act"].isin(LADDER)]), None)
        met = next(rows(after[after["act"] == appeal.asked_for]), None)
        low, high = _wait(appeal.date, act.date) if act else (None, None)
        met_low, met_high = _wait(appeal.date, met.date) if met else (None, None)
        about = (appeal.id, appeal.crisis, appeal.state, appeal.date, appeal.asked_for)
        found.append((*about, act.act if act else None, low, high, met_low, met_high, appeal.sources))
    counts = ["low", "high", "met_low", "met_high"]
    columns = ["id", "crisis", "state", "date", "asked_for", "act", *counts, "sources"]
    return pd.DataFrame(found, columns=columns).astype(dict.fromkeys(counts, "Int64"))


def _wait(asked: str, acted: str) -> tuple[int, int]:
    (first, last), (begin, finish) = bounds(asked), bounds(acted)
    return max((begin - last).days, 0), (finish - first).days


def days(asked: str, acted: str) -> int | None:
    """Return the days from an appeal to an act (EDTF dates), or None where one of them is less exact than a day."""
    return days_between(asked, acted) if exact(asked) and exact(acted) else None


def conflict_years(years: pd.DataFrame, memberships: pd.DataFrame) -> pd.DataFrame:
    """Count years of armed conflict with an ally as a primary party, by year.

    Args:
        years: the table ``conflict_years``, with ``conflict``, ``state``, ``year``, ``side``.
        memberships: the table of that name; a state counts for the years on whose last day it was bound.

    Returns:
        Columns ``year``, ``conflicts`` (with an ally as a primary party), ``states`` (allies in them, joined by ``;``).
    """
    found = []
    by_year = [(int(str(year)), part) for year, part in years[years["side"] == "primary"].groupby("year")]
    bound_on = allies(memberships, [last_day(year) for year, _ in by_year])
    for (year, part), bound in zip(by_year, bound_on, strict=True):
        fighting = part[part["state"].isin(bound)]
        states = ";".join(sorted(set(fighting["state"])))
        found.append((year, fighting["conflict"].nunique(), states))
    return pd.DataFrame(found, columns=["year", "conflicts", "states"])


def fighting(years: pd.DataFrame, memberships: pd.DataFrame, record: pd.DataFrame) -> pd.DataFrame:
    """Return the years of war of the states once bound by the Treaty, and where the alliance sent troops.

    Args:
        years: the table ``conflict_years``.
        memberships: the table of that name.
        record: see :func:`record`; its rows with troops become rows of the level ``deployment``.

    Returns:
        Columns ``state``, ``year``, ``level`` (one of :data:`LEVELS`; ``elsewhere`` is a conflict in
        :data:`ELSEWHERE`), ``conflicts`` (their names at that level, joined by ``;``), ``bound`` (on 31 December of the
        year). One row a state and year, the nearest level alone, and one a deployment, in the order of states.
    """
    far = years["conflict"].str.startswith(ELSEWHERE)
    level = years["side"].where(years["side"] == "primary", "secondary near")
    wars = years.assign(level=level.mask(far & (years["side"] == "secondary"), LEVELS[2]), rank=0)
    wars["rank"] = wars["level"].map(LEVELS.index)
    nearest = wars[wars["rank"] == wars.groupby(["state", "year"])["rank"].transform("min")]
    joined = nearest.groupby(["state", "year", "level"])["conflict"].agg(lambda names: ";".join(sorted(set(names))))
    sent = record.loc[record["rung"] == LADDER[-1], ["scene", "year", "name"]]
    sent = sent.set_axis(["state", "year", "conflicts"], axis="columns").assign(level="deployment")
    found = pd.concat([joined.rename("conflicts").reset_index(), sent], ignore_index=True)
    ever = set(select(memberships, bodies=["cst"], layer="treaty")["state"])
    found = found[found["state"].isin(ever)].sort_values(["state", "year", "level"], ignore_index=True)
    bound = allies(memberships, [last_day(int(year)) for year in found["year"]])
    found["bound"] = [state in allied for state, allied in zip(found["state"], bound, strict=True)]
    return found[["state", "year", "level", "conflicts", "bound"]]


def network(
    crises: pd.DataFrame, parts: pd.DataFrame, responses: pd.DataFrame, chosen: Iterable[str] | None = None
) -> nx.MultiDiGraph:
    """Return the graph of crises, states and responses.

    Nodes carry ``kind``: ``crisis``, ``state`` or ``actor`` (a body); a state that acts is a state. An edge runs from a
    state to a crisis with its ``role``, and from an actor to a crisis with its ``act`` and ``row``.

    Args:
        crises: the table of that name.
        parts: the table ``crisis_states``.
        responses: the table of that name.
        chosen: ids of the crises wanted; None: all.
    """
    wanted = list(crises["id"] if chosen is None else chosen)
    graph = nx.MultiDiGraph()
    graph.add_nodes_from(wanted, kind="crisis")
    for row in rows(parts[parts["crisis"].isin(wanted)]):
        graph.add_node(row.state, kind="state")
        graph.add_edge(row.state, row.crisis, role=row.role, row=row.id)
    for row in rows(responses[responses["crisis"].isin(wanted)]):
        if row.actor not in graph:
            graph.add_node(row.actor, kind="state" if len(row.actor) == 3 and row.actor.isupper() else "actor")
        graph.add_edge(row.actor, row.crisis, act=row.act, row=row.id)
    return graph


def edges(graph: nx.MultiDiGraph) -> pd.DataFrame:
    """Return the graph of :func:`network` as a frame: who was in which crisis, and how high each actor went.

    Returns:
        Columns ``kind`` (``part`` or ``act``), ``crisis``, ``node``, ``what`` (the nearest role; the highest act on the
        ladder, else ``declined`` or ``beside``), ``declined`` (a refusal stands as well), ``rows`` (ids of the rows
        behind the edge, joined by ``;``). One row a kind, crisis and node, in the order of the graph.
    """
    told = [
        ("act" if "act" in data else "part", crisis, node, data.get("act", data.get("role")), data["row"])
        for crisis in graph
        for node, _, data in graph.in_edges(crisis, data=True)
    ]
    frame = pd.DataFrame(told, columns=["kind", "crisis", "node", "what", "row"])
    found = []
    for (kind, crisis, node), part in frame.groupby(["kind", "crisis", "node"], sort=False):
        words = list(part["what"])
        what = min(words, key=_ROLES.index) if kind == "part" else _height(words)
        found.append((kind, crisis, node, what, "declined" in words, ";".join(part["row"])))
    return pd.DataFrame(found, columns=["kind", "crisis", "node", "what", "declined", "rows"])


def _height(acts: list[str]) -> str:
    steps = [act for act in acts if act in LADDER]
    if steps:
        return max(steps, key=LADDER.index)
    return "declined" if "declined" in acts else "beside"


def events(crisis: str | Iterable[str], requests: pd.DataFrame, responses: pd.DataFrame) -> pd.DataFrame:
    """Return the log of one or several crises: every appeal and every act, in order of their days.

    Returns:
        Columns ``crisis``, ``date`` (EDTF), ``day`` (first day, ISO), ``actor``, ``what`` (``request`` or the act),
        ``title``, ``id``, ``sources``.
    """
    wanted = [crisis] if isinstance(crisis, str) else list(crisis)
    asked = requests[requests["crisis"].isin(wanted)]
    asked = asked.assign(actor=asked["state"], what="request", title=asked["asked_for"])
    acted = responses[responses["crisis"].isin(wanted)]
    acted = acted.assign(what=acted["act"])
    columns = ["crisis", "date", "actor", "what", "title", "id", "sources"]
    log = pd.concat([asked[columns], acted[columns]], ignore_index=True)
    log.insert(2, "day", iso(earliest(log["date"])))
    return log.sort_values(["day", "what", "id"], ignore_index=True)
