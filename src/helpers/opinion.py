"""Opinion: what surveys asked about the alliance and about Russia, who spoke how, and whom it is said to serve.

Answers of one question in one survey are added up by side: for the alliance, against it, for neither. Which answer is
on which side is this module's reading, written out in :data:`POLLS`. The marks of :func:`voices` and :func:`ledger` are
rows of tables that were collected and not drawn, so their numbers measure no opinion.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import sqrt
from typing import Any

import pandas as pd

from helpers.dates import earliest, latest
from helpers.labels import language

#: Answers on the alliance by question, in the order shown; the rows of one side are added up.
POLLS: dict[str, dict[str, tuple[str, ...]]] = {
    "kaz-2022-stay": {"for": ("survey-kaz-list-2022-stay",)},
    "arm-2017-security": {
        "for": ("survey-arm-acgrc-2017-security-yes",),
        "against": ("survey-arm-acgrc-2017-security-no",),
    },
    "arm-2017-help": {"for": ("survey-arm-acgrc-2017-help-yes",), "against": ("survey-arm-acgrc-2017-help-no",)},
    "arm-2022-guarantor": {"for": ("survey-arm-socies-2022-csto",), "against": ("survey-arm-socies-2022-nato",)},
    "arm-2022-leave": {
        "for": ("survey-arm-gia-2022-11-rather-not", "survey-arm-gia-2022-11-def-not"),
        "against": ("survey-arm-gia-2022-11-def-yes", "survey-arm-gia-2022-11-rather-yes"),
    },
    "arm-2024-freeze": {
        "for": ("survey-arm-gia-2024-02-freeze-rather-not", "survey-arm-gia-2024-02-freeze-not"),
        "against": ("survey-arm-gia-2024-02-freeze-def-yes", "survey-arm-gia-2024-02-freeze-rather-yes"),
    },
    "arm-2024-february": {
        "for": ("survey-arm-gia-2024-02-stay",),
        "against": ("survey-arm-gia-2024-02-nato",),
        "neither": ("survey-arm-gia-2024-02-neutral",),
    },
    "arm-2024-july": {
        "for": ("survey-arm-gia-2024-07-stay",),
        "against": ("survey-arm-gia-2024-07-nato",),
        "neither": ("survey-arm-gia-2024-07-neutral",),
    },
}
#: Questions about Russia that were asked more than once, and the answers that speak for it.
REGARD: dict[str, tuple[str, ...]] = {
    "How good are the relations with Russia?": ("good", "good or very good", "positive", "very good", "somewhat good"),
    "Do you approve of the leadership of Russia?": ("approve",),
    "Which side in the war in Ukraine do you support?": ("Russia",),
}
#: Topics of positions that are about the alliance itself.
TOPICS = ("effectiveness", "membership", "exit", "Russia's role")
#: Who speaks, in the order shown. States stand for their officials.
VOICES = ("KAZ", "KGZ", "TJK", "ARM", "BLR", "UZB", "GEO", "RUS", "organisation", "opposition", "scholars")
#: Stances towards the alliance, from for to against, then those that take none.
STANCES = ("for", "mixed", "against", "neutral")
#: Views in which benefits and costs are told.
VIEWS = ("official", "scholarly", "critical", "measured")
#: Two-sided 95 per cent of the normal distribution.
_Z = 1.959964


def wilson(share: float, n: int) -> tuple[float, float]:
    """Return the 95 per cent interval of a share in per cent of a simple random sample of n, after Wilson (1927)."""
    part, spread = share / 100, _Z**2 / n
    middle = (part + spread / 2) / (1 + spread)
    half = _Z * sqrt(part * (1 - part) / n + spread / (4 * n)) / (1 + spread)
    return 100 * (middle - half), 100 * (middle + half)


def asked(surveys: pd.DataFrame, silent: Iterable[str] = ()) -> pd.DataFrame:
    """Return what surveys found on the alliance itself.

    Args:
        surveys: the table of that name.
        silent: states in which no question on the alliance was found; each has a row without a share.

    Returns:
        One row a question and side, with columns ``poll`` (key of :data:`POLLS`), ``state``, ``month`` (EDTF text),
        ``side`` (``for``, ``against``, ``neither``; NA where nothing was asked), ``share`` (per cent), ``low``,
        ``high`` (:func:`wilson`, NA where n is not known), ``n``, ``method``, ``id`` (rows, joined by ``;``).

    Raises:
        KeyError: a row of :data:`POLLS` is not in the table.
        ValueError: a question is asked about in a state that is called silent.
    """
    table = surveys.set_index("id")
    found: list[tuple[Any, ...]] = []
    for poll, sides in POLLS.items():
        for side, ids in sides.items():
            part = table.loc[list(ids)]
            share, n = float(part["share"].sum()), part["n"].iloc[0]
            low, high = wilson(share, int(n)) if pd.notna(n) else (pd.NA, pd.NA)
            state, month, method = part["state"].iloc[0], part["date"].iloc[0][:7], part["method"].iloc[0]
            found.append((poll, state, month, side, share, low, high, n, method, ";".join(ids)))
    both = {row[1] for row in found} & set(silent)
    if both:
        raise ValueError(f"asked all the same: {', '.join(sorted(both))}")
    found += [("none", state, pd.NA, pd.NA, pd.NA, pd.NA, pd.NA, pd.NA, pd.NA, pd.NA) for state in silent]
    columns = ["poll", "state", "month", "side", "share", "low", "high", "n", "method", "id"]
    types = dict.fromkeys(["share", "low", "high"], "Float64") | {"n": "Int64"}
    return pd.DataFrame(found, columns=columns).astype(types).round({"share": 2, "low": 2, "high": 2})


def share(asked: pd.DataFrame, poll: str, side: str) -> float:
    """Return the share of a side in a question, per cent.

    Raises:
        ValueError: there is no such answer.
    """
    return float(asked.loc[(asked["poll"] == poll) & (asked["side"] == side), "share"].item())


def regard(surveys: pd.DataFrame) -> pd.DataFrame:
    """Return what the same pollster found on Russia at several times, by question and state.

    Args:
        surveys: the table of that name.

    Returns:
        Columns ``question`` (in the order of :data:`REGARD`), ``state``, ``pollster`` (its first name), ``date``,
        ``at`` (middle of the date, in years), ``share`` (per cent who speak for Russia), ``n``, ``id``, ``sources``.
    """
    parts = [surveys[(surveys["question"] == text) & surveys["answer"].isin(words)] for text, words in REGARD.items()]
    frame = pd.concat(parts)
    frame = frame.assign(pollster=frame["pollster"].str.split(",").str[0], share=frame["share"].astype("float64"))
    by = ["question", "state", "pollster", "date"]
    added = frame.groupby(by, sort=False).agg(
        share=("share", "sum"), n=("n", "first"), id=("id", ";".join), sources=("sources", "first")
    )
    added = added.reset_index()
    days = (earliest(added["date"]), latest(added["date"]))
    years = [day.dt.year + (day.dt.dayofyear - 1) / 365.25 for day in days]
    added = added.assign(at=((years[0] + years[1]) / 2).round(2))
    times = added.groupby(by[:3])["date"].transform("size")
    rank = {text: place for place, text in enumerate(REGARD)}
    added = added[times > 1].assign(rank=lambda part: part["question"].map(rank))
    added = added.sort_values(["rank", "state", "at"])
    return added[["question", "state", "pollster", "date", "at", "share", "n", "id", "sources"]].reset_index(drop=True)


def first_and_last(regard: pd.DataFrame, question: int, state: str) -> tuple[float, float]:
    """Return the first and the last share of a state on one of the questions of :data:`REGARD`, counted from 0."""
    part = regard[(regard["question"] == list(REGARD)[question]) & (regard["state"] == state)]
    return float(part["share"].iloc[0]), float(part["share"].iloc[-1])


def voices(positions: pd.DataFrame, topics: Iterable[str] = TOPICS) -> pd.DataFrame:
    """Return positions by who speaks, on the alliance itself unless other topics are named.

    Somebody with a state speaks for it, unless the office names an opposition; without a state, an office ``of the
    CSTO`` is the organisation's, and all others are scholars and analysts.

    Args:
        positions: the table of that name; speakers for states that were never bound are left out.
        topics: values of its column ``topic``.

    Returns:
        Columns ``voice`` (one of :data:`VOICES`), ``year``, ``stance``, ``topic``, ``state``, ``person``, ``id``,
        ``sources``, in the order of voices, years and stances.
    """
    frame = positions[positions["topic"].isin(list(topics))]
    frame = frame[frame["state"].isna() | frame["state"].isin(VOICES)]
    voice = frame["state"].fillna("scholars").mask(frame["office"].str.endswith("of the CSTO"), "organisation")
    voice = voice.mask(frame["office"].str.contains("opposition"), "opposition")
    year = earliest(frame["date"]).dt.year
    frame = frame.assign(voice=pd.Categorical(voice, VOICES), year=year, rank=frame["stance"].map(STANCES.index))
    frame = frame.sort_values(["voice", "year", "rank", "id"]).astype({"voice": "str"})
    columns = ["voice", "year", "stance", "topic", "state", "person", "id", "sources"]
    return frame[columns].reset_index(drop=True)


def stances(voices: pd.DataFrame) -> pd.DataFrame:
    """Count positions by voice and stance: a row a voice, a column each of :data:`STANCES`, and ``n``."""
    counts = voices.groupby(["voice", "stance"], sort=False).size().unstack(fill_value=0)
    counts = counts.reindex(columns=list(STANCES), fill_value=0)
    return counts.assign(n=counts.sum(axis="columns"))


def doubting(voices: pd.DataFrame, years: Iterable[int]) -> tuple[int, int]:
    """Return how many positions of some years are against or mixed, and how many positions there are."""
    part = voices[voices["year"].isin(list(years))]
    return int(part["stance"].isin(["mixed", "against"]).sum()), len(part)


# --- whom it serves ---------------------------------------------------------------------------------------------------


def ledger(interests: pd.DataFrame, by: str, order: Iterable[str]) -> pd.DataFrame:
    """Return benefits and costs as they were told, a row each, for :func:`helpers.draw.opinion.ledger`.

    Args:
        interests: the table of that name.
        by: the column that makes the lines of the figure: ``state`` or ``subject``.
        order: its values, in the order shown.

    Returns:
        Columns ``line`` (the value), ``kind`` (``benefit`` or ``cost``), ``state``, ``subject``, ``view``,
        ``said_by``, ``told`` (the paraphrase, in the language of the edition), ``id``, ``sources``.

    Raises:
        ValueError: the order leaves a value out.
    """
    places = {value: place for place, value in enumerate(order)}
    if not set(interests[by]) <= set(places):
        raise ValueError(f"left out: {', '.join(sorted(set(interests[by]) - set(places)))}")
    frame = interests.assign(
        line=interests[by],
        told=interests[f"paraphrase_{language()}"],
        place=interests[by].map(places),
        rank=interests["view"].map(VIEWS.index),
    ).sort_values(["place", "kind", "rank", "state", "id"])
    columns = ["line", "kind", "state", "subject", "view", "said_by", "told", "id", "sources"]
    return frame[columns].reset_index(drop=True)


def by_weight(interests: pd.DataFrame) -> list[str]:
    """Return the subjects of the ledger, those with the most rows first, equals by name."""
    counts = interests["subject"].value_counts()
    return sorted(counts.index, key=lambda subject: (-counts[subject], subject))


def on_both_sides(interests: pd.DataFrame) -> list[str]:
    """Return the subjects, sorted, that stand among the benefits of some and among the costs of some."""
    sides = interests.groupby("subject")["kind"].nunique()
    return sorted(sides.index[sides == 2])


def cases(interests: pd.DataFrame) -> pd.DataFrame:
    """Return the rows that the table names as cases for or against a reading of the alliance as Russia's instrument.

    Returns:
        The table's columns and ``bears``: ``for`` or ``against``, as the note has it.
    """
    bears = interests["note"].str.extract(r"\bcase (for|against) the reading", flags=2, expand=False)
    return interests.assign(bears=bears)[bears.notna()].reset_index(drop=True)


def exact(hits: int, n: int) -> float:
    """Return the lower limit of the two-sided 95 per cent interval of a share when all n of n cases are hits.

    The limit of Clopper and Pearson (1934), in per cent; the upper one is 100.

    Raises:
        ValueError: not all cases are hits.
    """
    if hits != n or n < 1:
        raise ValueError(f"{hits} of {n}: only where every case is a hit")
    return 100 * 0.025 ** (1 / n)
