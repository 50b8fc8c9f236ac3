"""Readings by month, and each month against the month before."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from scoring.operations.frames import MONTHLY, SERIES

if TYPE_CHECKING:
    from indicator_tree.catalogue import Catalogue


def monthly(readings: pl.DataFrame, catalogue: Catalogue) -> pl.DataFrame:
    """A frame of the shape `MONTHLY`, sorted: the days of a month as the indicator's `aggregate` puts them together.

    `previous` is the value of the calendar month before, null where that has no reading; `relative` is null too where
    the previous value is 0. Of states the values, 0 and 1, are added up to the number of abnormal days; texts have no
    month. A month counts the days that were read: whether some are missing is told by the checks.

    Args:
        readings: READINGS, in any order.
        catalogue: says how days become a month.
    """
    aggregates = {code: catalogue.indicator[code].aggregate for code in catalogue.leaves}
    value = pl.col("value")
    rows = (
        in_order(readings.filter(pl.col("indicator").is_in(list(aggregates)), value.is_finite()))
        .with_columns(month=pl.col("date").dt.truncate("1mo"))
        .group_by(_changes(*SERIES, "month").cum_sum().alias("run"), maintain_order=True)
        .agg(pl.col(*SERIES, "month").first(), last=value.last(), mean=value.mean(), sum=value.sum(), max=value.max())
        .with_columns(how=pl.col("indicator").replace_strict(aggregates, return_dtype=pl.String))
    )
    chosen = pl.coalesce(pl.when(pl.col("how") == how).then(pl.col(how)) for how in ("last", "mean", "sum", "max"))
    months = rows.select(*SERIES, "month", value=chosen)
    follows = ~_changes(*SERIES) & (pl.col("month") == pl.col("month").shift().dt.offset_by("1mo"))
    points = pl.col("value") - pl.col("previous")
    relative = pl.when(pl.col("previous") != 0).then(pl.col("value") / pl.col("previous") - 1)
    return (
        months.with_columns(previous=pl.when(follows).then(pl.col("value").shift()))
        .with_columns(points=points, relative=relative)
        .select(MONTHLY.names())
        .cast(MONTHLY)
    )


def in_order(readings: pl.DataFrame) -> pl.DataFrame:
    """Readings sorted by series and date; those that are already are not sorted again, which costs ten times a look."""
    sorted_ = readings.select(_follows(*SERIES, "date").all()).item()
    return readings if sorted_ else readings.sort(*SERIES, "date")


def _follows(column: str, *others: str) -> pl.Expr:
    """Whether a row comes behind the one before it, or is the same."""
    here, before = pl.col(column), pl.col(column).shift()
    return (here > before) | ((here == before) & _follows(*others) if others else here == before)


def _changes(*columns: str) -> pl.Expr:
    """Whether a row differs from the one before it in some columns."""
    return pl.any_horizontal(pl.col(name) != pl.col(name).shift() for name in columns).fill_null(value=False)
