"""What readers share that work on an address as a whole, since their engine takes it apart itself."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

import narwhals as nw

from data_sources.bulk.marking import Listed
from data_sources.bulk.reader import FILE, ROW, Piece

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import polars as pl

    from data_sources.bulk.addresses import Address
    from data_sources.bulk.reader import Canonical, Table
    from data_sources.spill import Spill


class WholeReader(ABC):
    """See `data_sources.bulk.reader.Reader`."""

    @abstractmethod
    def scan(self, address: Address) -> Table:
        """See `Reader.scan`."""

    @abstractmethod
    def hold(self, frame: pl.DataFrame, few: Mapping[str, Sequence[str]]) -> Table:
        """See `Reader.hold`."""

    @abstractmethod
    def keep(self, frame: Table, spill: Spill) -> Table:
        """The frame made, so that counting it again does not make it again."""

    @abstractmethod
    def batches(self, frame: Table, size: int, spill: Spill) -> Iterator[pl.DataFrame]:
        """See `Reader.batches`."""

    @abstractmethod
    def fetch(self, frame: Table) -> pl.DataFrame:
        """See `Reader.fetch`."""

    def pieces(self, address: Address) -> Iterator[Piece]:
        """See `Reader.pieces`."""
        yield Piece(self.scan(address))

    def repeated(self, frame: Table, key: Sequence[str]) -> Listed:
        """See `Reader.repeated`."""
        counted = frame.select(*key).drop_nulls().group_by(*key).agg(nw.len().alias("_rows"))
        keys = self.fetch(counted.filter(nw.col("_rows") > 1).select(*key))
        return Listed(tuple(key), self.hold(keys, {}))

    def split(
        self, rows: Table, apart: str, canonical: Canonical, size: int, spill: Spill
    ) -> tuple[Table, Iterator[pl.DataFrame]]:
        """See `Reader.split`."""
        made = self.keep(rows, spill)
        others = made.filter(nw.col(apart)).sort(FILE, ROW)
        return made.filter(~nw.col(apart)).select(**canonical.columns), self.batches(others, size, spill)
