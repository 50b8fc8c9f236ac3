"""Objections of all firms in one workbook, in which the office writes what it decides of each."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING

from data_sources.new_workbook import NewWorkbook
from reports.firm.objections.page import Page, write_page

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
_PAGE = Page(
    name=LIST_SHEET,
    given=LISTED,
    asked=DECIDED,
    widths=(20, 6, 20, 14, 8, 24, 24, 14, 16, 18, 40, 16, 14, 18, 10, 20, 12, 40),
    lists={"outcome": OUTCOMES},
)


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
    rows = (["" if cell is None else str(cell) for cell in row] for row in objections.select(*LISTED).iter_rows())
    write_page(book, _PAGE, rows)
    file.close()
