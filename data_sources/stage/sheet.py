"""One table of a file."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from data_sources.stage.marks import EPOCH_1900, MARKS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    import polars as pl


@dataclass(frozen=True, eq=False)
class Sheet:
    """One table of a file, header not yet found.

    Attributes:
        file: the file's name.
        name: the sheet's name; empty for a file that is one table.
        head: the first rows as text, from row 1 of the file on.
        first: the number of the first row of `tables`.
        tables: all rows, in order; cells are text, or as typed in a Parquet file. At least one table, maybe empty.
        count: about how many tables there are, at least 1.
        ragged: whether a cell beyond the header means a broken row, as in a text file.
        quoted: whether a cell may run over a line's end without anybody having meant it, as in a text file.
        marks: cells that are not what their text seems to be; see `MARKS`.
        hidden: whether a person who opens the file does not see the sheet.
        remarks: what a person should know of it, in Chinese, such as rows that are hidden and were read.
        serials_from: the day that serial number 0 stands for, for dates that lost their format.
    """

    file: str
    name: str
    head: pl.DataFrame
    first: int
    tables: Callable[[], Iterator[pl.DataFrame]]
    count: int = 1
    ragged: bool = False
    quoted: bool = False
    marks: pl.DataFrame = field(default_factory=MARKS.to_frame)
    hidden: bool = False
    remarks: tuple[str, ...] = ()
    serials_from: date = EPOCH_1900

    @property
    def place(self) -> str:
        """The file and the sheet, for messages."""
        return f"{self.file}[{self.name}]" if self.name else self.file


def one_table(cells: pl.DataFrame) -> Callable[[], Iterator[pl.DataFrame]]:
    """The tables of a sheet that is in memory as one."""
    return lambda: iter([cells])
