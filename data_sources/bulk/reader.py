"""What an engine does for a bulk source."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator

    import narwhals as nw
    import polars as pl

    from data_sources.bulk.addresses import Address
    from data_sources.spill import Spill

FILE, ROW = "_file", "_row"
"""The columns that say where a row stands: the file as messages call it, and the row, the first below the header 2."""


class Reader(Protocol):
    """An engine that reads addresses; frames are Narwhals lazy frames of its own kind."""

    def scan(self, address: Address) -> nw.LazyFrame[Any]:
        """The rows of all files, with `FILE` and `ROW`.

        Raises:
            UnreadableFileError: the engine cannot read the address.
        """

    def hold(self, frame: pl.DataFrame) -> nw.LazyFrame[Any]:
        """A small frame among those of the engine."""

    def keep(self, frame: nw.LazyFrame[Any], spill: Spill) -> nw.LazyFrame[Any]:
        """The frame made, so that counting it again does not make it again.

        Raises:
            UnreadableFileError: the files cannot be read to their end.
        """

    def batches(self, frame: nw.LazyFrame[Any], rows: int, spill: Spill) -> Iterator[pl.DataFrame]:
        """The frame, about so many rows at a time.

        Raises:
            UnreadableFileError: the files cannot be read to their end.
        """
