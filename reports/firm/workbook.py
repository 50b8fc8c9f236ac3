"""A firm's breakdown as a workbook."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING, Any

from data_sources.new_workbook import NewWorkbook
from reports.firm import sheets
from reports.firm.cells import Cells
from reports.left_out import excluded_text
from reports.record_contents import NOT_HELD
from reports.rejected_rows import rejected_text

if TYPE_CHECKING:
    from pathlib import Path

    from reports.firm.firm import Firm
    from reports.firm.sheets import Sheet

_A4 = 9
_OWN, _OTHER = "#D55E00", "#8A8F94"


def write_workbook(firm: Firm, path: Path, *, notice: str = "") -> None:
    """Write 概要, 指标, 台账, 记录, 答卷, 距下一段 and, where last year is given, 较上年.

    The same firm gives the same bytes: the creation date is the last day of the evaluation period. Text is written as
    text, whatever it begins with.
    """
    file = NewWorkbook(path)
    workbook = file.book
    workbook.set_properties(
        {
            "title": f"{firm.name}：评价明细",
            "subject": firm.rulebook.title,
            "comments": notice,
            "created": datetime.combine(firm.rulebook.period.end, time()),
        }
    )
    cells = Cells(workbook)
    _overview(workbook, cells, firm, notice)
    for sheet in sheets.tables(firm):
        _table(workbook, cells, sheet)
    file.close()


def _table(workbook: Any, cells: Cells, sheet: Sheet) -> None:
    page = workbook.add_worksheet(sheet.name)
    _paper(page)
    page.repeat_rows(0)
    page.freeze_panes(1, sheet.frozen)
    for place, column in enumerate(sheet.columns):
        page.set_column(place, place, column.width)
        page.write_string(0, place, column.header, cells.head)
        for line, row in enumerate(sheet.rows, 1):
            cells.write(page, line, place, row[place], column.kind)
    page.autofilter(0, 0, max(len(sheet.rows), 1), len(sheet.columns) - 1)


def _overview(workbook: Any, cells: Cells, firm: Firm, notice: str) -> None:
    page = workbook.add_worksheet("概要")
    _paper(page)
    page.fit_to_pages(1, 1)
    page.hide_gridlines(2)
    page.set_column(0, 0, 24)
    page.set_column(1, 1, 34)
    page.set_column(2, 3, 12)
    page.write_string(0, 0, f"{firm.name}：评价明细", cells.title)
    page.write_string(1, 0, firm.rulebook.title, cells.plain)
    line = 2
    unheld = NOT_HELD if firm.lists_unheld_records else ""
    rejected, excluded = rejected_text(firm.evaluation.intake), excluded_text(firm.evaluation)
    for told, style in (
        (notice, cells.warning),
        (rejected, cells.plain),
        (excluded, cells.plain),
        (unheld, cells.plain),
    ):
        if told:
            page.write_string(line, 0, told, style)
            line += 1
    for item in sheets.overview(firm):
        line += 1
        page.write_string(line, 0, item.name, cells.head_left)
        cells.write(page, line, 1, item.value, item.kind)
    line += 2
    words = firm.rulebook.words
    labels, firms, own = sheets.distribution(firm)
    for place, header in enumerate(("总分分段", f"{words.noun}数", f"{words.own}所在")):
        page.write_string(line, place, header, cells.head)
    for step, (band, count, here) in enumerate(zip(labels, firms, own, strict=True), 1):
        page.write_string(line + step, 0, band, cells.plain)
        cells.write(page, line + step, 1, count, "count")
        page.write_string(line + step, 2, "●" if here else "", cells.centre)
    chart = workbook.add_chart({"type": "column"})
    chart.add_series(
        {
            "categories": ["概要", line + 1, 0, line + len(labels), 0],
            "values": ["概要", line + 1, 1, line + len(labels), 1],
            "data_labels": {"value": True},
            "fill": {"color": _OTHER},
            "points": [{"fill": {"color": _OWN if here else _OTHER}} for here in own],
            "gap": 60,
        }
    )
    chart.set_title({"name": f"总分的{words.whole}分布（橙色为{words.own}所在分段）", "name_font": {"size": 11}})
    chart.set_legend({"none": True})
    chart.set_y_axis({"name": words.measure, "major_gridlines": {"visible": False}})
    page.insert_chart(3, 3, chart, {"description": f"各分段的{words.noun}数，见左表"})


def _paper(page: Any) -> None:
    page.set_landscape()
    page.set_paper(_A4)
    page.fit_to_pages(1, 0)
