"""Random spell tables, and what a spell means, said without pandas."""

from datetime import date

import pandas as pd
from hypothesis import strategies as st

Row = dict[str, str | None]

COLUMNS = ["id", "state", "body", "layer", "status", "start", "end", "end_low"]
END = date(2026, 2, 15)


def days() -> st.SearchStrategy[date]:
    """Draw days from before the first spell to after the last one."""
    return st.dates(date(1990, 1, 1), date(2027, 12, 31))


def first_day(text: str) -> date:
    """Return the first day of a date of the tables: ``1992``, ``1992-11``, ``1992-05-15``, or the first of two."""
    return date.fromisoformat((text.split("/")[0] + "-01-01")[:10])


def until(row: Row) -> date | None:
    """Return the first day after a spell, None while it is open; an unknown end is end_low, else the start."""
    end = row["end"] or row["end_low"] or row["start"]
    return None if end == ".." else first_day(end)


def is_in(row: Row, day: date) -> bool:
    """Tell whether a spell covers a day."""
    end = until(row)
    return first_day(row["start"]) <= day and (end is None or day < end)


@st.composite
def spans(draw: st.DrawFn) -> Row:
    """Draw a start and an end of all the forms that the tables use."""
    first, last = sorted(draw(st.tuples(*[st.dates(date(1991, 1, 1), END)] * 2)))
    shape = st.sampled_from([4, 7, 10])
    start, end = first.isoformat()[: draw(shape)], last.isoformat()[: draw(shape)]
    if first_day(end) < first_day(start):
        end = start
    if draw(st.booleans()):
        start += f"/{first.isoformat()}"
    form = draw(st.sampled_from(["known", "open", "low", "none"]))
    return {
        "start": start,
        "end": {"known": end, "open": ".."}.get(form),
        "end_low": end if form == "low" else None,
    }


@st.composite
def tables(draw: st.DrawFn) -> list[Row]:
    """Draw up to eight spells of a few states in a few bodies; they may overlap."""
    words = st.fixed_dictionaries(
        {
            "state": st.sampled_from(["ARM", "GEO", "RUS", "UZB"]),
            "body": st.sampled_from(["cst", "csto", "cis"]),
            "layer": st.sampled_from(["treaty", "organisation"]),
            "status": st.sampled_from(["party", "member"]),
        }
    )
    drawn = draw(st.lists(st.tuples(words, spans()), max_size=8))
    return [{"id": f"s{number}", **word, **span} for number, (word, span) in enumerate(drawn)]


def frame(rows: list[Row]) -> pd.DataFrame:
    """Return rows as the frame that load would return."""
    return pd.DataFrame(rows, columns=COLUMNS, dtype="str")
