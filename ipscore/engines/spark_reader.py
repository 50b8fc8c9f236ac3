"""Bulk sources by Spark, which reads them where it runs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import narwhals as nw
import polars as pl

from data_sources.bulk.at_once import WholeReader
from data_sources.bulk.faults import broken_off, unreachable
from data_sources.bulk.reader import FILE, ROW

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from data_sources.bulk.addresses import Address
    from data_sources.bulk.reader import Table
    from data_sources.spill import Spill

_PATH, _INDEX = "_metadata_path", "_metadata_row"
_WHERE = "url_decode(replace(_metadata.file_path, '+', '%2B'))"
_LOCAL = "file:"
_SCHEMES = {"s3://": "s3a://", "gcs://": "gs://"}
"""What Hadoop calls stores that others call otherwise."""


class SparkReader(WholeReader):
    """See `data_sources.bulk.reader.Reader`."""

    def __init__(self, session: Any, made: Callable[[Any], Any]) -> None:
        """Read in a session; `made` makes a frame, so that it can be read until the engine is closed."""
        self._session = session
        self._made = made

    def scan(self, address: Address) -> Table:
        """See `Reader.scan`."""
        from pyspark.sql import functions as F  # noqa: N812, PLC0415

        where = [f"{_LOCAL}//{file}" for file in address.files] or [_hadoop(address.where)]
        root = f"{_LOCAL}{address.root}" if address.files else _hadoop(address.root)
        try:
            frame = self._session.read.parquet(*where)
            found = frame.select("*", F.expr(_WHERE).alias(_PATH), F.expr("_metadata.row_index").alias(_INDEX))
        except _faults() as error:
            raise unreachable(address.text, error) from error
        rows: Table = nw.from_native(found)
        numbered = rows.with_columns(
            nw.col(_PATH).str.slice(len(root)).alias(FILE), (nw.col(_INDEX).cast(nw.Int64) + 2).alias(ROW)
        )
        return numbered.drop(_PATH, _INDEX)

    def hold(self, frame: pl.DataFrame, few: Mapping[str, Sequence[str]]) -> Table:
        """See `Reader.hold`."""
        held = self._session.createDataFrame(frame.to_arrow(compat_level=pl.CompatLevel.oldest()))
        found: Table = nw.from_native(held)
        return found

    def keep(self, frame: Table, spill: Spill) -> Table:
        """See `WholeReader.keep`; on a cluster the workers keep it, in memory or on their disks."""
        try:
            kept: Table = nw.from_native(self._made(frame.to_native()))
        except _faults() as error:
            raise broken_off(error) from error
        return kept

    def fetch(self, frame: Table) -> pl.DataFrame:
        """See `Reader.fetch`."""
        try:
            found = pl.from_arrow(frame.to_native().toArrow())
        except _faults() as error:
            raise broken_off(error) from error
        assert isinstance(found, pl.DataFrame)
        return found

    def batches(self, frame: Table, size: int, spill: Spill) -> Iterator[pl.DataFrame]:
        """See `Reader.batches`; rows that are not plain must find room here together."""
        yield from self.fetch(frame).iter_slices(size)


def _faults() -> tuple[type[Exception], ...]:
    from py4j.protocol import Py4JError  # noqa: PLC0415
    from pyspark.errors import PySparkException  # noqa: PLC0415

    return PySparkException, Py4JError


def _hadoop(where: str) -> str:
    for known, name in _SCHEMES.items():
        if where.startswith(known):
            return name + where.removeprefix(known)
    return where
