"""Points off for records, as a part of several kinds of rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from indicator_tree.checks import suggestion
from indicator_tree.errors import Problem
from scoring.evidence.conditions import Behind, Count, Reduced, require_columns
from scoring.frames import RECORDS
from scoring.kinds.deduct_groups import Group, factor_numbers, groups_of, mark_name, marks_of, repeat_column
from scoring.kinds.fit import column_problems, condition_problems, person_problems
from scoring.kinds.kind import Clause, Varied, declared_unit
from scoring.kinds.levers import Lever, fewer
from scoring.kinds.measures import Measure
from scoring.kinds.parameters import Number
from scoring.kinds.quantities import Quantity, conditions
from scoring.kinds.spelling import condition_keys, condition_words, number, records_words, share
from scoring.kinds.traces import Trace

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from indicator_tree import Rulebook
    from indicator_tree.rules import Deduct, Factor, When
    from scoring.evidence.conditions import Tables
    from scoring.evidence.record_marks import Mark
    from scoring.kinds.facts import Facts, Values
    from scoring.kinds.fit import Fit
    from scoring.kinds.levers import Row
    from scoring.kinds.page import Page
    from scoring.kinds.quantities import Definition
    from scoring.kinds.spelling import Names
    from scoring.kinds.traces import Effect


def deduction_marks(node: str, deductions: Sequence[Deduct], tables: Tables, book: Rulebook) -> Iterator[Mark]:
    """What other records decide about a record of any of the deductions."""
    for deduct in deductions:
        require_columns(tables, node, deduct.source, _columns(deduct, book))
        yield from marks_of(tables[deduct.source], node, deduct, book)


def _columns(deduct: Deduct, book: Rulebook) -> set[str]:
    """All columns that a deduction asks for."""
    found = {*deduct.when, *deduct.same_event, *deduct.same_cause}
    found |= {name for factor in deduct.factors for name in factor.when}
    found |= {deduct.ladder.column} if deduct.ladder else set()
    found |= {deduct.points_per.column} if deduct.points_per else set()
    found |= {*deduct.mitigated.when} if deduct.mitigated else set()
    by = repeat_column(deduct, book)
    return found | ({*deduct.repeat.same, by} if deduct.repeat and by else set())


def reduce_deductions(node: str, deductions: Sequence[Deduct]) -> Reduced:
    """Evidence of every deduction of a leaf: the records of every group, those that were remedied, and those not
    counted because of the same event or cause.
    """
    counts: list[Count] = []
    for deduct in deductions:
        for group in groups_of(node, deduct):
            met = (deduct.when, *group.met)
            count = Count(
                *(node, f"{node}.{group.key}", deduct.source, group.label, met, group.unmet),
                measure=group.measure,
                same_event=deduct.same_event,
            )
            counts.append(count)
            if deduct.mitigated is not None:
                label = f"{group.label}：{deduct.mitigated.label}"
                remedied = (*met, deduct.mitigated.when)
                counts.append(count._replace(parameter=f"{count.parameter}.mitigated", cause=label, met=remedied))
        if deduct.same_cause:
            marked: tuple[When, ...] = (deduct.when, {mark_name(node, deduct, "cause"): True})
            key, label = f"{node}.deduct.{deduct.id}.same_cause", f"{deduct.label}：{_SAME_CAUSE}"
            counts.append(Count(node, key, deduct.source, label, marked))
    behind = [Behind(node, count.parameter, count.source, count.met, count.unmet) for count in counts]
    sums = tuple(count.parameter for count in counts if count.measure != RECORDS)
    return Reduced([], behind, counts, sums=sums)


def left_out(deductions: Sequence[Deduct]) -> tuple[str, ...]:
    """The keys of the numbers of records that deductions leave out, because another stands for them."""
    alike = ("same_event", "same_cause")
    return tuple(f"deduct.{deduct.id}.{how}" for deduct in deductions for how in alike if getattr(deduct, how))


_SAME_CAUSE = "同一事由，只计扣分最高的一条"


def deduct_points(page: Page, deductions: Sequence[Deduct]) -> None:
    """Write the rows of all deductions; a firm without such records has a row with 0 points."""
    for deduct in deductions:
        key, groups = f"deduct.{deduct.id}", groups_of(page.node, deduct)
        before = page.total.copy()
        counted = {group.key: page.amount(group.key) for group in groups}
        plain = [group for group in groups if not group.factors]
        for group in plain:
            _write(page, group, counted[group.key])
        none = np.logical_and.reduce([amount == 0 for amount in counted.values()])
        page.write(key, f"{deduct.label}：无", 0.0, deduct, quantity=np.zeros(page.facts.count), only=none)
        if deduct.same_event:
            merged = page.amount(f"{key}.same_event")
            label = f"{deduct.label}：合并评价的公司同一事项，只计一次"
            page.write(f"{key}.same_event", label, 0.0, deduct, quantity=merged, only=merged > 0)
        if deduct.same_cause:
            left_out = page.amount(f"{key}.same_cause")
            page.write(
                *(f"{key}.same_cause", f"{deduct.label}：{_SAME_CAUSE}", 0.0, deduct),
                quantity=left_out,
                only=left_out > 0,
            )
        for group in groups:
            if group.factors:
                _write(page, group, counted[group.key])
        _give_back(page, deduct, groups, before)
        if deduct.cap is not None:
            beyond = before - page.total - deduct.cap
            page.write(f"{key}.cap", f"{deduct.label}：最多扣 {deduct.cap:g} 分", beyond, deduct, only=beyond > 0)


def _write(page: Page, group: Group, amount: Values) -> None:
    page.write(group.key, group.label, amount * -group.points, group.cited, quantity=amount, only=amount > 0)


def _give_back(page: Page, deduct: Deduct, groups: Sequence[Group], before: Values) -> None:
    """A share of what remedied records cost, up to the limit and never more than they cost."""
    if (mitigated := deduct.mitigated) is None:
        return
    remedied = [np.minimum(page.amount(f"{group.key}.mitigated"), page.amount(group.key)) for group in groups]
    back = sum((amount * (group.points * mitigated.share) for amount, group in zip(remedied, groups, strict=True)), 0.0)
    limit = np.inf if mitigated.limit is None else mitigated.limit
    given = np.minimum(np.minimum(back, limit), before - page.total)
    most = "" if mitigated.limit is None else f"，至多 {mitigated.limit:g} 分"
    label = f"{deduct.label}：{mitigated.label}，返还所扣分数的 {share(mitigated.share)}{most}"
    page.write(
        *(f"deduct.{deduct.id}.mitigated", label, given, deduct), quantity=sum(remedied, 0.0 * given), only=given > 0
    )


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


def deduction_quantities(
    node: str, deductions: Sequence[Deduct], book: Rulebook
) -> Iterator[tuple[Quantity, Definition]]:
    """Records of every group, remedied ones, and those left out."""
    for deduct in deductions:
        groups, repeat = groups_of(node, deduct), deduct.repeat
        counts = (
            *(deduct.source, conditions(deduct.when), tuple(conditions(one.when) for one in deduct.factors)),
            None if repeat is None else (repeat.within_days, repeat.same, repeat_column(deduct, book)),
            None if deduct.ladder is None else (deduct.ladder.column, *sorted(deduct.ladder.points)),
            None if deduct.points_per is None else deduct.points_per.column,
            deduct.same_event,
            (deduct.same_cause, *(group.points for group in groups)) if deduct.same_cause else None,
        )
        remedied = None if deduct.mitigated is None else (*counts, conditions(deduct.mitigated.when))
        for group in groups:
            for key, definition in ((group.key, counts), (f"{group.key}.mitigated", remedied)):
                if definition is not None:
                    yield Quantity(node, f"{node}.{key}"), definition
                    if deduct.same_event:
                        yield Quantity(node, f"{node}.{key}.same_event"), definition
        if deduct.same_cause:
            yield Quantity(node, f"{node}.deduct.{deduct.id}.same_cause"), counts


def deduction_counted(deductions: Sequence[Deduct]) -> Iterator[tuple[str, str, When]]:
    """The records of every deduction, and the columns that are summed."""
    for deduct in deductions:
        yield deduct.source, RECORDS, deduct.when
        if deduct.points_per is not None:
            yield deduct.source, deduct.points_per.column, deduct.when


def deduction_levers(node: str, deductions: Sequence[Deduct], evidence: Mapping[str, Sequence[Row]]) -> Iterator[Lever]:
    """Fewer records of every group, or less of what is summed."""
    for deduct in deductions:
        for group in groups_of(node, deduct):
            key = f"{node}.{group.key}"
            if deduct.points_per is None:
                yield from fewer("records", key, group.label, evidence)
                continue
            for _, amount, _ in evidence.get(key, ()):
                whole = np.arange(np.ceil(amount / deduct.points_per.each) - 1, -1, -1, dtype=np.float64)
                yield Lever("amount", key, group.label, amount, whole * deduct.points_per.each)


def deduction_traces(node: str, deductions: Sequence[Deduct]) -> Iterator[Trace]:
    """Records of every group, and those that were remedied."""
    for deduct in deductions:
        effect = _effect(deduct)
        for group in groups_of(node, deduct):
            yield Trace(f"{node}.{group.key}", deduct.source, effect)
            if deduct.mitigated is not None:
                yield Trace(f"{node}.{group.key}.mitigated", deduct.source, effect)
        if deduct.same_cause:
            yield Trace(f"{node}.deduct.{deduct.id}.same_cause", deduct.source, effect)


def _effect(deduct: Deduct) -> Effect:
    """What a quantity is without a record; where other records decide what a record counts, the evidence cannot say."""
    if deduct.repeat is not None or deduct.same_cause:
        return "unknown"
    if deduct.points_per is not None:
        return "all"
    return "event" if deduct.same_event else "one"


def deductions_against(node: str, deductions: Sequence[Deduct]) -> tuple[str, ...]:
    """Keys under which records take points off."""
    return tuple(group.key for deduct in deductions for group in groups_of(node, deduct))


def deduction_measures(node: str, deductions: Sequence[Deduct]) -> Mapping[str, Measure]:
    """The number of records that cost points; nothing where a deduction goes by an amount."""
    if any(deduct.points_per is not None for deduct in deductions):
        return {}
    keys = [f"{node}.{group.key}" for deduct in deductions for group in groups_of(node, deduct)]

    def values(facts: Facts) -> Values:
        return np.asarray(np.sum([facts.amount(key) for key in keys], axis=0))

    return {"records": Measure("扣分的记录数", "条", values)}


def deduction_unit(deductions: Sequence[Deduct], key: str, book: Rulebook) -> str:
    """The measure word of the records, or the unit of the column, of the deduction that a key names; else empty."""
    kind, _, rest = key.partition(".")
    if kind != "deduct":
        return ""
    deduct = next((one for one in deductions if one.id == rest.partition(".")[0]), None)
    if deduct is not None and deduct.points_per is not None:
        return deduct.points_per.unit
    return declared_unit("" if deduct is None else deduct.source, book) or "条"


def deduction_words(deductions: Sequence[Deduct], names: Names) -> str:
    """All deductions in words."""
    return "；".join(_words(deduct, names) for deduct in deductions)


def _words(deduct: Deduct, names: Names) -> str:
    source, unit = deduct.source, names.unit(deduct.source)
    said = [f"{deduct.label}（{records_words(source, deduct.when, names)}）{_points_words(deduct, names)}"]
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
        which = condition_words(source, mitigated.when, names)
        said.append(f"{mitigated.label}（{which}）的返还所扣分数的 {share(mitigated.share)}{most}")
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


def _factor_words(source: str, factor: Factor, names: Names) -> str:
    return f"{factor.label}（{condition_words(source, factor.when, names)}）的乘 {number(factor.factor)}"
