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

    from indicator_tree.units import Words

LIST_SHEET = "异议清单"
"""The name of the sheet."""
UPHELD, REJECTED = OUTCOMES = ("支持", "驳回")
"""What may be decided of an objection."""
_LISTED: Mapping[str, str] = {
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
DECIDED: Mapping[str, str] = {
    "outcome": "决定",
    "decision": "决定文号",
    "decided_on": "决定日期",
    "reason": "决定理由",
}
"""Columns that the office fills in → their headers."""
_WIDTHS = (20, 6, 20, 14, 8, 24, 24, 14, 16, 18, 40, 16, 14, 18, 10, 20, 12, 40)


def listed(words: Words) -> dict[str, str]:
    """Columns that say what was objected to → their headers."""
    return {"form": "异议表", "row": "行", "firm_id": words.key, "firm": words.noun, **_LISTED}


def write_list(objections: pl.DataFrame, path: Path, words: Words, made_on: date) -> None:
    """Write the list; the same objections give the same bytes.

    Args:
        objections: one row per objection, with the columns of `listed`.
        path: the file.
        words: how firms are called.
        made_on: the date that the file bears.

    Raises:
        OSError: the file cannot be written.
    """
    file = NewWorkbook(path)
    book = file.book
    book.set_properties({"title": LIST_SHEET, "created": datetime.combine(made_on, time())})
    given = listed(words)
    rows = (["" if cell is None else str(cell) for cell in row] for row in objections.select(*given).iter_rows())
    write_page(book, Page(LIST_SHEET, given, DECIDED, _WIDTHS, {"outcome": OUTCOMES}), rows)
    file.close()
