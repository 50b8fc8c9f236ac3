"""Keys that stand more than once, found by hashes of which so many are in memory together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

if TYPE_CHECKING:
    from collections.abc import Sequence

_AT_ONCE = 5_000_000  # hashes that are in memory together, about


def key_hash(key: Sequence[str]) -> pl.Expr:
    """The hash of a key, as `_hash`; null where a cell of the key is empty."""
    whole = pl.all_horizontal(pl.col(key).is_not_null())
    value = pl.col(key[0]) if len(key) == 1 else pl.struct(key)
    return pl.when(whole).then(value.hash()).alias("_hash")


def repeated(columns: Sequence[pl.LazyFrame], rows: int, at_once: int = _AT_ONCE) -> pl.Series:
    """The hashes that stand more than once in the columns taken together; nulls are none.

    Args:
        columns: frames of one column of hashes.
        rows: how many there are in all, or more.
        at_once: about how many are in memory together.
    """
    parts = max(-(-rows // at_once), 1)
    numbers = pl.concat(columns).drop_nulls()
    found = []
    for part in range(parts):
        own = numbers if parts == 1 else numbers.filter(pl.all() % parts == part)
        some = np.sort(own.collect(engine="streaming").to_series().to_numpy())
        found.append(np.unique(some[1:][some[1:] == some[:-1]]))
    return pl.Series(np.concatenate(found))
