"""Values outside the ranges that the rulebook calls plausible."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

import narwhals as nw
import polars as pl

from scoring.evidence.conditions import collected, collected_together, matches
from scoring.verdict.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from indicator_tree.plausibility import PlausibleRange
    from scoring.evidence.conditions import Table
    from scoring.verdict.subject import Subject

_SHOWN = 3


class _Limits(NamedTuple):
    """A plausible range, the key under which the rulebook has it, and its lowest and highest value, None where none."""

    key: str
    each: PlausibleRange
    low: Any
    high: Any

    @property
    def value(self) -> nw.Expr:
        """What must lie within."""
        value: nw.Expr = nw.col(self.each.column or self.key)
        over = self.each.over
        return value if over is None else value.cast(nw.Float64) / nw.col(over).cast(nw.Float64)

    @property
    def broken(self) -> nw.Expr:
        """Whether a record has to have its value within and has not."""
        wrong = [] if self.low is None else [self.value < nw.lit(self.low)]
        wrong += [] if self.high is None else [self.value > nw.lit(self.high)]
        outside = nw.any_horizontal(*wrong, ignore_nulls=True)
        return matches(self.each.when) & outside if self.each.when else outside


def implausible_values(subject: Subject) -> Iterator[Finding]:
    """Records whose value lies outside a plausible range."""
    names = dict(subject.records.firms.select("firm_id", "firm").iter_rows())
    for name, table, limits in _broken(subject):
        source, (key, each, _, high) = subject.by_name[name], limits
        found = _outside(table, limits)
        percent = each.over is not None
        title = each.label or source.column(each.column or key).title
        shown = [
            f"{record if record == names.get(entity) else f'{names.get(entity, entity)} {record}'}"
            f" 为 {_text(value, percent=percent)}"
            for entity, record, value in _extremes(found, high).iter_rows()
        ]
        more = f"，共 {found.height:,} 条" if found.height > len(shown) else ""
        text = (
            f"{source.title}：{title}通常{_range(limits.low, high, percent=percent)}，{'；'.join(shown)}{more}；"
            "请核对单位与数值"
        )
        yield Finding("implausible", "doubtful", text, source=name, count=found.height)


def bounds(each: PlausibleRange, subject: Subject) -> tuple[Any, Any]:
    """The lowest and the highest plausible value, both included; None where there is none."""
    if not each.dated:
        return each.low, each.high
    after = each.days_after_period
    return each.not_before, None if after is None else subject.rulebook.last_day(after)


def _broken(subject: Subject) -> Iterator[tuple[str, Table, _Limits]]:
    """Every range outside which records lie, with their source; told by one look at each source."""
    tables = {name: table for name in subject.rulebook.plausible if (table := subject.table(name)) is not None}
    ranges = {
        name: [_Limits(key, each, *bounds(each, subject)) for key, each in subject.rulebook.plausible[name].items()]
        for name in tables
    }
    looks = [
        tables[name].select(**{f"{at}": limits.broken.any() for at, limits in enumerate(own)})
        for name, own in ranges.items()
    ]
    for (name, own), found in zip(ranges.items(), collected_together(looks), strict=True):
        yield from ((name, tables[name], limits) for limits, broken in zip(own, found.row(0), strict=True) if broken)


def _outside(table: Table, limits: _Limits) -> pl.DataFrame:
    """entity_id, record_id, value; the smallest first."""
    outside = table.filter(limits.broken).select("entity_id", "record_id", value=limits.value)
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
