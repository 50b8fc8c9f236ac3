"""Points off for records, as a part of several kinds of rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scoring.evidence.conditions import Behind, Count, Reduced, require_columns
from scoring.frames import RECORDS
from scoring.kinds.fit import column_problems, condition_problems
from scoring.kinds.kind import Clause, Varied, declared_unit
from scoring.kinds.levers import fewer
from scoring.kinds.parameters import Number
from scoring.kinds.quantities import Quantity, conditions
from scoring.kinds.spelling import condition_keys, condition_words, number, records_words
from scoring.kinds.traces import Trace

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from indicator_tree import Rulebook
    from indicator_tree.errors import Problem
    from indicator_tree.rules import Deduct, When
    from scoring.evidence.conditions import Tables
    from scoring.kinds.fit import Fit
    from scoring.kinds.levers import Lever, Row
    from scoring.kinds.page import Page
    from scoring.kinds.quantities import Definition
    from scoring.kinds.spelling import Names
    from scoring.kinds.traces import Effect


def reduce_deductions(node: str, deductions: Sequence[Deduct], tables: Tables) -> Reduced:
    """Evidence of every deduction of a leaf: the records counted, those counted at a factor, and those not counted
    because a firm evaluated together reported the same event.
    """
    counts: list[Count] = []
    for deduct in deductions:
        parameter, factor = f"{node}.deduct.{deduct.id}", deduct.scaled
        require_columns(
            tables, node, deduct.source, (*deduct.when, *deduct.same_event, *(factor.when if factor else ()))
        )
        whole = Count(node, parameter, deduct.source, deduct.label, (deduct.when,), same_event=deduct.same_event)
        if factor is None:
            counts.append(whole)
            continue
        at_factor = (deduct.when, factor.when)
        label = f"{deduct.label}（{factor.label}）"
        counts.append(whole._replace(unmet=(factor.when,)))
        counts.append(whole._replace(parameter=f"{parameter}.scaled", cause=label, met=at_factor))
    behind = [Behind(node, count.parameter, count.source, count.met, count.unmet) for count in counts]
    return Reduced([], behind, counts)


def deduct_points(page: Page, deductions: Sequence[Deduct]) -> None:
    """Write the rows of all deductions; a firm without such records has a row with 0 points."""
    for deduct in deductions:
        key = f"deduct.{deduct.id}"
        before = page.total.copy()
        full, at_factor, merged = page.amount(key), page.amount(f"{key}.scaled"), page.amount(f"{key}.same_event")
        page.write(key, deduct.label, full * -deduct.points, deduct, quantity=full, only=full > 0)
        page.write(key, f"{deduct.label}：无", 0.0, deduct, quantity=full, only=(full == 0) & (at_factor == 0))
        if deduct.same_event:
            label = f"{deduct.label}：合并评价的公司同一事项，只计一次"
            page.write(f"{key}.same_event", label, 0.0, deduct, quantity=merged, only=merged > 0)
        if scaled := deduct.scaled:
            label = f"{deduct.label}（{scaled.label}）"
            points = at_factor * -(deduct.points * scaled.factor)
            page.write(f"{key}.scaled", label, points, scaled, quantity=at_factor, only=at_factor > 0)
        if deduct.cap is not None:
            beyond = before - page.total - deduct.cap
            page.write(f"{key}.cap", f"{deduct.label}：最多扣 {deduct.cap:g} 分", beyond, deduct, only=beyond > 0)


def fit_deductions(where: str, deductions: Sequence[Deduct], fit: Fit) -> Iterator[Problem]:
    """Sources and columns that deductions need and that are not there."""
    for deduct in deductions:
        at = f"{where}.deduct.{deduct.id}"
        if missing := list(fit.no_source(at, deduct.source)):
            yield from missing
            continue
        columns = fit.records[deduct.source]
        yield from condition_problems(f"{at}.when", deduct.when, columns)
        for name in deduct.same_event:
            yield from column_problems(f"{at}.same_event", name, columns)
        if deduct.scaled:
            yield from condition_problems(f"{at}.scaled.when", deduct.scaled.when, columns)


def deduction_clauses(deductions: Sequence[Deduct]) -> Iterator[Clause]:
    """Points, caps and factors."""
    for at, one in enumerate(deductions):
        key = f"deduct.{one.id}"
        cap = f"，至多 {number(one.cap)} 分" if one.cap is not None else ""
        same = "；合并评价的公司同一事项只计一次" if one.same_event else ""
        varies = [Varied(f"{key}.points", f"{one.label}扣分", [Number(("deduct", at, "points"), one.points)])]
        if one.cap is not None:
            varies.append(Varied(f"{key}.cap", f"{one.label}最多扣分", [Number(("deduct", at, "cap"), one.cap)]))
        counted = f"{one.source}{condition_keys(one.when)}"
        yield Clause(key, f"{one.label}（{counted}）每条扣 {number(one.points)} 分{cap}{same}", one, tuple(varies))
        if scaled := one.scaled:
            content = f"{scaled.label}（{condition_keys(scaled.when, '')}）乘 {number(scaled.factor)}"
            factor = Number(("deduct", at, "scaled", "factor"), scaled.factor, highest=1.0)
            label = f"{one.label}{scaled.label}的系数"
            yield Clause(f"{key}.scaled", content, scaled, (Varied(f"{key}.scaled.factor", label, [factor]),))


def deduction_quantities(node: str, deductions: Sequence[Deduct]) -> Iterator[tuple[Quantity, Definition]]:
    """Records counted in full, at a factor, and left out as the same event."""
    for deduct in deductions:
        key = f"{node}.deduct.{deduct.id}"
        at_factor = conditions(deduct.scaled.when) if deduct.scaled else None
        counts = (deduct.source, conditions(deduct.when), at_factor, deduct.same_event)
        for group in (key, f"{key}.scaled") if deduct.scaled else (key,):
            yield Quantity(node, group), counts
            if deduct.same_event:
                yield Quantity(node, f"{group}.same_event"), counts


def deduction_counted(deductions: Sequence[Deduct]) -> Iterator[tuple[str, str, When]]:
    """The records of every deduction."""
    for deduct in deductions:
        yield deduct.source, RECORDS, deduct.when


def deduction_levers(node: str, deductions: Sequence[Deduct], evidence: Mapping[str, Sequence[Row]]) -> Iterator[Lever]:
    """Fewer records of every deduction."""
    for deduct in deductions:
        key = f"{node}.deduct.{deduct.id}"
        yield from fewer("records", key, deduct.label, evidence)
        if deduct.scaled:
            yield from fewer("records", f"{key}.scaled", f"{deduct.label}（{deduct.scaled.label}）", evidence)


def deduction_traces(node: str, deductions: Sequence[Deduct]) -> Iterator[Trace]:
    """Records counted in full and at a factor."""
    for deduct in deductions:
        effect: Effect = "event" if deduct.same_event else "one"
        for key in (f"{node}.deduct.{deduct.id}", f"{node}.deduct.{deduct.id}.scaled"):
            yield Trace(key, deduct.source, effect)


def deductions_against(deductions: Sequence[Deduct]) -> tuple[str, ...]:
    """Keys under which records take points off."""
    keys = [f"deduct.{deduct.id}" for deduct in deductions]
    return (*keys, *(f"{key}.scaled" for key in keys))


def deduction_unit(deductions: Sequence[Deduct], key: str, book: Rulebook) -> str:
    """The measure word of the records of the deduction that a key names; empty if it names none."""
    kind, _, rest = key.partition(".")
    if kind != "deduct":
        return ""
    name = rest.partition(".")[0]
    source = next((deduct.source for deduct in deductions if deduct.id == name), "")
    return declared_unit(source, book) or "条"


def deduction_words(deductions: Sequence[Deduct], names: Names) -> str:
    """All deductions in words."""
    return "；".join(_words(deduct, names) for deduct in deductions)


def _words(deduct: Deduct, names: Names) -> str:
    records = records_words(deduct.source, deduct.when, names)
    said = [f"{deduct.label}（{records}）每{names.unit(deduct.source)}扣 {number(deduct.points)} 分"]
    if scaled := deduct.scaled:
        which = condition_words(deduct.source, scaled.when, names)
        said.append(f"{scaled.label}（{which}）的乘 {number(scaled.factor)}")
    if deduct.same_event:
        alike = "、".join(names.column(deduct.source, name).title for name in deduct.same_event)
        said.append(f"合并评价的各公司，{alike}都相同的视为同一事项，只计一次")
    if deduct.cap is not None:
        said.append(f"至多扣 {number(deduct.cap)} 分")
    return "，".join(said)
