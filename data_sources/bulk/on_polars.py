"""Bulk sources by Polars, streaming, in this process."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import narwhals as nw
import polars as pl

from data_sources.bulk.reader import FILE, ROW
from data_sources.errors import UnreadableFileError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from data_sources.bulk.addresses import Address
    from data_sources.spill import Spill

_FAULTS = (pl.exceptions.PolarsError, OSError)


class PolarsReader:
    """See `data_sources.bulk.reader.Reader`."""

    def scan(self, address: Address) -> nw.LazyFrame[Any]:
        """See `Reader.scan`."""
        try:
            if address.files:
                scans = [
                    _numbered(pl.scan_parquet(file, glob=False), address.name(str(file))) for file in address.files
                ]
                found = pl.concat(scans)
            else:
                found = _elsewhere(address)
            found.collect_schema()
        except _FAULTS as error:
            raise UnreadableFileError(f"{address.text}：读不到（{_short(error)}）") from error
        return nw.from_native(found)

    def hold(self, frame: pl.DataFrame) -> nw.LazyFrame[Any]:
        """See `Reader.hold`."""
        return nw.from_native(frame.lazy())

    def keep(self, frame: nw.LazyFrame[Any], spill: Spill) -> nw.LazyFrame[Any]:
        """See `Reader.keep`."""
        return nw.from_native(pl.scan_parquet(_laid_down(frame, spill), glob=False))

    def batches(self, frame: nw.LazyFrame[Any], rows: int, spill: Spill) -> Iterator[pl.DataFrame]:
        """See `Reader.batches`."""
        path = _laid_down(frame, spill)
        yield from pl.scan_parquet(path, glob=False).collect_batches(chunk_size=rows, lazy=True)
        path.unlink()


def _laid_down(frame: nw.LazyFrame[Any], spill: Spill) -> Path:
    native: pl.LazyFrame = frame.to_native()
    path = spill.path()
    try:
        native.sink_parquet(path, compression="lz4", statistics=False)
    except _FAULTS as error:
        raise UnreadableFileError(f"读到中途出错：{_short(error)}") from error
    return path


def _numbered(scan: pl.LazyFrame, name: str) -> pl.LazyFrame:
    return scan.with_row_index(ROW, 2).with_columns(pl.col(ROW).cast(pl.Int64), pl.lit(name).alias(FILE))


def _elsewhere(address: Address) -> pl.LazyFrame:
    """Rows of files elsewhere; which there are is told by the store."""
    scan = pl.scan_parquet(address.where, include_file_paths=FILE, hive_partitioning=False)
    files = scan.select(pl.col(FILE).unique().sort()).collect().to_series()
    if files.is_empty():
        raise pl.exceptions.ComputeError("没有文件，或文件里没有一行")
    return pl.concat([_numbered(pl.scan_parquet(file, glob=False), address.name(file)) for file in files])


def _short(error: Exception) -> str:
    return str(error).strip().splitlines()[0][:200] if str(error).strip() else type(error).__name__
