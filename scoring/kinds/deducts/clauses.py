"""The parameters of deductions: what tables print, and what studies of robustness vary."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scoring.kinds.deducts.groups import factor_numbers
from scoring.kinds.kind import Clause, Varied
from scoring.kinds.parameters import Number
from scoring.kinds.spelling import condition_keys, number, share

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from indicator_tree.rules import Deduct


def deduction_clauses(deductions: Sequence[Deduct]) -> Iterator[Clause]:
    """Points, caps, factors and what is given back."""
    for at, one in enumerate(deductions):
        key = f"deduct.{one.id}"
        yield Clause(key, _content(one), one, tuple(_varied(at, one)))
        for place, factor in enumerate(one.factors):
            single = len(one.factors) == 1
            path = ("deduct", at, "scaled", "factor") if single else ("deduct", at, "scaled", place, "factor")
            own = f"{key}.scaled" if single else f"{key}.scaled.{place + 1}"
            content = f"{factor.label}（{condition_keys(factor.when, '')}）乘 {number(factor.factor)}"
            varied = [Number(path, factor.factor, **factor_numbers(factor))]
            yield Clause(own, content, factor, (Varied(f"{own}.factor", f"{one.label}{factor.label}的系数", varied),))


def _content(one: Deduct) -> str:
    """All that a deduction says but its factors, by the names of columns."""
    counted = f"{one.source}{condition_keys(one.when)}"
    if one.ladder is not None:
        rungs = "、".join(f"{value} {number(points)} 分" for value, points in one.ladder.points.items())
        said = f"{one.label}（{counted}）按 {one.ladder.column} 每条扣：{rungs}"
    elif (amount := one.points_per) is not None:
        unit = f" {amount.unit}" if amount.unit else ""
        said = f"{one.label}（{counted}）{amount.column} 每 {number(amount.each)}{unit}扣 {number(one.points or 0)} 分"
    else:
        said = f"{one.label}（{counted}）每条扣 {number(one.points or 0)} 分"
    if (per := one.per) is not None:
        lacking = {"error": "报错", "missing": "没有得分", "cap": "扣至上限"}[per.without]
        said += f"，除以 {per.size.label}（每 {number(per.each)} {per.size.unit}），没有{per.size.label}的{lacking}"
    if one.cap is not None:
        said += f"，至多 {number(one.cap)} 分"
    if (repeat := one.repeat) is not None:
        alike = f"，{'、'.join(repeat.same)} 相同" if repeat.same else ""
        by = f"（按 {repeat.by}{alike}）" if repeat.by else f"（{alike[1:]}）" if alike else ""
        said += f"；{repeat.within_days} 天内再次发生的{by}乘 {number(repeat.factor)}"
    if (mitigated := one.mitigated) is not None:
        most = f"，至多 {number(mitigated.limit)} 分" if mitigated.limit is not None else ""
        which = condition_keys(mitigated.when, "")
        said += f"；{mitigated.label}（{which}）的返还 {share(mitigated.share)}{most}"
    said += "；合并评价的公司同一事项只计一次" if one.same_event else ""
    return said + (f"；{'、'.join(one.same_cause)} 相同的只计扣分最高的一条" if one.same_cause else "")


def _varied(at: int, one: Deduct) -> Iterator[Varied]:
    key, where = f"deduct.{one.id}", ("deduct", at)
    if one.points is not None:
        yield Varied(f"{key}.points", f"{one.label}扣分", [Number((*where, "points"), one.points)])
    if one.ladder is not None:
        rungs = [Number((*where, "ladder", "points", value), points) for value, points in one.ladder.points.items()]
        yield Varied(f"{key}.ladder", f"{one.label}各级扣分", rungs)
    if one.points_per is not None:
        each = Number((*where, "points_per", "each"), one.points_per.each)
        yield Varied(f"{key}.points_per.each", f"{one.label}每多少扣分", [each])
    if one.per is not None:
        each = Number((*where, "per", "each"), one.per.each)
        yield Varied(f"{key}.per.each", f"{one.label}每多少规模扣分", [each])
    if one.cap is not None:
        yield Varied(f"{key}.cap", f"{one.label}最多扣分", [Number((*where, "cap"), one.cap)])
    if one.repeat is not None:
        factor = Number((*where, "repeat", "factor"), one.repeat.factor)
        yield Varied(f"{key}.repeat.factor", f"{one.label}再次发生的系数", [factor])
    if (mitigated := one.mitigated) is not None:
        part = Number((*where, "mitigated", "share"), mitigated.share, highest=1.0)
        yield Varied(f"{key}.mitigated.share", f"{one.label}返还的比例", [part])
        if mitigated.limit is not None:
            limit = Number((*where, "mitigated", "limit"), mitigated.limit)
            yield Varied(f"{key}.mitigated.limit", f"{one.label}至多返还", [limit])
