"""Days of the evaluated year as columns."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from benchmarks.noise import Counts, Flags

FIRST_DAY, LAST_DAY = date(2017, 1, 1), date(2017, 12, 31)
YEAR_DAYS = (LAST_DAY - FIRST_DAY).days + 1
_EPOCH = date(1970, 1, 1)


def column_of_days(first: date, days: Counts, known: Flags) -> pl.Series:
    """Dates so many days after a first one, empty where they are not known."""
    dates = pl.Series(days + (first - _EPOCH).days).cast(pl.Int32).cast(pl.Date)
    return dates.zip_with(pl.Series(known), pl.Series([None], dtype=pl.Date))
