"""Weight: what part of the members' means is Russia's, how concentrated they are, and how much of it is size or effort.

A share needs every member: a year counts if at most one member has no value, and the frames name who is missing.
Ratios set Russia against all other members with a value taken together.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from itertools import product

import pandas as pd

from helpers.data import rows

#: The member whose weight is asked for.
LARGEST = "RUS"
#: Members without a value that a year may have and still count.
GAPS = 1
#: Years of deliveries that are added up, as single years are uneven.
RUN = 5
#: All suppliers but Russia taken together, in the place of a supplier.
OTHERS = "others"


def members(states: Iterable[str], years: Iterable[int]) -> pd.DataFrame:
    """Return the same members for every year: columns ``year``, ``state``."""
    return pd.DataFrame(list(product(years, states)), columns=["year", "state"])


def shares(frame: pd.DataFrame, column: str, members: pd.DataFrame) -> pd.DataFrame:
    """Return each member's share of the sum over the members, year by year.

    Args:
        frame: columns ``state``, ``year`` and ``column``, in any unit that can be added up.
        column: what is shared out.
        members: who belongs in which year: columns ``year``, ``state``.

    Returns:
        Columns ``year``, ``state``, ``value`` (unit of ``column``), ``share`` (per cent), ``missing`` (codes of the
        members without a value, joined by ``;``); only years in which Russia and all members but one at most have one.
    """
    known = members.merge(frame[["year", "state", column]], on=["year", "state"], how="left")
    known = known.rename(columns={column: "value"}).astype({"value": "float64"})
    missing = {year: sorted(part.loc[part["value"].isna(), "state"]) for year, part in known.groupby("year")}
    counts = [len(missing[year]) <= GAPS and LARGEST not in missing[year] for year in known["year"]]
    known = known[counts].dropna(subset="value").sort_values(["year", "state"], ignore_index=True)
    total = known.groupby("year")["value"].transform("sum")
    named = [";".join(missing[year]) for year in known["year"]]
    return known.assign(share=100 * known["value"] / total, missing=named)


def of(shares: pd.DataFrame, state: str = LARGEST) -> pd.Series:
    """Return the shares of one state in per cent, indexed by year."""
    return shares[shares["state"] == state].set_index("year")["share"]


def concentration(shares: pd.DataFrame) -> pd.DataFrame:
    """Return how concentrated the shares of each year are.

    Returns:
        A frame indexed by year, with columns ``hhi``, the sum of squared shares (1 for one holder, 1/n for n equal
        ones), and ``effective``, its inverse: the number of equal holders that would be as concentrated.
    """
    hhi = ((shares["share"] / 100) ** 2).groupby(shares["year"]).sum()
    return pd.DataFrame({"hhi": hhi, "effective": 1 / hhi})


def deliveries(transfers: pd.DataFrame, recipients: Iterable[str], run: int = RUN) -> pd.DataFrame:
    """Return Russia's share of the arms delivered to some states in the years up to each year.

    Args:
        transfers: the table ``arms_transfers``; a state and year without a row is a year without a delivery.
        recipients: codes of the states that received, taken together.
        run: years that are added up.

    Returns:
        Columns ``year`` (the last of the run), ``state`` (Russia or :data:`OTHERS`), ``value`` (million TIV),
        ``share`` (per cent), ``missing`` (empty).
    """
    part = transfers[transfers["recipient"].isin(list(recipients))]
    years = range(int(transfers["year"].min()), int(transfers["year"].max()) + 1)
    supplier = part["supplier"].where(part["supplier"] == LARGEST, OTHERS)
    sums = part.astype({"tiv": "float64"}).groupby(["year", supplier])["tiv"].sum().unstack()
    sums = sums.reindex(index=years, columns=[LARGEST, OTHERS]).fillna(0).rolling(run).sum().dropna()
    value = sums.rename_axis(index="year", columns="state").reset_index().melt("year", value_name="value")
    share = 100 * value["value"] / value.groupby("year")["value"].transform("sum")
    return value.assign(share=share, missing="")


def together(**resources: pd.DataFrame) -> pd.DataFrame:
    """Return shares of several resources under one another, with ``resource`` in front, in the order given."""
    frames = [frame.assign(resource=name) for name, frame in resources.items()]
    frame = pd.concat(frames, ignore_index=True)
    return frame[["resource", "year", "state", "share", "missing"]].round({"share": 2})


def implied(spending: pd.DataFrame) -> pd.DataFrame:
    """Return spending with the product that its share implies, both from the same release.

    Args:
        spending: the table ``military_expenditure``.

    Returns:
        Columns ``state``, ``year``, ``spending`` and ``product`` (both in the unit of ``usd_million``); only rows with
        both columns.
    """
    frame = spending.dropna(subset=["usd_million", "pct_gdp"]).astype({"usd_million": "float64", "pct_gdp": "float64"})
    frame = frame.assign(spending=frame["usd_million"], product=100 * frame["usd_million"] / frame["pct_gdp"])
    return frame[["state", "year", "spending", "product"]].reset_index(drop=True)


def at_current_prices(spending: pd.DataFrame, products: pd.DataFrame) -> pd.DataFrame:
    """Return what :func:`implied` does with product from another dataset, in current dollars.

    Args:
        spending: the table ``military_expenditure``, of which only ``pct_gdp`` is used.
        products: the table ``population_gdp``.
    """
    frame = spending.merge(products, on=["state", "year"]).dropna(subset=["pct_gdp", "gdp_usd_million"])
    frame = frame.assign(product=frame["gdp_usd_million"].astype("float64"))
    frame = frame.assign(spending=frame["product"] * frame["pct_gdp"].astype("float64") / 100)
    return frame[["state", "year", "spending", "product"]].reset_index(drop=True)


def at_purchasing_power(products: pd.DataFrame) -> pd.DataFrame:
    """Return product at purchasing power: columns ``state``, ``year``, ``product`` (international dollars).

    Args:
        products: the table ``population_gdp``.
    """
    product = products["gdp_pc_ppp"].astype("float64") * products["population"].astype("float64")
    return products.assign(product=product)[["state", "year", "product"]]


def parts(frame: pd.DataFrame, members: pd.DataFrame) -> pd.DataFrame:
    """Split the ratio of Russia's spending to that of all others into the ratio of product and that of effort.

    Effort is spending over product, for the others their sums. The two ratios multiply to that of spending, so their
    logarithms add up without a rest and in any order: each is its own Shapley value.

    Args:
        frame: :func:`implied` or :func:`at_current_prices`.
        members: who belongs in which year: columns ``year``, ``state``.

    Returns:
        One row a year with columns ``year``, ``spending``, ``size``, ``effort`` (ratios Russia : others),
        ``size_part`` (of the logarithm of the ratio of spending, per cent), ``missing`` (as :func:`shares`).
    """
    spent, made = shares(frame, "spending", members), shares(frame, "product", members)
    spending, size = (of(part).map(odds) for part in (spent, made))
    ratios = pd.DataFrame({"spending": spending, "size": size, "effort": spending / size}).reset_index()
    part = [size_part(row.spending, row.size) for row in rows(ratios[["spending", "size"]])]
    return ratios.assign(size_part=part, missing=spent.drop_duplicates("year")["missing"].to_numpy())


def size_part(spending: float, size: float) -> float:
    """Return which part of the logarithm of a ratio of spending is that of the ratio of product, per cent."""
    return 100 * math.log(size) / math.log(spending)


def yardstick(spending: float, made: float, rounding: float = 0.5) -> dict[str, float]:
    """Return the same split for a state of which only rounded shares are published.

    Args:
        spending: its share of the members' spending, per cent.
        made: its share of the members' product, per cent; above 50.
        rounding: by how much the published shares may be off.

    Returns:
        ``low``, ``best``, ``high``: the part of size in per cent, over all values that round to the shares.

    Raises:
        ValueError: the product of the state may be less than that of the others.
    """
    if made - rounding <= 50:
        raise ValueError(f"a share of {made} may be less than one half: then size does not add to the ratio")
    offs = (-rounding, 0.0, rounding)
    pairs = [(spending + one, made + other) for one in offs for other in offs]
    found = {pair: size_part(odds(pair[0]), odds(pair[1])) for pair in pairs}
    return {"low": min(found.values()), "best": found[spending, made], "high": max(found.values())}


def odds(share: float) -> float:
    """Return the ratio of one to all others that a share in per cent stands for."""
    return share / (100 - share)


def carried(frame: pd.DataFrame, column: str, members: pd.DataFrame, *, back: bool = False) -> pd.DataFrame:
    """Return a column for all members and years, gaps filled with the last value before, or with the next one after.

    Args:
        frame: columns ``state``, ``year`` and ``column``; values outside the years of ``members`` are carried too.
        column: what is filled.
        members: who belongs in which year: columns ``year``, ``state``.
        back: carry the next value back instead of the last one forward.
    """
    wide = frame.pivot(index="year", columns="state", values=column).astype("float64")
    wide = wide.reindex(sorted({*wide.index, *members["year"]}))
    wide = wide.bfill() if back else wide.ffill()
    long = wide.rename_axis(index="year", columns="state").reset_index().melt("year", value_name=column)
    return members.merge(long, on=["year", "state"], how="left")[["state", "year", column]]


def ratio(frame: pd.DataFrame, column: str, state: str, year: int, base: int) -> float:
    """Return how many times its value of one year a state has in another one."""
    values = frame[frame["state"] == state].set_index("year")[column]
    return values[year] / values[base]


def suppliers(transfers: pd.DataFrame, recipients: Iterable[str], periods: Iterable[tuple[int, int]]) -> pd.DataFrame:
    """Return who delivered the arms of some states in some periods.

    Args:
        transfers: the table ``arms_transfers``.
        recipients: codes, in the order wanted.
        periods: first and last year of each.

    Returns:
        Columns ``recipient``, ``first``, ``last``, ``supplier``, ``tiv`` (million), ``share`` (of the deliveries to the
        recipient in the period, per cent), Russia first, then by share; a recipient without a delivery has a row
        without supplier and with ``tiv`` 0.
    """
    found = []
    for recipient, (first, last) in product(recipients, periods):
        part = transfers[(transfers["recipient"] == recipient) & transfers["year"].between(first, last)]
        sums = part.groupby("supplier")["tiv"].sum().astype("float64").sort_values(ascending=False, kind="stable")
        order = sorted(sums.items(), key=lambda item: item[0] != LARGEST)
        for supplier, tiv in order or [(pd.NA, 0.0)]:
            found.append((recipient, first, last, supplier, tiv, round(100 * tiv / max(sums.sum(), 1), 2)))
    return pd.DataFrame(found, columns=["recipient", "first", "last", "supplier", "tiv", "share"])


def delivered(suppliers: pd.DataFrame, recipients: Iterable[str], first: int) -> float:
    """Return Russia's share of the deliveries to some states, taken together, in the period that begins in a year."""
    part = suppliers[suppliers["recipient"].isin(list(recipients)) & (suppliers["first"] == first)]
    return 100 * part.loc[part["supplier"] == LARGEST, "tiv"].sum() / part["tiv"].sum()


