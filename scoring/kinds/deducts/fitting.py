"""What deductions need of the sources and that is not there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from indicator_tree.checks import suggestion
from indicator_tree.errors import Problem
from scoring.kinds.deducts.groups import repeat_column
from scoring.kinds.fit import column_problems, condition_problems, person_problems, size_problems

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from indicator_tree.rules import Deduct
    from scoring.kinds.fit import Fit


def fit_deductions(where: str, deductions: Sequence[Deduct], fit: Fit) -> Iterator[Problem]:
    """Sources and columns that deductions need and that are not there."""
    for deduct in deductions:
        at = f"{where}.deduct.{deduct.id}"
        if missing := list(fit.no_source(at, deduct.source)):
            yield from missing
            continue
        columns = fit.records[deduct.source]
        yield from condition_problems(f"{at}.when", deduct.when, columns)
        for key in ("same_event", "same_cause"):
            for name in getattr(deduct, key):
                yield from column_problems(f"{at}.{key}", name, columns)
                yield from person_problems(f"{at}.{key}", name, columns, "不能据以认定同一事项")
        for place, factor in enumerate(deduct.factors, 1):
            one = "scaled" if len(deduct.factors) == 1 else f"scaled.[{place}]"
            yield from condition_problems(f"{at}.{one}.when", factor.when, columns)
        if deduct.mitigated is not None:
            yield from condition_problems(f"{at}.mitigated.when", deduct.mitigated.when, columns)
        yield from _fit_ladder(at, deduct, fit)
        yield from _fit_amount(at, deduct, fit)
        yield from _fit_repeat(at, deduct, fit)
        if deduct.per is not None:
            yield from size_problems(f"{at}.per.size", deduct.per.size, fit, {"entity_id"})


def _fit_ladder(at: str, deduct: Deduct, fit: Fit) -> Iterator[Problem]:
    if (ladder := deduct.ladder) is None:
        return
    columns, where = fit.records[deduct.source], f"{at}.ladder"
    if wrong := list(column_problems(f"{where}.column", ladder.column, columns, "text")):
        yield from wrong
        return
    if (allowed := columns.allowed.get(ladder.column)) is None:
        yield Problem(f"{where}.column", f"须有词表 vocabulary.{deduct.source}.{ladder.column}，说明可能有哪些取值")
        return
    for value in ladder.points:
        if value not in allowed:
            yield Problem(f"{where}.points.{value}", f"“{value}”不在可选值中；{suggestion(value, allowed)}")
    chosen = deduct.when.get(ladder.column, tuple(allowed))
    open_to = chosen if isinstance(chosen, tuple) else (chosen,)
    if absent := [str(value) for value in open_to if value not in ladder.points]:
        yield Problem(f"{where}.points", f"{'、'.join(absent)} 没有写明扣几分；不扣分的，用 when 排除")


def _fit_amount(at: str, deduct: Deduct, fit: Fit) -> Iterator[Problem]:
    if (amount := deduct.points_per) is None:
        return
    where = f"{at}.points_per.column"
    if wrong := list(column_problems(where, amount.column, fit.records[deduct.source], "number", "count")):
        yield from wrong
    elif not fit.sources[deduct.source].column(amount.column).required:
        yield Problem(where, f"列 {amount.column} 可以留空，空着的记录扣几分无从知道；应为必填的数值列")


def _fit_repeat(at: str, deduct: Deduct, fit: Fit) -> Iterator[Problem]:
    if (repeat := deduct.repeat) is None:
        return
    columns = fit.records[deduct.source]
    if (by := repeat_column(deduct, fit.book)) is None:
        dates = [name for name, kind in columns.kinds.items() if kind == "date"]
        yield Problem(f"{at}.repeat.by", f"应写 by（按哪一日期列看是否重复）；{suggestion('', dates)}")
    else:
        yield from column_problems(f"{at}.repeat.by", by, columns, "date")
    for name in repeat.same:
        yield from column_problems(f"{at}.repeat.same", name, columns)
