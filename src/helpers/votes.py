"""Votes in the General Assembly: who voted as whom, and how sure a change is.

Agreement is the share of roll calls on which two states cast the same vote, yes, abstention or no, among those on which
both voted; who was absent is not counted. It depends on what is voted on, so every figure bears the number of its roll
calls, and states are compared over the same agenda.

Intervals are bootstrapped: the roll calls of a window are drawn again, with replacement, as many as there are; the
agreement is computed anew for each draw; the middle 95 per cent of the draws are the interval.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import combinations

import numpy as np
import pandas as pd

from helpers.dates import earliest
from helpers.groups import INSIDE, MEMBERS, OUTSIDE

#: The 27 members since 1 February 2020. One list for all years, so that a line changes with votes and not with who is
#: counted; the United Kingdom, which voted with them until 2020, is left out throughout.
EU27 = (
    *("AUT", "BEL", "BGR", "HRV", "CYP", "CZE", "DNK", "EST", "FIN", "FRA", "DEU", "GRC", "HUN", "IRL"),
    *("ITA", "LVA", "LTU", "LUX", "MLT", "NLD", "POL", "PRT", "ROU", "SVK", "SVN", "ESP", "SWE"),
)
#: With whom votes are compared; ``EU`` is the majority of :data:`EU27`.
PARTNERS = ("RUS", "CHN", "USA", "TUR", "EU")
#: The states of the region outside the organisation, by name.
OTHERS = ("AZE", "GEO", "MDA", "TKM", "UKR", "UZB")
#: Whose votes are held against each other as groups; Central Asia holds members and others.
GROUPS = {
    "alliance": ("RUS", *MEMBERS),
    "alliance without Russia": MEMBERS,
    "Central Asia": (*INSIDE, *OUTSIDE),
    "EU": EU27,
}
#: All states compared, and how figures group them in panels, in rows, and in rows with the powers.
STATES = ("RUS", *MEMBERS, *OTHERS)
PANELS = {"chart: members": MEMBERS, "chart: outside": OTHERS}
ROWS = {"chart: members": ("RUS", *MEMBERS), "chart: outside": OTHERS}
POWERS = {**ROWS, "chart: powers": ("CHN", "TUR", "USA")}
#: Five years before and after the exit of Uzbekistan on 19 December 2012, first and last day of each.
EXIT = (("2007-12-19", "2012-12-18"), ("2012-12-19", "2017-12-18"))
#: Fewest roll calls on which two states must have voted for a share of one session to be said.
LEAST = 30
#: Draws of the bootstrap, and the seed that makes them the same each time.
DRAWS, SEED = 2000, 20220224
#: Part of the draws that an interval holds, in per cent.
LEVEL = 95
#: Codes of the votes.
YES, ABSTAIN, NO = 1, 2, 3
#: Votes of a table as words.
SIDES = ("with Russia", "abstained", "with the United States", "did not vote")


def with_union(calls: pd.DataFrame) -> pd.DataFrame:
    """Return the roll calls with ``EU``: the most frequent vote among the members that voted, missing on a tie.

    Args:
        calls: the table ``roll_calls``: one row a roll call, one column a state; 1 yes, 2 abstain, 3 no, missing did
            not vote.
    """
    cast = _votes(calls, EU27)
    counts = np.stack([(cast == vote).sum(axis=1) for vote in (YES, ABSTAIN, NO)], axis=1)
    most = counts.max(axis=1)
    clear = (counts == most[:, None]).sum(axis=1) == 1
    return calls.assign(EU=pd.array(np.where(clear, counts.argmax(axis=1) + 1.0, np.nan), dtype="Float64"))


def between(calls: pd.DataFrame, first: str, last: str) -> pd.DataFrame:
    """Return the roll calls of a window, both days in it; a date that is a month counts from its first day."""
    return calls[earliest(calls["date"]).between(pd.Timestamp(first), pd.Timestamp(last))]


def days(calls: pd.DataFrame) -> tuple[str, str]:
    """Return the first and the last date of roll calls, as the table writes them."""
    return str(calls["date"].min()), str(calls["date"].max())


def _votes(calls: pd.DataFrame, states: Iterable[str]) -> np.ndarray:
    return calls[list(states)].to_numpy(dtype="float64", na_value=np.nan)


def _both(calls: pd.DataFrame, pairs: Sequence[tuple[str, str]]) -> tuple[np.ndarray, np.ndarray]:
    """Return, by roll call and pair, 1 where both voted, and 1 where they voted alike."""
    left, right = (_votes(calls, [pair[side] for pair in pairs]) for side in (0, 1))
    voted = ~np.isnan(left) & ~np.isnan(right)
    return voted.astype("float64"), (left == right).astype("float64")


def _share(alike: np.ndarray, voted: np.ndarray) -> np.ndarray:
    """Return the shares in per cent; NaN where nobody voted."""
    return 100 * np.divide(alike, voted, out=np.full_like(alike, np.nan), where=voted > 0)


def agreement(calls: pd.DataFrame, states: Iterable[str], partners: Iterable[str] = PARTNERS) -> pd.DataFrame:
    """Return how often each state voted as each partner.

    Args:
        calls: :func:`with_union`, or the table ``roll_calls``.
        states: codes.
        partners: codes of columns of ``calls``.

    Returns:
        Columns ``state``, ``partner``, ``n`` (roll calls on which both voted), ``share`` (per cent of them with
        the same vote, NaN if there are none); no state with itself.
    """
    pairs = _pairs(states, partners)
    voted, alike = (counts.sum(axis=0) for counts in _both(calls, pairs))
    frame = pd.DataFrame(pairs, columns=["state", "partner"])
    return frame.assign(n=voted.astype("int64"), share=_share(alike, voted))


def _pairs(states: Iterable[str], partners: Iterable[str]) -> list[tuple[str, str]]:
    partners = list(partners)
    return [(state, partner) for state in states for partner in partners if state != partner]


def by_session(
    calls: pd.DataFrame, states: Iterable[str], partners: Iterable[str] = PARTNERS, least: int = LEAST
) -> pd.DataFrame:
    """Return :func:`agreement` session by session, where both voted at least ``least`` times.

    Returns:
        Columns ``session``, ``year`` (in which the session opened), then those of :func:`agreement`.
    """
    states, partners = list(states), list(partners)
    parts = []
    for session, part in calls.groupby("session"):
        found = agreement(part, states, partners)
        parts.append(found.assign(session=session, year=found["n"] * 0 + 1945 + part["session"].iloc[0]))
    frame = pd.concat(parts, ignore_index=True)
    columns = ["session", "year", "state", "partner", "n", "share"]
    return frame.loc[frame["n"] >= least, columns].sort_values(["state", "partner", "year"], ignore_index=True)


def _drawn(calls: pd.DataFrame, pairs: Sequence[tuple[str, str]], seed: int) -> np.ndarray:
    """Return the shares of pairs in each draw of the roll calls, draws by pairs, in one multiplication."""
    voted, alike = _both(calls, pairs)
    times = _times(len(calls), seed)
    return _share(times @ alike, times @ voted)


@cache
def _times(calls: int, seed: int) -> np.ndarray:
    """Return how often each roll call comes up in each draw, draws by roll calls."""
    return np.random.default_rng(seed).multinomial(calls, np.full(calls, 1 / calls), size=DRAWS).astype("float64")


def _interval(draws: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the limits between which the middle :data:`LEVEL` per cent of the draws lie."""
    low, high = np.nanpercentile(draws, [(100 - LEVEL) / 2, (100 + LEVEL) / 2], axis=0)
    return low, high


