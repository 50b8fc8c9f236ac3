"""XLSX workbooks, as their cells show themselves.

A large sheet whose rows are written alike, as nearly all writers do, is cut into columns; what is not alike in it is
parsed cell by cell. Of other sheets the values come from a fast reader. It does not know percent signs, units, merged
and hidden cells, formulas without results and errors: one pass over the sheet's XML finds the cells in question and
puts what they show over the values. Where the fast reader fails, the pass reads all cells.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import polars as pl

from data_sources.ahead import prepared
from data_sources.errors import UnreadableFileError
from data_sources.stage.hidden import hidden_remarks
from data_sources.stage.marks import MARKS
from data_sources.stage.merges import filled
from data_sources.stage.sheet import Sheet, one_table
from data_sources.stage.xlsx_cells import SheetXmlError, TooLongError, Wanted, address, read_cells
from data_sources.stage.xlsx_escapes import holds_escapes
from data_sources.stage.xlsx_package import Package
from data_sources.stage.xlsx_patterns import UnlikeError
from data_sources.stage.xlsx_plain import PlainSheet
from data_sources.stage.xlsx_plain_table import PlainTable
from data_sources.stage.xlsx_shown import Shown
from data_sources.stage.xlsx_strings import alike, read_strings
from data_sources.stage.xlsx_told import Telling

if TYPE_CHECKING:
    import fastexcel

    from data_sources.limits import Limits
    from data_sources.stage.xlsx_cells import Extent
    from data_sources.stage.xlsx_package import Book, SheetPart
    from data_sources.stage.xlsx_strings import SharedStrings

_MOMENT = r"^\+?[0-9]{4,}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}"
_ODD_MOMENT = r"^(?:1899-|1900-0[12]-|1904-01-01|\+|-|0)"
_DAYS, _SECONDS = len("2017-03-05"), len("2017-03-05 00:00:00")
_FEW = 10


def read_xlsx(content: bytes, file: str, limits: Limits) -> list[Sheet]:
    """The sheets of a workbook that hold something, from row 1 and column A on.

    Args:
        content: the file.
        file: its name.
        limits: what may be unpacked and read.

    Raises:
        UnreadableFileError: the workbook is damaged, larger than allowed, or has only empty sheets.
    """
    workbook = _Workbook(content, file, limits)
    sheets = [sheet for part in workbook.book.sheets if (sheet := workbook.sheet(part)) is not None]
    if not sheets:
        names = "、".join(part.name for part in workbook.book.sheets)
        raise UnreadableFileError(file, f"工作簿的各工作表（{names}）都是空的", "请换成有内容的文件，或移出数据文件夹")
    return sheets


class _Workbook:
    def __init__(self, content: bytes, file: str, limits: Limits) -> None:
        self._content, self._file, self._limits = content, file, limits
        self._package = Package(content, file, limits)
        self.book: Book = self._package.book()
        self._reader: fastexcel.ExcelReader | None = None
        self._failed = False
        self._strings: SharedStrings | None = None

    def sheet(self, part: SheetPart) -> Sheet | None:
        """A sheet; None for an empty one."""
        if self._package.size(part.path) >= self._limits.cut_from_bytes:
            plain = self._plainly(part)
            if plain is not None:
                return self._made(part, *plain)
        place = f"{self._file}[{part.name}]"
        try:
            return self._passed_over(part)
        except TooLongError as error:
            raise UnreadableFileError(
                place, f"单元格 {error} 的文字超过 {self._limits.cell_characters:,} 个字", "请缩短或删去"
            ) from error
        except SheetXmlError as error:
            raise self._package.damaged(str(error), part.name) from error

    def _plainly(self, part: SheetPart) -> tuple[pl.DataFrame, Shown, Extent] | None:
        """A sheet whose rows are written alike; None for another, or for one of which something has to be said."""
        strings = self._shared_strings()
        if strings.too_long:
            return None
        shown = Shown(self.book, self._limits.cell_characters, strings)
        plain = PlainSheet()
        try:
            others = plain.others(prepared(self._package.blocks(part.path, part.name)))
            extent = read_cells(others, Wanted(everything=True), self._limits.cell_characters, shown.take)
            telling = Telling(self.book, strings, shown)
            table = PlainTable(plain, telling, shown, extent, self._limits.cell_characters)
        except (UnlikeError, SheetXmlError, TooLongError):
            return None
        height, width = max(extent.bottom + 1, shown.height), max(extent.right + 1, shown.width)
        if not self._dense(height, width, extent.filled + len(shown.marks)):
            return None
        return table.made(), shown, extent

    def _passed_over(self, part: SheetPart) -> Sheet | None:
        if not (self._alike() and alike(self._package.blocks(part.path, part.name), self._limits.cell_characters)):
            return self._read_wholly(part)
        styles = enumerate(self.book.styles)
        telling = frozenset(i for i, style in styles if not (style.format.as_stored or style.known_date))
        wanted = Wanted(styles=telling, long_numbers=True)
        shown = Shown(self.book, self._limits.cell_characters)
        extent = self._extent(part, wanted, shown)
        if not extent.filled:
            return self._made(part, pl.DataFrame(), shown, extent)
        table = self._values(part)
        if table is None or (table.width, table.height) != (extent.right - extent.left + 1, extent.bottom + 1):
            return self._read_wholly(part)
        if any(map(holds_escapes, table.get_columns())):  # the fast reader undoes those of shared strings alone
            return self._read_wholly(part)
        if _holds_odd_moments(table):
            dated = frozenset(i for i, style in enumerate(self.book.styles) if style.known_date)
            shown = Shown(self.book, self._limits.cell_characters)
            self._extent(part, replace(wanted, styles=telling | dated), shown)
        blank = pl.repeat(None, table.height, dtype=pl.String, eager=True)
        left = [blank.alias(f"left_{i}") for i in range(extent.left)]
        return self._made(part, _without_midnights(pl.DataFrame([*left, *table.get_columns()])), shown, extent)

    def _alike(self) -> bool:
        """Whether every reader reads the shared strings alike."""
        path = self.book.strings
        return path is None or alike(self._package.blocks(path), self._limits.cell_characters)

    def _read_wholly(self, part: SheetPart) -> Sheet | None:
        shown = Shown(self.book, self._limits.cell_characters, self._shared_strings())
        extent = self._extent(part, Wanted(everything=True), shown)
        return self._made(part, pl.DataFrame(), shown, extent)

    def _extent(self, part: SheetPart, wanted: Wanted, shown: Shown) -> Extent:
        blocks = self._package.blocks(part.path, part.name)
        extent = read_cells(blocks, wanted, self._limits.cell_characters, shown.take)
        height, width = max(extent.bottom + 1, shown.height), max(extent.right + 1, shown.width)
        cells = extent.filled + len(shown.marks)
        if not self._dense(height, width, cells):
            raise UnreadableFileError(
                f"{self._file}[{part.name}]",
                f"最右下的单元格在 {address(height - 1, width - 1)}，范围太大，其中只有 {cells:,} 格有内容",
                "请删去表格以外的内容（选中多余的行和列，删除整行、整列）后保存",
            )
        return extent

    def _bound_merges(self, part: SheetPart, table: pl.DataFrame, extent: Extent) -> None:
        size = sum(
            max(min(bottom, table.height - 1) - top + 1, 0) * max(min(right, table.width - 1) - left + 1, 0)
            for top, left, bottom, right in extent.merges
        )
        if size > self._limits.sheet_cells:
            raise UnreadableFileError(f"{self._file}[{part.name}]", "合并的单元格互相重叠", "请取消合并后保存")

    def _dense(self, rows: int, columns: int, cells: int) -> bool:
        limits, size = self._limits, rows * columns
        return size <= limits.sheet_cells and (size <= limits.sparse_cells or cells * limits.sparsity >= size)

    def _values(self, part: SheetPart) -> pl.DataFrame | None:
        """The stored values, as text, from the first column that holds something on; None if the reader fails."""
        import fastexcel  # noqa: PLC0415

        if self._failed:
            return None
        try:
            if self._reader is None:
                self._reader = fastexcel.read_excel(self._content)
            sheet = self._reader.load_sheet(part.name, header_row=None, skip_rows=0, dtypes="string")
            return sheet.to_polars() if sheet.width else pl.DataFrame()
        except fastexcel.FastExcelError:
            self._failed = self._reader is None
            return None
        except BaseException as error:
            if type(error).__name__ != "PanicException":  # derives from no Exception
                raise
            return None

    def _shared_strings(self) -> SharedStrings:
        if self._strings is None:
            path, longest = self.book.strings, self._limits.cell_characters
            try:
                self._strings = read_strings(lambda: self._package.blocks(path) if path else (), longest)
            except ET.ParseError as error:
                raise self._package.damaged(f"{path} 不是合法的 XML") from error
        return self._strings

    def _made(self, part: SheetPart, table: pl.DataFrame, shown: Shown, extent: Extent) -> Sheet | None:
        table = shown.over(table)
        self._bound_merges(part, table, extent)
        table = filled(table, extent.merges)
        if not (table.width and table.height):
            return None
        return Sheet(
            self._file,
            part.name,
            table,
            1,
            one_table(table),
            marks=_spread(shown, extent, table),
            hidden=part.hidden,
            remarks=hidden_remarks(f"{self._file}[{part.name}]", extent.hidden_rows, _hidden_columns(extent)),
            serials_from=self.book.epoch,
        )


def _spread(shown: Shown, extent: Extent, table: pl.DataFrame) -> pl.DataFrame:
    """The marks, those of merged cells in all their cells."""
    merged = {(top, left): (bottom, right) for top, left, bottom, right in extent.merges}
    cells = [
        (row + 1, column, mark)
        for top, left, mark in shown.marks
        for bottom, right in [merged.get((top, left), (top, left))]
        for row in range(top, min(bottom, table.height - 1) + 1)
        for column in range(left, min(right, table.width - 1) + 1)
    ]
    return pl.DataFrame(cells, schema=MARKS, orient="row")


def _holds_odd_moments(table: pl.DataFrame) -> bool:
    """Whether there are dates that spreadsheets do not show, such as those of serial number 0."""
    return any(
        column.filter(column.str.contains(_MOMENT)).str.contains(_ODD_MOMENT).any() for column in table.get_columns()
    )


def _without_midnights(table: pl.DataFrame) -> pl.DataFrame:
    """The table with dates as 2017-03-05, and with the time only if they have one, in whole seconds."""
    changed = []
    for column in table.get_columns():
        moments = column.str.contains(_MOMENT)
        if moments.any():
            cell = pl.col(column.name)
            if (column.str.len_bytes() > _SECONDS).any():
                cell = cell.str.replace(rf"({_MOMENT})\.[0-9]+$", "$1")
            midnight = (cell.str.len_bytes() == _SECONDS) & cell.str.ends_with(" 00:00:00") & moments
            changed.append(pl.when(midnight).then(cell.str.slice(0, _DAYS)).otherwise(cell).alias(column.name))
    return table.with_columns(changed)


def _hidden_columns(extent: Extent) -> list[str]:
    return [
        address(0, column)[:-1]
        for first, last in extent.hidden_columns
        for column in range(max(first, extent.left), min(last, extent.right) + 1)
    ]
