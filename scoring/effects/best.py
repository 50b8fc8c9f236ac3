"""The firm that improved an indicator most: last reported value / first reported value - 1.

The pilot's evaluation prints the quotient the other way round (first / last - 1), which gives positive numbers and
divides by zero where nothing is left; its printed results are only those of last / first - 1.
"""

from __future__ import annotations

import polars as pl

from scoring.effects.frames import EFFECTS

_SERIES = ("indicator", "system", "firm_id")


def best_improved(monthly: pl.DataFrame, directions: pl.DataFrame) -> pl.DataFrame:
    """The best-improved firm of every indicator and system.

    Of equal changes the one that took away more counts as better (1,601 to 0 before 3 to 0), then the firm's id
    decides.

    Args:
        monthly: firm_id, indicator, system, month, value; one row each. A firm's first and last value are those of the
            first and last month for which it reported one. A first value of 0 or below gives no change, nor does a
            single month.
        directions: indicator, direction (`lower` or `higher` is better; others have no best firm).

    Returns:
        EFFECTS, sorted by indicator and system.
    """
    changes = (
        monthly.drop_nulls("value")
        .sort("month")
        .group_by(_SERIES, maintain_order=True)
        .agg(
            first=pl.col("value").first(),
            last=pl.col("value").last(),
            first_month=pl.col("month").first(),
            last_month=pl.col("month").last(),
        )
        .filter(pl.col("first") > 0, pl.col("first_month") < pl.col("last_month"))
        .with_columns(change=pl.col("last") / pl.col("first") - 1)
        .join(directions.filter(pl.col("direction").is_in(["lower", "higher"])), on="indicator")
        .with_columns(worse=pl.when(direction="lower").then(pl.col("change")).otherwise(-pl.col("change")))
        .with_columns(moved=-(pl.col("last") - pl.col("first")).abs())
    )
    return (
        changes.sort("indicator", "system", "worse", "moved", "firm_id")
        .group_by("indicator", "system", maintain_order=True)
        .agg(pl.all().first(), firms=pl.len().cast(pl.Int64))
        .select(list(EFFECTS))
        .cast(EFFECTS)
    )
