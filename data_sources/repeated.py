"""Numbers that stand more than once in a column, found among more of them than shall be in memory together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

if TYPE_CHECKING:
    from collections.abc import Sequence

_AT_ONCE = 5_000_000  # numbers that are in memory together, about


def repeated(columns: Sequence[pl.LazyFrame], rows: int) -> pl.Series:
    """The numbers that stand more than once in the columns taken together; nulls are none.

    Args:
        columns: frames of one column of whole numbers that are spread evenly, such as hashes.
        rows: how many there are in all, or more.
    """
    parts = 1 + rows // _AT_ONCE
    numbers = pl.concat(columns).drop_nulls()
    found = []
    for part in range(parts):
        own = numbers if parts == 1 else numbers.filter(pl.all() % parts == part)
        some = np.sort(own.collect(engine="streaming").to_series().to_numpy())
        found.append(np.unique(some[1:][some[1:] == some[:-1]]))
    return pl.Series(np.concatenate(found))
