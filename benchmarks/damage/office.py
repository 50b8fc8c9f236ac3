"""Tables as office files of several formats."""

from __future__ import annotations

import zipfile
from datetime import date
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

import openpyxl
import xlwt

if TYPE_CHECKING:
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet

    from benchmarks.damage.tables import Rows

_OFFICE = "urn:oasis:names:tc:opendocument:xmlns"


def grid(rows: Rows) -> list[list[Any]]:
    """Header and cells, row by row; empty cells are None."""
    return [list(rows[0]), *([None if cell == "" else cell for cell in row.values()] for row in rows)]


def fill(sheet: Worksheet, cells: list[list[Any]], first: int = 1) -> int:
    """Write cells from a row on; returns the row below them."""
    for number, row in enumerate(cells, first):
        for position, cell in enumerate(row, 1):
            if cell is not None:
                sheet.cell(number, position, cell)
    return first + len(cells)


def workbook(path: Path, *sheets: tuple[str, list[list[Any]]]) -> None:
    """A workbook of sheets by name."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, cells in sheets:
        fill(book.create_sheet(name), cells)
    book.save(path)


def old_workbook(path: Path, cells: list[list[Any]]) -> None:
    """A binary .xls."""
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("Sheet1")
    day = xlwt.easyxf(num_format_str="yyyy-mm-dd")
    for number, row in enumerate(cells):
        for position, cell in enumerate(row):
            if cell is None:
                continue
            if isinstance(cell, date):
                sheet.write(number, position, cell, day)
            else:
                sheet.write(number, position, cell)
    book.save(str(path))


def open_document(path: Path, cells: list[list[Any]]) -> None:
    """An .ods of one sheet."""
    rows = "".join(f"<table:table-row>{''.join(map(_open_document_cell, row))}</table:table-row>" for row in cells)
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content xmlns:office="{_OFFICE}:office:1.0"'
        f' xmlns:table="{_OFFICE}:table:1.0" xmlns:text="{_OFFICE}:text:1.0" office:version="1.2"><office:body>'
        f'<office:spreadsheet><table:table table:name="Sheet1">{rows}</table:table></office:spreadsheet>'
        "</office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        f'<?xml version="1.0" encoding="UTF-8"?><manifest:manifest xmlns:manifest="{_OFFICE}:manifest:1.0"'
        f' manifest:version="1.2"><manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", kind, zipfile.ZIP_STORED)
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", manifest)


def _open_document_cell(cell: Any) -> str:
    if cell is None:
        return "<table:table-cell/>"
    if isinstance(cell, date):
        kind = f'office:value-type="date" office:date-value="{cell.isoformat()}"'
    elif isinstance(cell, (int, float)):
        kind = f'office:value-type="float" office:value="{cell}"'
    else:
        kind = 'office:value-type="string"'
    return f"<table:table-cell {kind}><text:p>{escape(str(cell))}</text:p></table:table-cell>"


def web_page(cells: list[list[Any]]) -> str:
    """A page with one table, as many systems export it."""
    rows = "".join(
        f"<tr>{''.join(f'<td>{escape(str(cell))}</td>' if cell is not None else '<td></td>' for cell in row)}</tr>"
        for row in cells
    )
    return f'<html><head><meta charset="utf-8"></head><body><table border="1">{rows}</table></body></html>'
