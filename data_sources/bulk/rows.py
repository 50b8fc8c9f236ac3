"""Rows of typed Parquet as the cells that a reader of batches looks at."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from data_sources.bulk.columns import OTHER
from data_sources.bulk.reader import ROW
from data_sources.canonical import TYPED
from data_sources.cells import trimmed
from data_sources.distinct import Alike
from data_sources.headers import Header
from data_sources.no_records import no_records
from data_sources.stage.sheet import Sheet, one_table

if TYPE_CHECKING:
    from data_sources.bulk.columns import Opened
    from data_sources.source import Source


def cells_of(rows: pl.DataFrame, source: Source) -> pl.DataFrame:
    """_row, the source's columns, _too_long and _swallowed; rows without any cell are left out."""
    filled = [pl.col(OTHER)]
    cells = []
    for column in source.columns:
        if column.name not in rows.columns:
            cells.append(pl.lit(None, pl.String).alias(column.name))
            continue
        dtype, cell = rows.schema[column.name], pl.col(column.name)
        filled.append((trimmed(cell) if dtype == pl.String else cell).is_not_null())
        cells.append(cell if dtype in TYPED.get(column.kind, ()) else cell.cast(pl.String))
    never = pl.lit(value=False)
    return rows.filter(pl.any_horizontal(filled)).select(
        pl.col(ROW).alias("_row"), *cells, never.alias("_too_long"), never.alias("_swallowed")
    )


def no_records_among(cells: pl.DataFrame, source: Source, opened: Opened, file: str) -> pl.Series | None:
    """Why some of `cells_of` are no records, as the reader of small files tells; None if all of them are records.

    Cells of columns that no source has are not looked at.
    """
    texts = [opened.headers[name] for name in opened.at]
    head = pl.DataFrame([texts], [f"cell_{at}" for at in range(len(texts))], orient="row")
    rows = cells.select(opened.at)
    header = Header(0, {name: at for at, name in enumerate(opened.at)}, dict(opened.headers), opened.dropped)
    return no_records(Sheet(file, "", head, 2, one_table(rows)), source, header, Alike(cells), rows)
