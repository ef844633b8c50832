"""Steps of an explorer: what stands at each of them, and a sentence that says what changed."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from helpers.labels import names, t
from helpers.spells import by_year


def yearly_steps(spells: pd.DataFrame, years: Iterable[int], end: str) -> pd.DataFrame:
    """Return one step a year: who has joined what and who has left since the year before.

    Args:
        spells: rows with ``state``, ``body``, ``start``, ``end``.
        years: calendar years, in their order.
        end: the as-of day, ``YYYY-MM-DD``; its year is counted on that day, every other on 31 December.

    Returns:
        Columns ``step`` (the year), ``text`` (whole sentences in the language of the edition), ``links`` (how many
        stand), ``came``, ``went`` (how many since the year before).
    """
    present = by_year(spells, years, end)
    found = []
    before: set[tuple[str, str]] | None = None
    for year in years:
        now = set(present.loc[present["year"] == year, ["state", "body"]].itertuples(index=False, name=None))
        was = now if before is None else before
        came, gone = now - was, was - now
        sentences = [*_sentences("explorer: joined", came), *_sentences("explorer: left", gone)]
        if before is None:
            sentences = [t("explorer: first").format(links=len(now))]
        found.append((year, " ".join(sentences) or t("explorer: none"), len(now), len(came), len(gone)))
        before = now
    return pd.DataFrame(found, columns=["step", "text", "links", "came", "went"])


def _sentences(key: str, links: Iterable[tuple[str, str]]) -> list[str]:
    by_body: dict[str, list[str]] = {}
    for state, body in sorted(links, key=lambda link: link[1]):
        by_body.setdefault(body, []).append(state)
    return [t(key).format(body=t(body), states=names(states)) for body, states in by_body.items()]


def standing(spells: pd.DataFrame, years: Iterable[int], end: str) -> pd.DataFrame:
    """Return every link that stands in some year, with the years in which it does.

    Returns:
        Columns ``state``, ``body``, ``on``: runs of years, ``1992-1998 2006-2011``; sorted by state and body.
    """
    present = by_year(spells, years, end)
    found = [(state, body, runs(group["year"])) for (state, body), group in present.groupby(["state", "body"])]
    return pd.DataFrame(found, columns=["state", "body", "on"])


def runs(numbers: Iterable[int]) -> str:
    """Return whole numbers as runs without a gap: ``1992-1998 2006-2011``, ``2024``."""
    found: list[list[int]] = []
    for number in sorted(set(numbers)):
        if found and found[-1][1] == number - 1:
            found[-1][1] = number
        else:
            found.append([number, number])
    return " ".join(f"{first}-{last}" if last > first else f"{first}" for first, last in found)


def union(cells: Iterable[str]) -> str:
    """Return the runs that cover what any of some runs cover."""
    covered: set[int] = set()
    for cell in cells:
        for run in cell.split():
            first, _, last = run.partition("-")
            covered.update(range(int(first), int(last or first) + 1))
    return runs(covered)


def is_on(cell: str, step: int) -> bool:
    """Tell whether runs cover a number."""
    return any(int(first) <= step <= int(last or first) for first, _, last in (r.partition("-") for r in cell.split()))
