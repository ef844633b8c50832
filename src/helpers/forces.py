"""Forces and exercises: what was declared, what was exercised, who came; counting, never judging.

A declared size is a saying with a date, not a head count. An exercise may be part of a set, and the set part of
another: each function says which of the rows it counts, so that nothing is counted twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

import pandas as pd

from helpers.dates import earliest, iso, latest
from helpers.ranges import ranged

#: Forces in the order in which figures show them.
FORCES = ("rapid reaction", "Central Asian", "peacekeeping")
#: What became of an exercise, from the ground of a stack upwards.
STATUSES = ("held", "announced", "not held", "cancelled")
#: By whom a number of the explainer is said, in the place of a source's name.
EXPLAINER = "the explainer"
#: A number of four digits or more with separators, such as ``20,000``.
_NUMBER = re.compile(r"(?<![\d,])\d{1,3}(?:,\d{3})+(?![\d,])")

_SIZES = ["id", "force", "date", "first", "last", "low", "best", "high", "said_by"]


def sizes(forces: pd.DataFrame, measure: str = "personnel") -> pd.DataFrame:
    """Return the declared sizes in one measure, by force and date, each with its range.

    Args:
        forces: the table ``forces``.
        measure: what is counted, ``personnel`` or ``battalions``.

    Returns:
        Columns ``id``, ``force``, ``date`` (EDTF), ``first``, ``last`` (ISO days between which it was said), ``low``,
        ``best``, ``high`` (whole numbers in the measure; a single value is its own range, ``best`` is NA where a
        source gives a range alone), ``said_by``; in the order of :data:`FORCES`, then of time.
    """
    return _ordered(ranged(forces[forces["measure"] == measure]))


def told(statements: pd.DataFrame, about: Mapping[str, str], date: str) -> pd.DataFrame:
    """Return the sizes that statements of the explainer name, in the columns of :func:`sizes`.

    Args:
        statements: the table ``statements``; the number is read off the paraphrase.
        about: the force that each statement speaks of: ``{"E15": "rapid reaction"}``.
        date: when the explainer was written, EDTF.

    Raises:
        ValueError: a paraphrase holds no number with separators, or more than one.
    """
    frame = statements[statements["id"].isin(list(about))]
    number = [_only_number(text) for text in frame["paraphrase_en"]]
    frame = frame.assign(date=date, low=number, best=number, high=number, said_by=EXPLAINER)
    return _ordered(frame.assign(force=frame["id"].map(about)))


def _only_number(text: str) -> int:
    found = _NUMBER.findall(text)
    if len(found) != 1:
        raise ValueError(f"{text!r}: one number such as 20,000 is needed, found {found}")
    return int(found[0].replace(",", ""))


def _ordered(frame: pd.DataFrame) -> pd.DataFrame:
    """Return frames of sizes in the one order and the one set of columns."""
    days = {"first": earliest(frame["date"]), "last": latest(frame["date"])}
    frame = frame.assign(**{name: iso(day) for name, day in days.items()})
    frame = frame.astype(dict.fromkeys(["low", "best", "high"], "Int64"))
    frame = frame.assign(rank=frame["force"].map({force: rank for rank, force in enumerate(FORCES)}))
    return frame.sort_values(["rank", "first", "id"])[_SIZES].reset_index(drop=True)


def spread(sizes: pd.DataFrame) -> pd.DataFrame:
    """Return how far the declared sizes of each force lie apart.

    Args:
        sizes: :func:`sizes`.

    Returns:
        One row a force, indexed by it, with columns ``low`` and ``high`` over all sources, ``sayings`` (a count of
        rows), ``since`` and ``until``, the first and the last year of a saying.
    """
    by_force = sizes.groupby("force", sort=False)
    frame = by_force.agg(low=("low", "min"), high=("high", "max"), sayings=("id", "size"))
    years = by_force.agg(since=("first", "min"), until=("last", "max"))
    return frame.assign(since=years["since"].str[:4].astype("int64"), until=years["until"].str[:4].astype("int64"))


def year(exercises: pd.DataFrame) -> pd.Series:
    """Return the year in which each exercise began, or else for which it was planned.

    Raises:
        ValueError: an exercise has neither a start nor a planned date.
    """
    day = earliest(exercises["start"]).fillna(earliest(exercises["planned"]))
    if day.isna().any():
        raise ValueError(f"no year: {', '.join(exercises.loc[day.isna(), 'id'])}")
    return day.dt.year


def units(exercises: pd.DataFrame) -> pd.DataFrame:
    """Return the exercises that count as one each, so that no part of a set counts twice.

    What has no parts counts, and the sets that hold it do not. A part that bears the series of its set is a stage of
    it: the stages count together, as the set.

    Args:
        exercises: the table ``exercises``.

    Returns:
        The rows that count, with ``year``.
    """
    series = exercises.set_index("id")["series"]
    whole = ~exercises["id"].isin(exercises["part_of"])
    stage = exercises["part_of"].map(series) == exercises["series"]
    counted = exercises["id"].mask(stage, exercises["part_of"])[whole]
    return exercises.assign(year=year(exercises))[exercises["id"].isin(counted)].reset_index(drop=True)


def stacked(units: pd.DataFrame) -> pd.DataFrame:
    """Return what a chart of unit squares draws: each exercise with its place in the stack of its year.

    Args:
        units: :func:`units`.

    Returns:
        Columns ``id``, ``name``, ``series``, ``year``, ``status``, ``level`` (from 1 upwards: what was held first, then
        in the order of :data:`STATUSES`).
    """
    frame = units.assign(rank=units["status"].map({status: rank for rank, status in enumerate(STATUSES)}))
    frame = frame.sort_values(["year", "rank", "start", "id"])
    frame = frame.assign(level=frame.groupby("year").cumcount() + 1)
    return frame[["id", "name", "series", "year", "status", "level"]].reset_index(drop=True)


def presence(exercises: pd.DataFrame, participants: pd.DataFrame, states: Iterable[str]) -> pd.DataFrame:
    """Return what the sources say of each state in the exercises held in each year, all parts of sets taken together.

    Args:
        exercises: the table ``exercises``; only what was held is asked.
        participants: the table ``exercise_participants``.
        states: codes, in the order wanted.

    Returns:
        One row a state and year of which a source says something, with columns ``state``, ``year``, and truth values
        ``hosted``, ``took_part``, ``observed``, ``stayed_away`` (declined or withdrew from one at least). No row means
        unknown.
    """
    states = list(states)
    rows = _in_held(exercises, participants)
    role = rows["role"]
    rows = rows.assign(
        hosted=role == "host",
        took_part=role == "participant",
        observed=role == "observer",
        stayed_away=role.isin(["declined", "withdrew"]),
    )
    flags = ["hosted", "took_part", "observed", "stayed_away"]
    found = rows[rows["state"].isin(states)].groupby(["state", "year"])[flags].any().reset_index()
    order = found["state"].map({state: rank for rank, state in enumerate(states)})
    return found.assign(rank=order).sort_values(["rank", "year"])[["state", "year", *flags]].reset_index(drop=True)


def _in_held(exercises: pd.DataFrame, participants: pd.DataFrame) -> pd.DataFrame:
    """Return the parts of states in exercises that were held, with ``year``."""
    held = exercises[exercises["status"] == "held"]
    years = year(held).set_axis(held["id"])
    rows = participants[participants["exercise"].isin(held["id"])]
    return rows.assign(year=rows["exercise"].map(years))


def named(participants: pd.DataFrame, exercise: str, role: str = "participant") -> list[str]:
    """Return the codes of the states that the sources name in one role in one exercise, its parts left out, sorted."""
    rows = participants[(participants["exercise"] == exercise) & (participants["role"] == role)]
    return sorted(set(rows["state"]))


def hosts(presence: pd.DataFrame) -> pd.DataFrame:
    """Return in how many years each state hosted: columns ``state``, ``years``, most first, then by code.

    Args:
        presence: :func:`presence`.
    """
    counts = presence.groupby("state")["hosted"].sum().rename("years").reset_index()
    return counts.sort_values(["years", "state"], ascending=[False, True]).reset_index(drop=True)


def taking_part(exercises: pd.DataFrame, participants: pd.DataFrame, states: Iterable[str]) -> pd.DataFrame:
    """Count, by state and year, the occasions on which a source names the state among those that took part.

    An occasion is an exercise, or a set of exercises, that was held and of which a source names states that took part;
    of a set inside a set the widest counts, with what is known of its parts. A state that is not named is unknown, so
    the count is a least one.

    Args:
        exercises: the table ``exercises``.
        participants: the table ``exercise_participants``.
        states: codes.

    Returns:
        One row a state and year with an occasion, with columns ``state``, ``year``, ``took_part`` (occasions),
        ``occasions`` (n).
    """
    rows = _in_held(exercises, participants)
    rows = rows[rows["role"] == "participant"]
    sets = exercises.dropna(subset="part_of")
    parents = dict(zip(sets["id"], sets["part_of"], strict=True))
    named = set(rows["exercise"])
    rows = rows.assign(occasion=[_widest(exercise, parents, named) for exercise in rows["exercise"]])
    n = rows.groupby("year")["occasion"].nunique()
    grid = pd.MultiIndex.from_product([list(states), n.index], names=["state", "year"])
    counts = rows.groupby(["state", "year"])["occasion"].nunique().reindex(grid, fill_value=0)
    frame = counts.rename("took_part").reset_index()
    return frame.assign(occasions=frame["year"].map(n))


def _widest(exercise: str, parents: Mapping[str, str], named: set[str]) -> str:
    """Return the widest set around an exercise of which a source names states that took part."""
    found = exercise
    while exercise in parents:
        exercise = parents[exercise]
        found = exercise if exercise in named else found
    return found
