"""Ranges, where sources differ or give no single number: ``low``, ``best``, ``high``."""

from __future__ import annotations

import numpy as np
import pandas as pd


def ranged(frame: pd.DataFrame) -> pd.DataFrame:
    """Return rows with ``low`` and ``high`` filled: a single value, ``best``, is its own range."""
    return frame.assign(low=frame["low"].fillna(frame["best"]), high=frame["high"].fillna(frame["best"]))


def toll(casualties: pd.DataFrame, crisis: str, side: str, measure: str = "killed") -> tuple[int, int]:
    """Return the lowest and the highest number that sources give, for one side in one crisis.

    A number that a source gives as a least or as a most counts as it stands.

    Args:
        casualties: the table of that name.
        crisis: id of the crisis.
        side: ``all``, ``civilians`` or the alpha-3 of a state.
        measure: what is counted, as in the table.

    Raises:
        KeyError: no source gives a number.
    """
    own = casualties[(casualties["crisis"] == crisis) & (casualties["side"] == side)]
    given = own.loc[own["measure"] == measure, ["low", "best", "high"]].to_numpy(dtype="float64", na_value=np.nan)
    if np.isnan(given).all():
        raise KeyError(f"no {measure} of {side} in {crisis}")
    return int(np.nanmin(given)), int(np.nanmax(given))
