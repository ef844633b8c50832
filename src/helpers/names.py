"""Names: how states, bodies and people are written in English, Russian and Arabic, and whom a text names."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pandas as pd
from babel import Locale

from helpers.data import rows
from helpers.labels import language, t

#: Languages as the table of names writes them, with their codes.
LANGUAGES = {"English": "en", "Russian": "ru", "Arabic": "ar"}
#: Letters that are often typed without their marks.
_UNMARKED = str.maketrans(
    "أإآةى\N{CYRILLIC SMALL LETTER IO}\N{CYRILLIC CAPITAL LETTER IO}",
    "اااهي\N{CYRILLIC SMALL LETTER IE}\N{CYRILLIC CAPITAL LETTER IE}",
)
#: Words that Arabic writes together with the next one.
_JOINED = "[وفبلك]{0,2}"


def spellings(states: pd.DataFrame, bodies: pd.DataFrame, names: pd.DataFrame) -> pd.DataFrame:
    """Return every name with what bears it, the usual ones first.

    Args:
        states: the table of that name; names of states come from Unicode CLDR.
        bodies: the table of that name.
        names: the table of that name, which has the other names, and those of people.

    Returns:
        Columns ``of`` (an id, or the name of a person), ``kind`` (``states``, ``bodies``, ``people``), ``language``,
        ``name``.
    """
    found = [(state.id, "states", *name) for state in rows(states) for name in _of_state(state)]
    for body in rows(bodies):
        told = (("English", body.name), ("English", body.short), ("Russian", body.name_ru), ("Arabic", body.name_ar))
        found += [(body.id, "bodies", *name) for name in told]
    kinds = {of: kind for of, kind, *_ in found}
    found += [(of, "people", "English", of) for of in dict.fromkeys(names["of"]) if of not in kinds]
    found += [(row.of, kinds.get(row.of, "people"), row.language, row.name) for row in rows(names)]
    return pd.DataFrame(found, columns=["of", "kind", "language", "name"]).drop_duplicates(ignore_index=True)


def _of_state(state: Any) -> Iterator[tuple[str, str]]:
    """Yield languages and names of a state: as the book writes it, and as CLDR does."""
    for name, code in LANGUAGES.items():
        if name != "Russian":  # no edition is in Russian
            yield name, t(state.id, code)
        yield name, Locale(code).territories[state.alpha2]


def unmarked(name: str) -> str:
    """Return a name with the letters that many type: without hamza, with the dots of ya, without those of yo."""
    return name.translate(_UNMARKED)


def named_by(names: pd.DataFrame) -> Callable[[str], list[str]]:
    """Return what tells whom a text names, each once, in the order of the text; people also by their last name.

    Args:
        names: from :func:`spellings`; a text is read in the language of the edition.
    """
    own = names[names["language"].map(LANGUAGES) == language()]
    bearers = dict(zip(own["name"], own["of"], strict=True))
    for row in rows(own[own["kind"] == "people"]):
        bearers.setdefault(row.name.rpartition(" ")[2], row.of)
    longest_first = sorted(bearers, key=len, reverse=True)  # a name may hold another
    pattern = re.compile(rf"(?<!\w){_JOINED}({'|'.join(map(re.escape, longest_first))})(?!\w)")
    return lambda text: list(dict.fromkeys(bearers[found] for found in pattern.findall(text)))
