"""The reading of dates is held against the edtf library, which is right but slow."""

from datetime import date

import pandas as pd
import pytest
from edtf import parse_edtf
from hypothesis import given
from hypothesis import strategies as st

from helpers.check import Tables, dated
from helpers.dates import ONGOING, bounds, days_between, earliest, exact, iso, last_day, latest

DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31)).map(date.isoformat)
MONTHS = DAYS.map(lambda day: day[:7])
YEARS = DAYS.map(lambda day: day[:4])
POINTS = DAYS | MONTHS | YEARS


def reference(text: str) -> tuple[date, date]:
    """Return the first and the last day of a date as the edtf library reads it."""
    parsed = parse_edtf(text)
    return date(*parsed.lower_strict()[:3]), date(*parsed.upper_strict()[:3])


@given(POINTS)
def test_points_as_edtf_reads_them(text: str):
    assert bounds(text) == reference(text)


@given(POINTS, POINTS)
def test_intervals_as_edtf_reads_them(first: str, last: str):
    start, end = bounds(first)[0], bounds(last)[1]
    if start <= end:
        assert bounds(f"{first}/{last}") == reference(f"{first}/{last}")
    else:
        with pytest.raises(ValueError, match="ends before it starts"):
            bounds(f"{first}/{last}")


def test_shipped_dates_as_edtf_reads_them():
    data = Tables()
    texts = sorted({text for *_, text in dated(data)})
    shortest_first = sorted(texts, key=len)  # months and years are few: take them all, and a sample of the days
    sample = shortest_first[:20] + shortest_first[20 :: len(texts) // 40 + 1]
    assert len(sample) <= 60
    assert {text: bounds(text) for text in sample} == {text: reference(text) for text in sample}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "..",
        "/",
        "1992/",
        "/1992",
        "1992-00",
        "1992-13",
        "1992-13-01",
        "1992-02-30",
        "1993-02-29",
        "1992-05-00",
        "0000",
        "92",
        "1992-5",
        "1992-05-15T10:00",
        "15.05.1992",
        "May 1992",
        "1992?",
        "199X",
        " 1992",
        "1992\n",
        "١٩٩٢",
        "1993/1992",
        "1992/1993/1994",
    ],
)
def test_no_date(text: str):
    with pytest.raises(ValueError):
        bounds(text)


def test_leap_day():
    assert bounds("1992-02") == (date(1992, 2, 1), date(1992, 2, 29))


@given(st.lists(POINTS | st.just(ONGOING) | st.none()))
def test_columns_of_days(texts: list[str | None]):
    column = pd.Series(texts, dtype="str", index=range(5, 5 + len(texts)), name="start")
    for function, side in ((earliest, 0), (latest, 1)):
        days = function(column)
        assert days.name == "start"
        assert list(days.index) == list(column.index)
        assert pd.api.types.is_datetime64_dtype(days)
        expected = [None if text in (None, ONGOING) else bounds(text)[side] for text in texts]
        assert [None if pd.isna(day) else day.date() for day in days] == expected


def test_columns_of_days_as_text():
    days = earliest(pd.Series(["1992-05-15", "2022-01", ONGOING, None], dtype="str"))
    assert list(iso(days).dropna()) == ["1992-05-15", "2022-01-01"]
    assert list(iso(days).isna()) == [False, False, True, True]


def test_a_moment_is_written_as_its_day():
    moments = pd.Series(pd.to_datetime(["2022-01-05T21:55", "2022-01-06T00:00"]))
    assert list(iso(moments)) == ["2022-01-05", "2022-01-06"]


def test_days_between_exact_days():
    assert days_between("2013-09-23", "2024-11-28") == (date(2024, 11, 28) - date(2013, 9, 23)).days
    assert days_between("2022-01-19", "2022-01-06/2022-01-06") == -13
    assert (exact("2022-01-06"), exact("2022-01")) == (date(2022, 1, 6), None)
    for start, end in [("2013-09", "2024-11-28"), ("2013-09-23", "2024"), ("2013-09-23", "2024-11-28/2024-11-29")]:
        with pytest.raises(ValueError, match="no two days"):
            days_between(start, end)


def test_last_day():
    assert last_day(1999) == pd.Timestamp("1999-12-31")
