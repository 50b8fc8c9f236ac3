"""Cells that are not what their text seems to be."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Literal

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Mapping

Mark = Literal["error", "no_result", "cut", "hidden"]

MARKS = pl.Schema({"row": pl.Int64(), "position": pl.Int64(), "mark": pl.String()})
"""Row (its number in the file, from 1), position (of the column in the sheet's tables, from 0), mark:

- `error`: an error value; the cell's text is the error (#N/A).
- `no_result`: a formula whose result is not stored; the text is the formula (=B2*1).
- `cut`: a number of more digits than a spreadsheet keeps; the text is the number as stored.
- `hidden`: a number whose format shows nothing of it; the text is the number as stored.

A marked cell has no value: a row that needs it is rejected.
"""

REASONS: Mapping[str, str] = {
    "error": "电子表格的错误值，请改正公式或直接填写",
    "no_result": "公式没有存下结果（文件由程序生成后没有算过）：请用 Excel 或 WPS 打开，保存一次后再交",
    "cut": "位数超过 15 位的编号被电子表格存成了数字，后几位已经丢失：请把这一列设为文本格式，从原系统重新导出",
    "hidden": "单元格的格式把数字藏了起来，看到的是空白：请改正格式或删去内容",
}
"""Why a marked cell has no value, for the quarantine."""

EPOCH_1900, EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)
"""The days of serial number 0 in workbooks of either date system (of the first one counted so that 61 is right)."""
