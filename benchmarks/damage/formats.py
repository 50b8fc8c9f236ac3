"""The formats in which a table of a damaged folder is written while it is still valid."""

from __future__ import annotations

import csv
import io
import zipfile
from typing import TYPE_CHECKING, Any

import polars as pl

from benchmarks.damage import office, spelled

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

Cells = list[list[Any]]
"""Header and rows; an empty cell is None."""


def text(cells: Cells, separator: str = ",") -> str:
    """The cells as text, line by line."""
    lines = io.StringIO(newline="")
    csv.writer(lines, delimiter=separator, lineterminator="\r\n").writerows(cells)
    return lines.getvalue()


def _csv(path: Path, cells: Cells) -> None:
    path.write_bytes(text(cells).encode("utf-8-sig"))


def _gb18030(path: Path, cells: Cells) -> None:
    path.write_bytes(text(cells, "\t").encode("gb18030", errors="replace"))


def _utf16(path: Path, cells: Cells) -> None:
    path.write_bytes(text(cells, "\t").encode("utf-16"))


def _xlsx(path: Path, cells: Cells) -> None:
    office.workbook(path, ("Sheet1", cells))


def _zip(path: Path, cells: Cells) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"{path.stem}.csv", text(cells).encode("utf-8-sig"))


def _html(path: Path, cells: Cells) -> None:
    path.write_text(office.web_page(cells), encoding="utf-8")


def _xml(path: Path, cells: Cells) -> None:
    path.write_text(spelled.spreadsheet_2003(cells), encoding="utf-8")


def _parquet(path: Path, cells: Cells) -> None:
    frame(cells).write_parquet(path)


def frame(cells: Cells) -> pl.DataFrame:
    """Typed columns where every cell of a column is of one type, else texts."""
    header, *rows = cells
    columns = []
    for at, name in enumerate(header):
        values = [row[at] if at < len(row) else None for row in rows]
        if len({type(value) for value in values if value is not None}) > 1:
            values = [None if value is None else str(value) for value in values]
        columns.append(pl.Series(str(name), values))
    return pl.DataFrame(columns)


FORMATS: dict[str, tuple[str, Callable[[Path, Cells], None]]] = {
    "csv": (".csv", _csv),
    "csv_gb18030": (".csv", _gb18030),
    "txt_utf16": (".txt", _utf16),
    "xlsx": (".xlsx", _xlsx),
    "xlsx_by_hand": (".xlsx", spelled.xlsx),
    "xls": (".xls", office.old_workbook),
    "ods": (".ods", office.open_document),
    "html": (".xls", _html),
    "xml": (".xls", _xml),
    "parquet": (".parquet", _parquet),
    "dbf": (".dbf", spelled.dbf),
    "zip": (".zip", _zip),
}
"""Name → ending and writer."""
