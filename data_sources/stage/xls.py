"""Binary XLS workbooks, also under the name .et: values as shown, errors, merged ranges, hidden rows and sheets."""

from __future__ import annotations

import io
import struct
from typing import TYPE_CHECKING, NamedTuple

from data_sources.errors import UnreadableFileError
from data_sources.stage.formats import DAMAGED, ENCRYPTED
from data_sources.stage.grids import Grid, sheets_of
from data_sources.stage.marks import EPOCH_1900, EPOCH_1904
from data_sources.stage.number_formats import builtin_code

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from data_sources.limits import Limits
    from data_sources.stage.input_files import InputFile
    from data_sources.stage.sheet import Sheet

_FAULTS = (
    *(AssertionError, AttributeError, EOFError, IndexError, KeyError, LookupError, MemoryError, NotImplementedError),
    *(OSError, OverflowError, RecursionError, TypeError, UnicodeError, ValueError, ZeroDivisionError, struct.error),
)
"""What the library raises within damaged workbooks, beside its own error."""

_EAST_ASIAN = frozenset((*range(27, 37), *range(50, 59)))
_FORMULA, _SHEET_BEGINS, _SHEET_ENDS = (0x0006, 0x0206, 0x0406), 0x0809, 0x000A
_CALCULATE_ON_LOAD, _EMPTY_TEXT = 0x02, b"\x03\0\0\0\0\0\xff\xff"
_SUMMARY = "\x05SummaryInformation".encode("utf-16-le")
_NOT_CALCULATED = "=（公式）"


class _Formula(NamedTuple):
    """Row and column, stored result and flags of a formula."""

    place: tuple[int, int]
    result: bytes
    flags: int


def read(file: InputFile, limits: Limits) -> list[Sheet]:
    """All sheets that hold anything.

    Raises:
        UnreadableFileError: the workbook is damaged, protected by a password, or empty.
    """
    import xlrd  # noqa: PLC0415
    from xlrd.compdoc import CompDocError  # noqa: PLC0415

    content = file.read()
    try:
        book = _open(xlrd, content)
        calculated = _SUMMARY in content
        grids = [
            _grid(xlrd, Grid(file.name, "", limits=limits), book, number, calculated) for number in range(book.nsheets)
        ]
    except (xlrd.XLRDError, CompDocError, *_FAULTS) as error:
        kind = ENCRYPTED if "encrypted" in str(error).lower() else DAMAGED
        what = "工作簿设有密码" if kind is ENCRYPTED else "不是完好的 XLS 工作簿"
        raise UnreadableFileError(file.name, what, kind.way_out) from error
    return sheets_of(file.name, grids)


def _open(xlrd: Any, content: bytes) -> Any:
    """The workbook, its sheets not read yet, since the library lets go of the records once all are."""
    given = {"file_contents": content, "logfile": io.StringIO(), "ragged_rows": True, "on_demand": True}
    try:
        return xlrd.open_workbook(formatting_info=True, **given)
    except NotImplementedError:  # very old ones
        return xlrd.open_workbook(**given)


def _grid(xlrd: Any, grid: Grid, book: Any, number: int, calculated: bool) -> Grid:
    sheet = book.sheet_by_index(number)
    grid.name, grid.hidden = sheet.name, sheet.visibility > 0
    grid.serials_from = EPOCH_1904 if book.datemode else EPOCH_1900
    missing = _without_result(list(_formulas(book, number)), calculated)
    for row in range(sheet.nrows):
        for column, cell in enumerate(sheet.row(row)):
            code = _code(book, cell.xf_index)
            if (row, column) in missing:
                grid.put(row, column, _NOT_CALCULATED, "no_result")
            elif cell.ctype in {xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE}:
                grid.put_number(row, column, cell.value, code)
            elif cell.ctype == xlrd.XL_CELL_BOOLEAN:
                grid.put(row, column, "true" if cell.value else "false")
            elif cell.ctype == xlrd.XL_CELL_ERROR:
                grid.put(row, column, xlrd.error_text_from_code.get(cell.value, "#N/A"), "error")
            elif cell.ctype == xlrd.XL_CELL_TEXT:
                grid.put_text(row, column, cell.value, code)
    for first_row, behind_row, first_column, behind_column in sheet.merged_cells:
        grid.merge(first_row, first_column, behind_row - 1, behind_column - 1)
    for row, info in sheet.rowinfo_map.items():
        if info.hidden:
            grid.hide_row(row)
    return grid


def _code(book: Any, xf: int | None) -> str:
    if xf is None or xf >= len(book.xf_list):
        return ""
    key = book.xf_list[xf].format_key
    if key in _EAST_ASIAN or key not in book.format_map:
        return builtin_code(key)
    return str(book.format_map[key].format_str)


def _without_result(formulas: Sequence[_Formula], calculated: bool) -> set[tuple[int, int]]:
    """Formulas that were written by a program that does not calculate.

    Apache POI writes 0 and asks for calculation on loading. xlwt writes an empty text for every formula; it leaves out
    the summary that spreadsheet programs keep in every workbook.
    """
    if not calculated and all(formula.result == _EMPTY_TEXT for formula in formulas):
        return {formula.place for formula in formulas}
    return {formula.place for formula in formulas if formula.flags & _CALCULATE_ON_LOAD and not any(formula.result)}


def _formulas(book: Any, number: int) -> Iterator[_Formula]:
    """Every formula of a sheet."""
    if book.mem is None:
        return
    at, depth = book._sh_abs_posn[number], 0
    while 0 <= at <= len(book.mem) - 4:
        kind, length = struct.unpack_from("<HH", book.mem, at)
        if kind == _SHEET_BEGINS:
            depth += 1
        elif kind == _SHEET_ENDS:
            depth -= 1
            if depth <= 0:
                return
        elif kind in _FORMULA and depth == 1 and length >= 16:  # noqa: PLR2004
            row, column, _ = struct.unpack_from("<HHH", book.mem, at + 4)
            result = bytes(book.mem[at + 10 : at + 18])
            yield _Formula((row, column), result, struct.unpack_from("<H", book.mem, at + 18)[0])
        at += 4 + length
