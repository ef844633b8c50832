"""The law of the alliance: wordings of articles in time, bases on foreign soil, ways out.

Dates that are less exact than a day count from their first day, as everywhere in the book.
"""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from helpers.data import rows
from helpers.dates import ONGOING, earliest, iso, latest

#: How much of a text was read, from most to least, and the words under which figures show it.
READ = {"whole": "whole", "excerpt": "in part", "partly": "in part", "not read": "not read"}


def versions(
    provisions: pd.DataFrame, agreements: pd.DataFrame, *, subjects: Iterable[str], instruments: Iterable[str], end: str
) -> pd.DataFrame:
    """Return the wordings of numbered articles as bars: one row a wording.

    Args:
        provisions: the table of that name.
        agreements: the table of that name; its day of signature stands in where no day of force is known.
        subjects: what is shown, in this order.
        instruments: ids of agreements, in this order within a subject.
        end: the as-of day, ``YYYY-MM-DD``; open ends are cut there.

    Returns:
        Columns ``id``, ``line`` (the id without the year of the wording), ``subject``, ``instrument``, ``article``,
        ``version``, ``start``, ``end`` (ISO days), ``known`` (whether the day of force is), ``basis`` and ``read``
        (``whole``, ``in part``, ``not read``).
    """
    first, then = list(subjects), list(instruments)
    keep = provisions["subject"].isin(first) & provisions["instrument"].isin(then)
    frame = provisions[keep & provisions["article"].str.match(r"\d")].copy()
    signed = frame["instrument"].map(agreements.set_index("id")["signed"])
    frame["known"] = frame["in_force_from"].notna()
    frame["start"] = iso(earliest(frame["in_force_from"].fillna(signed)))
    frame["end"] = iso(earliest(frame["in_force_to"]).fillna(pd.Timestamp(end)))
    frame["line"] = frame["id"].str.replace(r"-\d{4}$", "", regex=True)
    frame["read"] = frame["basis"].map(READ)
    frame["rank"] = frame["subject"].map(first.index) * len(then) + frame["instrument"].map(then.index)
    frame["number"] = frame["article"].str.extract(r"^(\d+)", expand=False).astype(int)
    frame = frame.sort_values(["rank", "number", "line", "start"])
    columns = ["id", "line", "subject", "instrument", "article", "version", "start", "end", "known", "basis", "read"]
    return frame[columns].reset_index(drop=True)


def reading(provisions: pd.DataFrame) -> pd.Series:
    """Count provisions by how much of them was read: ``whole``, ``in part``, ``not read``, in this order."""
    counts = provisions["basis"].map(READ).value_counts()
    return counts.reindex(list(dict.fromkeys(READ.values())), fill_value=0)


def bases(agreements: pd.DataFrame, parties: pd.DataFrame, *, hosts: Iterable[str], end: str) -> pd.DataFrame:
    """Return the bases and facilities of one state on the soil of another as bars, by host and site.

    The site is the middle of the id: ``manas`` of ``base-manas-2001``. A stretch from signature to force is a row of
    its own, unless an older agreement still covered the site. Where no day of force is known, signature counts.

    Args:
        agreements: the table of that name; only rows of the kind ``base`` are taken, and of these only those with a
            host and a user.
        parties: the table ``agreement_parties``.
        hosts: alpha-3 codes, in the order in which they are shown.
        end: the as-of day, ``YYYY-MM-DD``; open and unknown ends are cut there.

    Returns:
        Columns ``id``, ``host``, ``site``, ``user``, ``status`` (``in force``, ``signed``, ``end not known``),
        ``start``, ``end`` (ISO days), ``open``; sites of a host in the order of their first day.
    """
    order = list(hosts)
    frame = agreements.loc[agreements["kind"] == "base", ["id", "signed", "in_force", "ended"]]
    for role in ("host", "user"):
        named = parties.loc[parties["role"] == role, ["agreement", "party"]]
        frame = frame.merge(named.set_axis(["id", role], axis=1), on="id")
    frame = frame[frame["host"].isin(order)].assign(
        site=frame["id"].str.replace(r"^base-|-\d{4}$", "", regex=True),
        signed=earliest(frame["signed"]),
        late=latest(frame["signed"]),
        force=earliest(frame["in_force"]),
        until=earliest(frame["ended"]),
        open=frame["ended"] == ONGOING,
    )
    frame["first"] = frame[["signed", "force"]].min(axis=1)
    found = []
    for (host, site), group in frame.sort_values("first").groupby(["host", "site"], sort=False):
        free = pd.Timestamp.min
        for row in rows(group):
            lasts = pd.notna(row.until) or row.open
            stop = row.until if pd.notna(row.until) else pd.Timestamp(end)
            begin = max(row.first, free)
            if max(row.late, free) < row.force:  # false where one of the days is not known
                found.append((row.id, host, site, row.user, "signed", begin, row.force, False))
            start = max(row.force if pd.notna(row.force) else begin, free)
            found.append(
                (row.id, host, site, row.user, "in force" if lasts else "end not known", start, stop, row.open)
            )
            free = stop
    bars = pd.DataFrame(found, columns=["id", "host", "site", "user", "status", "start", "end", "open"])
    bars["first"] = bars.groupby(["host", "site"])["start"].transform("min")
    bars = bars.assign(rank=bars["host"].map(order.index)).sort_values(["rank", "first", "site", "start"])
    for column in ("start", "end"):
        bars[column] = iso(bars[column])
    return bars.drop(columns=["rank", "first"]).reset_index(drop=True)


