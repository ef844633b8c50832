"""Leaving: what states that left did before and after, what ties them to Russia besides, what their laws say.

States that left are few and chose to leave, so what came after is told and not explained.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import pandas as pd

from helpers import graphs, law
from helpers.crises import ELSEWHERE
from helpers.data import rows
from helpers.dates import earliest, iso
from helpers.spells import FULL, dated, select

#: What is shown of a state that left, in the order of the lines.
LINES = ("alliance", "cis", "eaeu", "guam", "sco", "ots", "base", "treaty", "other treaty", "fighting")
#: The power from which the levers are measured.
HUB = "RUS"
#: Rules of a constitution or of a law on the course of a state, in the order shown.
RULES = ("religion and state", "parties", "neutrality", "alliances", "foreign bases")
#: Measures of :func:`levers`, in the order shown.
MEASURES = ("remittances", "imports", "exports", "arms", "bases", "treaties")

_COLUMNS = ["state", "line", "look", "start", "end", "id"]


def afterwards(
    memberships: pd.DataFrame,
    agreements: pd.DataFrame,
    parties: pd.DataFrame,
    years: pd.DataFrame,
    *,
    states: Sequence[str],
    end: str,
) -> pd.DataFrame:
    """Return what states that left were in, hosted, signed and fought, as bars; in the order of states and lines.

    Args:
        memberships: the table of that name.
        agreements: the table of that name.
        parties: the table ``agreement_parties``; forces that a host has not agreed to are left out.
        years: the table ``conflict_years``; conflicts far away, in which a state only sent troops, are left out.
        states: codes, in the order wanted.
        end: the as-of day, ``YYYY-MM-DD``.

    Returns:
        Columns ``state``, ``line`` (one of :data:`LINES`: ``base`` is one of Russia on its soil, ``treaty`` a defence
        treaty with Russia, ``other treaty`` one with another state, ``fighting`` a year of armed conflict), ``look``
        (``full``; ``striped`` where it is no full member, does not take part, or its signature is not yet in force),
        ``start``, ``end`` (ISO days), ``id`` (the row, or the conflict).
    """
    bodies = [line for line in LINES if line in set(memberships["body"])]
    mine = select(memberships, states=states, bodies=["cst", "csto", *bodies])
    spells = dated(mine[mine["layer"] != "participation"])
    full = spells["status"].isin(FULL).map({True: "full", False: "striped"})
    line = spells["body"].replace({"cst": "alliance", "csto": "alliance"})
    spans = spells.assign(line=line, look=full)
    paused = dated(mine[mine["layer"] == "participation"])
    paused = paused.assign(line=paused["body"].replace({"csto": "alliance"}), look="striped")
    found = pd.concat([_days(spans, end), _days(paused, end)])
    hosted = law.bases(agreements, _agreed(parties), hosts=states, end=end)
    hosted = hosted[(hosted["user"] == HUB) & (hosted["status"] == "in force")]
    hosted = hosted.assign(state=hosted["host"], line="base", look="full")
    found = pd.concat([found, hosted[_COLUMNS], _treaties(agreements, parties, states, end), _fought(years, states)])
    rank = {name: place for place, name in enumerate([*states, *LINES])}
    found = found[found["start"] < found["end"]]
    order = found.assign(one=found["state"].map(rank), two=found["line"].map(rank), three=found["look"])
    return order.sort_values(["one", "two", "three", "start", "id"])[_COLUMNS].reset_index(drop=True)


def _days(spells: pd.DataFrame, end: str) -> pd.DataFrame:
    start, until = spells["first"], spells["until"].fillna(pd.Timestamp(end))
    return spells.assign(start=iso(start), end=iso(until))[_COLUMNS]


def _agreed(parties: pd.DataFrame) -> pd.DataFrame:
    unagreed = parties.loc[parties["clause"] == graphs.UNAGREED, "agreement"]
    return parties[~parties["agreement"].isin(unagreed)]


def _treaties(agreements: pd.DataFrame, parties: pd.DataFrame, states: Sequence[str], end: str) -> pd.DataFrame:
    pacts = agreements[agreements["kind"] == "defence treaty"]
    start = iso(earliest(pacts["in_force"].fillna(pacts["signed"])))
    until = iso(earliest(pacts["ended"]).fillna(pd.Timestamp(end)))
    pacts = pacts.assign(start=start, end=until, look="full")
    named = parties.groupby("agreement")["party"].agg(set)
    found = []
    for row in rows(pacts):
        for state in sorted(named[row.id] & set(states)):
            line = "treaty" if HUB in named[row.id] else "other treaty"
            found.append((state, line, row.look, row.start, row.end, row.id))
    return pd.DataFrame(found, columns=_COLUMNS)


def _fought(years: pd.DataFrame, states: Sequence[str]) -> pd.DataFrame:
    near = years[years["state"].isin(states) & ~years["conflict"].str.startswith(ELSEWHERE)]
    found = [
        (str(state), "fighting", "full", f"{year}-01-01", f"{int(str(year)) + 1}-01-01", ";".join(sorted(set(names))))
        for (state, year), names in near.groupby(["state", "year"])["conflict"]
    ]
    return pd.DataFrame(found, columns=_COLUMNS)


def fought(afterwards: pd.DataFrame, state: str, since: str) -> list[int]:
    """Return the years of armed conflict of a state in :func:`afterwards` that began on a day or later, sorted."""
    part = afterwards[(afterwards["state"] == state) & (afterwards["line"] == "fighting")]
    return sorted({int(day[:4]) for day in part["start"] if day >= since})


def notice_ends(day: str, months: int) -> str:
    """Return the ISO day on which a notice of some months runs out that is given on a day, ``YYYY-MM-DD``."""
    return (pd.Timestamp(day) + pd.DateOffset(months=months)).date().isoformat()


def levers(values: Sequence[pd.DataFrame], ties: pd.DataFrame, states: Sequence[str]) -> pd.DataFrame:
    """Return what ties states to Russia besides the alliance.

    Args:
        values: frames of :func:`measured`.
        ties: :func:`helpers.graphs.ties` on the as-of date.
        states: codes, in the order wanted.

    Returns:
        Columns ``measure`` (one of :data:`MEASURES`), ``state``, ``value`` (per cent, or a number of agreements; NA
        where it is not known), ``years`` (text), ``unit`` (``share`` or ``number``), ``id`` (agreements, joined).
    """
    parts = list(values)
    here = ties[(ties["one"] == HUB) | (ties["other"] == HUB)]
    partner = here["one"].where(here["one"] != HUB, here["other"])
    for measure, kind in (("bases", "base"), ("treaties", "defence treaty")):
        # a base ties its host: what the state itself has on Russian soil is no lever of Russia
        mine = {
            state: sorted(here.loc[(partner == state) & (here["kind"] == kind) & (here["host"] != HUB), "row"])
            for state in states
        }
        numbers = {state: len(ids) for state, ids in mine.items()}
        frame = measured(measure, numbers, states, "", "number")
        joined = pd.Series([";".join(mine[state]) or None for state in states], dtype="str")
        parts.append(frame.assign(id=joined))
    frame = pd.concat(parts, ignore_index=True)
    frame["rank"] = frame["measure"].map(MEASURES.index)
    frame = frame.sort_values("rank", kind="stable", ignore_index=True)
    return frame[["measure", "state", "value", "years", "unit", "id"]]


def measured(
    measure: str, values: pd.Series | dict[str, int], states: Sequence[str], years: str, unit: str = "share"
) -> pd.DataFrame:
    """Return one measure of some states, as :func:`levers` takes it; a state without a value has NA.

    Args:
        measure: one of :data:`MEASURES`.
        values: by state.
        states: codes, in the order wanted.
        years: the years that the values are of, as text.
        unit: ``share`` (per cent) or ``number``.
    """
    known = pd.Series(values, dtype="Float64").reindex(list(states))
    frame = pd.DataFrame({"measure": measure, "state": list(states), "value": known.to_numpy(), "years": years})
    return frame.astype({"value": "Float64"}).assign(unit=unit, id=None).round({"value": 2})


def value(levers: pd.DataFrame, measure: str, state: str) -> float:
    """Return one value of :func:`levers`.

    Raises:
        ValueError: there is none.
    """
    found = levers[(levers["measure"] == measure) & (levers["state"] == state)]["value"].dropna()
    return float(found.item())


def supplied(transfers: pd.DataFrame, recipient: str, years: tuple[int, int], supplier: str = HUB) -> tuple[int, float]:
    """Return what a supplier delivered to a state in some years, first and last included.

    Returns:
        Million TIV, and the share of all deliveries to the state in per cent.

    Raises:
        ValueError: nothing was delivered, so that there is no share.
    """
    part = transfers[(transfers["recipient"] == recipient) & transfers["year"].between(*years)]
    total, own = float(part["tiv"].sum()), float(part.loc[part["supplier"] == supplier, "tiv"].sum())
    if not total:
        raise ValueError(f"{recipient}: no delivery in {years[0]} to {years[1]}")
    return int(own), 100 * own / total


def arming(transfers: pd.DataFrame, states: Iterable[str], years: tuple[int, int]) -> pd.Series:
    """Return the share of :data:`HUB` in the arms delivered to each state, per cent; NA where nothing was delivered."""
    armed = set(transfers.loc[transfers["year"].between(*years), "recipient"])
    shares = {state: supplied(transfers, state, years)[1] if state in armed else pd.NA for state in states}
    return pd.Series(shares, dtype="Float64")


# --- religion and law -------------------------------------------------------------------------------------------------


def believers(religion: pd.DataFrame, group: str, states: Iterable[str]) -> pd.DataFrame:
    """Return the shares of a group in the population, a row each source, states in the order given.

    Where a census knows people who gave no answer, they widen the share upwards: ``high`` counts all of them in.

    Args:
        religion: the table of that name.
        group: a value of its column ``group``.
        states: codes, in the order wanted.

    Returns:
        Columns ``state``, ``year`` (NA where the source gives none), ``low``, ``best``, ``high`` (per cent), ``why``
        (``as told`` for a range of the source, ``no answer`` for one by people who gave none, else NA), ``said_by``,
        ``id``, ``sources``.
    """
    silent = religion[religion["group"] == "no answer"].set_index(["state", "year"])["best"]
    rank = {state: place for place, state in enumerate(states)}
    frame = religion[(religion["group"] == group) & religion["state"].isin(list(rank))]
    frame = frame.assign(rank=frame["state"].map(rank)).sort_values(["rank", "year", "id"])
    found = []
    for row in rows(frame):
        low, high, why = row.low, row.high, "as told" if pd.notna(row.low) else pd.NA
        if pd.notna(row.year) and (row.state, row.year) in silent.index:
            low, high, why = row.best, row.best + silent[row.state, row.year], "no answer"
        found.append((row.state, row.year, low, row.best, high, why, row.said_by, row.id, row.sources))
    columns = ["state", "year", "low", "best", "high", "why", "said_by", "id", "sources"]
    types = dict.fromkeys(["low", "best", "high"], "Float64") | {"year": "Int64"}
    return pd.DataFrame(found, columns=columns).astype(types)


def of_those_who_answered(religion: pd.DataFrame, state: str, group: str, year: int) -> float:
    """Return the share of a group among those who answered a census, in per cent.

    Raises:
        ValueError: the table does not have group and missing answers of that year once each.
    """
    part = religion[(religion["state"] == state) & (religion["year"] == year)]
    best = part.loc[part["group"] == group, "best"].item()
    return float(100 * best / (100 - part.loc[part["group"] == "no answer", "best"].item()))


def rules(provisions: pd.DataFrame, states: Iterable[str], end: str) -> pd.DataFrame:
    """Return what constitutions and laws of states say on :data:`RULES`, a row a provision.

    Args:
        provisions: the table of that name; instruments other than constitutions and laws of a state are left out.
        states: codes, in the order wanted.
        end: the as-of day, ``YYYY-MM-DD``.

    Returns:
        Columns ``state``, ``rule``, ``article`` (a number, or ``§`` where none is known), ``read`` (``whole``,
        ``in part``, ``not read``), ``held`` (whether the wording is in force at the end), ``id``, ``sources``.
    """
    rank = {state: place for place, state in enumerate(states)}
    state = provisions["instrument"].str.extract(r"^(?:constitution|law-[a-z-]+?)-([a-z]{3})-\d{4}$", expand=False)
    frame = provisions.assign(state=state.str.upper(), rule=provisions["subject"])
    frame = frame[frame["state"].isin(list(rank)) & frame["rule"].isin(RULES)]
    until = earliest(frame["in_force_to"])
    frame = frame.assign(
        article=[text if re.fullmatch(r"\d+", text) else "§" for text in frame["article"]],
        read=frame["basis"].map(law.READ).mask(frame["paraphrase_en"].str.startswith("According to"), "not read"),
        held=until.isna() | (until > pd.Timestamp(end)),
        one=frame["rule"].map(RULES.index),
        two=frame["state"].map(rank),
    ).sort_values(["one", "two", "held", "id"], ascending=[True, True, False, True])
    return frame[["state", "rule", "article", "read", "held", "id", "sources"]].reset_index(drop=True)
