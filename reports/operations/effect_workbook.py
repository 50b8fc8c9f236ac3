"""The workbook of the effect over all firms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.operations.effect_view import verdict
from reports.operations.sheets import CODE, SERIES, UNIT, about, one_table, unit_of
from reports.operations.spelling import month_name
from reports.rejected_rows import rejected_text
from reports.workbook.book import Book
from reports.workbook.columns import Column

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from reports.operations.effect_view import Effect


def write_effect(effect: Effect, path: Path, last_day: date) -> None:
    """Write 改善指标, 行业变化, 逐月, 最优公司, 清算效率 and, where there are any, 公布差异.

    Args:
        effect: what is told.
        path: the file.
        last_day: of the period, which dates the file.
    """
    book = Book(path, "运营管理信息报告机制实施效果评估", effect.catalogue.title, last_day)
    _tally(book, effect)
    _industry(book, effect)
    _months(book, effect)
    _best(book, effect)
    _pooled(book, effect)
    if effect.differences:
        _differences(book, effect)
    book.close()


def _tally(book: Book, effect: Effect) -> None:
    names = effect.catalogue.indicator
    rows = [
        (node, names[node].name if node else "合计", row["indicators"], row["improved"])
        for node, row in effect.tally.items()
        if node in effect.catalogue.children or not node
    ]
    columns = (
        CODE,
        Column("类别", "text", 30),
        Column("可比指标", "count", 10),
        Column("改善", "count", 10),
    )
    notes = [*filter(None, (effect.tables.notice, rejected_text(effect.tables.intake)))]
    notes.append("末月的行业均值好于报送期均值为改善；分系统的指标逐个系统计。")
    one_table(book, "改善指标", "改善的指标数", columns, rows, notes=notes)


def _industry(book: Book, effect: Effect) -> None:
    columns = (
        *SERIES,
        UNIT,
        *(Column(name, "quantity", 16) for name in ("首月均值", "末月均值", "报送期均值")),
        Column("变化", "relative", 11),
        Column("评价", "text", 8),
    )
    rows = [
        (
            *about(effect.catalogue, row),
            unit_of(effect.catalogue, row),
            *(row[name] for name in ("first", "last", "overall", "change")),
            verdict(row),
        )
        for row in effect.courses
    ]
    one_table(book, "行业变化", "行业末月均值与报送期均值", columns, rows)


def _months(book: Book, effect: Effect) -> None:
    columns = (*SERIES, UNIT, *(Column(month_name(month), "quantity", 14) for month in effect.months))
    means: dict[tuple[str, str], dict[date, float | None]] = {}
    for row in effect.tables.industry.to_dicts():
        means.setdefault((row["indicator"], row["system"]), {})[row["month"]] = row["month_mean"]
    rows = [
        (
            *about(effect.catalogue, row),
            unit_of(effect.catalogue, row),
            *(means[row["indicator"], row["system"]].get(month) for month in effect.months),
        )
        for row in effect.courses
    ]
    one_table(book, "逐月", "各月的行业均值", columns, rows)


def _best(book: Book, effect: Effect) -> None:
    columns = (
        *SERIES,
        UNIT,
        *((Column("公司", "text", 18),) if effect.names else ()),
        *(Column(name, "quantity", 16) for name in ("起始值", "末次值")),
        Column("变化", "relative", 11),
        Column("可比公司（家）", "count", 10),
    )
    rows = [
        (
            *about(effect.catalogue, row),
            unit_of(effect.catalogue, row),
            *((effect.names.get(row["firm_id"], ""),) if effect.names else ()),
            *(row[name] for name in ("first", "last", "change", "firms")),
        )
        for row in effect.best
    ]
    one_table(book, "最优公司", "各项指标改善最大的公司", columns, rows, notes=("变化 = 末次值 ÷ 起始值 - 1。",))


def _pooled(book: Book, effect: Effect) -> None:
    columns = (
        Column("系统", "text", 18),
        Column("月份", "text", 12),
        Column("公司（家）", "count", 10),
        *(Column(name, "quantity", 18) for name in ("时长（秒）", "记录数（条）")),
        Column("每条耗时（秒）", "quantity", 18),
    )
    rows = [
        (system, month_name(row["month"]), *(row[name] for name in ("firms", "seconds", "records", "efficiency")))
        for system in effect.systems
        for row in effect.pooled(system).to_dicts()
    ]
    one_table(book, "清算效率", "整体清算效率：每条清算记录的耗时", columns, rows)


def _differences(book: Book, effect: Effect) -> None:
    columns = (
        Column("事项", "text", 30),
        Column("公布材料的说法", "text", 50),
        Column("本次算得", "text", 30),
        Column("说明", "text", 60),
    )
    rows = [(one.about, one.says, one.computed, one.note) for one in effect.differences]
    one_table(book, "公布差异", "公布材料的说法与本次算得的数", columns, rows)
