"""Patterns of rows: which columns a row holds, and in which forms.

Texts are cut out of rows at the places where they stand if a row is of the pattern. Whether it is, is proved by writing
the row anew with these texts: it must come out as it is in the file. That no text has mark-up within is asked of the
different texts of a column, which are fewer (`xlsx_told`).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import polars as pl

from data_sources.stage.xlsx_cells import ROWS

if TYPE_CHECKING:
    from data_sources.stage.xlsx_forms import Form


class UnlikeError(ValueError):
    """The sheet's rows are not written alike."""


CELL = '<c r="'
"""What a cell begins with, up to its reference."""


@dataclass(frozen=True)
class Pattern:
    """A pattern of rows.

    Attributes:
        before: what stands before the row's number.
        behind: what stands behind it, up to the first cell.
        cells: letters and place of the column, number of the form and the form of each cell.
        shown: whether such rows are shown.
    """

    before: str
    behind: str
    cells: tuple[tuple[str, int, int, Form], ...]
    shown: bool

    @property
    def usable(self) -> bool:
        """Whether rows can be written by it."""
        return "{" not in self._written

    def cut(self, rows: pl.DataFrame, digits: int, *, doubtful: bool) -> tuple[pl.DataFrame, pl.DataFrame]:
        """Cut rows.

        Args:
            rows: at, row (as it is in the file, without its end).
            digits: how many digits the numbers of rows have.
            doubtful: whether there may be references to characters, or line ends that a parser would change.

        Returns:
            at, row (its number from 0), shown, and by the places of columns `text_0` and `form_0`; rows that are not of
            the pattern, or whose number has not so many digits.
        """
        row, number = pl.col("row"), pl.col("number")
        texts = [
            pl.col("cells")
            .list.get(at, null_on_oob=True)
            .str.slice(len(letters) + digits + 1 + len(form.opening))
            .str.strip_suffix(form.closing or "")
            .alias(f"text_{place}")
            for at, (letters, place, _, form) in enumerate(self.cells, start=1)
        ]
        parts = [number]
        for _, place, _, form in self.cells:
            parts += [number] if form.closing is None else [number, pl.col(f"text_{place}")]
        same = row == pl.format(self._written.replace("\0", "{}"), *parts)
        whole = number.cast(pl.Int64, strict=False)
        same &= whole.is_between(10 ** (digits - 1), min(10**digits - 1, ROWS))
        if doubtful:
            same &= ~row.str.contains("[&\r]")
        cut = (
            rows.rechunk()  # Polars fails to write rows of columns whose chunks differ
            .lazy()
            .with_columns(row.str.split(CELL).alias("cells"), row.str.slice(len(self.before), digits).alias("number"))
            .select("at", "row", "number", *texts)
            .with_columns(same.fill_null(value=False).alias("same"))
            .collect(engine="in-memory")
        )
        columns = ["at", (number.cast(pl.Int64, strict=False) - 1).alias("row"), pl.lit(self.shown).alias("shown")]
        for _, place, form_number, _ in self.cells:
            columns += [pl.col(f"text_{place}"), pl.lit(form_number, pl.UInt16).alias(f"form_{place}")]
        if cut["same"].all():
            return cut.select(columns), rows.clear()
        return cut.filter("same").select(columns), rows.filter(~cut["same"])

    @cached_property
    def _written(self) -> str:
        """A row of the pattern, its number and its texts left out."""
        cells = (
            f'{CELL}{letters}\0"{form.opening}{"" if form.closing is None else chr(0) + form.closing}'
            for letters, _, _, form in self.cells
        )
        return f'{self.before}\0"{self.behind}{"".join(cells)}'


def digits_of(before: str, row: str) -> int:
    """How many digits the number of a row has, if that is what stands before it."""
    return max(row.find('"', len(before)) - len(before), 1)