def sent(suppliers: pd.DataFrame, recipient: str, first: int) -> int:
    """Return what Russia delivered to a state in the period that begins in a year, million TIV."""
    part = suppliers[(suppliers["recipient"] == recipient) & (suppliers["first"] == first)]
    return int(part.loc[part["supplier"] == LARGEST, "tiv"].sum())


def on_paper(members: pd.DataFrame) -> pd.DataFrame:
    """Return what the rule gives Russia: one vote among those of the members of the last year.

    Returns:
        As :func:`in_organs`.
    """
    last = members[members["year"] == members["year"].max()]
    return _rows("paper", [("votes", 100 / len(last), len(last), "votes")])


def in_organs(held: pd.DataFrame, decisions: pd.DataFrame, budget: pd.DataFrame) -> pd.DataFrame:
    """Return Russia's shares in the organs, the smallest first.

    Args:
        held: :func:`helpers.institutions.held`.
        decisions: the table ``decisions``; drafts that a named state held up are counted.
        budget: one row of the table ``budget_shares``.

    Returns:
        Columns ``group``, ``what``, ``state``, ``share`` (per cent), ``n`` (out of how many, or the year) and ``unit``
        (``votes``, ``drafts``, ``months`` or ``year``).
    """
    named = decisions["blocked_by"].dropna()
    months = held.groupby("office")["months"].sum()
    mine = held[held["state"] == LARGEST].set_index("office")["months"]
    found = [(office, 100 * mine[office] / months[office], round(months[office]), "months") for office in mine.index]
    found.append(("drafts", 100 * (named == LARGEST).mean(), len(named), "drafts"))
    found.append(("budget", budget["best"].item(), budget["year"].item(), "year"))
    return _rows("organs", sorted(found, key=lambda row: row[1]))


