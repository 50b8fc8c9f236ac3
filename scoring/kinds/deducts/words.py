"""Deductions in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scoring.kinds.spelling import condition_words, number, records_words, share

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indicator_tree.rules import Deduct, Factor
    from indicator_tree.rules.deduction import SizePer
    from scoring.kinds.spelling import Names


def deduction_words(deductions: Sequence[Deduct], names: Names) -> str:
    """All deductions in words."""
    return "；".join(_words(deduct, names) for deduct in deductions)


def _words(deduct: Deduct, names: Names) -> str:
    source, unit = deduct.source, names.unit(deduct.source)
    records = records_words(source, deduct.when, names)
    which = "" if records == deduct.label else f"（{records}）"
    said = [f"{deduct.label}{which}{_points_words(deduct, names)}"]
    said += [] if deduct.per is None else [_size_words(deduct.per, names)]
    said += [_factor_words(source, factor, names) for factor in deduct.factors]
    if len(deduct.factors) > 1:
        said.append("同时符合几项的，各项连乘")
    if (repeat := deduct.repeat) is not None:
        alike = "".join(f"{names.column(source, name).title}相同的" for name in repeat.same)
        by = f"按{names.column(source, repeat.by).title}，" if repeat.by else ""
        said.append(f"{by}前一{unit}之后 {repeat.within_days} 天以内{alike}再次发生的乘 {number(repeat.factor)}")
    if deduct.same_event:
        alike = "、".join(names.column(source, name).title for name in deduct.same_event)
        said.append(f"合并评价的各公司，{alike}都相同的视为同一事项，只计一次")
    if deduct.same_cause:
        alike = "、".join(names.column(source, name).title for name in deduct.same_cause)
        said.append(f"{alike}都相同的视为同一事由，只计扣分最高的一{unit}")
    if (mitigated := deduct.mitigated) is not None:
        most = "" if mitigated.limit is None else f"，至多返还 {number(mitigated.limit)} 分"
        remedied = condition_words(source, mitigated.when, names)
        said.append(f"{mitigated.label}（{remedied}）的返还所扣分数的 {share(mitigated.share)}{most}")
    if deduct.cap is not None:
        said.append(f"至多扣 {number(deduct.cap)} 分")
    return "，".join(said)


def _points_words(deduct: Deduct, names: Names) -> str:
    unit = names.unit(deduct.source)
    if deduct.ladder is not None:
        rungs = "、".join(f"{value} {number(points)} 分" for value, points in deduct.ladder.points.items())
        return f"按{names.column(deduct.source, deduct.ladder.column).title}每{unit}扣：{rungs}"
    if (amount := deduct.points_per) is not None:
        column = names.column(deduct.source, amount.column).title
        of = f" {amount.unit}" if amount.unit else ""
        return f"{column}合计每 {number(amount.each)}{of}扣 {number(deduct.points or 0)} 分，按比例"
    return f"每{unit}扣 {number(deduct.points or 0)} 分"


def _size_words(per: SizePer, names: Names) -> str:
    size = per.size
    of_size = f"{names.title(size.source)}的{names.column(size.source, size.column).title}"
    combined = {"last": "最后一条", "sum": "合计", "mean": "平均"}[size.combine]
    lacking = {"error": "即报错", "missing": "没有得分", "cap": "扣至上限"}[per.without]
    return (
        f"扣分再除以{size.label}（{of_size}，有多条记录的取{combined}），以每 {number(per.each)} {size.unit}计，"
        f"{size.label}没有填写或不大于 0 而有记录的{lacking}"
    )


def _factor_words(source: str, factor: Factor, names: Names) -> str:
    return f"{factor.label}（{condition_words(source, factor.when, names)}）的乘 {number(factor.factor)}"
