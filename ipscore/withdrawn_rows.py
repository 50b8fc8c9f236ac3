"""The column of `intake` that counts rows which decisions withdrew: it is written only where there are any."""

from __future__ import annotations

import polars as pl

WITHDRAWN = "corrected"


def as_written(name: str, table: pl.DataFrame) -> pl.DataFrame:
    """A table as a run states it."""
    none = name == "intake" and not table[WITHDRAWN].sum()
    return table.drop(WITHDRAWN) if none else table


def as_read(name: str, table: pl.DataFrame) -> pl.DataFrame:
    """A table of a run with all of its columns."""
    if name != "intake" or WITHDRAWN in table.columns:
        return table
    return table.with_columns(pl.lit(0, pl.Int64).alias(WITHDRAWN))