def in_means(**shares: pd.DataFrame) -> pd.DataFrame:
    """Return Russia's shares in means in the last year of each, the smallest first; columns as :func:`in_organs`."""
    last = [(what, of(frame).iloc[-1], frame["year"].max(), "year") for what, frame in shares.items()]
    return _rows("means", sorted(last, key=lambda row: row[1]))


def in_nato(budgets: pd.DataFrame, year: int) -> pd.DataFrame:
    """Return the published shares of the United States in NATO's spending and product; columns as :func:`in_organs`.

    Args:
        budgets: the table ``budget_shares``.
        year: of the shares.
    """
    mine = budgets[(budgets["state"] == "USA") & (budgets["year"] == year)].set_index("budget")["best"]
    found = [("spending", mine["NATO defence spending"]), ("product", mine["NATO combined GDP"])]
    return _rows("means", [(what, share, year, "year") for what, share in found]).assign(state="USA")


def _rows(group: str, found: Iterable[tuple[str, float, int, str]]) -> pd.DataFrame:
    frame = pd.DataFrame(found, columns=["what", "share", "n", "unit"]).astype({"share": "float64", "n": "int64"})
    frame = frame.assign(group=group, state=LARGEST)
    return frame[["group", "what", "state", "share", "n", "unit"]].round({"share": 2})


