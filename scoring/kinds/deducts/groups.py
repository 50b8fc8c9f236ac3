"""The records of a deduction in groups that cost the same each: by rung of the ladder and by the factors that hold."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import chain, combinations
from math import prod
from typing import TYPE_CHECKING

from scoring.evidence.record_marks import Mark, left_out_of_cause, repeated, require_ladder, with_mark
from scoring.frames import RECORDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from indicator_tree import Rulebook
    from indicator_tree.parameters import Cited
    from indicator_tree.rules import Deduct, Factor, When
    from scoring.evidence.conditions import Table


SAME_CAUSE = "同一事由，只计扣分最高的一条"
"""What a record is that is left out since a worse one has the same cause."""


@dataclass(frozen=True)
class Scaling:
    """A factor that some records have: its key within the deduction, what it is called, whom it applies to."""

    key: str
    label: str
    when: When
    factor: float
    cited: Cited


@dataclass(frozen=True)
class Group:
    """Records of a deduction that cost the same each.

    Attributes:
        key: from the leaf on: `deduct.measure.scaled`.
        label: what the ledger calls them.
        points: of each record, or of every unit of the measure.
        met, unmet: conditions beside the deduction's own.
        cited: what the ledger refers to.
        measure: `RECORDS`, or the column that is summed.
    """

    key: str
    label: str
    points: float
    met: tuple[When, ...]
    unmet: tuple[When, ...]
    cited: Cited
    measure: str = RECORDS
    factors: tuple[str, ...] = field(default=())


def mark_name(node: str, deduct: Deduct, what: str) -> str:
    """The column that tells whether a record of a deduction is something."""
    return f"_marked_{node}_{deduct.id}_{what}".replace(".", "_")


def scalings(node: str, deduct: Deduct) -> tuple[Scaling, ...]:
    """The factors of a deduction in order, that of repetition last."""
    several = not (deduct.scaled is None or len(deduct.factors) == 1)
    found = [
        Scaling(f"scaled.{at}" if several else "scaled", one.label, one.when, one.factor, one)
        for at, one in enumerate(deduct.factors, 1)
    ]
    if (repeat := deduct.repeat) is not None:
        label = f"{repeat.within_days} 天内再次发生"
        found.append(Scaling("repeat", label, {mark_name(node, deduct, "repeat"): True}, repeat.factor, deduct))
    return tuple(found)


def groups_of(node: str, deduct: Deduct) -> list[Group]:
    """All groups of a deduction, the plain one first."""
    left_out: tuple[When, ...] = ({mark_name(node, deduct, "cause"): True},) if deduct.same_cause else ()
    factors = scalings(node, deduct)
    every = chain.from_iterable(combinations(factors, size) for size in range(len(factors) + 1))
    subsets = list(every)
    found = []
    for rung, label, points, rung_when in _rungs(deduct):
        for some in subsets:
            key = ".".join(("deduct", deduct.id, *rung, *(one.key for one in some)))
            others = tuple(one.when for one in factors if one not in some)
            called = f"{label}（{'、'.join(one.label for one in some)}）" if some else label
            cost = points * prod(one.factor for one in some) if some else points
            cited = some[0].cited if len(some) == 1 else deduct
            met = (*rung_when, *(one.when for one in some))
            column = deduct.points_per.column if deduct.points_per else RECORDS
            keys = tuple(one.key for one in some)
            found.append(Group(key, called, cost, met, (*others, *left_out), cited, column, keys))
    return found


def _rungs(deduct: Deduct) -> Iterator[tuple[tuple[str, ...], str, float, tuple[When, ...]]]:
    if deduct.ladder is None:
        each = deduct.points_per.each if deduct.points_per else 1.0
        points = deduct.points or 0.0
        yield (), deduct.label, points if deduct.points_per is None else points / each, ()
        return
    for value, points in deduct.ladder.points.items():
        yield ("ladder", value), f"{deduct.label}：{value}", points, ({deduct.ladder.column: value},)


def repeat_column(deduct: Deduct, book: Rulebook) -> str | None:
    """The date column by which records of a deduction repeat each other; None if nothing says."""
    if deduct.repeat is None:
        return None
    return deduct.repeat.by or book.dated_by(deduct.source)


def marks_of(table: Table, node: str, deduct: Deduct, book: Rulebook) -> Iterator[Mark]:
    """What other records decide about a record of the deduction.

    Raises:
        OffTheLadderError: records to which its ladder gives no points.
    """
    require_ladder(table, node, deduct)
    if deduct.repeat is not None and (by := repeat_column(deduct, book)) is not None:
        marked = repeated(table, deduct.when, by, deduct.repeat)
        mark = Mark(deduct.source, mark_name(node, deduct, "repeat"), marked)
        yield mark
        table = with_mark(table, mark)
    if deduct.same_cause:
        weighed = [((deduct.when, *group.met), group.unmet[:-1], group.points) for group in groups_of(node, deduct)]
        left_out = left_out_of_cause(table, weighed, deduct.same_cause)
        yield Mark(deduct.source, mark_name(node, deduct, "cause"), left_out)


def factor_numbers(factor: Factor) -> Mapping[str, float]:
    """How far a factor may move: what lessens never aggravates."""
    return {"highest": 1.0} if factor.factor <= 1 else {}
