"""Rows that repeat the number of a row not far before them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

if TYPE_CHECKING:
    from benchmarks.noise import Flags, Noise, Rows

_NEIGHBOUR = 1000


def told_rows(own: Noise, part: float) -> tuple[Flags, Rows]:
    """Which rows repeat another one, and what row every row tells of: another one, or itself."""
    twice = own.share("twice", part) & (own.rows > _NEIGHBOUR)
    before = np.where(twice, 1 + own.below("neighbour", _NEIGHBOUR), 0).astype(np.uint64)
    return twice, own.rows - before


def numbered(pattern: str, told: Rows) -> pl.Series:
    """The numbers of records by the rows that they tell of."""
    return pl.select(pl.format(pattern, pl.lit(pl.Series(told)).cast(pl.String).str.zfill(9))).to_series()
