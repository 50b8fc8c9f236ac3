"""What the cells of an XLSX sheet show where that is not their stored value, and the marks of those that mislead."""

from __future__ import annotations

import re
from array import array
from typing import TYPE_CHECKING

import polars as pl

from data_sources.stage.number_formats import number_format, number_text
from data_sources.stage.xlsx_cells import SheetXmlError, TooLongError, address, area
from data_sources.stage.xlsx_escapes import unescaped

if TYPE_CHECKING:
    from data_sources.stage.marks import Mark
    from data_sources.stage.number_formats import NumberFormat
    from data_sources.stage.xlsx_cells import Cell
    from data_sources.stage.xlsx_package import Book
    from data_sources.stage.xlsx_strings import SharedStrings

_CUT = 1e15  # spreadsheets keep fifteen digits
_LARGEST_SPREAD = 1_000_000
_SHORT = 9
_GENERAL = number_format("General")
_MIDNIGHT = re.compile(r"[T ]00:00:00(\.0*)?Z?$")


class Shown:
    """Collects cells of a sheet.

    Args:
        book: the sheet's workbook.
        longest: length of a cell's text that is allowed.
        strings: the shared strings, if texts are to be taken from here as well.

    Attributes:
        marks: row and column (from 0) and mark of cells that are not what their text seems to be.
    """

    def __init__(self, book: Book, longest: int, strings: SharedStrings | None = None) -> None:
        self.marks: list[tuple[int, int, Mark]] = []
        self._book = book
        self._formats = {number: style.format for number, style in enumerate(book.styles)}
        self._longest = longest
        self._strings = strings
        self._spreads: list[Cell] = []
        self._rows, self._columns = array("q"), array("q")
        self._texts: list[str | None] = []
        self._reworded: list[tuple[int, int, NumberFormat]] = []

    @property
    def height(self) -> int:
        """Rows up to the last cell collected."""
        return max([max(self._rows, default=-1), *(row for row, _, _ in self.marks)]) + 1

    @property
    def width(self) -> int:
        """Columns up to the last cell collected."""
        return max([max(self._columns, default=-1), *(column for _, column, _ in self.marks)]) + 1

    def rows_in(self, column: int) -> pl.Series:
        """The rows (from 0) of the cells of a column that were collected."""
        rows, columns = pl.Series(self._rows, dtype=pl.Int64), pl.Series(self._columns, dtype=pl.Int64)
        return rows.filter(columns == column)

    def take(self, cell: Cell) -> None:
        """Collect a cell.

        Raises:
            SheetXmlError: it is not as a cell can be.
            TooLongError: its text is too long.
        """
        kind, text = cell.kind, cell.text
        if kind != "e" and cell.formula is not None and self._lacks_result(cell):
            self._put(cell, f"={cell.formula}", "no_result")
            if cell.spread:
                self._spreads.append(cell)
        elif kind == "s" and self._strings is not None and text is not None:
            self._put(cell, *self.told("str", cell.style, self._shared(cell, text)))
        elif self._strings is None and kind not in {"e", "n", "d", "b"}:
            if text is not None and self._format(cell.style).texts is not None:
                self._reworded.append((cell.row, cell.column, self._format(cell.style)))
        else:
            shown, mark = self.told(kind, cell.style, text)
            if self._strings is not None or mark is not None or not self._is_known(cell):
                self._put(cell, shown, mark)

    def told(self, kind: str, style: int, text: str | None) -> tuple[str | None, Mark | None]:
        """What a cell without formula shows, and its mark.

        Args:
            kind: its type, see `Cell`; a shared string is a `str`.
            style: number of its style.
            text: what is stored.
        """
        if kind == "e":
            return text or "#VALUE!", "error"
        if text is None:
            return None, None
        format_ = self._format(style)
        if kind == "n":
            return self._number(text, format_)
        if kind == "d":
            return _MIDNIGHT.sub("", text).replace("T", " "), None
        if kind == "b":
            hidden = all(format_.shown(value) is None for value in (0, 1))
            return "false" if text in {"0", "false"} else "true", "hidden" if hidden else None
        shown = format_.shown_text(text)
        return (text, "hidden") if shown is None else (shown, None)

    def over(self, table: pl.DataFrame) -> pl.DataFrame:
        """A table with the cells put in: it is as high and wide as all of them need."""
        for cell in self._spreads:
            self._spread(cell)
        stored = unescaped(pl.Series(self._texts, dtype=pl.String))
        for row, column, format_ in self._reworded:
            text = table.item(row, column) if row < table.height and column < table.width else None
            if text is not None:
                shown = format_.shown_text(text)
                self._put_at(row, column, text if shown is None else shown)
                if shown is None:
                    self.marks.append((row, column, "hidden"))
        table = _extended(table, max(self.height, table.height), max(self.width, table.width))
        reworded = pl.Series(self._texts[len(stored) :], dtype=pl.String)
        cells = pl.DataFrame(
            {"row": pl.Series(self._rows, dtype=pl.Int64), "text": stored.extend(reworded)}
        ).with_columns(column=pl.Series(self._columns, dtype=pl.Int64))
        columns = dict(enumerate(table.get_columns()))
        for (column,), group in cells.group_by("column"):
            columns[int(column)] = columns[int(column)].scatter(group["row"], group["text"])
        return pl.DataFrame(list(columns.values()))

    def _lacks_result(self, cell: Cell) -> bool:
        if cell.text is None or (not cell.text and cell.kind != "str"):
            return True
        return self._book.uncalculated and cell.kind == "n" and _float(cell.text) == 0

    def _spread(self, cell: Cell) -> None:
        """The other cells of a formula that fills a range: their results are not stored either."""
        top, left, bottom, right = area(cell.spread)
        if (bottom - top + 1) * (right - left + 1) > _LARGEST_SPREAD:
            raise SheetXmlError(f"数组公式的范围 {cell.spread} 太大")
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                if (row, column) != (cell.row, cell.column):
                    self._put(cell._replace(row=row, column=column), f"={cell.formula}", "no_result")

    def _number(self, text: str, format_: NumberFormat) -> tuple[str | None, Mark | None]:
        value = _float(text)
        if value is None:
            return text or None, None
        if not -_CUT < value < _CUT and value == int(value):
            return text if text.strip("-").isdigit() else number_text(value), "cut"
        if format_.as_stored:
            return number_text(value), None
        shown = format_.shown(value, self._book.epoch)
        return (number_text(value), "hidden") if shown is None else (shown, None)

    def _is_known(self, cell: Cell) -> bool:
        """Whether the fast reader gives what a cell shows, if that is a value: truth values and short numbers."""
        if cell.kind != "n":
            return cell.kind == "b" or cell.text is None
        text = cell.text or ""  # the fast reader gives nine decimals: 1.5E-10 is short and has more
        short = len(text) <= _SHORT and not {"e", "E"} & set(text)
        return short and self._format(cell.style).as_stored and _float(text) is not None

    def _shared(self, cell: Cell, text: str) -> str:
        number = int(text) if text.strip().isdecimal() else -1
        assert self._strings is not None
        if not 0 <= number < len(self._strings):
            raise SheetXmlError(f"共享字符串 {text} 不存在")
        shared = self._strings[number]
        if len(shared) > self._longest:
            raise TooLongError(address(cell.row, cell.column))
        return shared

    def _format(self, style: int) -> NumberFormat:
        return self._formats.get(style, _GENERAL)

    def _put(self, cell: Cell, text: str | None, mark: Mark | None = None) -> None:
        if text is None:
            return
        self._rows.append(cell.row)
        self._columns.append(cell.column)
        self._texts.append(text)
        if mark:
            self.marks.append((cell.row, cell.column, mark))

    def _put_at(self, row: int, column: int, text: str) -> None:
        self._rows.append(row)
        self._columns.append(column)
        self._texts.append(text)


def _extended(table: pl.DataFrame, height: int, width: int) -> pl.DataFrame:
    columns = [column.extend_constant(None, height - table.height) for column in table.get_columns()]
    more = [pl.repeat(None, height, dtype=pl.String, eager=True) for _ in range(width - table.width)]
    return pl.DataFrame([column.alias(f"column_{i}") for i, column in enumerate(columns + more)])


def _float(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if abs(value) < float("inf") and "_" not in text else None
