"""Workbooks that are no XLSX package."""

from __future__ import annotations

import fastexcel
import polars as pl

from data_sources.errors import UnreadableFileError

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def read_tables(file: str, content: bytes) -> dict[str, pl.DataFrame]:
    """All cells of every sheet that is not empty, as text, from the first row on.

    Raises:
        UnreadableFileError: the workbook is corrupt, protected by a password, or has only empty sheets.
    """
    if content.startswith(_OLE) and _ENCRYPTED in content:
        raise UnreadableFileError(f"{file}：工作簿设有密码，请取消密码后另存")
    try:
        workbook = fastexcel.read_excel(content)
        tables = {name: _table(workbook, name) for name in workbook.sheet_names}
    except fastexcel.FastExcelError as error:
        if "password" in str(error).lower():
            raise UnreadableFileError(f"{file}：工作簿设有密码，请取消密码后另存") from error
        raise UnreadableFileError(f"{file}：不是完好的 Excel 工作簿，请用电子表格软件打开后另存为 XLSX") from error
    filled = {name: table for name, table in tables.items() if table.width and table.height}
    if not filled:
        raise UnreadableFileError(f"{file}：工作簿的各工作表（{'、'.join(tables)}）都是空的")
    return filled


def _table(workbook: fastexcel.ExcelReader, name: str) -> pl.DataFrame:
    sheet = workbook.load_sheet(name, header_row=None, skip_rows=0, dtypes="string")
    return sheet.to_polars() if sheet.width else pl.DataFrame()