def change(
    before: pd.DataFrame, after: pd.DataFrame, states: Iterable[str], partners: Iterable[str] = PARTNERS
) -> pd.DataFrame:
    """Return how agreement changed from one window to another, with a bootstrap interval over roll calls.

    Args:
        before: the roll calls of the first window.
        after: those of the second.
        states: codes.
        partners: codes.

    Returns:
        Columns ``state``, ``partner``, ``n_before``, ``before``, ``n_after``, ``after`` (per cent), ``change``,
        ``low``, ``high`` (percentage points; the middle 95 per cent of the draws).
    """
    states, partners = list(states), list(partners)
    pairs = _pairs(states, partners)
    first, second = (agreement(window, states, partners) for window in (before, after))
    low, high = _interval(_drawn(after, pairs, SEED + 1) - _drawn(before, pairs, SEED))
    frame = first.rename(columns={"n": "n_before", "share": "before"})
    return frame.assign(
        n_after=second["n"], after=second["share"], change=second["share"] - first["share"], low=low, high=high
    )


def gap(
    before: pd.DataFrame, after: pd.DataFrame, some: Sequence[str], others: Sequence[str], partner: str = "RUS"
) -> pd.Series:
    """Return by how much agreement with a partner changed more in some states than in others.

    Each group counts as the plain mean of its states. All are compared over the same draws of roll calls.

    Returns:
        ``some`` and ``others`` (mean change in percentage points), ``difference`` (the first less the second), ``low``
        and ``high`` (95 per cent), ``n_before`` and ``n_after`` (roll calls of the windows).
    """
    pairs = _pairs([*some, *others], [partner])
    seen = change(before, after, [*some, *others], [partner])["change"].to_numpy()
    draws = _drawn(after, pairs, SEED + 1) - _drawn(before, pairs, SEED)
    apart = draws[:, : len(some)].mean(axis=1) - draws[:, len(some) :].mean(axis=1)
    low, high = _interval(apart)
    mean, other = seen[: len(some)].mean(), seen[len(some) :].mean()
    values = {"some": mean, "others": other, "difference": mean - other, "low": low, "high": high}
    return pd.Series({**values, "n_before": len(before), "n_after": len(after)})


