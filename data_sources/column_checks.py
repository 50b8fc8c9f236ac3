"""What a contract asks of the values of a column, beside their type."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Literal

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Limit = Literal["ge", "gt", "le", "lt"]

_LIMITS: Mapping[Limit, tuple[Callable[[pl.Expr, float], pl.Expr], str, str]] = {
    "ge": (pl.Expr.ge, "greater_than_or_equal_to", "不得小于 {}"),
    "gt": (pl.Expr.gt, "greater_than", "须大于 {}"),
    "le": (pl.Expr.le, "less_than_or_equal_to", "不得大于 {}"),
    "lt": (pl.Expr.lt, "less_than", "须小于 {}"),
}
"""What the limits mean for Polars, how pandera calls them, and what a person is told."""

NOT_BEFORE = "not_before_"
"""How the name of a check begins that holds a date against another column's."""


@dataclass(frozen=True)
class Check:
    """One thing that is asked of the values of a column.

    Attributes:
        name: what it is known by; of a limit as pandera knows it.
        error: what a person is told of a row that does not keep it, in Chinese.
        keeps: from the column's name to whether a row keeps it; may ask other columns of the row.
        empty_keeps: whether a row keeps it of which it cannot be told.
        limit: which limit of a number it is, and how much; None for all other checks.
    """

    name: str
    error: str
    keeps: Callable[[str], pl.Expr]
    empty_keeps: bool = True
    limit: tuple[Limit, float] | None = None


def limited(kind: Limit, value: float) -> Check:
    """The check that a number keeps a limit."""
    _, name, reason = _LIMITS[kind]
    return Check(name, reason.format(value), partial(_within, kind, value), limit=(kind, value))


def not_before(title: str, other: str, other_title: str) -> Check:
    """The check that a date of a title is not before that of another column."""
    return Check(f"{NOT_BEFORE}{other}", f"{title}不得早于{other_title}", partial(_reaches, other))


def each_text(name: str, error: str, keeps: Callable[[str], bool]) -> Check:
    """The check that every text keeps something."""
    return Check(name, error, partial(_every, keeps))


def _within(kind: Limit, value: float, column: str) -> pl.Expr:
    return _LIMITS[kind][0](pl.col(column), value)


def _reaches(other: str, column: str) -> pl.Expr:
    return pl.col(column) >= pl.col(other)


def _every(keeps: Callable[[str], bool], column: str) -> pl.Expr:
    def kept(texts: pl.Series) -> pl.Series:
        return pl.Series(texts.name, [None if text is None else keeps(text) for text in texts], pl.Boolean)

    return pl.col(column).map_batches(kept, return_dtype=pl.Boolean)
