"""Ways for the Central Asian states: how each stands by each criterion, and what a reader's weights make of it.

A grade says how an option stands against staying as now, by one empirical criterion. Normative criteria and a normative
programme are named and never graded. Weights are the reader's; what is not known is counted by itself, so that no
single number hides it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd

from helpers.labels import t, titles
from helpers.steps import runs

#: Grades in the order in which figures and counts show them.
GRADES = ("better", "worse", "mixed", "same", "not known")

#: Ways that end membership; the others go on inside the alliance or beside it.
OUT = ("leave", "neutrality", "bilateral-russia")

#: What a reader may put first, with the criteria that then count threefold.
FIRST = {
    "security": ("promise", "response", "arms"),
    "freedom": ("freedom", "partners", "law"),
    "livelihood": ("market", "partners"),
    "neighbours": ("disputes", "public"),
}

#: What becomes of that which is not known, which counts as no change or is left out.
READINGS = ("same", "out")


def short(ids: Iterable[str]) -> list[str]:
    """Return ids of options and criteria without the word before the first hyphen: ``option-leave`` as ``leave``."""
    return [name.partition("-")[2] for name in ids]


def grid(options: pd.DataFrame, criteria: pd.DataFrame, grades: pd.DataFrame) -> pd.DataFrame:
    """Return every option by every criterion, graded or not.

    Returns:
        Columns ``option``, ``criterion`` (short ids, in the order of their tables), ``option_name``,
        ``criterion_name``, ``kind`` (of the criterion), ``state`` (a grade; ``baseline`` for staying as now, by which
        the others are graded; ``blank`` where nothing is graded), ``id`` (of the row with the reason; NA where there is
        none).
    """
    found = grades.set_index(["option", "criterion"])
    graded = set(grades["option"])
    told, asked = titles(options), titles(criteria)
    cells = []
    for option in options["id"]:
        for criterion, kind in zip(criteria["id"], criteria["kind"], strict=True):
            key = (option, criterion)
            state, row = (found.loc[key, "grade"], found.loc[key, "id"]) if key in found.index else ("blank", pd.NA)
            if kind == "empirical" and option == "option-stay" and option not in graded:
                state = "baseline"
            cells.append((*short(key), told[option], asked[criterion], kind, state, row))
    columns = ["option", "criterion", "option_name", "criterion_name", "kind", "state", "id"]
    return pd.DataFrame(cells, columns=columns)


def weighted(grades: pd.DataFrame, weights: Mapping[str, float]) -> pd.DataFrame:
    """Return for each option how much of the weight is better, worse, mixed, same and not known.

    Args:
        grades: the table ``option_grades``.
        weights: weight by criterion, such as ``{"promise": 2, "freedom": 1}``; criteria left out weigh nothing.

    Returns:
        Columns ``option``, a column for each of :data:`GRADES`, and ``total`` (their sum, the same for all options);
        options in the order of the table. Staying as now is what the grades are set against and has no row.

    Raises:
        KeyError: no grade has such a criterion, as for normative criteria, which are not graded.
        ValueError: a weight is below nought, or none is above it.
    """
    named = grades.assign(option=short(grades["option"]), criterion=short(grades["criterion"]))
    unknown = sorted(set(weights) - set(named["criterion"]))
    if unknown:
        raise KeyError(f"no grades by {', '.join(unknown)}; there are: {', '.join(dict.fromkeys(named['criterion']))}")
    if not any(weights.values()) or min(weights.values()) < 0:
        raise ValueError("weights must not be below nought, and one must be above it")
    named["weight"] = named["criterion"].map(weights).fillna(0)
    sums = named.pivot_table(index="option", columns="grade", values="weight", aggfunc="sum", fill_value=0, sort=False)
    sums = sums.reindex(index=named["option"].unique(), columns=list(GRADES), fill_value=0)
    return sums.assign(total=sums.sum(axis=1)).rename_axis(columns=None).reset_index()


def bounds(weighted: pd.DataFrame) -> pd.DataFrame:
    """Return between what limits better less worse lies, whatever that which is not known should turn out to be.

    Mixed grades count on neither side.

    Args:
        weighted: :func:`weighted`.

    Returns:
        Columns ``option``, ``low`` (all that is not known were worse), ``high`` (all of it were better), ``settled``
        (both lie on the same side of nought).
    """
    known, open_ = weighted["better"] - weighted["worse"], weighted["not known"]
    low, high = known - open_, known + open_
    return pd.DataFrame({"option": weighted["option"], "low": low, "high": high, "settled": (low > 0) | (high < 0)})


def by_criterion(grid: pd.DataFrame) -> pd.DataFrame:
    """Return the grades of each criterion, ways out apart from ways inside and beside, alike grades side by side.

    Args:
        grid: :func:`grid`.

    Returns:
        Columns ``criterion``, ``criterion_name``, ``group`` (``out`` or ``beside``), ``option``, ``state`` (a grade),
        ``place`` (from 0, within criterion and group), ``id``.
    """
    frame = grid[grid["state"].isin(GRADES)]
    frame = frame.assign(
        group=frame["option"].isin(OUT).map({True: "out", False: "beside"}),
        row=frame["criterion"].map({name: place for place, name in enumerate(dict.fromkeys(grid["criterion"]))}),
        rank=frame["state"].map(GRADES.index),
    ).sort_values(["row", "group", "rank"], ascending=[True, False, True])
    frame = frame.assign(place=frame.groupby(["row", "group"]).cumcount())
    columns = ["criterion", "criterion_name", "group", "option", "state", "place", "id"]
    return frame[columns].reset_index(drop=True)


def tally(by_criterion: pd.DataFrame, group: str, state: str) -> dict[str, int]:
    """Return by criterion how many options of a group have a grade; criteria without one have 0."""
    part = by_criterion[by_criterion["group"] == group]
    counts = part[part["state"] == state].groupby("criterion").size()
    return {name: int(counts.get(name, 0)) for name in dict.fromkeys(by_criterion["criterion"])}


# --- the steps of the explorer ----------------------------------------------------------------------------------------


def cases(grades: pd.DataFrame) -> dict[str, dict[str, int]]:
    """Return weights by name: all equal, one thing first (:data:`FIRST`), each criterion double, each alone."""
    criteria = list(dict.fromkeys(short(grades["criterion"])))
    equal = dict.fromkeys(criteria, 1)
    found = {"equal": equal}
    found |= {f"{first}-first": equal | dict.fromkeys(named, 3) for first, named in FIRST.items()}
    found |= {f"{criterion}-double": equal | {criterion: 2} for criterion in criteria}
    return found | {f"{criterion}-alone": {criterion: 1} for criterion in criteria}


def settled_in(grades: pd.DataFrame) -> pd.DataFrame:
    """Return for each option in how many of the weightings (:func:`cases`) its sign does not hang on the unknown.

    Weightings by one criterion alone are left out.

    Returns:
        Columns ``option``, ``weightings`` (how many), ``better``, ``worse`` (in how many of them it would be so,
        whatever the unknown turned out to be).
    """
    several = [weights for weights in cases(grades).values() if len(weights) > 1]
    found = pd.concat([bounds(weighted(grades, weights)) for weights in several], ignore_index=True)
    found = found.assign(weightings=1, better=found["low"] > 0, worse=found["high"] < 0)
    return found.groupby("option", sort=False)[["weightings", "better", "worse"]].sum().reset_index()


def outcome_steps(criteria: pd.DataFrame, grades: pd.DataFrame) -> pd.DataFrame:
    """Return one step for each weighting (:func:`cases`) under each reading of what is not known.

    Returns:
        Columns ``step`` (``equal-same``), ``text`` (sentences), ``case`` and ``reading`` (in words), and one for each
        option with its weight in the order of :data:`GRADES`, ``1 / 3 / 2 / 2 / 1``; under the reading ``same`` the
        last is in brackets and in the one before it as well.
    """
    told = dict(zip(short(criteria["id"]), titles(criteria).values(), strict=True))
    found = []
    for case, weights in cases(grades).items():
        counted = weighted(grades, weights)
        for reading in READINGS:
            sums = [_row(row, reading) for row in counted[list(GRADES)].itertuples(index=False)]
            words = (_case(case, told), t(f"alternatives: {reading}"))
            found.append((f"{case}-{reading}", _told(counted, reading), *words, *sums))
    return pd.DataFrame(found, columns=["step", "text", "case", "reading", *weighted(grades, {"promise": 1})["option"]])


def _case(case: str, told: Mapping[str, str]) -> str:
    about, _, how = case.rpartition("-")
    if how in ("double", "alone"):
        return t(f"alternatives: {how}").format(criterion=told[about])
    return t(f"alternatives: case {case}")


def _row(sums: tuple[float, ...], reading: str) -> str:
    *known, same, unknown = sums
    last = [f"{same + unknown:g}", f"({unknown:g})"] if reading == "same" else [f"{same:g}", f"{unknown:g}"]
    return " / ".join([*(f"{value:g}" for value in known), *last])


def _told(counted: pd.DataFrame, reading: str) -> str:
    spans = {name: _span(counted[name]) for name in ("better", "worse", "not known")}
    words = {"better": spans["better"], "worse": spans["worse"], "unknown": spans["not known"]}
    total = f"{counted['total'].iloc[0]:g}"
    return f"{t('alternatives: told').format(total=total, **words)} {t(f'alternatives: told {reading}')}"


def _span(values: pd.Series) -> str:
    low, high = f"{values.min():g}", f"{values.max():g}"
    return low if low == high else t("{start} to {end}").format(start=low, end=high)


def outcomes(grades: pd.DataFrame) -> pd.DataFrame:
    """Return the marks of the drawing: a bar for each option, grade and weight, with the steps at which it stands.

    Returns:
        Columns ``option``, ``grade`` (one of :data:`GRADES`), ``weight`` (above 0), ``after`` (weight of the grade
        ``same``, where what is not known stands beside that; -1 elsewhere), ``on`` (runs of places in
        :func:`outcome_steps`, from 0).
    """
    stands: dict[tuple[str, str, float, float], list[int]] = {}
    for place, weights in enumerate(cases(grades).values()):
        for row in weighted(grades, weights).itertuples(index=False):
            option, *sums, _ = row
            known = dict(zip(GRADES, sums, strict=True))
            for turn, reading in enumerate(READINGS):
                for grade, weight in known.items():
                    joins = grade == "not known" and reading == "same"
                    mark = (option, grade, float(weight), float(known["same"]) if joins else -1.0)
                    stands.setdefault(mark, []).append(place * len(READINGS) + turn)
    found = [(*mark, runs(places)) for mark, places in stands.items() if mark[2]]
    frame = pd.DataFrame(found, columns=["option", "grade", "weight", "after", "on"])
    order = {option: place for place, option in enumerate(dict.fromkeys(frame["option"]))}
    rank = frame.assign(one=frame["option"].map(order), two=frame["grade"].map(GRADES.index))
    ordered = rank.sort_values(["one", "two", "after", "weight"], ignore_index=True)
    return ordered[["option", "grade", "weight", "after", "on"]]
