"""Facts apart by a fingerprint: rows that share it are in one part, and parts are in memory only while in use."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

if TYPE_CHECKING:
    from collections.abc import Iterator

    from data_sources.spill import Kept, Spill


class Partitions:
    """Frames of the same columns, taken in bit by bit and given back part by part."""

    def __init__(self, by: str, parts: int, spill: Spill, waiting_bytes: int) -> None:
        """Set up parts.

        Args:
            by: the column with the fingerprint.
            parts: how many; at most 65,535.
            spill: keeps them.
            waiting_bytes: how much is taken in before it is put apart.
        """
        self._by = by
        self._spill = spill
        self._kept: list[list[Kept]] = [[] for _ in range(parts)]
        self._none = pl.DataFrame()
        self._waiting: list[list[pl.DataFrame]] = [[] for _ in range(parts)]
        self._allowed = self._left = waiting_bytes

    def add(self, frame: pl.DataFrame) -> None:
        """Take in rows; those without the fingerprint are left out.

        Raises:
            SpillError: the temporary folder cannot be written.
        """
        self._none = frame.clear()
        rows = frame.drop_nulls(self._by) if frame[self._by].null_count() else frame
        numbers = (rows[self._by] % len(self._kept)).cast(pl.UInt16).to_numpy()
        in_order = rows.gather(pl.Series(np.argsort(numbers, kind="stable")))
        start = 0
        for waiting, count in zip(self._waiting, np.bincount(numbers, minlength=len(self._kept)), strict=True):
            if count:
                waiting.append(in_order.slice(start, count))
            start += count
        self._left -= int(rows.estimated_size())
        if self._left < 0:
            self.put_apart()

    def put_apart(self) -> None:
        """Lay down what was taken in.

        Raises:
            SpillError: the temporary folder cannot be written.
        """
        for kept, waiting in zip(self._kept, self._waiting, strict=True):
            if waiting:
                kept.append(self._spill.keep(pl.concat(waiting)))
                waiting.clear()
        self._left = self._allowed

    def parts(self) -> Iterator[pl.DataFrame]:
        """Every part, once; what was given is forgotten."""
        self.put_apart()
        yield from map(self.part, range(len(self._kept)))

    def part(self, number: int) -> pl.DataFrame:
        """The part of that number, which is then forgotten, of what was put apart."""
        kept, self._kept[number] = self._kept[number], []
        frame = pl.concat([self._none, *(piece.frame() for piece in kept)])
        for piece in kept:
            self._spill.instead(piece, self._none)
        return frame
