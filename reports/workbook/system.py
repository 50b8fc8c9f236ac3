"""体系变化: what of the indicator system is another than in the evaluation before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.system.rules import rule_changes
from reports.system.tables import KINDS, place_text
from reports.workbook.columns import Column
from reports.workbook.statistics import NAME, NODE

if TYPE_CHECKING:
    from reports.system import System
    from reports.workbook.book import Book

SHEET = "体系变化"


def add(book: Book, system: System) -> None:
    """Two tables: nodes and weights, then rules; one without rows is left out."""
    change, period = system.change, system.change.now.period_words
    known = change.schemes is not None
    sheet = book.sheet(SHEET, "指标体系的变化", *filter(None, (system.note, system.unknown)))
    freeze = sheet.row
    if change.nodes:
        sheet.caption("指标与权重")
        weights = (
            Column(f"{period.before}权重", "percent", 11, f"{period.before}在同级指标中的权重", "%"),
            Column(f"{period.now}权重", "percent", 11, f"{period.now}在同级指标中的权重", "%"),
        )
        columns = (
            NODE,
            NAME,
            Column("变化", "text", 12, "新增、取消、移动（上级或代码改变）或权重改变"),
            Column("上级指标", "text", 46, "所属的上级指标；移动的，由何处到何处"),
            *(weights if known else ()),
        )
        rows = [
            (one.node, one.name, KINDS[one.kind], place_text(one, change), *(one.weights if known else ()))
            for one in change.nodes
        ]
        sheet.table(columns, rows)
    if rules := rule_changes(change, system.questionnaires):
        sheet.caption("计分规则与其他规定")
        columns = (
            NODE,
            Column("指标或规定", "text", NAME.width, "规则改变的指标，或对全部指标的规定"),
            Column(period.before, "text", 46, f"{period.before}的规则中与{period.now}不同的部分"),
            Column(period.now, "text", 46, f"{period.now}的规则中与{period.before}不同的部分"),
        )
        sheet.table(columns, rules)
    sheet.finish((freeze, 0), repeat=(0, 0))
