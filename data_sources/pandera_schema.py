"""Contracts as pandera schemas."""

from __future__ import annotations

from dataclasses import asdict
from functools import partial
from typing import TYPE_CHECKING

import pandera.polars as pa

if TYPE_CHECKING:
    from collections.abc import Iterable

    import polars as pl

    from data_sources.column_checks import Check
    from data_sources.columns import Column

_OWN = frozenset({"name", "title", "description", "required", "checks"})
"""What pandera has a field for; the rest of a column is the metadata of a pandera column."""


def schema_of(columns: Iterable[Column]) -> pa.DataFrameSchema:
    """The schema of rows with these columns."""
    return pa.DataFrameSchema({column.name: _column(column) for column in columns})


def _column(column: Column) -> pa.Column:
    return pa.Column(
        column.dtype,
        [_check(check) for check in column.checks],
        nullable=not column.required,
        title=column.title,
        description=column.description,
        metadata={name: value for name, value in asdict(column).items() if name not in _OWN},
    )


def _check(check: Check) -> pa.Check:
    if check.limit is not None:
        kind, value = check.limit
        limit: pa.Check = getattr(pa.Check, kind)(value)
        return limit
    return pa.Check(partial(_kept, check), name=check.name, error=check.error, ignore_na=check.empty_keeps)


def _kept(check: Check, data: pa.PolarsData) -> pl.LazyFrame:
    return data.lazyframe.select(check.keeps(data.key).fill_null(check.empty_keeps))
