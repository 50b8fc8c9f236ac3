"""The comparison of effects, spelled out as tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.comparison_tables import VERDICTS
from reports.effect_contradictions import PER
from reports.figures import EMPTY, fixed, percent
from reports.table import Table, label, number, text
from scoring.effects import change

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reports.effect_rows import ChangeRow, ContradictionRow, EffectComparison, MonthRow

_DECIMALS = 2
_SECONDS = 4


def effect_tables(comparison: EffectComparison) -> tuple[Table, ...]:
    """Best-improved firms, monthly seconds per record, counts, contradictions."""
    return (
        _account_table([row for row in comparison.changes if row.kind == "account"]),
        _change_table([row for row in comparison.changes if row.kind != "account"]),
        _month_table(comparison.months),
        Table(
            title="正文所说的个数",
            columns=(text("数字"), number("本次"), number("公布"), label("结果")),
            rows=tuple(
                (
                    row.label,
                    _count(row.value, row.unit),
                    _count(row.published, row.unit),
                    VERDICTS[row.verdict],
                )
                for row in comparison.counts
            ),
        ),
        _contradiction_table(comparison.contradictions),
    )


def effect_failures(comparison: EffectComparison) -> list[str]:
    """Every figure that should have come out and did not."""
    changes = [
        f"{row.name}：本次 {_span(row.first, row.last)}（{_percent(row.change)}），"
        f"公布 {_span(row.published_first, row.published_last)}（{_percent(row.published)}）"
        for row in comparison.changes
        if row.verdict == "mismatch"
    ]
    months = [
        f"{row.system} {row.month}：本次 {_seconds(row.value)}，公布 {_seconds(row.published)} 秒/万笔"
        for row in comparison.months
        if row.verdict == "mismatch"
    ]
    counts = [
        f"{row.label}：本次 {_count(row.value, row.unit)}，公布 {_count(row.published, row.unit)}"
        for row in comparison.counts
        if row.verdict == "mismatch"
    ]
    return [*changes, *months, *counts]


def _account_table(rows: Sequence[ChangeRow]) -> Table:
    return Table(
        title="账户指标：最优优化券商的首末月报送值（表1、图9）",
        columns=(
            label("代码"),
            text("指标"),
            label("公司"),
            number("起始"),
            number("当前"),
            number("变化"),
            number("公布起始"),
            number("公布当前"),
            label("结果"),
        ),
        rows=tuple(
            (
                row.indicator,
                row.name,
                row.firm or EMPTY,
                fixed(row.first, 0),
                fixed(row.last, 0),
                _percent(row.change),
                fixed(row.published_first, 0),
                fixed(row.published_last, 0),
                VERDICTS[row.verdict],
            )
            for row in rows
        ),
        notes=("变化＝当前月份报送值÷报送起始月值－1",),
    )


def _change_table(rows: Sequence[ChangeRow]) -> Table:
    return Table(
        title="清算：单个公司的最优变化（图3 与正文）",
        columns=(text("指标"), label("系统"), label("公司"), number("本次"), number("公布"), label("结果")),
        rows=tuple(
            (
                row.name,
                row.system,
                row.firm or EMPTY,
                _percent(row.change),
                _percent(row.published),
                VERDICTS[row.verdict],
            )
            for row in rows
        ),
    )


def _month_table(rows: Sequence[MonthRow]) -> Table:
    systems = list(dict.fromkeys(row.system for row in rows))
    months = list(dict.fromkeys(row.month for row in rows))
    by_place = {(row.system, row.month): row for row in rows}
    same = sum(row.verdict == "match" for row in rows)
    lines = []
    for month in months:
        cells = [month]
        for system in systems:
            row = by_place.get((system, month))
            cells += [EMPTY, EMPTY] if row is None else [_seconds(row.value), _seconds(row.published)]
        lines.append(tuple(cells))
    lines.append(
        ("首末变化", *(cell for system in systems for cell in _trend([row for row in rows if row.system == system])))
    )
    return Table(
        title=f"试点公司整体每笔清算记录耗时（图1、图2，秒/万笔）：{len(rows)} 个数字中 {same} 个一致",
        columns=(label("月份"), *(column for system in systems for column in (number(system), number("公布")))),
        rows=tuple(lines),
        notes=("整体＝各公司各日清算秒数之和÷清算记录数之和；相对差不超过百万分之一视为一致",),
    )


def _trend(rows: Sequence[MonthRow]) -> tuple[str, str]:
    """The change from the first to the last month, computed and published."""
    first, last = rows[0], rows[-1]
    return _percent(change(first.value, last.value)), _percent(change(first.published, last.published))


def _contradiction_table(rows: Sequence[ContradictionRow]) -> Table:
    return Table(
        title="文件内部的矛盾，与本次算得的数",
        columns=(text("关于"), text("文件所说"), text("本次算得"), text("判断")),
        rows=tuple((row.about, row.says, row.computed, row.note) for row in rows),
    )


def _span(first: float | None, last: float | None) -> str:
    return f"{fixed(first, 0)} → {fixed(last, 0)}"


def _seconds(value: float | None) -> str:
    return fixed(None if value is None else value * PER, _SECONDS)


def _percent(share: float | None) -> str:
    return percent(share, _DECIMALS)


def _count(value: float | None, unit: str) -> str:
    return f"{fixed(value, 0)} {unit}"
