"""Answers per option, and faults of phone checks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import narwhals as nw

from scoring.evidence.conditions import Reduced, Table, Tables, as_evidence, behind, counted, matches, own, select

if TYPE_CHECKING:
    from indicator_tree.rules import AnswersRule, PhoneCheckRule


def reduce_answers(node: str, rule: AnswersRule, tables: Tables) -> Reduced:
    """Number of respondents per answer to the rule's question; unanswered questions do not count."""
    question = rule.question
    answered = select(tables, node, rule.source, {}, question).filter(~nw.col(question).is_null())
    counts = answered.group_by("firm_id", question).agg(quantity=nw.len())
    cause = nw.col(question)
    return [as_evidence(counts, node, f"{node}.answers", rule.source, cause)], []


def reduce_phone_checks(node: str, rule: PhoneCheckRule, tables: Tables) -> Reduced:
    """Number of rounds held with the evaluated firm itself, and of failed calls per step.

    Steps not reached in a call are empty and do not fail.
    """
    calls = own(select(tables, node, rule.source, {}, "round", *(fault.step for fault in rule.fault)))
    rounds = calls.group_by("firm_id").agg(quantity=nw.col("round").n_unique())
    evidence: list[Table] = [as_evidence(rounds, node, f"{node}.rounds", rule.source, "完成轮次")]
    records: list[Table] = []
    for fault in rule.fault:
        parameter = f"{node}.fault.{fault.id}"
        failed = calls.filter(matches({fault.step: False}))
        evidence.append(counted(failed, node, parameter, rule.source, fault.label))
        records.append(behind(failed, node, parameter))
    return evidence, records
