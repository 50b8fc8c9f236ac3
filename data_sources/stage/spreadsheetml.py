"""XML Spreadsheet 2003, which report systems write under the names .xls and .xml."""

from __future__ import annotations

import io
from datetime import datetime
from typing import TYPE_CHECKING, Any

from data_sources.errors import UnreadableFileError
from data_sources.stage.formats import DAMAGED
from data_sources.stage.grids import Grid, sheets_of
from data_sources.stage.marks import EPOCH_1900, EPOCH_1904
from data_sources.stage.markup import decoded
from data_sources.stage.number_formats import number_format

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from data_sources.limits import Limits
    from data_sources.stage.input_files import InputFile
    from data_sources.stage.sheet import Sheet

_MAIN = "{urn:schemas-microsoft-com:office:spreadsheet}"
_FAR, _WIDEST = 1 << 20, 16_384
_NAMED: Mapping[str, str] = {
    "General": "",
    "General Number": "",
    "Fixed": "0.00",
    "Standard": "#,##0.00",
    "Currency": "#,##0.00",
    "Euro Currency": "#,##0.00",
    "Percent": "0.00%",
    "Scientific": "0.00E+00",
    **dict.fromkeys(("General Date", "Long Date", "Medium Date", "Short Date"), "yyyy/m/d"),
    **dict.fromkeys(("Long Time", "Medium Time", "Short Time"), "h:mm:ss"),
    "Yes/No": '"Yes";"Yes";"No"',
    "True/False": '"True";"True";"False"',
    "On/Off": '"On";"On";"Off"',
}
"""Formats that go by a name, as codes."""


def read(file: InputFile, limits: Limits) -> list[Sheet]:
    """All sheets that hold anything.

    Raises:
        EncodingError: the file cannot be decoded.
        UnreadableFileError: it is not well-formed, or empty.
    """
    from lxml import etree  # noqa: PLC0415

    content = io.BytesIO(decoded(file).encode())
    reader = _Reader(file.name, limits)
    try:
        for event, element in etree.iterparse(
            content, events=("start", "end"), resolve_entities=False, huge_tree=True, remove_comments=True
        ):
            (reader.begin if event == "start" else reader.end)(element)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableFileError(file.name, "不是完好的 XML 表格", DAMAGED.way_out) from error
    return sheets_of(file.name, reader.grids)


class _Reader:
    """Takes in one element after the other."""

    def __init__(self, file: str, limits: Limits) -> None:
        self.grids: list[Grid] = []
        self._file, self._limits = file, limits
        self._epoch: date = EPOCH_1900
        self._codes: dict[str, str] = {}
        self._columns: dict[int, str] = {}
        self._style = ""
        self._row_style = ""
        self._row = self._column = self._next_column = -1

    def begin(self, element: Any) -> None:
        tag = element.tag
        if tag == f"{_MAIN}Worksheet":
            number = len(self.grids) + 1
            name = _given(element, "Name") or f"表{number}"
            self.grids.append(Grid(self._file, name, serials_from=self._epoch, limits=self._limits))
            self._row, self._next_column, self._columns, self._style = -1, 0, {}, ""
        elif tag == f"{_MAIN}Table":
            self._style = _given(element, "StyleID")
        elif tag == f"{_MAIN}Row" and self.grids:
            self._row = _number(element, "Index", self._row + 2) - 1
            self._column, self._row_style = -1, _given(element, "StyleID")
            if _given(element, "Hidden") in {"1", "true"}:
                self.grids[-1].hide_row(self._row)

    def end(self, element: Any) -> None:
        match element.tag.rpartition("}")[2]:
            case "Date1904" if (element.text or "1").strip() not in {"0", "false"}:
                self._epoch = EPOCH_1904
            case "Style":
                self._add_style(element)
            case "Column":
                self._add_columns(element)
            case "Visible" if self.grids and (element.text or "").strip() != "SheetVisible":
                self.grids[-1].hidden = True
            case "Cell" if self.grids and element.tag == f"{_MAIN}Cell":
                self._add_cell(element, self.grids[-1])
            case "Row":
                self._row += _number(element, "Span", 0)
                element.clear()

    def _add_style(self, element: Any) -> None:
        found = element.find(f"{_MAIN}NumberFormat")
        code = _given(found, "Format") if found is not None else None
        parent = self._codes.get(_given(element, "Parent"), self._codes.get("Default", ""))
        self._codes[_given(element, "ID")] = parent if code is None else _NAMED.get(code, code)

    def _add_columns(self, element: Any) -> None:
        first = _number(element, "Index", self._next_column + 1) - 1
        self._next_column = first + _number(element, "Span", 0) + 1
        if style := _given(element, "StyleID"):
            self._columns |= dict.fromkeys(range(first, min(self._next_column, _WIDEST)), style)

    def _add_cell(self, element: Any, grid: Grid) -> None:
        self._column = _number(element, "Index", self._column + 2) - 1
        row, column = self._row, self._column
        across, down = _number(element, "MergeAcross", 0), _number(element, "MergeDown", 0)
        grid.merge(row, column, min(row + down, _FAR), min(column + across, _FAR))
        self._column += across
        data = element.find(f"{_MAIN}Data")
        text = "" if data is None else "".join(data.itertext())
        formula = _given(element, "Formula")
        styles = (_given(element, "StyleID"), self._row_style, self._columns.get(column, ""), self._style, "Default")
        code = self._codes.get(next(style for style in styles if style), "")
        kind = "" if data is None else _given(data, "Type")
        if formula and not text and kind != "String":
            grid.put(row, column, formula, "no_result")
        elif text:
            _put(grid, row, column, (kind, text), code)


def _put(grid: Grid, row: int, column: int, data: tuple[str, str], code: str) -> None:
    kind, text = data
    try:
        match kind:
            case "Number":
                grid.put_number(row, column, float(text), code)
            case "DateTime":
                grid.put(row, column, _moment(text, code))
            case "Boolean":
                grid.put(row, column, "true" if text.strip() in {"1", "true"} else "false")
            case "Error":
                grid.put(row, column, text, "error")
            case _:
                grid.put_text(row, column, text, code)
    except (ValueError, OverflowError):
        grid.put_text(row, column, text)


def _moment(text: str, code: str) -> str:
    """A date, a date with its time, or where the format shows only a time, that."""
    moment = datetime.fromisoformat(text.strip().removesuffix("Z"))
    clock = f"{moment:%H:%M:%S}"
    if code and number_format(code).numbers[0].kind in {"time", "duration"}:
        return clock
    return moment.date().isoformat() + (f" {clock}" if clock != "00:00:00" else "")


def _given(element: Any, name: str) -> str:
    """An attribute, with its prefix or without."""
    return str(element.get(f"{_MAIN}{name}") or element.get(name) or "")


def _number(element: Any, name: str, otherwise: int) -> int:
    given = _given(element, name)
    return int(given) if given.isdigit() else otherwise
