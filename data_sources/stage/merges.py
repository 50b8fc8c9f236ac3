"""Merged ranges: every cell shows what stands in the top-left one."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Iterable

Range = tuple[int, int, int, int]
"""First row, first column, last row, last column; from 0, the last ones included."""


def filled(table: pl.DataFrame, ranges: Iterable[Range]) -> pl.DataFrame:
    """A table with the cells of merged ranges filled from their top-left cell; parts beyond the table are left out.

    Args:
        table: cells as text, its first row row 0 of the ranges.
        ranges: the merged ranges.
    """
    by_column: dict[int, list[Range]] = defaultdict(list)
    for merged in ranges:
        for column in range(merged[1], min(merged[3], table.width - 1) + 1):
            by_column[column].append(merged)
    sources = {column: table.to_series(column) for column in {merged[1] for m in by_column.values() for merged in m}}
    columns = [
        _filled(table.to_series(column), by_column[column], sources) if column in by_column else table.to_series(column)
        for column in range(table.width)
    ]
    return pl.DataFrame(columns)


def _filled(column: pl.Series, ranges: list[Range], sources: dict[int, pl.Series]) -> pl.Series:
    spans = pl.DataFrame(ranges, schema=dict.fromkeys(("row0", "column0", "row1", "column1"), pl.Int64), orient="row")
    last = pl.min_horizontal("row1", pl.lit(column.len() - 1))
    cells = spans.with_columns(row=pl.int_ranges("row0", last + 1)).explode("row").drop_nulls("row")
    for (column0,), group in cells.group_by("column0", maintain_order=True):
        column = column.scatter(group["row"], sources[int(column0)].gather(group["row0"]))
    return column
