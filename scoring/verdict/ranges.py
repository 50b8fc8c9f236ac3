"""Values outside the ranges that the rulebook calls plausible."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import narwhals as nw
import polars as pl

from scoring.evidence.conditions import collected, matches
from scoring.verdict.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from indicator_tree.plausibility import PlausibleRange
    from scoring.evidence.conditions import Table
    from scoring.verdict.subject import Subject

_SHOWN = 3


def implausible_values(subject: Subject) -> Iterator[Finding]:
    """Records whose value lies outside a plausible range."""
    names = dict(subject.records.firms.select("firm_id", "firm").iter_rows())
    for name, ranges in subject.rulebook.plausible.items():
        table, source = subject.table(name), subject.by_name[name]
        if table is None:
            continue
        for key, each in ranges.items():
            low, high = bounds(each, subject)
            found = _outside(table, key, each, low, high)
            if found.is_empty():
                continue
            percent = each.over is not None
            title = each.label or source.column(each.column or key).title
            shown = [
                f"{record if record == names.get(entity) else f'{names.get(entity, entity)} {record}'}"
                f" 为 {_text(value, percent=percent)}"
                for entity, record, value in _extremes(found, high).iter_rows()
            ]
            more = f"，共 {found.height:,} 条" if found.height > len(shown) else ""
            text = (
                f"{source.title}：{title}通常{_range(low, high, percent=percent)}，{'；'.join(shown)}{more}；"
                "请核对单位与数值"
            )
            yield Finding("implausible", "doubtful", text, source=name, count=found.height)


def bounds(each: PlausibleRange, subject: Subject) -> tuple[Any, Any]:
    """The lowest and the highest plausible value, both included; None where there is none."""
    if not each.dated:
        return each.low, each.high
    after = each.days_after_period
    return each.not_before, None if after is None else subject.rulebook.last_day(after)


def _outside(table: Table, key: str, each: PlausibleRange, low: Any, high: Any) -> pl.DataFrame:
    """entity_id, record_id, value; the smallest first."""
    value: nw.Expr = nw.col(each.column or key)
    if each.over is not None:
        value = value.cast(nw.Float64) / nw.col(each.over).cast(nw.Float64)
    rows = table if not each.when else table.filter(matches(each.when))
    valued = rows.select("entity_id", "record_id", value=value)
    wrong = [] if low is None else [nw.col("value") < nw.lit(low)]
    wrong += [] if high is None else [nw.col("value") > nw.lit(high)]
    outside = valued.filter(nw.any_horizontal(*wrong, ignore_nulls=True))
    return collected(outside).sort("value", "record_id")


def _extremes(found: pl.DataFrame, high: Any) -> pl.DataFrame:
    """The highest values if any is above the range, else the lowest ones."""
    above = found.clear() if high is None else found.filter(pl.col("value") > high)
    return (found if above.is_empty() else above.reverse()).head(_SHOWN)


def _range(low: Any, high: Any, *, percent: bool) -> str:
    shown = [None if limit is None else _text(limit, percent=percent) for limit in (low, high)]
    if shown[1] is None:
        return f"不{'早于' if isinstance(low, date) else '小于'} {shown[0]}"
    if shown[0] is None:
        return f"不{'晚于' if isinstance(high, date) else '大于'} {shown[1]}"
    return f"在 {shown[0]} 至 {shown[1]} 之间"


def _text(value: Any, *, percent: bool) -> str:
    if isinstance(value, date):
        return value.isoformat()
    return f"{100 * value:,.6g}%" if percent else f"{value:,.10g}"