def gaps(before: pd.DataFrame, after: pd.DataFrame, some: Sequence[str], others: Sequence[str]) -> pd.DataFrame:
    """Return :func:`gap` for each of :data:`PARTNERS`, one row a partner, indexed by it."""
    return pd.DataFrame({partner: gap(before, after, some, others, partner) for partner in PARTNERS}).T


def contested(calls: pd.DataFrame) -> pd.DataFrame:
    """Return the roll calls on which one of Russia and the United States voted yes and the other no."""
    return calls[((calls["RUS"] - calls["USA"]).abs() == NO - YES).fillna(False).astype("bool")]


def sides(calls: pd.DataFrame, states: Iterable[str]) -> pd.DataFrame:
    """Count the sides that states took on contested roll calls.

    Args:
        calls: :func:`contested`.
        states: codes.

    Returns:
        Columns ``state``, ``side`` (in the order of :data:`SIDES`), ``votes`` (a count), ``n`` (contested roll calls),
        ``share`` (per cent of all of them, absences in), ``voted`` (on how many it voted), ``share_voted``.
    """
    lines = []
    for state in states:
        vote = calls[state]
        with_russia, with_usa = ((vote == calls[power]).fillna(False).sum() for power in ("RUS", "USA"))
        counts = (with_russia, (vote == ABSTAIN).fillna(False).sum(), with_usa, vote.isna().sum())
        lines += [(state, side, int(count)) for side, count in zip(SIDES, counts, strict=True)]
    frame = pd.DataFrame(lines, columns=["state", "side", "votes"]).assign(n=len(calls))
    missed = frame[frame["side"] == SIDES[-1]].set_index("state")["votes"]
    voted = len(calls) - frame["state"].map(missed)
    return frame.assign(
        share=100 * frame["votes"] / frame["n"], voted=voted, share_voted=100 * frame["votes"] / voted.where(voted > 0)
    )


def with_side(calls: pd.DataFrame, side: str) -> pd.Series:
    """Return how often states took a side on contested roll calls, in per cent of the votes they cast, by state.

    Args:
        calls: :func:`contested`.
        side: one of :data:`SIDES`.
    """
    frame = sides(calls, STATES[1:])
    return frame[frame["side"] == side].set_index("state")["share_voted"]


