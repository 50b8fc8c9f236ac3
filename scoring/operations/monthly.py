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
    rows, begins = in_order(readings.filter(value.is_finite()))
    months = months_of(rows["date"])
    runs = (begins | months.ne_missing(months.shift())).cum_sum().set_sorted()
    grouped = (
        rows.with_columns(months.alias("month"))
        .group_by(runs.alias("run"), maintain_order=True)
        .agg(pl.col(*SERIES, "month").first(), last=value.last(), mean=value.mean(), sum=value.sum(), max=value.max())
        .filter(pl.col("indicator").is_in(list(aggregates)))
        .with_columns(how=pl.col("indicator").replace_strict(aggregates, return_dtype=pl.String))
    )
    chosen = pl.coalesce(pl.when(pl.col("how") == how).then(pl.col(how)) for how in ("last", "mean", "sum", "max"))
    follows = ~_begins() & (pl.col("month") == pl.col("month").shift().dt.offset_by("1mo"))
    points = pl.col("value") - pl.col("previous")
    relative = pl.when(pl.col("previous") != 0).then(pl.col("value") / pl.col("previous") - 1)
    return (
        grouped.select(*SERIES, "month", value=chosen)
        .with_columns(previous=pl.when(follows).then(pl.col("value").shift()))
        .with_columns(points=points, relative=relative)
        .select(MONTHLY.names())
        .cast(MONTHLY)
    )


def in_order(readings: pl.DataFrame) -> tuple[pl.DataFrame, pl.Series]:
    """Readings sorted by series and date, and in which rows a series begins.

    Those that are sorted already are not sorted again, which costs ten times a look.
    """
    begins = readings.select(_begins()).to_series()
    if (begins | (readings["date"] >= readings["date"].shift())).all() and readings.filter(begins).select(
        _follows(*SERIES).all()
    ).item():
        return readings, begins
    ordered = readings.sort(*SERIES, "date")
    return ordered, ordered.select(_begins()).to_series()


def months_of(days: pl.Series) -> pl.Series:
    """The first day of the month of every day; every day from the first to the last is looked at once."""
    if days.is_empty():
        return days
    frame, day = days.to_frame("day"), pl.col("day")
    calendar = frame.select(pl.date_range(day.min(), day.max()).dt.month_start()).to_series()
    return calendar.gather(frame.select((day - day.min()).dt.total_days()).to_series())


def _follows(column: str, *others: str) -> pl.Expr:
    """Whether a row comes behind the one before it, or is the same."""
    here, before = pl.col(column), pl.col(column).shift()
    return (here > before) | ((here == before) & _follows(*others) if others else here == before)


def _begins() -> pl.Expr:
    """Whether a row is of another series than the one before it."""
    return pl.any_horizontal(pl.col(name) != pl.col(name).shift() for name in SERIES).fill_null(value=True)
