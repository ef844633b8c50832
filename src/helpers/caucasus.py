"""The South Caucasus: whom a state asked and what came of it, on whose ground people died, what tolls are given."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd

from helpers.crises import ALLIANCE, days
from helpers.data import rows
from helpers.dates import earliest

#: The actor that answers for each addressee of an appeal, in the order in which figures show them.
ANSWERS = {"alliance": ALLIANCE, "Russia": "RUS", "United Nations": "United Nations", "EU": "EU", "OSCE": "OSCE"}

#: The bodies that appeals to others went to, by row; the table knows them as ``other``.
OTHERS = {
    "request-arm-aze-2021-arm-other": "OSCE",
    "request-arm-aze-2022-arm-other": "OSCE",
    "request-arm-aze-2022-arm-other-2": "EU",
}


def appeals(
    requests: pd.DataFrame,
    responses: pd.DataFrame,
    state: str,
    since: str,
    until: str,
    others: Mapping[str, str] = OTHERS,
) -> pd.DataFrame:
    """Return the appeals of a state and what the addressee did, up to its next appeal to the same one in that crisis.

    Args:
        requests: the table of that name.
        responses: the table of that name.
        state: code of the state that asked.
        since: first day wanted, ``YYYY-MM-DD``.
        until: last day wanted.
        others: the body meant, by id of an appeal to ``other``.

    Returns:
        Columns ``id`` (one row an appeal, by addressee in the order of :data:`ANSWERS`, then by day), ``crisis``,
        ``date`` (EDTF), ``addressee``, ``state``, ``asked_for``, ``article`` (missing where none was named), ``acts``
        (kinds of act that followed, joined by ``;``, in the order of their days; empty where there was none), ``days``
        (to the first of them; missing where there was none or a date is less exact than a day), ``granted`` (what was
        asked for is among the acts), ``answers`` (ids of the responses, joined by ``;``).

    Raises:
        KeyError: it is not known who answers for an addressee.
    """
    own = requests[requests["state"] == state].assign(first=lambda frame: earliest(frame["date"]))
    own = own[own["first"].between(pd.Timestamp(since), pd.Timestamp(until))]
    own = own.assign(addressee=[others.get(row.id, row.addressee) for row in rows(own)]).sort_values(["first", "id"])
    acted = responses.assign(first=earliest(responses["date"])).sort_values(["first", "id"])
    found = []
    for row in rows(own):
        again = own[(own["crisis"] == row.crisis) & (own["addressee"] == row.addressee) & (own["first"] > row.first)]
        after = acted[(acted["crisis"] == row.crisis) & (acted["actor"] == ANSWERS[row.addressee])]
        after = after[(after["first"] >= row.first) & ~(after["first"] >= again["first"].min())]
        kinds = list(dict.fromkeys(after["act"]))
        waited = days(row.date, after["date"].iloc[0]) if kinds else None
        fixed = (row.id, row.crisis, row.date, row.addressee, row.state, row.asked_for, row.article)
        found.append((*fixed, ";".join(kinds), waited, row.asked_for in kinds, ";".join(after["id"])))
    columns = [
        "id",
        "crisis",
        "date",
        "addressee",
        "state",
        "asked_for",
        "article",
        "acts",
        "days",
        "granted",
        "answers",
    ]
    frame = pd.DataFrame(found, columns=columns).astype({"days": "Int64", "granted": "bool"})
    order = frame["addressee"].map(list(ANSWERS).index)
    return frame.iloc[order.argsort(kind="stable")].reset_index(drop=True)


def by_addressee(appeals: pd.DataFrame) -> pd.DataFrame:
    """Count appeals by addressee: columns ``addressee``, ``appeals``, ``answered`` (by any act), ``granted``."""
    answered = appeals.assign(answered=appeals["acts"] != "")
    grouped = answered.groupby("addressee", sort=False)
    counted = grouped.agg(appeals=("id", "size"), answered=("answered", "sum"), granted=("granted", "sum"))
    return counted.reset_index()


def count(counted: pd.DataFrame, addressee: str, column: str = "appeals") -> int:
    """Return one number of :func:`by_addressee`; zero where the addressee got no appeal."""
    return int(counted.loc[counted["addressee"] == addressee, column].sum())


def losses(deaths: pd.DataFrame, states: Iterable[str]) -> pd.DataFrame:
    """Return the years with deaths on the ground of states, in the order of the states.

    Args:
        deaths: the table ``conflict_deaths``: ``state`` on whose territory, ``year``, ``deaths``.
        states: codes.

    Returns:
        Columns ``state``, ``year``, ``deaths``, ``dataset``; years without deaths are left out.
    """
    wanted = [deaths[(deaths["state"] == state) & (deaths["deaths"] > 0)].sort_values("year") for state in states]
    return pd.concat(wanted, ignore_index=True)[["state", "year", "deaths", "dataset"]]


def deaths_on(deaths: pd.DataFrame, state: str, year: int) -> int:
    """Return the deaths coded on the ground of a state in a year.

    Raises:
        ValueError: the table has no single row for them.
    """
    return int(deaths.loc[(deaths["state"] == state) & (deaths["year"] == year), "deaths"].item())
