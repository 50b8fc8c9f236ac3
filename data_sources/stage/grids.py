"""Cells of a sheet, put in one by one as a reader finds them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from data_sources.errors import EmptyFileError, UnreadableFileError
from data_sources.limits import DEFAULT
from data_sources.stage.hidden import hidden_remarks
from data_sources.stage.marks import EPOCH_1900, MARKS
from data_sources.stage.merges import filled
from data_sources.stage.number_formats import number_format, number_text, shown
from data_sources.stage.sheet import Sheet, one_table

if TYPE_CHECKING:
    from datetime import date

    from data_sources.limits import Limits
    from data_sources.stage.marks import Mark
    from data_sources.stage.merges import Range

ERRORS = frozenset(
    {
        *("#N/A", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!", "#GETTING_DATA"),
        *(f"Err:{number}" for number in range(501, 541)),
    }
)
"""What spreadsheet programs show of error values."""

_TIDY_UP = "请删去远处多余的单元格（连同空行空列）后保存"
_TOO_LONG = 1e15  # a spreadsheet keeps fifteen digits


class Grid:
    """The cells of one sheet; rows and columns count from 0.

    Attributes:
        file: the name of the file.
        name: the name of the sheet.
        serials_from: the day that serial number 0 stands for.
        hidden: whether a person who opens the file does not see the sheet.
        limits: how large the sheet, its cells and all their texts may be.
    """

    def __init__(
        self,
        file: str,
        name: str,
        *,
        serials_from: date = EPOCH_1900,
        hidden: bool = False,
        limits: Limits = DEFAULT,
    ) -> None:
        self.file, self.name, self.serials_from, self.hidden = file, name, serials_from, hidden
        self.limits = limits
        self.remarks: list[str] = []
        self._rows: list[list[str | None]] = []
        self._marks: dict[tuple[int, int], Mark] = {}
        self._merged: list[Range] = []
        self._hidden_rows: list[int] = []
        self._width = self._filled = self._characters = 0

    def put(self, row: int, column: int, text: str | None, mark: Mark | None = None) -> None:
        """Put a cell in; one without text stays empty.

        Raises:
            UnreadableFileError: the cell is so far out that the table would be too large, its text is too long, or the
                texts of all cells are.
        """
        if not text:
            return
        self._filled += 1
        self._characters += len(text)
        if len(text) > self.limits.cell_characters:
            most = f"{self.limits.cell_characters:,}"
            raise self._too_large(row, column, f"的文字超过 {most} 个字", "请缩短或删去")
        if self._characters > self.limits.part_bytes:
            raise self._too_large(row, column, "以前的文字加起来过多", "请分成几个文件")
        self._width = max(self._width, column + 1)
        if max(row + 1, len(self._rows)) * self._width > self.limits.sheet_cells:
            raise self._too_large(row, column, "还有内容，表格大得不像是数据", _TIDY_UP)
        while len(self._rows) <= row:
            self._rows.append([])
        cells = self._rows[row]
        if len(cells) <= column:
            cells += [None] * (column + 1 - len(cells))
        cells[column] = text
        if mark is not None:
            self._marks[row, column] = mark

    def _too_large(self, row: int, column: int, what: str, way_out: str) -> UnreadableFileError:
        place = f"{self.file}[{self.name}]" if self.name else self.file
        return UnreadableFileError(place, f"第 {row + 1} 行第 {column + 1} 列{what}", way_out)

    def put_number(self, row: int, column: int, value: float, code: str = "") -> None:
        """Put a number in as its format code shows it."""
        text = shown(value, code, self.serials_from)
        if text is None:
            self.put(row, column, number_text(value), "hidden")
        elif abs(value) >= _TOO_LONG:
            self.put(row, column, number_text(value), "cut")
        else:
            self.put(row, column, text)

    def put_text(self, row: int, column: int, text: str, code: str = "") -> None:
        """Put a text in as its format code shows it; one that is an error value is marked as such."""
        shown_text = number_format(code).shown_text(text) if code else text
        if text.strip() in ERRORS:
            self.put(row, column, text.strip(), "error")
        elif shown_text is None:
            self.put(row, column, text, "hidden")
        else:
            self.put(row, column, shown_text)

    def merge(self, first_row: int, first_column: int, last_row: int, last_column: int) -> None:
        """Have all cells of a range show what stands in its first one."""
        if (last_row, last_column) != (first_row, first_column):
            self._merged.append((first_row, first_column, last_row, last_column))

    def hide_row(self, row: int) -> None:
        """Say that a row is hidden."""
        self._hidden_rows.append(row)

    @property
    def empty(self) -> bool:
        """Whether no cell was put in."""
        return not self._rows

    def sheet(self) -> Sheet:
        """The sheet, once all cells are in."""
        cells = self._cells()
        marks = self._marks | {
            (row, column): self._marks[merged[0], merged[1]]
            for merged in self._merged
            if (merged[0], merged[1]) in self._marks
            for row in range(merged[0], min(merged[2], cells.height - 1) + 1)
            for column in range(merged[1], min(merged[3], cells.width - 1) + 1)
        }
        return Sheet(
            self.file,
            self.name,
            cells,
            1,
            one_table(cells),
            marks=pl.DataFrame([(row + 1, at, mark) for (row, at), mark in sorted(marks.items())], MARKS, orient="row"),
            hidden=self.hidden,
            remarks=(*self.remarks, *self._hidden_remarks()),
            serials_from=self.serials_from,
        )

    def _cells(self) -> pl.DataFrame:
        """All cells; a merged range that reaches below the last row or beyond the last column is followed there."""
        area = len(self._rows) * self._width
        if area > self.limits.sparse_cells and area > self._filled * self.limits.sparsity:
            last = len(self._rows) - 1
            what = f"还有内容，而 {area:,} 格里只有 {self._filled:,} 格填了"
            raise self._too_large(last, len(self._rows[last]) - 1, what, _TIDY_UP)
        inside = [merged for merged in self._merged if merged[0] < len(self._rows) and self._holds(merged)]
        height = max([len(self._rows), *(merged[2] + 1 for merged in inside)])
        width = max([self._width, *(merged[3] + 1 for merged in inside)])
        if height * width > max(area, self.limits.sparse_cells):
            inside = [merged for merged in inside if merged[2] < len(self._rows) and merged[3] < self._width]
            height, width = len(self._rows), self._width
        merged = sum((min(one[2], height) - one[0] + 1) * (min(one[3], width) - one[1] + 1) for one in inside)
        if merged > 2 * max(area, self.limits.sparse_cells):
            raise self._too_large(*inside[-1][:2], "等处的合并单元格互相重叠", "请取消合并后保存")
        rows = self._rows + [[]] * (height - len(self._rows))
        columns = [
            pl.Series(f"column_{at}", [row[at] if at < len(row) else None for row in rows], pl.String)
            for at in range(width)
        ]
        return filled(pl.DataFrame(columns), inside)

    def _holds(self, merged: Range) -> bool:
        cells = self._rows[merged[0]]
        return merged[1] < len(cells) and cells[merged[1]] is not None

    def _hidden_remarks(self) -> tuple[str, ...]:
        rows = (row for row in self._hidden_rows if row < len(self._rows) and any(self._rows[row]))
        return hidden_remarks(f"{self.file}[{self.name}]", rows)


def sheets_of(file: str, grids: list[Grid]) -> list[Sheet]:
    """The sheets that hold anything.

    Raises:
        EmptyFileError: none does.
    """
    found = [grid.sheet() for grid in grids if not grid.empty]
    if not found:
        named = f"的各工作表（{'、'.join(grid.name for grid in grids)}）" if grids else ""
        raise EmptyFileError(file, f"工作簿{named}都是空的")
    return found
