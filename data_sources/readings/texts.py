"""Texts that come again in every batch of rows: each is looked at once, and then known by its number."""

from __future__ import annotations

import polars as pl

from data_sources.cells import trimmed

_FAULT = "#"  # what Excel puts where a formula fails begins with it


class Texts:
    """Different texts, numbered from 0 in the order in which they came; no more than there is room for.

    Attributes:
        room: how many there may be; also the number of an empty cell. The next is that of a text that found no room.
        known: the texts.
    """

    def __init__(self, room: int) -> None:
        self.room = room
        self.known = pl.Series([], dtype=pl.String)
        self._type = pl.Enum(self.known)

    def number(self, column: str) -> pl.Expr:
        """The numbers of the cells of a column that are known; null of others."""
        return pl.col(column).cast(self._type, strict=False).to_physical().cast(pl.UInt32)

    def numbers(self, cells: pl.Series, known: pl.Series) -> pl.Series:
        """The numbers of cells; new texts are known from now on.

        Args:
            cells: texts.
            known: what `number` gave for them, be it before the last texts were learned.
        """
        if known.null_count() > cells.null_count():
            known = self._again(cells)
        if known.null_count() > cells.null_count() and len(self.known) < self.room:
            self._learn(cells.filter(known.is_null()))
            known = self._again(cells)
        if not known.null_count():
            return known
        empty, unknown = (pl.Series([number], dtype=pl.UInt32) for number in (self.room, self.room + 1))
        return known.zip_with(known.is_not_null(), empty.zip_with(cells.is_null(), unknown))

    def _again(self, cells: pl.Series) -> pl.Series:
        return cells.to_frame().select(self.number(cells.name)).to_series()

    def _learn(self, cells: pl.Series) -> None:
        new = cells.drop_nulls().unique(maintain_order=True).head(self.room - len(self.known))
        self.known = pl.concat([self.known, new.alias(self.known.name)])
        self._type = pl.Enum(self.known)


def is_fault(text: str) -> bool:
    """Whether a cell may be what Excel puts where a formula fails."""
    return text.lstrip().startswith(_FAULT)


def trimmed_texts(texts: pl.Series) -> list[str | None]:
    """See `data_sources.cells.trimmed`."""
    return texts.to_frame("text").select(trimmed(pl.col("text"))).to_series().to_list()
