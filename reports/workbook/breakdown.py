"""记录分类: records counted by their columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.workbook.columns import Column

if TYPE_CHECKING:
    from reports.workbook.book import Book
    from reports.workbook.labels import Labels
    from scoring.findings import Findings

_ALL = "全部"


def add(book: Book, findings: Findings, labels: Labels) -> None:
    """A row per source, column, value and measure, as the run counted them."""
    sheet = book.sheet(
        "记录分类",
        "各来源记录按内容的分类统计",
        "每类记录先列全部，再按一列或几列的取值分列；“涉及公司”为参评公司，“涉及登记公司”含合并评价的公司。",
    )
    rows = [
        (
            row["node"] or _ALL,
            row["name"],
            labels.source(row["source"]),
            labels.column(row["source"], row["column"]) if row["column"] else _ALL,
            row["value"],
            labels.measure(row["source"], row["measure"]),
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
        Column("涉及公司", "count", 11, "有这类记录的参评公司数", "家"),
        Column("涉及登记公司", "count", 11, "记录中载明的登记公司数", "家"),
        Column("单家最多", "quantity", 11, "单家参评公司的最大值"),
    ]
    place = sheet.table(columns, rows)
    sheet.finish((place.first, 2), repeat=(place.head, place.head))
