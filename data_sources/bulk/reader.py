"""What an engine does for a bulk source."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

import narwhals as nw

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import polars as pl

    from data_sources.bulk.addresses import Address
    from data_sources.spill import Spill

FILE, ROW = "_file", "_row"
"""The columns that say where a row stands: the file as messages call it, and the row, the first below the header 2."""

Table = nw.LazyFrame[Any]


class Piece(NamedTuple):
    """Some of the rows at an address, worked on together.

    Attributes:
        rows: a frame of the engine, with `FILE` and `ROW`.
        file: whose they are, as messages call it; empty where the piece is the whole address.
        height: how many rows there are; 0 where nobody knows.
        part: which part of the file they are, from 0 to 1.
    """

    rows: Table
    file: str = ""
    height: int = 0
    part: float = 1.0


class Canonical(NamedTuple):
    """What is kept of the rows that are canonical.

    Attributes:
        columns: the columns → expressions of the rows.
        few: those of them that have few values → all of these; an engine may keep their places instead.
    """

    columns: Mapping[str, nw.Expr]
    few: Mapping[str, Sequence[str]]


class Repeated(Protocol):
    """Keys that stand, or may stand, in more than one row of an address."""

    def mark(self, rows: Table, name: str) -> Table:
        """The rows with a Boolean column: whether the key of a row is among these."""


class Reader(Protocol):
    """An engine that reads addresses; frames are Narwhals lazy frames of its own kind.

    Whatever makes it read raises UnreadableFileError if the files cannot be read to their end.
    """

    def scan(self, address: Address) -> Table:
        """The rows of all files, with `FILE` and `ROW`.

        Raises:
            UnreadableFileError: the engine cannot read the address.
        """

    def pieces(self, address: Address) -> Iterator[Piece]:
        """The same rows, piece by piece, in the order of files and rows."""

    def hold(self, frame: pl.DataFrame, few: Mapping[str, Sequence[str]]) -> Table:
        """A small frame among those of the engine.

        Args:
            frame: the frame.
            few: columns that have few values → all of these; an engine may hold their places instead.
        """

    def fetch(self, frame: Table) -> pl.DataFrame:
        """A frame of few rows, in this process."""

    def batches(self, frame: Table, size: int, spill: Spill) -> Iterator[pl.DataFrame]:
        """A frame in this process, about `size` rows at a time."""

    def repeated(self, frame: Table, key: Sequence[str]) -> Repeated:
        """The keys that stand more than once in the rows of an address; rows with an empty cell in theirs have none."""

    def split(
        self, rows: Table, apart: str, canonical: Canonical, size: int, spill: Spill
    ) -> tuple[Table, Iterator[pl.DataFrame]]:
        """The rows made once and parted by a Boolean column.

        Args:
            rows: the rows of a piece.
            apart: the column.
            canonical: what is kept of the rows where it is false.
            size: how many of the others are had at a time.
            spill: where rows are laid down.

        Returns:
            What is kept, to be read as often as need be; and the rows where the column is true, in the order of files
            and rows, about `size` at a time.
        """
