"""Phone checks: points off for every step that failed over the rounds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import narwhals as nw
import polars as pl

from indicator_tree.rules import PhoneCheckRule
from scoring.evidence.conditions import OWN, Behind, Reduced, as_evidence, matches, select
from scoring.kinds.fit import column_problems
from scoring.kinds.kind import Cause, Clause, RuleKind, Told, Varied
from scoring.kinds.levers import fewer
from scoring.kinds.nothing import NoFigures, NoMeasures, NothingAgainst, NothingCounted, OwnCauses, Unmarked
from scoring.kinds.page import Absent, Page
from scoring.kinds.parameters import Number
from scoring.kinds.quantities import Quantity
from scoring.kinds.spelling import number
from scoring.kinds.traces import Beside, Trace

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from indicator_tree import Rulebook
    from indicator_tree.errors import Problem
    from indicator_tree.scope import ScoreScale
    from scoring.evidence.conditions import Table, Tables
    from scoring.kinds.facts import Facts
    from scoring.kinds.fit import Fit
    from scoring.kinds.kind import Used
    from scoring.kinds.levers import Lever, Row
    from scoring.kinds.page import Entry
    from scoring.kinds.quantities import Definition
    from scoring.kinds.spelling import Names


class PhoneCheckKind(
    Unmarked, NothingCounted, NothingAgainst, NoMeasures, NoFigures, OwnCauses, RuleKind[PhoneCheckRule]
):
    """Full marks less points for failed steps."""

    model = PhoneCheckRule
    name = "phone_check"
    noun = "电话拨测"
    summary = "电话调查由满分起按未通过的步骤扣分"
    relative = False

    def sentence(self, node: str, rule: PhoneCheckRule, book: Rulebook, names: Names) -> str:
        """The rounds, what every failed step costs, the floor."""
        del node
        faults = "、".join(
            f"{fault.label}（{names.column(rule.source, fault.step).title}为否）每次扣 {number(fault.points)} 分"
            for fault in rule.fault
        )
        return (
            f"{names.title(rule.source)}共 {rule.rounds.count} 轮，由满分 {number(book.scale.full_marks)} 分起，"
            f"{faults}；不低于 {number(book.scale.floor)} 分；不足 {rule.rounds.count} 轮的没有得分"
        )

    def fit(self, where: str, rule: PhoneCheckRule, fit: Fit) -> Iterator[Problem]:
        """Rounds and steps."""
        if missing := list(fit.no_source(where, rule.source)):
            yield from missing
            return
        columns = fit.records[rule.source]
        yield from column_problems(f"{where}.source", "round", columns, "count")
        for fault in rule.fault:
            yield from column_problems(f"{where}.fault.{fault.id}.step", fault.step, columns, "flag")

    def reduce(self, node: str, rule: PhoneCheckRule, tables: Tables, book: Rulebook) -> Reduced:
        """Number of rounds held with the evaluated firm itself, and of failed calls per step.

        Steps not reached in a call are empty and do not fail; rounds beyond those of the rulebook do not count.
        """
        del book
        in_time = (nw.col("round") <= rule.rounds.count).fill_null(value=False)
        calls = select(tables, node, rule.source, {}, "round", *(fault.step for fault in rule.fault)).filter(
            OWN, in_time
        )
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

    def score(self, node: str, rule: PhoneCheckRule, facts: Facts, book: Rulebook) -> list[Entry]:
        """Ledger rows of phone checks: full marks, the faults, the floor.

        A firm with fewer rounds than the rulebook asks for has no score.
        """
        page = Page(node, self.name, facts)
        rounds = page.amount("rounds")
        page.open_full(book.scale)
        page.write("rounds", "完成轮次", 0.0, rule.rounds, quantity=rounds)
        for fault in rule.fault:
            key = f"fault.{fault.id}"
            failed = page.amount(key)
            page.write(key, fault.label, 0.0 - failed * fault.points, fault, quantity=failed)
        page.bound(book.scale)
        least = rule.rounds.count
        too_few = Absent(rounds < least, f"不足 {least} 轮", rule.rounds, book.missing_policy(node))
        return page.finish(too_few)

    def clauses(self, rule: PhoneCheckRule, scale: ScoreScale) -> Iterator[Clause]:
        """The rounds, which are counted, and what every failed step costs."""
        del scale
        yield Clause("rounds", f"应完成 {rule.rounds.count} 轮", rule.rounds)
        for at, fault in enumerate(rule.fault):
            points = Varied(
                f"fault.{fault.id}.points", f"{fault.label}扣分", [Number(("fault", at, "points"), fault.points)]
            )
            yield Clause(f"fault.{fault.id}", f"{fault.label}，每次扣 {number(fault.points)} 分", fault, (points,))

    def quantities(self, node: str, rule: PhoneCheckRule, book: Rulebook) -> Iterator[tuple[Quantity, Definition]]:
        """Rounds and failed steps; calls of further rounds are not counted."""
        del book
        rounds = (rule.source, rule.rounds.count)
        yield Quantity(node, f"{node}.rounds"), rounds
        for fault in rule.fault:
            yield Quantity(node, f"{node}.fault.{fault.id}"), (*rounds, fault.step)

    def levers(self, node: str, rule: PhoneCheckRule, evidence: Mapping[str, Sequence[Row]]) -> Iterator[Lever]:
        """Fewer failed steps."""
        for fault in rule.fault:
            yield from fewer("faults", f"{node}.fault.{fault.id}", fault.label, evidence)

    def traces(self, node: str, rule: PhoneCheckRule) -> Iterator[Trace]:
        """The calls at which a step failed; without one there may be a round less."""
        for fault in rule.fault:
            yield Trace(f"{node}.fault.{fault.id}", rule.source, "unknown")

    def beside(self, node: str, rule: PhoneCheckRule) -> Beside | None:
        """The rounds."""
        return Beside(f"{node}.rounds", rule.source)

    def used(self, node: str, rule: PhoneCheckRule, source: str, evidence: pl.DataFrame) -> Used | None:
        """The rounds."""
        del rule, source
        rounds = evidence.filter(pl.col("parameter") == f"{node}.rounds")
        return float(rounds["quantity"].sum()), rounds["firm_id"].n_unique()

    def told(self, rule: PhoneCheckRule) -> Told:
        """The rounds that every firm must have, and the steps that fail."""
        causes = {f"fault.{fault.id}": Cause(fault.label) for fault in rule.fault}
        return Told(rounds=rule.rounds.count, causes=causes)

    def unit(self, rule: PhoneCheckRule, key: str, book: Rulebook) -> str:
        """Rounds, or times."""
        del rule, book
        return {"rounds": "轮", "fault": "次"}.get(key.partition(".")[0], "")
