"""The different texts of a column, so that each is looked at once however often it stands there."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

FEW = 16
"""Texts that are looked at one by one in less time than a query takes."""

_FIRST = 4096
"""Rows that are looked at before all are: they hold nearly all texts of a column, unless most of it differs."""


@dataclass(frozen=True)
class Distinct:
    """Texts, and which of them every row has.

    Attributes:
        texts: the texts; without nulls, or the rows themselves.
        codes: every row's place among the texts, null for an empty cell; None where `texts` are the rows.
        cells: the text of every row, where it need not be made of both.
    """

    texts: pl.Series
    codes: pl.Series | None
    cells: pl.Series | None = None

    @classmethod
    def of(cls, cells: pl.Series) -> Distinct:
        """The different texts, or the rows themselves where most of them differ."""
        first = cells.head(_FIRST).unique().drop_nulls()
        if 2 * len(first) > min(len(cells), _FIRST):
            return cls.rows(cells)
        codes = _places(cells, first)
        if codes.null_count() == cells.null_count():
            return cls(first, codes, cells)
        at = (codes.is_null() & cells.is_not_null()).arg_true()
        others = cells.gather(at)
        texts = pl.concat(
            [first, others.unique()], rechunk=True
        )  # to gather from several pieces takes ten times as long
        if 2 * len(texts) > len(cells):
            return cls.rows(cells)
        return cls(texts, codes.cast(pl.UInt32).scatter(at, _places(others, texts).cast(pl.UInt32)), cells)

    @classmethod
    def rows(cls, cells: pl.Series) -> Distinct:
        """The rows as they are, each a text of its own."""
        return cls(cells, None)

    def every(self) -> pl.Series:
        """The text of every row."""
        return self.spread(self.texts) if self.cells is None else self.cells

    def gather(self, rows: pl.Series) -> pl.Series:
        """The texts of some rows, given by their places."""
        return self.texts.gather(rows if self.codes is None else self.codes.gather(rows))

    def read_as(self, values: pl.Series) -> Distinct:
        """The values of the texts, one each, in their place."""
        same = values.dtype == self.texts.dtype and values.equals(self.texts, null_equal=True)
        return Distinct(values, self.codes, self.cells if same else None)

    def different(self) -> pl.Series:
        """Every text once, without nulls."""
        return self.texts.unique().drop_nulls() if self.codes is None else self.texts

    def spread(self, values: pl.Series) -> pl.Series:
        """A value for every row from a value for every text; null for an empty cell."""
        return values if self.codes is None else values.gather(self.codes)


class Alike:
    """The different texts of the columns of a frame, found once for all who ask for them."""

    def __init__(self, cells: pl.DataFrame) -> None:
        self.cells = cells
        self._found: dict[str, Distinct] = {}

    def of(self, name: str) -> Distinct:
        """Those of a column."""
        if name not in self._found:
            self._found[name] = Distinct.of(self.cells[name])
        return self._found[name]


def _places(cells: pl.Series, texts: pl.Series) -> pl.Series:
    """Every cell's place among some texts; null for one that is none of them."""
    return cells.cast(pl.Enum(texts), strict=False).to_physical()
