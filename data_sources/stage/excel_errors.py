"""Cells of an XLSX workbook that hold an error such as #DIV/0!.

The workbook reader gives such a cell as empty, which in a column that may be empty would pass for nothing.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

if TYPE_CHECKING:
    import polars as pl

_MARK = b't="e"'
_CELL = re.compile(rb'<c r="([A-Z]+)(\d+)"([^>]*)>(?:<f[^>]*/>|<f[^>]*>[^<]*</f>)?<(?:v>([^<]*)|is>)')
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def with_errors(content: bytes, tables: dict[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """The tables of a workbook (sheet name → cells from row 1 on) with the texts of error cells put in."""
    if not zipfile.is_zipfile(io.BytesIO(content)):
        return tables
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        paths = _paths(book)
        pages = {name: book.read(path) for name, path in paths.items() if name in tables}
    return tables | {name: _put_in(tables[name], page) for name, page in pages.items() if _MARK in page}


def _paths(book: zipfile.ZipFile) -> dict[str, str]:
    """Sheet name → path of its page; empty for a workbook of another make."""
    names = set(book.namelist())
    if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= names:
        return {}
    targets = {
        relation.get("Id"): posixpath.normpath(posixpath.join("/xl", relation.get("Target", ""))).lstrip("/")
        for relation in ET.fromstring(book.read("xl/_rels/workbook.xml.rels"))  # noqa: S314  (no entities are resolved)
    }
    sheets = ET.fromstring(book.read("xl/workbook.xml")).iter(f"{_MAIN}sheet")  # noqa: S314
    found = {sheet.get("name", ""): targets.get(sheet.get(_RELATION), "") for sheet in sheets}
    return {name: path for name, path in found.items() if path in names}


def _put_in(table: pl.DataFrame, page: bytes) -> pl.DataFrame:
    cells = [(_number(letters), int(row), more, text) for letters, row, more, text in _CELL.findall(page)]
    first = min(column for column, _, _, _ in cells)  # the reader leaves out empty columns on the left
    for column, row, more, text in cells:
        position = column - first
        if _MARK in more and position < table.width and row <= table.height:
            name = table.columns[position]
            table = table.with_columns(table[name].scatter(row - 1, text.decode()).alias(name))
    return table


def _number(letters: bytes) -> int:
    """A → 1, Z → 26, AA → 27."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number
