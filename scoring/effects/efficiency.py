"""Clearing efficiency: seconds of clearing / clearing records. Of one firm, and of all firms together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from scoring.effects.frames import POOLED
from scoring.effects.in_order import grouped

if TYPE_CHECKING:
    from collections.abc import Sequence

EFFICIENCY = "clearing_efficiency"
"""The name under which seconds per record stand among the indicators; the catalogue lists time and records only."""


def efficiencies(clearing: pl.DataFrame) -> pl.DataFrame:
    """Seconds per record of every firm, system and month, as sums of both (not the mean of daily quotients).

    Args:
        clearing: firm_id, system, date, seconds, records. Days that lack either, or have no records, do not count.

    Returns:
        firm_id, indicator (`clearing_efficiency`), system, month, value; sorted by firm, system and month.
    """
    return _monthly(clearing, "firm_id", "system").select(
        "firm_id", pl.lit(EFFICIENCY).alias("indicator"), "system", "month", value="efficiency"
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
    months = _monthly(clearing.with_columns(firm=pl.col("firm_id")), "system", others=("firm",))
    return months.with_columns(firms=pl.col("firm").list.n_unique()).select(list(POOLED)).cast(POOLED)


def _monthly(clearing: pl.DataFrame, *by: str, others: Sequence[str] = ()) -> pl.DataFrame:
    days = (
        clearing.drop_nulls(["seconds", "records"])
        .filter(pl.col("records") > 0)
        .with_columns(month=pl.col("date").dt.truncate("1mo"))
        .sort(*by, "date", "firm_id", "system")
    )
    return (
        grouped(days, [*by, "month"], ["seconds", "records", *others])
        .with_columns(pl.col("seconds", "records").list.sum())
        .with_columns(efficiency=pl.col("seconds") / pl.col("records"))
    )
