"""What is asked of the records for deductions: marks, numbers of records, sums."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scoring.evidence.conditions import Behind, Count, Reduced, require_columns
from scoring.evidence.sizes import reduce_size
from scoring.frames import RECORDS
from scoring.kinds.deducts.groups import (
    SAME_CAUSE,
    groups_of,
    mark_name,
    marks_of,
    repeat_column,
)
from scoring.kinds.deducts.sizes import size_key

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from indicator_tree import Rulebook
    from indicator_tree.rules import Deduct, When
    from scoring.evidence.conditions import Tables
    from scoring.evidence.record_marks import Mark


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


def reduce_deductions(node: str, deductions: Sequence[Deduct], tables: Tables, book: Rulebook) -> Reduced:
    """Evidence of every deduction of a leaf: the records of every group, those that were remedied, those not counted
    because of the same event or cause, and the size that they are divided by.
    """
    counts: list[Count] = []
    sizes: list[Reduced] = []
    for deduct in deductions:
        if (per := deduct.per) is not None:
            key = f"{node}.{size_key(deduct)}"
            sizes.append(reduce_size(node, key, per.size, (), tables, latest_by=book.latest_by(per.size)))
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
            key, label = f"{node}.deduct.{deduct.id}.same_cause", f"{deduct.label}：{SAME_CAUSE}"
            counts.append(Count(node, key, deduct.source, label, marked))
    behind = [each for size in sizes for each in size.behind]
    behind += [Behind(node, count.parameter, count.source, count.met, count.unmet) for count in counts]
    sums = tuple(count.parameter for count in counts if count.measure != RECORDS)
    return Reduced([table for size in sizes for table in size.evidence], behind, counts, sums=sums)


def deduction_counted(deductions: Sequence[Deduct]) -> Iterator[tuple[str, str, When]]:
    """The records of every deduction, and the columns that are summed."""
    for deduct in deductions:
        yield deduct.source, RECORDS, deduct.when
        if deduct.points_per is not None:
            yield deduct.source, deduct.points_per.column, deduct.when
