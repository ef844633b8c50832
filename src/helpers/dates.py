"""Dates of the tables: EDTF text to days.

The tables write dates in EDTF (ISO 8601-2), level 0: ``1992``, ``1992-11``, ``1992-05-15`` or an interval of two of
these. A date is as exact as its source, so a helper that needs a day says which end of the date it takes. The tests
hold this reading against the ``edtf`` library, which is too slow to read a table with.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from functools import cache

import pandas as pd

#: An end that is still open on the as-of date.
ONGOING = ".."

_DATE = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?", re.ASCII)


@cache
def bounds(text: str) -> tuple[date, date]:
    """Return the first and the last day that an EDTF text covers.

    Raises:
        ValueError: the text is no date of a form that the tables use, or no date of the calendar.
    """
    first, slash, last = text.partition("/")
    start, end = _day(first, last=False), _day(last if slash else first, last=True)
    if end < start:
        raise ValueError(f"{text!r}: ends before it starts")
    return start, end


def _day(text: str, last: bool) -> date:
    match = _DATE.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r}: no date; write 1992, 1992-11, 1992-05-15 or 1992/1993")
    year = int(match[1])
    month = int(match[2] or (12 if last else 1))
    if not 1 <= month <= 12:
        raise ValueError(f"{text!r}: no month {month}")
    return date(year, month, int(match[3] or (monthrange(year, month)[1] if last else 1)))


def earliest(texts: pd.Series) -> pd.Series:
    """Return the first day that each EDTF text covers, as datetime64; NaT for missing and for ``..``."""
    return _map(texts, 0)


def latest(texts: pd.Series) -> pd.Series:
    """Return the last day that each EDTF text covers, as datetime64; NaT for missing and for ``..``."""
    return _map(texts, 1)


def _map(texts: pd.Series, side: int) -> pd.Series:
    days = [None if pd.isna(text) or text == ONGOING else bounds(text)[side] for text in texts]
    return pd.to_datetime(pd.Series(days, index=texts.index, name=texts.name, dtype="object"))


def iso(days: pd.Series) -> pd.Series:
    """Return days (datetime64) as ISO text, ``2022-01-06``; missing where there is none."""
    return days.dt.strftime("%Y-%m-%d")


def exact(text: str) -> date | None:
    """Return the day that an EDTF text gives, or None if it covers more than one."""
    first, last = bounds(text)
    return first if first == last else None


def days_between(start: str, end: str) -> int:
    """Return the days from one EDTF date to another; negative when the second is the earlier.

    Raises:
        ValueError: one of them is not exact to the day.
    """
    first, last = exact(start), exact(end)
    if first is None or last is None:
        raise ValueError(f"{start!r} to {end!r}: no two days")
    return (last - first).days


def last_day(year: int) -> pd.Timestamp:
    """Return 31 December of a year, the day on which the book counts members."""
    return pd.Timestamp(year=year, month=12, day=31)
