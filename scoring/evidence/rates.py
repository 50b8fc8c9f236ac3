"""How many records a firm received and how many it had done in time; ratios of two amounts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import narwhals as nw

from scoring.evidence.conditions import (
    OWN,
    Behind,
    Count,
    DoneBy,
    Reduced,
    Tables,
    as_evidence,
    insist_on_columns,
    select,
)

if TYPE_CHECKING:
    from datetime import date

    from indicator_tree.rules import RateRule, ScaleRule, When


def reduce_rate(node: str, rule: RateRule, tables: Tables, last_day: date) -> Reduced:
    """Records received and records not done by the last day, with the latter's ids."""
    insist_on_columns(tables, node, rule.source, (*rule.when, rule.done.column))
    done = DoneBy(rule.done.column, last_day)
    counts = [
        Count(node, f"{node}.received", rule.source, "受理", (rule.when,)),
        Count(node, f"{node}.done", rule.source, "未按期办结", (rule.when,), (done,)),
    ]
    return Reduced([], [Behind(node, f"{node}.done", rule.source, (rule.when,), (done,))], counts)


def reduce_ratio(node: str, rule: ScaleRule, tables: Tables, period_end: date) -> Reduced:
    """Numerator / denominator of the rule's ratio at the period's end, as the firm's own annual report has it."""
    at_end = (nw.col("as_of") == nw.lit(period_end)).fill_null(value=False)
    named: When = {"ratio": rule.ratio}
    rows = select(tables, node, rule.source, named, "numerator", "denominator", "as_of").filter(OWN, at_end)
    ratio = rows.select("firm_id", quantity=nw.col("numerator") / nw.col("denominator"))
    parameter = f"{node}.ratio"
    behind = Behind(node, parameter, rule.source, (named,), only=(OWN, at_end))
    return Reduced([as_evidence(ratio, node, parameter, rule.source, rule.ratio)], [behind], [])
