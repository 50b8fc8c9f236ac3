"""The days on which readings are due, where nobody says which."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ipscore.errors import UnclearPeriodError

if TYPE_CHECKING:
    import polars as pl

_YEARS = 10  # readings farther apart are a mistyped year rather than a history
_DAYS = 366


def insist_on_clear_period(readings: pl.DataFrame) -> None:
    """Insist that readings are not so far apart that one of their dates must be wrong.

    Raises:
        UnclearPeriodError: they are; names the first and the last and whose they are.
    """
    dated = readings.sort("date")
    if dated.is_empty():
        return
    first, last = dated.row(0, named=True), dated.row(-1, named=True)
    if (last["date"] - first["date"]).days > _YEARS * _DAYS:
        ends = "、".join(f"{row['date']}（{row['firm_id']} {row['indicator']}）" for row in (first, last))
        raise UnclearPeriodError(
            f"读数的日期相隔超过 {_YEARS} 年：最早与最晚的是 {ends}",
            "请改正写错的日期，或用 --from 与 --to 写明应报的日期",
        )
