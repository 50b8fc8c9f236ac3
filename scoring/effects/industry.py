"""The industry's course: the mean over firms of a month / the mean over all firms and months - 1."""

from __future__ import annotations

import polars as pl

from scoring.effects.frames import INDUSTRY

_SERIES = ("indicator", "system")


def industry_change(monthly: pl.DataFrame, directions: pl.DataFrame) -> pl.DataFrame:
    """Every indicator's months beside its overall mean.

    Args:
        monthly: firm_id, indicator, system, month, value; one row each. What was not reported enters no mean.
        directions: indicator, direction (`lower`, `higher`, `none`).

    Returns:
        INDUSTRY, sorted by indicator, system and month.
    """
    change, direction = pl.col("change"), pl.col("direction")
    return (
        monthly.lazy()
        .drop_nulls("value")
        .sort(*_SERIES, "month", "firm_id")  # sums of doubles depend on their order
        .with_columns(overall_mean=pl.col("value").mean().over(_SERIES))
        .group_by(*_SERIES, "month", maintain_order=True)
        .agg(month_mean=pl.col("value").mean(), overall_mean=pl.col("overall_mean").first())
        .with_columns(
            change=pl.when(pl.col("overall_mean") != 0).then(pl.col("month_mean") / pl.col("overall_mean") - 1)
        )
        .join(directions.lazy().select("indicator", "direction"), on="indicator", how="left", maintain_order="left")
        .with_columns(
            improved=pl.when(direction == "lower").then(change < 0).when(direction == "higher").then(change > 0)
        )
        .select(list(INDUSTRY))
        .cast(INDUSTRY)
        .collect()
    )
