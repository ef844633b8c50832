"""Trade, arms and remittances: shares of partners, never joined across datasets.

The yearly shares (``itpde-1``) end in 2016 and are computed from all trade; those of the Factbook (``factbook-trade``)
name the largest partners alone, so a partner without a row is not listed, which is not zero. Each function reads one
dataset at a time.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from helpers.groups import MEMBERS

#: The yearly dataset and the one of listed partners.
YEARLY, LISTED = "itpde-1", "factbook-trade"
#: Reporting states outside the organisation, then all.
OTHERS = ("AZE", "GEO", "TKM", "UZB")
STATES = (*MEMBERS, *OTHERS)
#: Suppliers that stand alone in :func:`mix`; the rest is ``other``.
SUPPLIERS = ("RUS", "CHN", "TUR", "ISR", "EU", "USA")

#: Periods of deliveries of arms, of equal length up to the end of the series.
ARMED = {"early": (2000, 2010), "late": (2011, 2021)}


def flow(trade: pd.DataFrame, name: str, states: Iterable[str] = STATES) -> pd.DataFrame:
    """Return one flow of some states, sorted, with both datasets marked apart.

    Args:
        trade: the table ``trade_shares``.
        name: ``exports`` or ``imports``.
        states: codes, in the order wanted.

    Returns:
        Columns ``dataset``, ``state``, ``partner``, ``year``, ``share_pct`` (per cent of the state's flow).
    """
    rank = {state: place for place, state in enumerate(states)}
    frame = trade[(trade["flow"] == name) & trade["state"].isin(list(rank))]
    frame = frame.assign(rank=frame["state"].map(rank)).sort_values(["rank", "dataset", "partner", "year"])
    return frame[["dataset", "state", "partner", "year", "share_pct"]].reset_index(drop=True)


def mean_share(trade: pd.DataFrame, state: str, name: str, partner: str, years: Iterable[int]) -> float:
    """Return the mean yearly share of a partner over some years, in per cent, from the yearly dataset.

    Several years are taken together because single years jump.

    Raises:
        ValueError: a year is missing.
    """
    years = list(years)
    frame = flow(trade[trade["dataset"] == YEARLY], name, [state])
    frame = frame[(frame["partner"] == partner) & frame["year"].isin(years)]
    if len(frame) != len(years):
        raise ValueError(f"{state}, {name}, {partner}: {len(frame)} of {len(years)} years")
    return float(frame["share_pct"].mean())


def listed(trade: pd.DataFrame, name: str, partner: str, years: Sequence[int], states: Iterable[str]) -> pd.DataFrame:
    """Return what the Factbook lists for a partner in some years.

    Returns:
        One row a state, indexed by it, one column a year, in per cent; NA where the partner is not listed, which is
        unknown and not zero.
    """
    frame = flow(trade[trade["dataset"] == LISTED], name)
    frame = frame[frame["partner"] == partner]
    table = frame.pivot(index="state", columns="year", values="share_pct")
    return table.reindex(index=list(states), columns=list(years))


def gap(table: pd.DataFrame, some: Sequence[str], others: Sequence[str]) -> pd.Series:
    """Return by how much a share changed more in some states than in others, between the two years of a table.

    Args:
        table: :func:`listed` with two years.
        some: states, each counting once.
        others: states.

    Returns:
        ``some`` and ``others`` (mean change in percentage points), ``difference``.

    Raises:
        ValueError: a share is not listed, so that no mean can be said.
    """
    if table.loc[[*some, *others]].isna().any(axis=None):
        raise ValueError("a partner is not listed for a state: no mean")
    change = table.iloc[:, -1] - table.iloc[:, 0]
    mean, other = float(change[list(some)].mean()), float(change[list(others)].mean())
    return pd.Series({"some": mean, "others": other, "difference": mean - other})


def mix(
    arms: pd.DataFrame, periods: Mapping[str, tuple[int, int]], union: Iterable[str], states: Iterable[str]
) -> pd.DataFrame:
    """Return from whom the deliveries of major arms came, by recipient and period.

    Args:
        arms: the table ``arms_transfers``.
        periods: first and last year by name.
        union: members of the European Union, which count together.
        states: recipients, in the order wanted.

    Returns:
        Columns ``state``, ``period``, ``supplier`` (in the order of :data:`SUPPLIERS`, then ``other``), ``tiv``
        (million), ``total`` (of the state in the period), ``share`` (per cent of it); suppliers of nothing have no row.
    """
    union = set(union)
    known = {code: "EU" if code in union else code for code in set(arms["supplier"])}
    group = arms["supplier"].map(lambda code: known[code] if known[code] in SUPPLIERS else "other")
    rank = {name: place for place, name in enumerate([*SUPPLIERS, "other"])}
    parts = []
    for period, (first, last) in periods.items():
        part = arms.assign(supplier=group, period=period)[arms["year"].between(first, last)]
        parts.append(part.groupby(["recipient", "period", "supplier"])["tiv"].sum().reset_index())
    frame = pd.concat(parts, ignore_index=True).rename(columns={"recipient": "state"})
    frame = frame[frame["state"].isin(list(states))]
    place = {state: number for number, state in enumerate(states)}
    spot = {period: number for number, period in enumerate(periods)}
    keys = {"state": frame["state"].map(place), "period": frame["period"].map(spot), "s": frame["supplier"].map(rank)}
    frame = frame.loc[pd.DataFrame(keys).sort_values(list(keys)).index]
    total = frame.groupby(["state", "period"])["tiv"].transform("sum")
    return frame.assign(total=total, share=100 * frame["tiv"] / total).reset_index(drop=True)


def share_of(mix: pd.DataFrame, state: str, period: str, supplier: str) -> float:
    """Return a supplier's share in the deliveries to a state in a period, in per cent; 0 where it delivered nothing.

    Raises:
        ValueError: nothing at all was delivered to the state in the period.
    """
    frame = mix[(mix["state"] == state) & (mix["period"] == period)]
    if frame.empty:
        raise ValueError(f"no deliveries to {state} in {period}")
    return float(frame.loc[frame["supplier"] == supplier, "share"].sum())


def total(mix: pd.DataFrame, state: str, period: str) -> float:
    """Return the sum of deliveries to a state in a period, in million of the trend-indicator value."""
    return float(mix.loc[(mix["state"] == state) & (mix["period"] == period), "tiv"].sum())


def risen(table: pd.DataFrame) -> pd.Series:
    """Return, of the states with a share in the first and the last year of a table, whether it rose.

    Args:
        table: :func:`listed`.
    """
    known = table.dropna(subset=[table.columns[0], table.columns[-1]])
    return known.iloc[:, -1] > known.iloc[:, 0]


def peak(remittances: pd.DataFrame, state: str) -> tuple[int, float]:
    """Return the year in which remittances were the largest share of a state's product, and that share in per cent."""
    top = remittances[remittances["state"] == state].nlargest(1, "pct_gdp")
    return int(top["year"].item()), float(top["pct_gdp"].item())


def in_year(remittances: pd.DataFrame, state: str, year: int) -> float:
    """Return remittances as a share of a state's product in a year, in per cent.

    Raises:
        ValueError: there is no such year.
    """
    frame = remittances[(remittances["state"] == state) & (remittances["year"] == year)]
    if len(frame) != 1:
        raise ValueError(f"{state}, {year}: {len(frame)} rows")
    return float(frame["pct_gdp"].iloc[0])
