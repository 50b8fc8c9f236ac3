"""OpenDocument spreadsheets, from their content.xml: values as shown, errors, merged ranges, hidden rows and sheets."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from data_sources.errors import UnreadableFileError
from data_sources.stage.formats import DAMAGED
from data_sources.stage.grids import ERRORS, Grid, sheets_of
from data_sources.stage.number_formats import number_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from data_sources.limits import Limits
    from data_sources.stage.input_files import InputFile
    from data_sources.stage.sheet import Sheet

_OASIS = "urn:oasis:names:tc:opendocument:xmlns"
_TABLE, _OFFICE, _TEXT = f"{{{_OASIS}:table:1.0}}", f"{{{_OASIS}:office:1.0}}", f"{{{_OASIS}:text:1.0}}"
_STYLE, _FORMAT = f"{{{_OASIS}:style:1.0}}", f"{{{_OASIS}:datastyle:1.0}}"
_CALC = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"
_DURATION = re.compile(r"(-?)P(?:(\d+)D)?T?(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:[.,]\d+)?S)?")
_CONDITION = re.compile(r"value\(\)\s*(<=|>=|!=|=|<|>)\s*(-?[\d.]+)")
_FAULTS = (ArithmeticError, EOFError, KeyError, RuntimeError, ValueError)
_SIGNS = "+-−()（） "
_TOO_LONG = Decimal(10) ** 15


@dataclass(frozen=True)
class _Shown:
    """How a data style shows a number: what stands before and behind it, its scale, and whether it is shown at all."""

    before: str
    behind: str
    scale: int
    number: bool
    others: tuple[tuple[str, Decimal, str], ...]


def read(file: InputFile, limits: Limits) -> list[Sheet]:
    """All sheets that hold anything.

    Raises:
        UnreadableFileError: the workbook is damaged, too large, or empty.
    """
    from lxml import etree  # noqa: PLC0415

    reader = _Reader(file.name, limits)
    try:
        for event, element in etree.iterparse(
            io.BytesIO(_content(file, limits)), events=("start", "end"), resolve_entities=False, huge_tree=True
        ):
            (reader.begin if event == "start" else reader.end)(element)
    except (etree.XMLSyntaxError, zipfile.BadZipFile, zlib.error, *_FAULTS) as error:
        raise UnreadableFileError(file.name, "不是完好的 ODS 表格", DAMAGED.way_out) from error
    return sheets_of(file.name, reader.grids)


def _content(file: InputFile, limits: Limits) -> bytes:
    with file.open() as opened:
        if not zipfile.is_zipfile(opened):
            return file.read()  # a flat one, which is a single XML file
        with zipfile.ZipFile(opened) as packed:
            if packed.getinfo("content.xml").file_size > limits.part_bytes:
                raise UnreadableFileError(file.name, f"解压后超过 {limits.part_bytes >> 20:,} MB", "请分成几个文件")
            return packed.read("content.xml")


class _Reader:
    """Takes in one element after the other."""

    def __init__(self, file: str, limits: Limits) -> None:
        self.grids: list[Grid] = []
        self._file, self._limits = file, limits
        self._formats: dict[str, _Shown] = {}
        self._styles: dict[str, str] = {}
        self._not_shown: set[str] = set()
        self._columns: list[tuple[int, str]] = []
        self._row = self._depth = 0
        self._epoch: date | None = None

    def begin(self, element: Any) -> None:
        if element.tag == f"{_TABLE}table":
            self._depth += 1
            if self._depth == 1:
                hidden = element.get(f"{_TABLE}style-name") in self._not_shown
                name = element.get(f"{_TABLE}name") or ""
                self.grids.append(Grid(self._file, name, hidden=hidden, limits=self._limits))
                if self._epoch is not None:
                    self.grids[-1].serials_from = self._epoch
                self._row, self._columns = 0, []

    def end(self, element: Any) -> None:
        if element.tag == f"{_TABLE}table":
            self._depth -= 1
        elif element.tag == f"{_TABLE}null-date" and element.get(f"{_TABLE}date-value"):
            self._epoch = date.fromisoformat(element.get(f"{_TABLE}date-value")[:10])
        elif element.tag == f"{_STYLE}style":
            self._add_style(element)
        elif element.tag.startswith(_FORMAT) and element.get(f"{_STYLE}name"):
            self._formats[element.get(f"{_STYLE}name")] = _format(element)
        elif element.tag == f"{_TABLE}table-column" and self._depth == 1:
            self._columns.append((_repeated(element, "columns"), element.get(f"{_TABLE}default-cell-style-name") or ""))
        elif element.tag == f"{_TABLE}table-row" and self._depth == 1:
            self._add_row(element, self.grids[-1])
            element.clear()

    def _add_style(self, element: Any) -> None:
        name = element.get(f"{_STYLE}name") or ""
        parent = self._styles.get(element.get(f"{_STYLE}parent-style-name") or "", "")
        self._styles[name] = element.get(f"{_STYLE}data-style-name") or parent
        properties = element.find(f"{_STYLE}table-properties")
        if properties is not None and properties.get(f"{_TABLE}display") == "false":
            self._not_shown.add(name)

    def _add_row(self, element: Any, grid: Grid) -> None:
        again = _repeated(element, "rows")
        cells = [
            (column, cell)
            for column, cell in self._cells(element)
            if cell.get(f"{_OFFICE}value-type") or cell.get(f"{_TABLE}formula") or cell.find(f"{_TEXT}p") is not None
        ]
        for row in range(self._row, self._row + (again if cells else 0)):
            for column, cell in cells:
                self._add_cell(grid, row, column, cell)
            if element.get(f"{_TABLE}visibility") in {"collapse", "filter"}:
                grid.hide_row(row)
        self._row += again

    def _cells(self, row: Any) -> Iterator[tuple[int, Any]]:
        """The cells of a row with their columns; a filled one as often as it is repeated."""
        column = 0
        for cell in row:
            if cell.tag not in {f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"}:
                continue
            again = _repeated(cell, "columns")
            if cell.tag == f"{_TABLE}table-cell":
                filled = len(cell) or cell.get(f"{_OFFICE}value-type") or cell.get(f"{_TABLE}formula")
                yield from ((column + right, cell) for right in range(min(again, 16_384) if filled else 0))
            column += again

    def _add_cell(self, grid: Grid, row: int, column: int, cell: Any) -> None:
        down, across = (int(cell.get(f"{_TABLE}number-{what}-spanned") or 1) for what in ("rows", "columns"))
        grid.merge(row, column, row + down - 1, column + across - 1)
        text = _text(cell, self._limits.cell_characters)
        kind = cell.get(f"{_OFFICE}value-type")
        formula = cell.get(f"{_TABLE}formula")
        if cell.get(f"{_CALC}value-type") == "error" or (formula and text.strip() in ERRORS):
            grid.put(row, column, text or "#N/A", "error")
        elif formula and kind is None and not text:
            grid.put(row, column, formula.partition(":")[2] or formula, "no_result")
        elif kind in {"float", "currency", "percentage"}:
            self._add_number(grid, row, column, cell)
        elif kind == "date":
            grid.put(row, column, _moment(cell.get(f"{_OFFICE}date-value") or text))
        elif kind == "time":
            grid.put(row, column, _duration(cell.get(f"{_OFFICE}time-value") or text))
        elif kind == "boolean":
            grid.put(row, column, cell.get(f"{_OFFICE}boolean-value") or text)
        else:
            grid.put_text(row, column, text or cell.get(f"{_OFFICE}string-value") or "")

    def _add_number(self, grid: Grid, row: int, column: int, cell: Any) -> None:
        value = Decimal(number_text(float(cell.get(f"{_OFFICE}value") or 0)))
        if cell.get(f"{_OFFICE}value-type") == "percentage":
            grid.put(row, column, f"{_plain(value * 100)}%")
            return
        style = cell.get(f"{_TABLE}style-name") or self._column_style(column)
        shown = self._shown(self._styles.get(style, ""), value)
        if shown is None:
            grid.put(row, column, _plain(value), "cut" if abs(value) >= _TOO_LONG else None)
        elif not shown.number:
            text = shown.before.strip(_SIGNS) or ("0" if value == 0 and shown.before else "")
            grid.put(row, column, text or _plain(value), None if text else "hidden")
        elif abs(value) >= _TOO_LONG:
            grid.put(row, column, _plain(value), "cut")
        else:
            before, behind = shown.before.strip(_SIGNS), shown.behind.strip(_SIGNS)
            grid.put(row, column, f"{before}{_plain(value / shown.scale)}{behind}")

    def _column_style(self, column: int) -> str:
        behind = 0
        for again, style in self._columns:
            behind += again
            if column < behind:
                return style
        return ""

    def _shown(self, name: str, value: Decimal) -> _Shown | None:
        """The style that holds for a number: styles refer to others for positive numbers, negative ones and zero."""
        found = self._formats.get(name)
        for sign, bound, other in found.others if found is not None else ():
            if other in self._formats and _holds(value, sign, bound):
                return self._formats[other]
        return found


def _format(element: Any) -> _Shown:
    number = next((child for child in element if child.tag in _NUMBERS), None)
    texts = [(child, child.text or "") for child in element if child.tag == f"{_FORMAT}text"]
    at = len(element) if number is None else element.index(number)
    factor = None if number is None else number.get(f"{_FORMAT}display-factor")
    conditions = [
        (_CONDITION.search(child.get(f"{_STYLE}condition") or ""), child.get(f"{_STYLE}apply-style-name") or "")
        for child in element.iterchildren(f"{_STYLE}map")
    ]
    return _Shown(
        before="".join(text for child, text in texts if element.index(child) < at),
        behind="".join(text for child, text in texts if element.index(child) > at),
        scale=int(float(factor)) if factor else 1,
        number=number is not None or not element.tag.endswith(("number-style", "currency-style")),
        others=tuple((found[1], Decimal(found[2]), name) for found, name in conditions if found),
    )


_NUMBERS = frozenset(f"{_FORMAT}{name}" for name in ("number", "scientific-number", "fraction"))
_HOLDS: Mapping[str, tuple[int, ...]] = {"<": (-1,), "<=": (-1, 0), "=": (0,), ">=": (0, 1), ">": (1,), "!=": (-1, 1)}


def _holds(value: Decimal, sign: str, bound: Decimal) -> bool:
    return (value > bound) - (value < bound) in _HOLDS[sign]


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"


def _repeated(element: Any, what: str) -> int:
    given = element.get(f"{_TABLE}number-{what}-repeated") or "1"
    return int(given) if given.isdigit() else 1


def _moment(text: str) -> str:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text
    clock = f"{moment:%H:%M:%S}"
    return moment.date().isoformat() + (f" {clock}" if clock != "00:00:00" else "")


def _duration(text: str) -> str:
    found = _DURATION.fullmatch(text)
    if found is None:
        return text
    days, hours, minutes, seconds = (int(part or 0) for part in found.groups()[1:])
    return f"{found[1]}{days * 24 + hours:02}:{minutes:02}:{seconds:02}"


def _text(cell: Any, most: int) -> str:
    """The paragraphs of a cell, without its comment; of a text that is too long only as much as shows that it is."""
    lines: list[str] = []
    left = most + 1
    for line in cell.iterchildren(f"{_TEXT}p", f"{_TEXT}h"):
        pieces: list[str] = []
        for piece in _pieces(line, most + 1):
            pieces.append(piece)
            left -= len(piece)
            if left < 0:
                break
        lines.append("".join(pieces))
    return "\n".join(lines)


def _pieces(element: Any, most: int) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if child.tag == f"{_TEXT}s":
            yield " " * min(int(child.get(f"{_TEXT}c") or 1), most)
        elif child.tag == f"{_TEXT}tab":
            yield "\t"
        elif child.tag == f"{_TEXT}line-break":
            yield "\n"
        elif child.tag not in {f"{_OFFICE}annotation", f"{_TEXT}note"}:
            yield from _pieces(child, most)
        yield child.tail or ""
