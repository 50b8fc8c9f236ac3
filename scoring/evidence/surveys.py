"""Answers per option, and faults of phone checks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import narwhals as nw
import polars as pl

from indicator_tree.rules import AnswersRule
from scoring.evidence.conditions import (
    OWN,
    Behind,
    Reduced,
    Table,
    Tables,
    as_evidence,
    matches,
    select,
)

if TYPE_CHECKING:
    from indicator_tree import Rulebook
    from indicator_tree.rules import PhoneCheckRule


def count_answers(node: str, rule: AnswersRule, patterns: pl.DataFrame) -> pl.DataFrame:
    """Respondents and their weights per answer to the rule's question; unanswered questions do not count."""
    answered = patterns.lazy().select("firm_id", rule.question, "respondents", "weight").drop_nulls(rule.question)
    counts = answered.group_by("firm_id", rule.question).agg(pl.col("respondents", "weight").sum())
    rows = counts.select(
        "firm_id",
        pl.lit(node).alias("node"),
        pl.lit(f"{node}.answers").alias("parameter"),
        pl.col(rule.question).alias("cause"),
        pl.lit(rule.source).alias("source"),
        pl.col("respondents").cast(pl.Float64).alias("quantity"),
        "weight",
    )
    return rows.collect()


def questions_of(rulebook: Rulebook) -> dict[str, AnswersRule]:
    """The leaves that rest on answers, with their rules."""
    rules = {node: rulebook.indicator[node].rule for node in rulebook.leaves}
    return {node: rule for node, rule in rules.items() if isinstance(rule, AnswersRule)}


def reduce_phone_checks(node: str, rule: PhoneCheckRule, tables: Tables) -> Reduced:
    """Number of rounds held with the evaluated firm itself, and of failed calls per step.

    Steps not reached in a call are empty and do not fail; rounds beyond those of the rulebook do not count.
    """
    in_time = (nw.col("round") <= rule.rounds.count).fill_null(value=False)
    calls = select(tables, node, rule.source, {}, "round", *(fault.step for fault in rule.fault)).filter(OWN, in_time)
    rounds = calls.group_by("firm_id").agg(quantity=nw.col("round").n_unique())
    evidence: list[Table] = [as_evidence(rounds, node, f"{node}.rounds", rule.source, "完成轮次")]
    records: list[Behind] = []
    for fault in rule.fault:
        parameter = f"{node}.fault.{fault.id}"
        failed = calls.filter(matches({fault.step: False}))
        counts = failed.group_by("firm_id").agg(quantity=nw.len())
        evidence.append(as_evidence(counts, node, parameter, rule.source, fault.label))
        records.append(Behind(node, parameter, rule.source, ({fault.step: False},), only=(OWN, in_time)))
    return Reduced(evidence, records, [])