def similarity(calls: pd.DataFrame, states: Iterable[str]) -> pd.DataFrame:
    """Return the agreement of each state with each, the states ordered so that those alike stand together.

    The order is that of the second eigenvector of the graph's Laplacian (Fiedler's), Russia's end first.

    Returns:
        Columns ``state``, ``other``, ``n``, ``share`` (per cent); a row for both directions, none for a state itself.

    Raises:
        ValueError: two of the states never voted on the same roll call.
    """
    states = sorted(states)
    frame = agreement(calls, states, states)
    if frame["share"].isna().any():
        raise ValueError("some states never voted together: leave them out")
    weights = frame.pivot(index="state", columns="partner", values="share").to_numpy(dtype="float64", copy=True)
    np.fill_diagonal(weights, 0)
    vector = np.linalg.eigh(np.diag(weights.sum(axis=1)) - weights)[1][:, 1]
    sign = -1 if "RUS" in states and vector[states.index("RUS")] > 0 else 1
    rank = {states[at]: place for place, at in enumerate(np.argsort(sign * vector, kind="stable"))}
    frame = frame.rename(columns={"partner": "other"})
    return frame.sort_values(["state", "other"], key=lambda column: column.map(rank), ignore_index=True)


def cohesion(calls: pd.DataFrame, groups: Mapping[str, Sequence[str]]) -> pd.DataFrame:
    """Return how alike the states of each group vote: the mean agreement of all their pairs.

    Returns:
        Columns ``group``, ``states``, ``pairs``, ``n`` (fewest roll calls behind a pair), ``share`` (per cent),
        ``low``, ``high`` (bootstrap interval over roll calls).
    """
    lines = []
    for group, states in groups.items():
        pairs = list(combinations(states, 2))
        voted, alike = (counts.sum(axis=0) for counts in _both(calls, pairs))
        low, high = _interval(_drawn(calls, pairs, SEED).mean(axis=1))
        lines.append((group, len(states), len(pairs), int(voted.min()), _share(alike, voted).mean(), low, high))
    return pd.DataFrame(lines, columns=["group", "states", "pairs", "n", "share", "low", "high"])


def on_ukraine(resolutions: pd.DataFrame, votes: pd.DataFrame, states: Iterable[str]) -> pd.DataFrame:
    """Return the votes on resolutions about Ukraine, one row a state and resolution of which a source says something.

    Args:
        resolutions: the table ``ukraine_resolutions``.
        votes: the table ``ukraine_votes``.
        states: codes, in the order wanted.

    Returns:
        Columns ``state``, ``resolution``, ``number``, ``date``, ``vote`` (``yes``, ``abstain``, ``absent``, ``no``);
        no row means unknown.
    """
    rank = {state: place for place, state in enumerate(states)}
    frame = votes[votes["state"].isin(list(rank))].drop(columns="date")
    about = resolutions[["id", "number", "date"]].rename(columns={"id": "resolution"})
    frame = frame.merge(about, on="resolution", validate="many_to_one").assign(rank=frame["state"].map(rank).to_numpy())
    return frame.sort_values(["rank", "date", "number"])[["state", "resolution", "number", "date", "vote"]].reset_index(
        drop=True
    )


def with_russia(frame: pd.DataFrame, states: Iterable[str]) -> pd.DataFrame:
    """Count, by resolution, how many of some states voted as Russia did.

    Args:
        frame: :func:`on_ukraine`, with Russia.
        states: codes; Russia is left out.

    Returns:
        Columns ``resolution``, ``number``, ``date``, ``same`` (voted as Russia), ``known`` (states whose vote, or
        absence, is known), in order of time.
    """
    russia = frame[frame["state"] == "RUS"].set_index("resolution")["vote"]
    rest = frame[frame["state"].isin(list(states)) & (frame["state"] != "RUS")]
    rest = rest.assign(same=rest["vote"] == rest["resolution"].map(russia))
    by_resolution = rest.groupby(["date", "number", "resolution"])["same"].agg(same="sum", known="size").reset_index()
    return by_resolution[["resolution", "number", "date", "same", "known"]]
