"""Canonical readings as sorted runs, of which so much is on disk that memory does not grow with their number."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from data_sources.readings.canonical import CANONICAL
from data_sources.readings.keys import firm_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from data_sources.spill import Kept, Spill

PLACED = pl.Schema({**CANONICAL, "batch": pl.UInt32()})
"""Canonical readings, and the number of the batch of rows among which they stand."""

_ROW_BYTES = 27
_PIECE = 1 << 16


@dataclass(frozen=True)
class _Run:
    """Readings sorted by key, `_PIECE` rows a piece; of every firm its first row, and how many it has."""

    pieces: Sequence[Kept]
    firms: Mapping[int, tuple[int, int]]

    def rows(self, start: int, count: int) -> Iterator[pl.LazyFrame]:
        """So many rows from a row on."""
        for at in range(start // _PIECE, -(-(start + count) // _PIECE)):
            begin = max(start - at * _PIECE, 0)
            yield self.pieces[at].lazy().slice(begin, start + count - at * _PIECE - begin)


class Runs:
    """Canonical readings that can be had by their firms."""

    def __init__(self, spill: Spill, held_bytes: int) -> None:
        """Sort as many readings together as take up so many bytes."""
        self._spill = spill
        self._room = max(held_bytes // _ROW_BYTES, 1)
        self._open: list[pl.DataFrame] = []
        self._rows = 0
        self._runs: list[_Run] = []

    def add(self, readings: pl.DataFrame, batch: int) -> None:
        """Take in readings of the shape `CANONICAL`, among the rows of a batch."""
        self._open.append(readings.with_columns(pl.lit(batch, PLACED["batch"]).alias("batch")))
        self._rows += readings.height
        if self._rows >= self._room:
            self._close()

    def counts(self) -> Counter[int]:
        """How many readings there are of every firm, by its number; called after the last were added."""
        self._close()
        found: Counter[int] = Counter()
        for run in self._runs:
            found.update({firm: count for firm, (_, count) in run.firms.items()})
        return found

    def of(self, firms: Collection[int], *columns: str) -> pl.DataFrame:
        """Columns of the readings of some firms, sorted within runs."""
        found = [PLACED.to_frame().lazy()]
        for run in self._runs:
            for start, count in _together([run.firms[firm] for firm in sorted(firms) if firm in run.firms]):
                found += run.rows(start, count)
        return pl.concat(pl.collect_all([rows.select(columns) for rows in found]))

    def _close(self) -> None:
        if not self._rows:
            return
        run = pl.concat(self._open, rechunk=True)
        self._open, self._rows = [], 0  # no third copy beside the sorted one
        run = run.sort("key", multithreaded=False)  # costs a fifth less
        lengths = run.select(firm_of(pl.col("key")).rle().struct.unnest())
        ends = lengths["len"].cum_sum()
        firms = {
            firm: (end - count, count) for firm, count, end in zip(lengths["value"], lengths["len"], ends, strict=True)
        }
        pieces = [self._spill.keep(run.slice(start, _PIECE)) for start in range(0, run.height, _PIECE)]
        self._runs.append(_Run(pieces, firms))


def _together(parts: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Parts (first row, number of rows), those that follow one another put together."""
    start = count = 0
    for begin, rows in parts:
        if begin != start + count:
            if count:
                yield start, count
            start, count = begin, 0
        count += rows
    if count:
        yield start, count
