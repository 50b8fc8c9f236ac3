"""Records → evidence: the one reduction whose cost grows with the number of records.

It is written against Narwhals lazy frames, so that the engine behind them can change.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import narwhals as nw

from indicator_tree.rules import AnswersRule, DeductionRule, GradedRule, PhoneCheckRule, RateRule, ScaleRule
from scoring.evidence.counts import reduce_deductions
from scoring.evidence.quantities import reduce_parts
from scoring.evidence.rates import reduce_rate, reduce_ratio
from scoring.evidence.surveys import reduce_answers, reduce_phone_checks
from scoring.frames import EVIDENCE, EVIDENCE_RECORDS

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl

    from indicator_tree import Rulebook
    from indicator_tree.rules import Rule
    from scoring.evidence.conditions import Reduced, Table, Tables


def reduce_records(tables: Mapping[str, pl.LazyFrame], rulebook: Rulebook) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Evidence and the records behind it, for every rule of a rulebook.

    Args:
        tables: one lazy frame per source, with `record_id`, `firm_id`, `entity_id` and the source's columns.
        rulebook: the rules.

    Returns:
        Two frames, of the shapes `EVIDENCE` and `EVIDENCE_RECORDS`, sorted by all their columns.

    Raises:
        UnknownColumnError: a rule asks for a source or column that is not there.
    """
    lazy: Tables = {source: nw.from_native(table) for source, table in tables.items()}
    evidence: list[Table] = []
    records: list[Table] = []
    for node in rulebook.leaves:
        rule = rulebook.indicator[node].rule
        if rule is None:
            continue
        for found, behind in _reductions(node, rule, lazy, rulebook):
            evidence += found
            records += behind
    if rulebook.bonus:
        found, behind = reduce_parts("bonus", rulebook.bonus.part, lazy)
        evidence += found
        records += behind
    return _collect(evidence, EVIDENCE), _collect(records, EVIDENCE_RECORDS)


def _reductions(node: str, rule: Rule, tables: Tables, rulebook: Rulebook) -> list[Reduced]:
    match rule:
        case DeductionRule():
            return [reduce_deductions(node, rule.deduct, tables)]
        case AnswersRule():
            return [reduce_answers(node, rule, tables), reduce_deductions(node, rule.deduct, tables)]
        case RateRule():
            return [reduce_rate(node, rule, tables, rulebook.last_day(rule.done.days_after_period))]
        case PhoneCheckRule():
            return [reduce_phone_checks(node, rule, tables)]
        case ScaleRule():
            return [reduce_ratio(node, rule, tables)]
        case GradedRule():
            return [reduce_parts(node, rule.part, tables)]


def _collect(frames: list[Table], schema: pl.Schema) -> pl.DataFrame:
    if not frames:
        return schema.to_frame()
    collected: pl.DataFrame = nw.concat(frames, how="vertical").collect("polars").to_native()
    return collected.sort(schema.names())
