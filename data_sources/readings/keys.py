"""Keys of readings: one number for what no two readings that count may share."""

from __future__ import annotations

from typing import TypeVar

import polars as pl

_Named = TypeVar("_Named")

MOST = 1 << 16
"""How many firms, and how many series, keys can tell apart."""

_SERIES, _DAY = 1 << 32, 1 << 31


def key(line: pl.Expr, day: pl.Expr) -> pl.Expr:
    """The key of a line (a number below 2**32 for a firm and a series) and a date; sorts by them."""
    return line.cast(pl.UInt64) * _SERIES + (day.cast(pl.Int64) + _DAY).cast(pl.UInt64)


def on_line(line: pl.Expr, keys: pl.Expr) -> pl.Expr:
    """The key of another line and the date of a key."""
    return line.cast(pl.UInt64) * _SERIES + keys % _SERIES


def line_of(keys: pl.Expr) -> pl.Expr:
    """The line."""
    return (keys // _SERIES).cast(pl.UInt32)


def day_of(keys: pl.Expr) -> pl.Expr:
    """The date."""
    return ((keys % _SERIES).cast(pl.Int64) - _DAY).cast(pl.Int32).cast(pl.Date)


def line(firm: pl.Expr, series: pl.Expr) -> pl.Expr:
    """The line of a firm and a series, both below `MOST`."""
    return firm.cast(pl.UInt32) * MOST + series.cast(pl.UInt32)


def firm_of(keys: pl.Expr) -> pl.Expr:
    """The firm of a key of such a line."""
    return line_of(keys) // MOST


def series_of(keys: pl.Expr) -> pl.Expr:
    """The series of a key of such a line."""
    return line_of(keys) % MOST


def numbered(numbers: dict[_Named, int], what: _Named) -> int:
    """The number of something, from 1; 0 if there are as many as keys can tell apart."""
    return numbers.setdefault(what, len(numbers) + 1) if what in numbers or len(numbers) + 1 < MOST else 0
