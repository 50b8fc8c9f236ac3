"""The evidence of deductions: what it counts, what names records, what a firm could have had otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from scoring.kinds.deducts.groups import groups_of, repeat_column
from scoring.kinds.deducts.sizes import size_key
from scoring.kinds.kind import Cause, Told, declared_unit
from scoring.kinds.levers import Lever, fewer, more_remedied
from scoring.kinds.measures import Measure
from scoring.kinds.quantities import Quantity, conditions, size_definition
from scoring.kinds.traces import Trace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from indicator_tree import Rulebook
    from indicator_tree.rules import Deduct
    from scoring.kinds.facts import Facts, Values
    from scoring.kinds.levers import Row
    from scoring.kinds.quantities import Definition
    from scoring.kinds.traces import Effect


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
        if deduct.per is not None:
            yield Quantity(node, f"{node}.{size_key(deduct)}"), size_definition(deduct.per.size, book)


def deduction_levers(node: str, deductions: Sequence[Deduct], evidence: Mapping[str, Sequence[Row]]) -> Iterator[Lever]:
    """Fewer records of every group, or less of what is summed; more of the records remedied."""
    for deduct in deductions:
        for group in groups_of(node, deduct):
            key = f"{node}.{group.key}"
            if deduct.points_per is None:
                yield from fewer("records", key, group.label, evidence)
                if deduct.mitigated is not None:
                    among = sum(quantity for _, quantity, _ in evidence.get(key, ()))
                    label = f"{group.label}：{deduct.mitigated.label}"
                    yield from more_remedied(f"{key}.mitigated", label, among, evidence)
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
        if deduct.per is not None:
            yield Trace(f"{node}.{size_key(deduct)}", deduct.per.size.source, "unknown")


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
    """The number of records that cost points, in all (`records`) and by deduction (`deduct.<id>`).

    Those by deduction are of deductions that go by no amount and no size; the whole, where all do.
    """
    counted = [deduct for deduct in deductions if deduct.points_per is None and deduct.per is None]

    def number(some: Sequence[Deduct]) -> Callable[[Facts], Values]:
        keys = [f"{node}.{group.key}" for deduct in some for group in groups_of(node, deduct)]
        return lambda facts: np.asarray(np.sum([facts.amount(key) for key in keys], axis=0))

    each = {f"deduct.{one.id}": Measure(one.label, "条", number([one]), one.source) for one in counted}
    whole = {"records": Measure("扣分的记录数", "条", number(counted))} if len(counted) == len(deductions) else {}
    return whole | each


def deductions_told(deductions: Sequence[Deduct]) -> Told:
    """The records that are left out, because another stands for them; sizes of firms are not records against them."""
    alike = ("same_event", "same_cause")
    left_out = tuple(f"deduct.{deduct.id}.{how}" for deduct in deductions for how in alike if getattr(deduct, how))
    sizes = tuple(size_key(deduct) for deduct in deductions if deduct.per is not None)
    causes = {f"deduct.{deduct.id}": Cause(deduct.label) for deduct in deductions}
    return Told(left_out=left_out, not_added=sizes, causes=causes)


def deduction_unit(deductions: Sequence[Deduct], key: str, book: Rulebook) -> str:
    """The measure word of the records, or the unit of the column, of the deduction that a key names; else empty."""
    kind, _, rest = key.partition(".")
    if kind != "deduct":
        return ""
    deduct = next((one for one in deductions if one.id == rest.partition(".")[0]), None)
    if deduct is not None and deduct.per is not None and key == size_key(deduct):
        return deduct.per.size.unit
    if deduct is not None and deduct.points_per is not None:
        return deduct.points_per.unit
    return declared_unit("" if deduct is None else deduct.source, book) or "条"
