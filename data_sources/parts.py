"""An opened folder: the sheets that are read, their rows, and what is known of the rest."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple, TypeVar

import polars as pl

from data_sources.constant import constant, nowhere
from data_sources.origin import Origin

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from data_sources.cache.copies import CopiedSheet
    from data_sources.cache.making import MakingSheet
    from data_sources.headers import Header
    from data_sources.meter import Meter
    from data_sources.source import Source
    from data_sources.stage.sheet import Sheet


_Batch = TypeVar("_Batch")


class Rows(NamedTuple):
    """Some rows of a sheet, below its header.

    Attributes:
        cells: text, or as typed in a Parquet file, in the columns of the sheet: cell_0, cell_1, and so on.
        numbers: of the rows in the file.
    """

    cells: pl.DataFrame
    numbers: pl.Series

    def where(self, wanted: pl.Series) -> Rows:
        """Those of them for which it is true."""
        return Rows(self.cells.filter(wanted), self.numbers.filter(wanted))


def rows_below(sheet: Sheet, top: int) -> Iterator[Rows]:
    """All rows of a sheet from that number on, as many pieces as it has tables, any of them maybe empty."""
    first = sheet.first
    for table in sheet.tables():
        cells = table.rename({name: f"cell_{at}" for at, name in enumerate(table.columns)})
        cells, begin = cells.slice(max(top - first, 0)), max(top, first)
        yield Rows(cells, pl.int_range(begin, begin + cells.height, eager=True).alias("_row"))
        first += table.height


@dataclass(frozen=True)
class Part:
    """One sheet that is read: where it stands and what it holds.

    Attributes:
        sheet: the sheet.
        source: the source it holds.
        header: its header, matched.
        sha256: fingerprint of its file.
        to_come: bytes of the file that are still to be read; 0 if its cells are in memory.
        copied: its rows as they were read before, where there is a copy of the file.
        making: the copy that is made while it is read, if one is.
    """

    sheet: Sheet
    source: Source
    header: Header
    sha256: str
    to_come: int
    copied: CopiedSheet | None = None
    making: MakingSheet | None = None

    def origin(self, number: int) -> Origin:
        """Where its rows come from, as part of that number."""
        return Origin(number, self.sheet.file, self.sheet.name, self.header.texts)

    def rows(self) -> Iterator[Rows]:
        """All rows below the header, in order: as many pieces as the sheet has tables, any of them maybe empty."""
        return rows_below(self.sheet, self.header.row + 2)

    def tell(self, meter: Meter | None, batches: Iterable[_Batch], height: Callable[[_Batch], int]) -> Iterator[_Batch]:
        """Batches of its rows, of each of which the meter is told once it was taken in, with its number of rows."""
        to_come = self.to_come
        for batch in batches:
            yield batch
            if meter is not None:
                done = min(to_come, self.to_come // self.sheet.count)
                to_come -= meter.add(self.sheet.file, done, height(batch))
        if meter is not None:
            meter.add(self.sheet.file, to_come)

    def cell(self, rows: Rows, name: str, typed: Collection[pl.DataType] = ()) -> pl.Series:
        """The cells of a column, by its English name: text, unless the file types them so; empty if it has none."""
        position = self.header.positions.get(name)
        if position is None:
            return constant(None, rows.cells.height, pl.String).alias(name)
        cells = rows.cells.to_series(position).alias(name)
        return cells if cells.dtype in typed else cells.cast(pl.String)

    @cached_property
    def width(self) -> int:
        """How many columns the header has."""
        rows = self.sheet.head.slice(self.header.row + 1 - self.header.rows, self.header.rows).rows()
        return max(at for row in rows for at, cell in enumerate(row) if cell is not None) + 1

    def too_long(self, rows: Rows) -> pl.Series:
        """Which rows have more cells than the header, where that means that they are broken."""
        spare = rows.cells.columns[self.width :] if self.sheet.ragged else []
        full = [pl.col(name).is_not_null() for name in spare if rows.cells[name].null_count() < rows.cells.height]
        return _any(rows.cells, full)

    def torn(self, rows: Rows, sign: str = "\n") -> pl.Series:
        """Which rows have a cell with a line's end and that pattern, where it may be that nobody meant it."""
        names = rows.cells.columns[: self.width] if self.sheet.quoted else []
        ends = rows.cells.select(pl.col(names).str.contains("\n", literal=True).any()).row(0) if names else ()
        long = [name for name, several in zip(names, ends, strict=True) if several]
        return _any(rows.cells, [pl.col(name).str.contains(sign).fill_null(value=False) for name in long])

    def as_they_seem(self, rows: Rows) -> pl.Series:
        """Which rows are surely whole and hold nothing but what their text says; it may be more of them."""
        broken = self.too_long(rows) | self.torn(rows)
        if not self.sheet.marks.is_empty():
            broken |= rows.numbers.is_in(self.sheet.marks["row"].implode())
        return ~broken


@dataclass(frozen=True)
class Opened:
    """An opened folder.

    Attributes:
        parts: the sheets that hold a source, in the order of files.
        ignored: what is not read, each with the reason.
        remarks: what a person should know of files and sheets.
        seen: all files and sheets (`file[sheet]`) that a mapping may name.
        meter: what has been read of it.
    """

    parts: tuple[Part, ...]
    ignored: tuple[str, ...]
    remarks: tuple[str, ...]
    seen: tuple[str, ...]
    meter: Meter


def _any(rows: pl.DataFrame, faults: Collection[pl.Expr]) -> pl.Series:
    if not faults:
        return nowhere(rows.height)
    return rows.select(pl.any_horizontal(*faults)).to_series()
