"""The names of a file looked up by Polars."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from benchmarks.rivals.register import COLUMNS, FILE, meant

if TYPE_CHECKING:
    from pathlib import Path


def names(folder: Path, file: pl.LazyFrame, column: str = "证券公司") -> pl.DataFrame:
    """name, entity, firm of every different name in a file that the register knows."""
    rows = pl.read_parquet(folder / FILE, columns=list(COLUMNS)).select(COLUMNS).rows()
    different = file.select(pl.col(column).drop_nulls().unique()).collect(engine="streaming").to_series()
    schema = dict.fromkeys(("name", "entity", "firm"), pl.String)
    return pl.DataFrame(meant(rows, different), schema, orient="row")
