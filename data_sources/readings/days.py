"""Dates of readings: days for daily ones, months for monthly ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from data_sources.cells import trimmed, typed
from data_sources.distinct import Distinct

if TYPE_CHECKING:
    from indicator_tree.catalogue import Catalogue

_MONTH = r"^([0-9]{4})(?:[-/.年]([0-9]{1,2})月?(?:份)?|([0-9]{2}))$"
_LAST_WEEKDAY = 5
_SPAN = 10_000  # days; dates that are farther apart are looked at as text


def read_dates(texts: pl.Series) -> pl.DataFrame:
    """Of every text: date (the text), empty, day (if it is one), month (the last day of the month, if it is one)."""
    text = pl.col("_text")
    month = text.str.extract(_MONTH, 1) + "-" + pl.coalesce(text.str.extract(_MONTH, 2), text.str.extract(_MONTH, 3))
    told = pl.DataFrame([texts.alias("date")]).with_columns(
        trimmed(pl.col("date").str.normalize("NFKC")).alias("_text")
    )
    return told.select(
        "date",
        text.is_null().alias("empty"),
        typed(text, "date").alias("day"),
        (month + "-01").str.to_date("%Y-%m-%d", strict=False).dt.month_end().alias("month"),
    )


def ends_of_months(days: pl.Series, catalogue: Catalogue) -> pl.Series:
    """The ends of the months of which days are the last, or the last on which the exchanges are open; else null."""
    months = pl.DataFrame([days.drop_nulls().unique().alias("day")]).with_columns(end=pl.col("day").dt.month_end())
    whole = [day for day, end in months.iter_rows() if day == end or catalogue.due_days("daily", day, end) == (day,)]
    return pl.select(
        pl.when(days.is_in(pl.Series(whole, dtype=pl.Date).implode())).then(days.dt.month_end())
    ).to_series()


def is_due(days: pl.Series, catalogue: Catalogue) -> pl.Series:
    """Whether the exchanges are open on a day."""
    return (days.dt.weekday() <= _LAST_WEEKDAY) & ~days.is_in(catalogue.calendar.closed)


def canonical_dates(cells: pl.Series, monthly: pl.Series, catalogue: Catalogue) -> pl.Series:
    """The dates of readings as `sift_readings` reads them; null where there is something to say about them.

    Args:
        cells: dates, or texts.
        monthly: whether readings are monthly, else they are daily.
        catalogue: says when exchanges are open.
    """
    texts, codes = _different(cells)
    found = read_dates(texts)
    day, month = found["day"], found["month"]
    days = pl.select(pl.when(month.is_null() & is_due(day, catalogue)).then(day)).to_series().gather(codes)
    if not monthly.any():
        return days
    used = pl.int_range(len(texts), eager=True).is_in(codes.filter(monthly).implode())
    ends = ends_of_months(pl.select(pl.when(used).then(day)).to_series(), catalogue)
    months = pl.select(pl.when(day.is_null()).then(month).otherwise(ends)).to_series().gather(codes)
    return months.zip_with(monthly, days)


def _different(cells: pl.Series) -> tuple[pl.Series, pl.Series]:
    """The different texts of a column of dates, and which of them every row has; null where it has none."""
    if cells.dtype == pl.Date:
        date = pl.col(cells.name)
        frame = cells.to_frame()
        span = frame.select((date.max() - date.min()).dt.total_days()).item()
        if span is not None and span < _SPAN:
            texts = frame.select(pl.date_range(date.min(), date.max()).cast(pl.String)).to_series()
            return texts, frame.select((date - date.min()).dt.total_days()).to_series()
    distinct = Distinct.of(cells.cast(pl.String))
    return distinct.texts, pl.int_range(len(cells), eager=True) if distinct.codes is None else distinct.codes
