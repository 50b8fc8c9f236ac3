"""Firms of readings, known by number."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from data_sources.readings.keys import MOST, numbered
from data_sources.readings.texts import is_fault, trimmed_texts

if TYPE_CHECKING:
    from data_sources.readings.frame import Frame
    from data_sources.readings.texts import Texts

NO_FIRM = 0
"""The number of what is no firm."""


class KnownFirms:
    """Firms by number: those of a register in order, others in the order in which they came."""

    def __init__(self, frame: Frame, cells: Texts) -> None:
        """Begin with the registered ones.

        Args:
            frame: says what names mean.
            cells: the cells in which firms are named, as they come.
        """
        registered = [] if frame.names is None else sorted(frame.names.shown)[: MOST - 1]
        self._numbers = {firm_id: number for number, firm_id in enumerate(registered, NO_FIRM + 1)}
        self._frame, self._cells = frame, cells
        self._unnamed = self._number(None)
        self._meant: list[int] = []

    @property
    def ids(self) -> pl.Series:
        """firm_id by number."""
        return pl.Series("firm_id", ["", *self._numbers])

    @property
    def spelled(self) -> pl.Series:
        """The cells that name firms, by number."""
        known = self._cells.known
        return pl.concat([known, pl.Series([None] * (self._cells.room + 1 - len(known)), dtype=pl.String)])

    def of(self, cells: pl.Series) -> pl.Series:
        """The firms of rows, by the numbers of their cells; `NO_FIRM` where there is something to say about them."""
        self._meant += map(self._number, trimmed_texts(self._cells.known[len(self._meant) :]))
        spare = [NO_FIRM] * (self._cells.room - len(self._meant))
        return pl.Series("firm", [*self._meant, *spare, self._unnamed, NO_FIRM], dtype=pl.UInt32).gather(cells)

    def _number(self, text: str | None) -> int:
        meant = self._frame.firm if text is None else text
        if meant is None or is_fault(meant):
            return NO_FIRM
        name = self._frame.firm_meant(meant).name
        return numbered(self._numbers, name) if name else NO_FIRM
