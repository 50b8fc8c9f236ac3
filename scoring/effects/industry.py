"""The industry's course: the mean over firms of a month / the mean over all firms and months - 1."""

from __future__ import annotations

import polars as pl

from scoring.effects.frames import INDUSTRY
from scoring.effects.in_order import grouped
from scoring.precision import settled

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
    better = (
        pl.when(direction == "lower").then(settled(change) < 0).when(direction == "higher").then(settled(change) > 0)
    )
    reported = monthly.drop_nulls("value").sort(*_SERIES, "month", "firm_id")
    mean = pl.col("value").list.mean()
    months = grouped(reported, [*_SERIES, "month"], ["value"]).with_columns(month_mean=mean)
    overall = grouped(reported, [*_SERIES], ["value"]).select(*_SERIES, overall_mean=mean)
    return (
        months.join(overall, on=_SERIES, how="left", maintain_order="left")
        .with_columns(
            change=pl.when(pl.col("overall_mean") != 0).then(pl.col("month_mean") / pl.col("overall_mean") - 1)
        )
        .join(directions.select("indicator", "direction"), on="indicator", how="left", maintain_order="left")
        .with_columns(improved=pl.when(pl.len().over(_SERIES) > 1).then(better))
        .select(list(INDUSTRY))
        .cast(INDUSTRY)
    )
