"""Dates and moments of typed cells that no calendar has: Polars breaks off where it has to write one out."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from data_sources.errors import UnreadableFileError

if TYPE_CHECKING:
    from collections.abc import Mapping

FIRST_DAY, LAST_DAY = date.min, date.max

_EPOCH = date(1970, 1, 1)
_DAYS = ((FIRST_DAY - _EPOCH).days + 1, (LAST_DAY - _EPOCH).days - 1)  # a time zone may move a moment by a day
_A_DAY: Mapping[str, int] = {"ms": 86_400_000, "us": 86_400_000_000, "ns": 86_400_000_000_000}


def stop_if_no_dates(frame: pl.DataFrame, file: str, rows: pl.Series, headers: Mapping[str, str] | None = None) -> None:
    """Refuse cells that are no day of a calendar.

    Args:
        frame: typed cells.
        file: the name of the file.
        rows: their numbers in the file.
        headers: column of the frame → header in the file, where they differ.

    Raises:
        UnreadableFileError: a date or moment is not of the years 1 to 9999.
    """
    for name, dtype in frame.schema.items():
        if isinstance(dtype, pl.Date):
            bounds = (_DAYS[0] - 1, _DAYS[1] + 1)
        elif isinstance(dtype, pl.Datetime):
            bounds = (_DAYS[0] * _A_DAY[dtype.time_unit], _DAYS[1] * _A_DAY[dtype.time_unit])
        else:
            continue
        low, high = (pl.lit(bound, pl.Int64) for bound in bounds)
        outside = ~frame[name].to_physical().is_between(low, high)
        at = outside.fill_null(value=False).arg_max() if outside.any() else None
        if at is not None:
            header = (headers or {}).get(name, name)
            raise UnreadableFileError(
                file, f"第 {rows[at]} 行列 {header} 的日期不在公元 1 年至 9999 年之间，读不出", "请改正后重新导出"
            )
