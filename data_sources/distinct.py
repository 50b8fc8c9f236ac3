"""The different texts of a column, so that each is looked at once however often it stands there."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

FEW = 16
"""Texts that are looked at one by one in less time than a query takes."""

_FIRST = 4096
"""Rows that are looked at before all are, where most of them differ."""


@dataclass(frozen=True)
class Distinct:
    """Texts, and which of them every row has.

    Attributes:
        texts: the texts; without nulls, or the rows themselves.
        codes: every row's place among the texts, null for an empty cell; None where `texts` are the rows.
    """

    texts: pl.Series
    codes: pl.Series | None

    @classmethod
    def of(cls, cells: pl.Series) -> Distinct:
        """The different texts, or the rows themselves where most of them differ."""
        if len(cells) > _FIRST and _mostly_differ(cells.head(_FIRST)):
            return cls.rows(cells)
        texts = cells.unique().drop_nulls()
        if 2 * len(texts) > len(cells):
            return cls.rows(cells)
        return cls(texts, cells.cast(pl.Enum(texts)).to_physical())

    @classmethod
    def rows(cls, cells: pl.Series) -> Distinct:
        """The rows as they are, each a text of its own."""
        return cls(cells, None)

    def every(self) -> pl.Series:
        """The text of every row."""
        return self.spread(self.texts)

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


def _mostly_differ(cells: pl.Series) -> bool:
    return 2 * cells.n_unique() > len(cells)
