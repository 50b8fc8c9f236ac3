"""Bulk sources by DuckDB."""

from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb
import narwhals as nw
import polars as pl

from data_sources.bulk.at_once import WholeReader
from data_sources.bulk.faults import broken_off, unreachable
from data_sources.bulk.reader import FILE, ROW

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from data_sources.bulk.addresses import Address
    from data_sources.bulk.reader import Table
    from data_sources.spill import Spill


class DuckDBReader(WholeReader):
    """See `data_sources.bulk.reader.Reader`."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection

    def scan(self, address: Address) -> Table:
        """See `Reader.scan`."""
        where = [str(file) for file in address.files] if address.files else [address.where]
        try:
            found = self._connection.read_parquet(where, filename=True, file_row_number=True, hive_partitioning=False)
        except duckdb.Error as error:
            raise unreachable(address.text, error) from error
        numbered = nw.from_native(found).with_columns(
            nw.col("filename").str.slice(len(address.root)).alias(FILE),
            (nw.col("file_row_number").cast(nw.Int64) + 2).alias(ROW),
        )
        return numbered.drop("filename", "file_row_number")

    def hold(self, frame: pl.DataFrame, few: Mapping[str, Sequence[str]]) -> Table:
        """See `Reader.hold`."""
        return nw.from_native(self._connection.from_arrow(frame.to_arrow(compat_level=pl.CompatLevel.oldest())))

    def keep(self, frame: Table, spill: Spill) -> Table:
        """See `WholeReader.keep`."""
        path = spill.path()
        try:
            frame.to_native().write_parquet(str(path), compression="lz4")
        except duckdb.Error as error:
            raise broken_off(error) from error
        return nw.from_native(self._connection.read_parquet(str(path)))

    def fetch(self, frame: Table) -> pl.DataFrame:
        """See `Reader.fetch`."""
        try:
            found: pl.DataFrame = frame.collect("polars").to_native()
        except duckdb.Error as error:
            raise broken_off(error) from error
        return found

    def batches(self, frame: Table, size: int, spill: Spill) -> Iterator[pl.DataFrame]:
        """See `Reader.batches`."""
        try:
            for batch in frame.to_native().to_arrow_reader(size):
                found = pl.from_arrow(batch)
                assert isinstance(found, pl.DataFrame)
                yield found
        except duckdb.Error as error:
            raise broken_off(error) from error
