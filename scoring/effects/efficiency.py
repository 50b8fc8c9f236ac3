"""Clearing efficiency: seconds of clearing / clearing records. Of one firm, and of all firms together."""

from __future__ import annotations

import polars as pl

from scoring.effects.frames import POOLED

EFFICIENCY = "clearing_efficiency"
"""The name under which seconds per record stand among the indicators; the catalogue lists time and records only."""


def efficiencies(clearing: pl.DataFrame) -> pl.DataFrame:
    """Seconds per record of every firm, system and month, as sums of both (not the mean of daily quotients).

    Args:
        clearing: firm_id, system, date, seconds, records. Days that lack either, or have no records, do not count.

    Returns:
        firm_id, indicator (`clearing_efficiency`), system, month, value; sorted by firm, system and month.
    """
    return (
        _monthly(clearing, "firm_id", "system")
        .select("firm_id", pl.lit(EFFICIENCY).alias("indicator"), "system", "month", value="efficiency")
        .collect()
    )


def with_efficiency(monthly: pl.DataFrame, clearing: pl.DataFrame) -> pl.DataFrame:
    """The monthly values (firm_id, indicator, system, month, value) with those of clearing efficiency below them."""
    added = efficiencies(clearing)
    return pl.concat([monthly.select(added.columns), added])


def pooled_efficiency(clearing: pl.DataFrame) -> pl.DataFrame:
    """Seconds per record of all firms together: all seconds of a month / all records of the month.

    Args:
        clearing: as of `efficiencies`.

    Returns:
        POOLED, sorted by system and month.
    """
    return _monthly(clearing, "system").select(list(POOLED)).cast(POOLED).collect()


def _monthly(clearing: pl.DataFrame, *by: str) -> pl.LazyFrame:
    return (
        clearing.lazy()
        .drop_nulls(["seconds", "records"])
        .filter(pl.col("records") > 0)
        .sort("firm_id", "system", "date")  # sums of doubles depend on their order
        .with_columns(month=pl.col("date").dt.truncate("1mo"))
        .group_by(*by, "month", maintain_order=True)
        .agg(pl.col("seconds").sum(), pl.col("records").sum(), firms=pl.col("firm_id").n_unique())
        .with_columns(efficiency=pl.col("seconds") / pl.col("records"))
        .sort(*by, "month")
    )
