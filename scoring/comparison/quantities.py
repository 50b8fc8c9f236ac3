"""The quantities of evidence that a rulebook asks for, each with what it counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from indicator_tree.rules import (
    AnswersRule,
    DeductionRule,
    GradedRule,
    NormalisedRule,
    PhoneCheckRule,
    RateRule,
    ScaleRule,
)
from scoring.comparison.frames import QUANTITIES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from indicator_tree import Rulebook
    from indicator_tree.rules import Deduct, Part, Rule, When

Definition = tuple[object, ...]
"""What decides which records a quantity counts, and how; two that are equal count alike."""


@dataclass(frozen=True)
class Quantity:
    """A quantity by its key in the evidence; `answer` tells the answers to a question apart."""

    node: str
    parameter: str
    answer: str = ""


Asked = dict[Quantity, Definition]


def asked(rulebook: Rulebook) -> Asked:
    """Everything that a rulebook's leaves and its bonus ask for."""
    found: Asked = {}
    for node in rulebook.leaves:
        rule = rulebook.indicator[node].rule
        found |= dict(_of_rule(node, rule, rulebook)) if rule else {}
    return found | dict(_of_parts("bonus", rulebook.bonus.part if rulebook.bonus else ()))


def same_leaves(before: Rulebook, now: Rulebook) -> frozenset[str]:
    """Leaves of both rulebooks by code and name, and `bonus` where both have one."""
    both = {at for at in before.leaves if at in now.leaves and before.indicator[at].name == now.indicator[at].name}
    return frozenset(both | ({"bonus"} if before.bonus and now.bonus else set()))


def shared(before: Rulebook, now: Rulebook) -> frozenset[Quantity]:
    """The quantities of the same leaves that both rulebooks count alike."""
    leaves, old, new = same_leaves(before, now), asked(before), asked(now)
    return frozenset(at for at in new if at.node in leaves and old.get(at) == new[at])


def unshared(before: Rulebook, now: Rulebook) -> pl.DataFrame:
    """The other quantities of the same leaves: a frame of the shape `QUANTITIES`, in the order of the rulebooks."""
    leaves, old, new = same_leaves(before, now), asked(before), asked(now)
    rows = [
        (at.node, at.parameter, at.answer, "changed" if at in old and at in new else "new" if at in new else "gone")
        for at in dict.fromkeys((*new, *old))
        if at.node in leaves and old.get(at) != new.get(at)
    ]
    return pl.DataFrame(rows, schema=QUANTITIES, orient="row")


def mixed_evidence(rules: pl.DataFrame, records: pl.DataFrame, common: frozenset[Quantity]) -> pl.DataFrame:
    """Evidence for the rules of one year from the records of another.

    Args:
        rules: evidence of the year of the rules; of it remains what only its rulebook asks for.
        records: evidence of the year of the records; of it is taken what both ask for alike.
        common: the latter.
    """
    keys = pl.DataFrame(
        [(at.node, at.parameter, at.answer) for at in common],
        schema=dict.fromkeys(("node", "parameter", "answer"), pl.String),
        orient="row",
    )
    questions = keys.filter(pl.col("answer") != "")["parameter"].unique().to_list()
    answer = pl.when(pl.col("parameter").is_in(questions)).then("cause").otherwise(pl.lit("")).alias("answer")
    taken = records.with_columns(answer).join(keys, on=keys.columns, how="semi")
    kept = rules.with_columns(answer).join(keys, on=keys.columns, how="anti")
    return pl.concat([taken, kept]).drop("answer")


def _of_rule(node: str, rule: Rule, rulebook: Rulebook) -> Iterator[tuple[Quantity, Definition]]:
    match rule:
        case DeductionRule():
            yield from _of_deductions(node, rule.deduct)
        case AnswersRule():
            for answer in rule.answers.values:
                yield Quantity(node, f"{node}.answers", answer), (rule.source, rule.question)
            yield from _of_deductions(node, rule.deduct)
        case RateRule():
            rate = (rule.source, _conditions(rule.when), rule.done.column, rule.done.days_after_period)
            yield from ((Quantity(node, f"{node}.{name}"), rate) for name in ("received", "done"))
        case PhoneCheckRule():
            rounds = (rule.source, rule.rounds.count)  # calls of further rounds are not counted
            yield Quantity(node, f"{node}.rounds"), rounds
            for fault in rule.fault:
                yield Quantity(node, f"{node}.fault.{fault.id}"), (*rounds, fault.step)
        case ScaleRule():
            yield Quantity(node, f"{node}.ratio"), (rule.source, rule.ratio)
        case NormalisedRule():
            last = rulebook.latest_by(rule) if rule.combine == "last" else None
            figures = (rule.source, _conditions(rule.when), rule.value, rule.per, rule.combine, last)
            for name in ("value",) if rule.per is None else ("value", "per"):
                yield Quantity(node, f"{node}.{name}"), figures
        case GradedRule():
            yield from _of_parts(node, rule.part)


def _of_deductions(node: str, deductions: Sequence[Deduct]) -> Iterator[tuple[Quantity, Definition]]:
    for deduct in deductions:
        key = f"{node}.deduct.{deduct.id}"
        at_factor = _conditions(deduct.scaled.when) if deduct.scaled else None
        counts = (deduct.source, _conditions(deduct.when), at_factor, deduct.same_event)
        for group in (key, f"{key}.scaled") if deduct.scaled else (key,):
            yield Quantity(node, group), counts
            if deduct.same_event:
                yield Quantity(node, f"{group}.same_event"), counts


def _of_parts(node: str, parts: Sequence[Part]) -> Iterator[tuple[Quantity, Definition]]:
    for part in parts:
        counts = (part.source, _conditions(part.when), part.measure, part.column, tuple(part.grades))
        yield Quantity(node, f"{node}.part.{part.id}"), counts


def _conditions(when: When) -> Mapping[str, frozenset[str]]:
    """Conditions that hold for the same records are equal; 1 and True are not the same condition."""
    return {
        column: frozenset(repr(value) for value in (wanted if isinstance(wanted, tuple) else (wanted,)))
        for column, wanted in when.items()
    }
