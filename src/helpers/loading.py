"""What a chapter reads a table with."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from helpers.data import DataError, read_table


def load(table: str, path: str | Path | None = None) -> pd.DataFrame:
    """Return one table of the package as a typed frame, one row a fact, indexed from 0.

    Columns have the types of the schema: text as ``str`` with missing values as NA, whole numbers as ``Int64``, other
    numbers as ``Float64``. Dates stay EDTF text, because ``1992`` and ``1992-05-15`` say different things;
    :mod:`helpers.dates` turns them into days.

    Args:
        table: name of a table in ``datapackage.json``.
        path: a table of your own with the same columns, to be read in its place; it is checked first.

    Raises:
        DataError: no such table, or ``path`` breaks the contract; the message names file, line and column.
    """
    if path is None:
        return read_table(table)
    from helpers.check import check_table  # brings frictionless, which is slow to import and needed only here

    faults = check_table(table, Path(path))
    if faults:
        raise DataError("\n".join(str(fault) for fault in faults))
    return read_table(table, Path(path))
