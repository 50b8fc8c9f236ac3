"""Responses of the same respondent, or from the same device, about the same firm: all but the earliest."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from data_sources.duplicates import repeated

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


SHARES = "_shares"
"""What `sharing` is called."""


def sharing(responses: pl.LazyFrame, rows: int, columns: Sequence[str]) -> pl.Expr:
    """Whether a response shares a firm and a value of one of the columns with another; true by chance for some others.

    It bounds the memory: only one 64-bit key per response is looked at, and those that occur more than once are kept.

    Args:
        responses: firm_id and the columns; empty cells are shared by none.
        rows: how many responses there are, or more.
        columns: such as `respondent` or `device`.
    """
    alike = [
        key.is_in(repeated([responses.select(key)], rows).implode()).fill_null(value=False)
        for key in map(_key, columns)
    ]
    return pl.any_horizontal(pl.lit(value=False), *alike).alias(SHARES)


def later_duplicates(responses: pl.DataFrame, column: str) -> pl.Series:
    """Every response but the first of those that share a firm and a value of the column.

    The first is that of the earliest day, and of one day that with the least record_id; row order plays no part.

    Args:
        responses: record_id, firm_id, answered_on and the column; empty cells are duplicates of nothing.
        column: such as `respondent` or `device`.

    Returns:
        Their record_id, in no particular order.
    """
    ordered = responses.drop_nulls(column).sort("firm_id", column, "answered_on", "record_id")
    return ordered.filter(~pl.struct("firm_id", column).is_first_distinct())["record_id"]


def places_of_duplicates(candidates: pl.DataFrame, columns: Mapping[int, str], place: str) -> pl.DataFrame:
    """Which of the candidates are duplicates by which rule, the earlier rules first.

    Args:
        candidates: the responses that are `sharing`: record_id, firm_id, answered_on, the columns and `place`.
        columns: by the position of every rule on duplicates its column.
        place: column with the position of the first other rule that a response breaks; null if it breaks none. A rule
            looks only at responses that break no earlier one.

    Returns:
        The candidates that are duplicates, with the position of the rule as `duplicate`.
    """
    found = candidates.clear().with_columns(duplicate=pl.lit(None, pl.UInt8))
    for position, column in sorted(columns.items()):
        left = candidates.filter(~pl.col("record_id").is_in(found["record_id"].implode()))
        looked_at = left.filter(pl.col(place).is_null() | (pl.col(place) > position))
        later = later_duplicates(looked_at, column)
        twice = looked_at.filter(pl.col("record_id").is_in(later.implode()))
        found.extend(twice.with_columns(duplicate=pl.lit(position, pl.UInt8)))
    return found


def _key(column: str) -> pl.Expr:
    hashes = pl.col("firm_id").hash() ^ pl.col(column).hash()
    return pl.when(pl.col(column).is_not_null()).then(hashes).alias("_key")
