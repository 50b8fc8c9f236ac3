"""Tables of a run as Parquet whose bytes `ipscore verify` can compare."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    import polars as pl

_ROWS_OF_A_GROUP = 262_144
"""Left to Polars, it would depend on processors, on memory, and on the batches in which a table was made."""

OF_RECORDS = 1
"""How hard zstd tries at records: their numbers and days come out smaller with 1 than with its default of 3."""


def write_parquet(table: pl.DataFrame | pl.LazyFrame, path: Path, *, level: int | None = None) -> None:
    """Write a table, streaming; with one version of Polars, the bytes depend on its rows alone.

    Args:
        table: the table.
        path: the file.
        level: how hard zstd tries; its default where not given.
    """
    table.lazy().sink_parquet(path, row_group_size=_ROWS_OF_A_GROUP, compression_level=level)
