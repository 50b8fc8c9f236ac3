"""XLSX workbooks, as their cells show themselves.

Values come from a fast reader. It does not know percent signs, units, merged and hidden cells, formulas without results
and errors: where a look through the bytes cannot rule these out, one pass over the sheet's XML finds the cells in
question and puts what they show over the values. Where the fast reader fails, the pass reads all cells.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, cast
from xml.etree import ElementTree as ET

import polars as pl

from data_sources.errors import UnreadableFileError
from data_sources.stage.marks import MARKS
from data_sources.stage.merges import filled
from data_sources.stage.sheet import Sheet
from data_sources.stage.xlsx_cells import SheetXmlError, TooLongError, Wanted, address, read_cells
from data_sources.stage.xlsx_look import look, look_at_strings, misleading
from data_sources.stage.xlsx_package import Package
from data_sources.stage.xlsx_shown import Shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    import fastexcel

    from data_sources.limits import Limits
    from data_sources.stage.xlsx_cells import Extent
    from data_sources.stage.xlsx_look import Look
    from data_sources.stage.xlsx_package import Book, SheetPart

_MOMENT = r"^\+?[0-9]{4,}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}"
_ODD_MOMENT = r"^(?:1899-|1900-0[12]-|1904-01-01|\+|-|0)"
_DAYS, _SECONDS = len("2017-03-05"), len("2017-03-05 00:00:00")
_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")
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
        raise UnreadableFileError(f"{file}：工作簿的各工作表（{names}）都是空的")
    return sheets


class _Workbook:
    def __init__(self, content: bytes, file: str, limits: Limits) -> None:
        self._content, self._file, self._limits = content, file, limits
        self._package = Package(content, file, limits)
        self.book: Book = self._package.book()
        self._reader: fastexcel.ExcelReader | None = None
        self._failed = False
        self._strings: list[str] | None = None
        strings = self._package.blocks(self.book.strings) if self.book.strings else ()
        self._alike = look_at_strings(strings, limits.cell_characters)

    def sheet(self, part: SheetPart) -> Sheet | None:
        """A sheet; None for an empty one."""
        place = f"{self._file}[{part.name}]"
        styles = enumerate(self.book.styles)
        telling = frozenset(i for i, style in styles if not (style.format.as_stored or style.known_date))
        seen = look(self._package.blocks(part.path, part.name), telling, self._limits.cell_characters)
        if self._alike and seen.ordinary and self._dense(seen.rows, seen.columns, seen.cells):
            table = self._values(part)
            if table is not None and not _holds_odd_moments(table):
                return self._made(part, _without_midnights(table), None, None)
        try:
            return self._passed_over(part, seen, telling)
        except TooLongError as error:
            raise UnreadableFileError(
                f"{place}：单元格 {error} 的文字超过 {self._limits.cell_characters:,} 个字，请缩短或删去"
            ) from error
        except SheetXmlError as error:
            raise self._package.damaged(str(error), part.name) from error

    def _passed_over(self, part: SheetPart, seen: Look, telling: frozenset[int]) -> Sheet | None:
        if seen.broken_texts or not self._alike:
            return self._read_wholly(part)
        wanted = Wanted(styles=telling, long_numbers=seen.long_numbers)
        quick = seen.regular and seen.shown_wholly and self._dense(seen.rows, seen.columns, seen.cells)
        shown, extent = self._looked_at(part, wanted, quick=quick)
        if not (extent.filled or quick):
            return self._made(part, pl.DataFrame(), shown, extent)
        table = self._values(part)
        if table is None:
            return self._read_wholly(part)
        if not quick and (table.width, table.height) != (extent.right - extent.left + 1, extent.bottom + 1):
            return self._read_wholly(part)
        if _holds_odd_moments(table):
            dated = frozenset(i for i, style in enumerate(self.book.styles) if style.known_date)
            shown, _ = self._looked_at(part, replace(wanted, styles=telling | dated), quick=quick)
        blank = pl.repeat(None, table.height, dtype=pl.String, eager=True)
        left = [blank.alias(f"left_{i}") for i in range(0 if quick else extent.left)]
        return self._made(part, _without_midnights(pl.DataFrame([*left, *table.get_columns()])), shown, extent)

    def _looked_at(self, part: SheetPart, wanted: Wanted, *, quick: bool) -> tuple[Shown, Extent]:
        """The cells that mislead; of a regular sheet the others are left out before it is parsed."""
        shown = Shown(self.book, self._limits.cell_characters)
        if not quick:
            return shown, self._extent(part, wanted, shown)
        whole = self._package.blocks(part.path, part.name)
        blocks = misleading(whole, wanted.styles, long_numbers=wanted.long_numbers)
        return shown, read_cells(blocks, wanted, self._limits.cell_characters, shown.take)

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
                f"{self._file}[{part.name}]：最右下的单元格在 {address(height - 1, width - 1)}，范围太大，"
                f"其中只有 {cells:,} 格有内容；请删去表格以外的内容（选中多余的行和列，删除整行、整列）后保存"
            )
        return extent

    def _bound_merges(self, part: SheetPart, table: pl.DataFrame, extent: Extent) -> None:
        size = sum(
            max(min(bottom, table.height - 1) - top + 1, 0) * max(min(right, table.width - 1) - left + 1, 0)
            for top, left, bottom, right in extent.merges
        )
        if size > self._limits.sheet_cells:
            raise UnreadableFileError(f"{self._file}[{part.name}]：合并的单元格互相重叠，请取消合并后保存")

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

    def _shared_strings(self) -> list[str]:
        if self._strings is None:
            path = self.book.strings
            try:
                self._strings = list(_shared(self._package.blocks(path))) if path else []
            except ET.ParseError as error:
                raise self._package.damaged(f"{path} 不是合法的 XML") from error
        return self._strings

    def _made(self, part: SheetPart, table: pl.DataFrame, shown: Shown | None, extent: Extent | None) -> Sheet | None:
        marks = MARKS.to_frame()
        remarks: tuple[str, ...] = ()
        if shown is not None and extent is not None:
            table = shown.over(table)
            self._bound_merges(part, table, extent)
            table = filled(table, extent.merges)
            marks = _spread(shown, extent, table)
            remarks = tuple(_remarks(extent))
        if not (table.width and table.height):
            return None
        table = _unescaped(table)
        return Sheet(
            self._file,
            part.name,
            table,
            1,
            _one(table),
            marks=marks,
            hidden=part.hidden,
            remarks=remarks,
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


def _one(table: pl.DataFrame) -> Callable[[], Iterator[pl.DataFrame]]:
    return lambda: iter([table])


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


def _unescaped(table: pl.DataFrame) -> pl.DataFrame:
    """The table with characters that workbooks write as _x000D_."""
    escaped = [column.name for column in table.get_columns() if column.str.contains("_x", literal=True).any()]
    return table.with_columns(
        pl.col(name).replace(
            {text: _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text) for text in table[name].unique() if text}
        )
        for name in escaped
        if table[name].str.contains(_ESCAPE.pattern).any()
    )


def _remarks(extent: Extent) -> Iterator[str]:
    if extent.hidden_rows:
        rows = sorted({row + 1 for row in extent.hidden_rows})
        yield f"有 {len(rows)} 行是隐藏的，一并读入：第 {_listed([str(row) for row in rows])} 行"
    hidden = [
        address(0, column)[:-1]
        for first, last in extent.hidden_columns
        for column in range(max(first, extent.left), min(last, extent.right) + 1)
    ]
    if hidden:
        yield f"有 {len(hidden)} 列是隐藏的，一并读入：{_listed(hidden)} 列"


def _listed(names: Sequence[str]) -> str:
    return "、".join(names[:_FEW]) + (" 等" if len(names) > _FEW else "")


def _shared(blocks: Iterator[bytes]) -> Iterator[str]:
    """The shared strings, without the phonetic runs above them."""
    parser: ET.XMLPullParser[ET.Element] = ET.XMLPullParser(["start", "end"])
    text: list[str] = []
    phonetic = False
    for block in blocks:
        parser.feed(block)
        for event, element in cast("Iterator[tuple[str, ET.Element]]", parser.read_events()):
            name = element.tag.rpartition("}")[2]
            if name == "rPh":
                phonetic = event == "start"
            elif event == "end":
                if name == "t" and not phonetic:
                    text.append(element.text or "")
                elif name == "si":
                    yield "".join(text)
                    text = []
                    element.clear()
