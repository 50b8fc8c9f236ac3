"""Bulk sources by Polars, piece by piece, in this process."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import narwhals as nw
import polars as pl

from data_sources.bulk.faults import broken_off, unreachable
from data_sources.bulk.reader import FILE, ROW, Piece
from data_sources.duplicates import key_hash, repeated
from data_sources.errors import UnreadableFileError
from data_sources.limits import DEFAULT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from data_sources.bulk.addresses import Address
    from data_sources.bulk.reader import Canonical, Table
    from data_sources.limits import Limits
    from data_sources.spill import Spill

_FAULTS = (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError)


class PolarsReader:
    """See `data_sources.bulk.reader.Reader`."""

    def __init__(self, limits: Limits = DEFAULT) -> None:
        """Read with so much in memory at a time."""
        self._limits = limits

    def scan(self, address: Address) -> Table:
        """See `Reader.scan`."""
        try:
            files = _files(address)
            names = pl.Enum([name for _, name in files])
            scans = {name: pl.scan_parquet(path, glob=False) for path, name in files}
            schemas = {name: list(scan.collect_schema().items()) for name, scan in scans.items()}
        except _FAULTS as error:
            raise unreachable(address.text, error) from error
        first = files[0][1]
        if other := next((name for name, schema in schemas.items() if schema != schemas[first]), None):
            raise UnreadableFileError(
                address.text,
                f"{other} 的列与 {first} 的不同，列名、类型、次序都应一致",
                f"请把 {other} 改得与 {first} 一致",
            )
        return nw.from_native(pl.concat(_numbered(scan, name, names) for name, scan in scans.items()))

    def pieces(self, address: Address) -> Iterator[Piece]:
        """See `Reader.pieces`."""
        files = _files(address)
        names = pl.Enum([name for _, name in files])
        for path, name in files:
            scan = pl.scan_parquet(path, glob=False)
            with _told():
                count = int(scan.select(pl.len()).collect().item())
            for start in range(0, max(count, 1), self._limits.piece_rows):
                rows = min(self._limits.piece_rows, count - start)
                numbered = nw.from_native(_numbered(scan.slice(start, rows), name, names, start))
                yield Piece(numbered, name, rows, rows / max(count, 1))

    def hold(self, frame: pl.DataFrame, few: Mapping[str, Sequence[str]]) -> Table:
        """See `Reader.hold`."""
        codes = [pl.col(name).cast(pl.Enum(values)) for name, values in few.items() if name in frame.columns]
        return nw.from_native(frame.lazy().with_columns(codes))

    def fetch(self, frame: Table) -> pl.DataFrame:
        """See `Reader.fetch`."""
        native: pl.LazyFrame = frame.to_native()
        with _told():
            return native.collect(engine="streaming")

    def batches(self, frame: Table, size: int, spill: Spill) -> Iterator[pl.DataFrame]:
        """See `Reader.batches`."""
        native: pl.LazyFrame = frame.to_native()
        path = spill.path()
        with _told():
            native.sink_parquet(path, compression="lz4", statistics=False)
        yield from pl.scan_parquet(path, glob=False).collect_batches(chunk_size=size, lazy=True)
        path.unlink()

    def repeated(self, frame: Table, key: Sequence[str]) -> Hashes:
        """See `Reader.repeated`; two keys may share a hash, which costs a closer look at their rows."""
        native: pl.LazyFrame = frame.to_native()
        rows = int(self.fetch(frame.select(nw.len())).item())
        with _told():
            return Hashes(tuple(key), repeated([native.select(key_hash(key))], rows, self._limits.hashes))

    def split(
        self, rows: Table, apart: str, canonical: Canonical, size: int, spill: Spill
    ) -> tuple[Table, Iterator[pl.DataFrame]]:
        """See `Reader.split`; the rows are in memory together."""
        found = self.fetch(rows)
        coded = [name for name, dtype in found.schema.items() if isinstance(dtype, pl.Enum)]
        columns = {name: nw.col(name) if name in coded else column for name, column in canonical.columns.items()}
        codes = [pl.col(name).cast(pl.Enum(values)) for name, values in canonical.few.items() if name not in coded]
        sound: pl.LazyFrame = nw.from_native(found.lazy().filter(~pl.col(apart))).select(**columns).to_native()
        others = found.filter(apart).sort(FILE, ROW)
        kept = spill.keep(sound.with_columns(codes).collect(), (FILE, *canonical.few))
        return nw.from_native(kept.lazy()), others.iter_slices(size)


@dataclass(frozen=True)
class Hashes:
    """Hashes of keys; see `data_sources.bulk.reader.Repeated`."""

    key: tuple[str, ...]
    hashes: pl.Series

    def mark(self, rows: Table, name: str) -> Table:
        """See `Repeated.mark`."""
        if self.hashes.is_empty():
            return rows.with_columns(nw.lit(value=False).alias(name))
        native: pl.LazyFrame = rows.to_native()
        among = key_hash(self.key).is_in(self.hashes.implode()).fill_null(value=False)
        return nw.from_native(native.with_columns(among.alias(name)))


def _files(address: Address) -> list[tuple[Any, str]]:
    """The files and how messages call them; which there are elsewhere is told by the store."""
    if address.files:
        return [(file, address.name(str(file))) for file in address.files]
    scan = pl.scan_parquet(address.where, include_file_paths=FILE, hive_partitioning=False)
    files = scan.select(pl.col(FILE).unique().sort()).collect().to_series()
    if files.is_empty():
        raise pl.exceptions.ComputeError("没有文件，或文件里没有一行")
    return [(file, address.name(file)) for file in files]


def _numbered(scan: pl.LazyFrame, name: str, names: pl.Enum, start: int = 0) -> pl.LazyFrame:
    row, file = pl.col(ROW).cast(pl.Int64), pl.lit(name, dtype=names).alias(FILE)
    return scan.with_row_index(ROW, start + 2).with_columns(row, file)


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except _FAULTS as error:
        raise broken_off(error) from error
