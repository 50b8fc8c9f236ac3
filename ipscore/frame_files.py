"""A frame as a file that people open: CSV or a workbook, by the file's suffix."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from data_sources.csv_files import write_csv
from data_sources.new_workbook import new_workbook
from ipscore.errors import TargetError
from ipscore.writing import whole_file

if TYPE_CHECKING:
    from pathlib import Path

    import polars as pl

_MADE_ON = datetime(2017, 1, 1)  # workbooks carry a fixed date, so that the same frame gives the same bytes
_WIDTH = 18
_WIDE = 26


def write_frame(frame: pl.DataFrame, path: Path, title: str) -> None:
    """Write a frame as CSV (with byte order mark, for Excel) or XLSX.

    Raises:
        TargetError: the suffix is neither .csv nor .xlsx.
    """
    with whole_file(path) as partial:
        match path.suffix.lower():
            case ".csv":
                write_csv(frame, partial)
            case ".xlsx":
                _write_workbook(frame, partial, title)
            case other:
                raise TargetError(f"{path}：不能写成 {other or '没有后缀的文件'}", "--out 请用 .csv 或 .xlsx")


def _write_workbook(frame: pl.DataFrame, path: Path, title: str) -> None:
    with new_workbook(path, {"default_date_format": "yyyy-mm-dd"}) as book:
        book.set_properties({"title": title, "created": _MADE_ON})
        sheet = book.add_worksheet(title)
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, frame.width - 2, _WIDTH)
        sheet.set_column(frame.width - 1, frame.width - 1, _WIDE)
        sheet.write_row(0, 0, frame.columns, book.add_format({"bold": True}))
        for at, row in enumerate(frame.iter_rows(), start=1):
            sheet.write_row(at, 0, row)