def exits(
    memberships: pd.DataFrame, events: pd.DataFrame, parts: pd.DataFrame, *, notice: pd.DataFrame, end: str
) -> pd.DataFrame:
    """Return the ways out of the alliance, from the announcement to the end; a freeze that lasts is open.

    An exit is an ended spell of a party or member, the organisation standing for the Treaty where both end on one day.
    It is announced by the first event in its time in which the state has the role ``withdrawing``.

    Args:
        memberships: spells in the Treaty and in the organisation.
        events: the table of that name.
        parts: the table ``event_states``.
        notice: the provision on leaving, one row, with ``months`` and the day from which it is in force.
        end: the as-of day, ``YYYY-MM-DD``.

    Returns:
        Columns ``id`` (of the membership), ``state``, ``how``, ``announced``, ``event`` (that announces it), ``ended``
        (ISO days), ``open``, ``days`` and ``notice`` (days that the provision asks for, NA before it was in force).
    """
    day = earliest(events.set_index("id")["date"])
    leaving = parts[parts["role"] == "withdrawing"].assign(day=lambda frame: frame["event"].map(day))
    found = []
    for row in rows(_left(memberships)):
        known = leaving[(leaving["state"] == row.state) & (leaving["day"] > row.first) & (leaving["day"] < row.until)]
        said = next(rows(known.sort_values("day", kind="stable")))
        found.append((row.id, row.state, row.end_how, said.day, said.event, row.until, False))
    frozen = memberships[(memberships["layer"] == "participation") & (memberships["end"] == ONGOING)]
    for row in rows(frozen.assign(first=earliest(frozen["start"]))):
        found.append((row.id, row.state, row.status, row.first, row.start_event, pd.Timestamp(end), True))
    frame = pd.DataFrame(found, columns=["id", "state", "how", "announced", "event", "ended", "open"])
    frame = frame.sort_values(["announced", "state"]).reset_index(drop=True)
    frame["days"] = (frame["ended"] - frame["announced"]).dt.days
    due = (frame["announced"] + pd.DateOffset(months=int(notice["months"].item())) - frame["announced"]).dt.days
    frame["notice"] = due.astype("Int64").where(frame["announced"] >= earliest(notice["in_force_from"]).item())
    for column in ("announced", "ended"):
        frame[column] = iso(frame[column])
    return frame


def _left(memberships: pd.DataFrame) -> pd.DataFrame:
    """Return the ended spells of parties and members with ``first`` and ``until``; one a state and day."""
    ended = (
        memberships["status"].isin(["party", "member"]) & memberships["end"].notna() & (memberships["end"] != ONGOING)
    )
    frame = memberships[ended & (memberships["end_how"] != "change of status")]
    frame = frame.assign(first=earliest(frame["start"]), until=earliest(frame["end"]))
    return frame.sort_values("layer").drop_duplicates(["state", "until"])  # "organisation" comes before "treaty"
