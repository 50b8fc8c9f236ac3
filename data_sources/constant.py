"""Columns that hold one value in every row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

if TYPE_CHECKING:
    from polars._typing import PolarsDataType


def constant(value: Any, rows: int, dtype: PolarsDataType) -> pl.Series:
    """One value in every row, made without a query: `pl.repeat` runs one, which in a small table takes longest."""
    return pl.Series([value], dtype=dtype).new_from_index(0, rows)


def nowhere(rows: int) -> pl.Series:
    """False in every row."""
    return constant(False, rows, pl.Boolean)
