"""Cells that may mean a day."""

from __future__ import annotations

from datetime import date

from benchmarks.fuzz.holding import around, hold, in_full_width
from data_sources.calendar_days import read_day
from data_sources.stage.marks import EPOCH_1900


def days(text: str) -> None:
    """A day or a reason; the same with blanks around and in full width; a day that is written again is the same."""
    read = read_day(text, EPOCH_1900)
    hold("a day or a reason", isinstance(read, date | str), expected=True)
    for spelled in (*around(text), in_full_width(text)):
        hold(f"{spelled!r} reads as {text!r} does", read_day(spelled, EPOCH_1900), read)
    if isinstance(read, date):
        year = f"{read.year:04}"
        for spelled in (
            read.isoformat(),
            f"{year}/{read.month}/{read.day}",
            f"{year}年{read.month}月{read.day}日",
            f"{year}{read:%m%d}",
        ):
            hold(f"{spelled} reads as itself", read_day(spelled, EPOCH_1900), read)
