"""Objections of all firms in one workbook, in which the office writes what it decides of each."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING

from data_sources.new_workbook import NewWorkbook

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

    import polars as pl

LIST_SHEET = "异议清单"
"""The name of the sheet."""
UPHELD, REJECTED = OUTCOMES = ("支持", "驳回")
"""What may be decided of an objection."""
LISTED: Mapping[str, str] = {
    "form": "异议表",
    "row": "行",
    "firm_id": "公司代码",
    "firm": "公司",
    "node": "指标",
    "name": "指标名称",
    "cause": "原因",
    "source": "数据源",
    "record_id": "记录编号",
    "ground": "异议理由",
    "statement": "说明与依据",
    "claim": "请求",
    "column": "应改的列",
    "value": "应改为",
}
"""Columns that say what was objected to → their headers."""
DECIDED: Mapping[str, str] = {
    "outcome": "决定",
    "decision": "决定文号",
    "decided_on": "决定日期",
    "reason": "决定理由",
}
"""Columns that the office fills in → their headers."""
_WIDTHS = (20, 6, 20, 14, 8, 24, 24, 14, 16, 18, 40, 16, 14, 18, 10, 20, 12, 40)


def write_list(objections: pl.DataFrame, path: Path, made_on: date) -> None:
    """Write the list; the same objections give the same bytes.

    Args:
        objections: one row per objection, with the columns of `LISTED`.
        path: the file.
        made_on: the date that the file bears.

    Raises:
        OSError: the file cannot be written.
    """
    file = NewWorkbook(path, {"strings_to_formulas": False, "strings_to_urls": False})
    book = file.book
    book.set_properties({"title": LIST_SHEET, "created": datetime.combine(made_on, time())})
    page = book.add_worksheet(LIST_SHEET)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    page.freeze_panes(1, 0)
    given = book.add_format({"bold": True, "bg_color": "#DDE6F0", "bottom": 1, "text_wrap": True, "valign": "vcenter"})
    asked = book.add_format({"bold": True, "bg_color": "#FBE3D0", "bottom": 1, "text_wrap": True, "valign": "vcenter"})
    fixed = book.add_format({"num_format": "@", "valign": "top", "font_color": "#4A4F55", "bg_color": "#F5F6F8"})
    free = book.add_format({"num_format": "@", "valign": "top", "text_wrap": True})
    headers = {**LISTED, **DECIDED}
    for place, (key, header) in enumerate(headers.items()):
        page.set_column(place, place, _WIDTHS[place], free)
        page.write_string(0, place, header, asked if key in DECIDED else given)
    for line, row in enumerate(objections.select(*LISTED).iter_rows(), 1):
        for place, cell in enumerate(row):
            page.write_string(line, place, "" if cell is None else str(cell), fixed)
    last = max(objections.height, 1)
    outcome = list(headers).index("outcome")
    rule = {"validate": "list", "source": list(OUTCOMES), "error_message": "请从列表中选择"}
    page.data_validation(1, outcome, last, outcome, rule)
    page.autofilter(0, 0, last, len(headers) - 1)
    file.close()