def scaled(frame: pd.DataFrame, column: str, factors: Mapping[str, float], until: int) -> pd.DataFrame:
    """Return a frame with the values of some states up to a year multiplied, to see what a revision would change.

    Args:
        frame: columns ``state``, ``year`` and ``column``.
        column: what is multiplied.
        factors: the factor of each state; others stay.
        until: last year that is changed.
    """
    factor = frame["state"].map(factors).where(frame["year"] <= until).fillna(1.0)
    return frame.assign(**{column: frame[column] * factor})


def efforts(frame: pd.DataFrame, members: pd.DataFrame) -> pd.DataFrame:
    """Return the member with the highest effort in each year that counts, as :func:`shares` counts.

    Args:
        frame: :func:`implied` or :func:`at_current_prices`.
        members: who belongs in which year: columns ``year``, ``state``.

    Returns:
        Columns ``year``, ``state``, ``effort`` (spending over product, per cent).
    """
    counted = shares(frame, "spending", members)
    known = counted[["year", "state"]].merge(frame, on=["year", "state"])
    known = known.assign(effort=100 * known["spending"] / known["product"])
    top = [next(rows(part.nlargest(1, "effort"))) for _, part in known.groupby("year")]
    return pd.DataFrame([(row.year, row.state, row.effort) for row in top], columns=["year", "state", "effort"])
