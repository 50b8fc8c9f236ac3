"""Records that deductions count."""

from __future__ import annotations

from typing import TYPE_CHECKING

import narwhals as nw

from scoring.evidence.conditions import Behind, Reduced, Table, Tables, as_evidence, behind, counted, matches, select

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indicator_tree.rules import Deduct


def reduce_deductions(node: str, deductions: Sequence[Deduct], tables: Tables) -> Reduced:
    """Evidence of every deduction of a leaf: the records counted, those counted at a factor, and those not counted
    because a firm evaluated together reported the same event.
    """
    evidence: list[Table] = []
    records: list[Behind] = []
    for deduct in deductions:
        parameter = f"{node}.deduct.{deduct.id}"
        columns = (*deduct.same_event, *(deduct.scaled.when if deduct.scaled else ()))
        matched = select(tables, node, deduct.source, deduct.when, *columns)
        groups = [(parameter, deduct.label, matched)]
        if deduct.scaled:
            at_factor = matches(deduct.scaled.when)
            label = f"{deduct.label}（{deduct.scaled.label}）"
            groups = [
                (parameter, deduct.label, matched.filter(~at_factor)),
                (f"{parameter}.scaled", label, matched.filter(at_factor)),
            ]
        for key, label, group in groups:
            records.append(behind(group, node, key))
            if deduct.same_event:
                evidence += _distinct_events(group, node, key, deduct, label)
            else:
                evidence.append(counted(group, node, key, deduct.source, label))
    return evidence, records


def _distinct_events(group: Table, node: str, parameter: str, deduct: Deduct, label: str) -> list[Table]:
    """Count an event once where several registered firms of one evaluated firm have it.

    Of the records that agree in the event's columns, the registered firm with the most counts; the rest is set
    apart as a row of its own. A firm's own repeated events all count.
    """
    event = ["firm_id", *deduct.same_event]
    counts = (
        group.group_by(*event, "entity_id")
        .agg(n=nw.len())
        .group_by(*event)
        .agg(quantity=nw.col("n").max(), reported=nw.col("n").sum())
        .group_by("firm_id")
        .agg(nw.col("quantity").sum(), nw.col("reported").sum())
    )
    merged = counts.select("firm_id", quantity=nw.col("reported") - nw.col("quantity")).filter(nw.col("quantity") > 0)
    cause = f"{label}：合并评价的公司同一事项，只计一次"
    return [
        as_evidence(counts, node, parameter, deduct.source, label),
        as_evidence(merged, node, f"{parameter}.same_event", deduct.source, cause),
    ]
