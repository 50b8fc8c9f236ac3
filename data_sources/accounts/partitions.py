"""Facts apart by a fingerprint: rows that share it are in one part, and one part is in memory at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from data_sources.spill import Spill

if TYPE_CHECKING:
    from collections.abc import Iterator

    from data_sources.limits import Limits
    from data_sources.spill import Kept

_PART = "_part"


class Partitions:
    """Frames of the same columns, taken in bit by bit and given back part by part."""

    def __init__(self, by: str, parts: int, limits: Limits) -> None:
        self._by = by
        self._parts = parts
        self._limits = limits
        self._spill = Spill(limits.held_bytes)
        self._kept: list[list[Kept]] = [[] for _ in range(parts)]
        self._waiting: list[pl.DataFrame] = []
        self._waiting_bytes = 0

    def add(self, frame: pl.DataFrame) -> None:
        """Take in rows; those without the fingerprint are left out.

        Raises:
            SpillError: the temporary folder cannot be written.
        """
        frame = frame.filter(pl.col(self._by).is_not_null())
        self._waiting.append(frame)
        self._waiting_bytes += int(frame.estimated_size())
        if self._waiting_bytes > self._limits.held_bytes:
            self._lay_down()

    def parts(self) -> Iterator[pl.DataFrame]:
        """Every part that has rows, once; what was given is forgotten."""
        self._lay_down()
        for number in range(self._parts):
            part = self.part(number)
            if part is not None:
                yield part

    def part(self, number: int) -> pl.DataFrame | None:
        """The part of that number, which is then forgotten; None if there are no rows."""
        self._lay_down()
        kept, self._kept[number] = self._kept[number], []
        if not kept:
            return None
        frame = pl.concat([piece.frame() for piece in kept])
        for piece in kept:
            self._spill.instead(piece, frame.clear())
        return frame

    def close(self) -> None:
        """Remove what is laid down."""
        self._spill.close()

    def _lay_down(self) -> None:
        if not self._waiting:
            return
        rows = pl.concat(self._waiting)
        self._waiting, self._waiting_bytes = [], 0
        apart = rows.with_columns((pl.col(self._by) % self._parts).alias(_PART)).partition_by(
            _PART, as_dict=True, include_key=False
        )
        for (number,), frame in apart.items():
            self._kept[int(number)].append(self._spill.keep(frame))
