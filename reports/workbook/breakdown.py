"""记录分类: records counted by their columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.workbook.columns import Column

if TYPE_CHECKING:
    from reports.labels import Labels
    from reports.workbook.book import Book
    from scoring.findings import Findings

_ALL = "全部"
_RECORDS, _JOINT = "records", "·"


def add(book: Book, findings: Findings, labels: Labels) -> None:
    """A row per source, column, value and measure, as the run counted them."""
    words = labels.words
    sheet = book.sheet(
        "记录分类",
        "各来源记录按内容的分类统计",
        f"每类记录先列全部，再按一列或几列的取值分列；“涉及{words.noun}”为参评{words.noun}，“涉及登记{words.noun}”含合并评价的{words.noun}。",
    )
    rows = [
        (
            row["node"] or _ALL,
            row["name"],
            labels.title(row["source"]),
            labels.column_title(row["source"], row["column"], _JOINT) if row["column"] else _ALL,
            row["value"],
            _measure(labels, row["source"], row["measure"]),
            row["quantity"],
            row["firms"],
            row["entities"],
            row["most"],
        )
        for row in findings.breakdown.iter_rows(named=True)
    ]
    columns = [
        Column("指标", "text", 8, "记录用于哪个指标；“全部”为该来源的全部记录"),
        Column("名称", "text", 34, "指标名称"),
        Column("来源", "text", 18, "记录的来源"),
        Column("分类列", "text", 20, "按哪一列分类；“全部”为不分类"),
        Column("取值", "text", 30, "该列的取值"),
        Column("计量", "text", 12, "数的是什么：记录数，或某一数值列的合计"),
        Column("数量", "quantity", 13, "记录数或合计，单位随“计量”列"),
        Column(f"涉及{words.noun}", "count", 11, f"有这类记录的参评{words.noun}数", words.measure),
        Column(f"涉及登记{words.noun}", "count", 11, f"记录中载明的登记{words.noun}数", words.measure),
        Column(f"单{words.measure}最多", "quantity", 11, f"单{words.measure}参评{words.noun}的最大值"),
    ]
    place = sheet.table(columns, rows)
    sheet.finish((place.first, 2), repeat=(place.head, place.head))


def _measure(labels: Labels, source: str, name: str) -> str:
    """What was counted: records, or the header of a column that was summed."""
    return "记录数" if name == _RECORDS else labels.column(source, name).title
