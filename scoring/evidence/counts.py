"""Records that deductions count, and counts as evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import narwhals as nw

from scoring.evidence.cells import quantity
from scoring.evidence.conditions import Behind, Count, Reduced, Table, Tables, as_evidence, asked, select

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from indicator_tree.rules import Deduct
    from scoring.evidence.cells import Cells
    from scoring.evidence.conditions import Condition


def reduce_deductions(node: str, deductions: Sequence[Deduct], tables: Tables) -> Reduced:
    """Evidence of every deduction of a leaf: the records counted, those counted at a factor, and those not counted
    because a firm evaluated together reported the same event.
    """
    evidence: list[Table] = []
    records: list[Behind] = []
    counts: list[Count] = []
    for deduct in deductions:
        parameter = f"{node}.deduct.{deduct.id}"
        columns = (*deduct.same_event, *(deduct.scaled.when if deduct.scaled else ()))
        matched = select(tables, node, deduct.source, deduct.when, *columns)
        met: tuple[Condition, ...] = (deduct.when,)
        groups = [Count(node, parameter, deduct.source, deduct.label, met)]
        if deduct.scaled:
            factor, label = deduct.scaled.when, f"{deduct.label}（{deduct.scaled.label}）"
            groups = [
                Count(node, parameter, deduct.source, deduct.label, met, (factor,)),
                Count(node, f"{parameter}.scaled", deduct.source, label, (*met, factor)),
            ]
        for count in groups:
            records.append(Behind(node, count.parameter, tables[deduct.source], count.met, count.unmet))
            if deduct.same_event:
                more = asked(count.met[1:], count.unmet)
                evidence += _distinct_events(matched.filter(*more) if more else matched, count, deduct.same_event)
            else:
                counts.append(count)
    return Reduced(evidence, records, counts)


def counted(counts: Sequence[Count], cells: Mapping[str, Cells]) -> list[Table]:
    """Evidence rows of everything that is counted; a firm without such a record has no row."""
    rows = []
    for count in counts:
        of_source = cells[count.source]
        found = of_source.keys.meeting(of_source.whole, count.met, count.unmet)
        sums = found.group_by("firm_id").agg(quantity(count.measure).alias("quantity"))
        rows.append(as_evidence(nw.from_native(sums.lazy()), count.node, count.parameter, count.source, count.cause))
    return rows


def _distinct_events(group: Table, count: Count, columns: Sequence[str]) -> list[Table]:
    """Count an event once where several registered firms of one evaluated firm have it.

    Of the records that agree in the event's columns, the registered firm with the most counts; the rest is set
    apart as a row of its own. A firm's own repeated events all count.
    """
    event = ["firm_id", *columns]
    counts = (
        group.group_by(*event, "entity_id")
        .agg(n=nw.len())
        .group_by(*event)
        .agg(quantity=nw.col("n").max(), reported=nw.col("n").sum())
        .group_by("firm_id")
        .agg(nw.col("quantity").sum(), nw.col("reported").sum())
    )
    merged = counts.select("firm_id", quantity=nw.col("reported") - nw.col("quantity")).filter(nw.col("quantity") > 0)
    cause = f"{count.cause}：合并评价的公司同一事项，只计一次"
    return [
        as_evidence(counts, count.node, count.parameter, count.source, count.cause),
        as_evidence(merged, count.node, f"{count.parameter}.same_event", count.source, cause),
    ]
