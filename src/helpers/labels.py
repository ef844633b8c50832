"""Words that vary with the language of the page: names of states, months, and the words of the tables.

Names of states and months come from Unicode CLDR through babel. All other words stand in the table ``labels``, one row
a word. Figures and the page's roles call :func:`t` alone, so both change together.
"""

from __future__ import annotations

import os
from datetime import datetime
from functools import cache

import pandas as pd
from babel import Locale
from babel.dates import format_date, format_skeleton
from babel.lists import format_list

from helpers.data import read_table
from helpers.dates import ONGOING, bounds


def language() -> str:
    """Return the language of the edition being built, ``en`` unless ``BOOK_LANGUAGE`` says otherwise."""
    return os.environ.get("BOOK_LANGUAGE", "en")


@cache
def _catalogue(lang: str) -> dict[str, str]:
    words = read_table("labels")
    return dict(zip(words["key"], words[lang], strict=True))


@cache
def _territories() -> dict[str, str]:
    states = read_table("states")
    return dict(zip(states["id"], states["alpha2"], strict=True))


#: Where CLDR's everyday name is not the one this book uses.
_NAMES = {("en", "TUR"): "Turkey", ("ar", "KGZ"): "قرغيزستان"}


def t(key: str, lang: str | None = None) -> str:
    """Return the word for ``key`` in the language of the edition, or in ``lang``.

    Args:
        key: an alpha-3 code of a state of the study set, or a key of the table ``labels``.
        lang: ``en`` or ``ar``.

    Raises:
        KeyError: neither a state nor a label has this key.
    """
    lang = lang or language()
    if key in _territories():
        return _NAMES.get((lang, key)) or Locale(lang).territories[_territories()[key]]
    try:
        return _catalogue(lang)[key]
    except KeyError:
        raise KeyError(f"no label {key!r}; add a row to data/labels.csv") from None


def names(states: list[str], lang: str | None = None) -> str:
    """Return the names of several states as one phrase, sorted: ``Armenia, Belarus and Russia``."""
    lang = lang or language()
    locale = {"en": "en_GB"}.get(lang, lang)  # no comma before "and"
    return format_list(sorted(t(state, lang) for state in states), locale=locale)


def titles(table: pd.DataFrame) -> dict[str, str]:
    """Return the names of the rows of a table, such as crises or options, in the language of the edition, by id."""
    return dict(zip(table["id"], table[{"ar": "name_ar"}.get(language(), "name")], strict=True))


def paraphrases(table: pd.DataFrame) -> dict[str, str]:
    """Return what the claims or statements of a table say, in the language of the edition, by id."""
    return dict(zip(table["id"], table[f"paraphrase_{language()}"], strict=True))


def range_text(low: int, high: int) -> str:
    """Return a range of numbers as a reader writes it: ``2,500``, or ``1,000 to 2,500``."""
    return f"{low:,}" if low == high else t("{start} to {end}").format(start=f"{low:,}", end=f"{high:,}")


def date_text(edtf: str, lang: str | None = None) -> str:
    """Return an EDTF date as a reader writes it: ``15 May 1992``, ``May 1992``, ``1992``, ``2022 to 2023``.

    A date with an hour ends in the clock by which it is told: ``1 January 2022, 17:20 (UTC+05:00)``.
    """
    lang = lang or language()
    if edtf == ONGOING:
        return t("ongoing", lang)
    if "/" in edtf:
        start, end = (date_text(part, lang) for part in edtf.split("/"))
        return t("{start} to {end}", lang).format(start=start, end=end)
    if "T" in edtf:
        moment = datetime.fromisoformat(edtf)
        told = {"day": date_text(edtf[:10], lang), "hour": f"{moment:%H:%M}", "clock": moment.tzinfo}
        return t("{day}, {hour} ({clock})", lang).format(**told)
    parts = edtf.count("-")
    if parts == 2:
        return format_date(bounds(edtf)[0], "d MMMM y", locale=lang)
    if parts == 1:
        return format_skeleton("yMMMM", bounds(edtf)[0], locale=lang)
    return edtf
