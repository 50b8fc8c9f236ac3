"""A firm's clearing in a month: beside the month before, and day by day."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from datetime import date


def month_of_clearing(clearing: pl.DataFrame, models: pl.DataFrame, month: date, before: date) -> pl.DataFrame:
    """A firm's clearing in a month, system by system, beside the month before.

    Args:
        clearing: CLEARING of one firm.
        models: CLEARING_MODELS of the same firm.
        month: first day of the month.
        before: first day of the month before.

    Returns:
        system, days, judged (days that have a band), outside (days of these), seconds, records, efficiency (of the
        sums, seconds / record), previous (that of the month before), relative (efficiency / previous - 1), most_records
        (of one day), share (most_records / limit_records), and the columns of the model (its days as line_days), null
        where there is none; in order of first appearance.
    """
    ours = {
        day: clearing.drop_nulls(["seconds", "records"])
        .filter(pl.col("records") > 0, pl.col("date").dt.truncate("1mo") == day)
        .sort("system", "date")
        .group_by("system", maintain_order=True)
        .agg(
            days=pl.len().cast(pl.Int64),
            judged=pl.col("outside").count().cast(pl.Int64),
            outside=pl.col("outside").sum().cast(pl.Int64),
            seconds=pl.col("seconds").sum(),
            records=pl.col("records").sum(),
            most_records=pl.col("records").max(),
        )
        .with_columns(efficiency=pl.col("seconds") / pl.col("records"))
        for day in (month, before)
    }
    return (
        ours[month]
        .join(ours[before].select("system", previous="efficiency"), on="system", how="left", maintain_order="left")
        .with_columns(relative=pl.col("efficiency") / pl.col("previous") - 1)
        .join(models.drop("firm_id").rename({"days": "line_days"}), on="system", how="left", maintain_order="left")
        .with_columns(share=pl.col("most_records") / pl.col("limit_records"))
    )


def days_of_clearing(clearing: pl.DataFrame, month: date, window: int) -> pl.DataFrame:
    """The days of a month, and so many before it.

    Args:
        clearing: CLEARING of one firm.
        month: first day of the month.
        window: how many days before the month.

    Returns:
        The columns of CLEARING and current (whether the day belongs to the month); sorted by system and date.
    """
    found = clearing.filter(pl.col("date").dt.truncate("1mo") <= month).sort("system", "date")
    current = pl.col("date") >= month
    before = (~current).sum().over("system") - pl.int_range(pl.len()).over("system")  # days to the month's first
    return found.filter(current | (before <= window)).with_columns(current=current)
