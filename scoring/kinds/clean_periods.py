"""Points for evaluation periods in a row without a deduction."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import narwhals as nw
import numpy as np
import polars as pl

from indicator_tree.rules import CleanPeriodsRule
from scoring.evidence.conditions import Reduced
from scoring.kinds import deducts
from scoring.kinds.kind import Carried, Clause, RuleKind, Told, Varied
from scoring.kinds.nothing import NoFigures, NoLevers, NoMeasures, NothingBeside, NothingCounted, NothingUsed
from scoring.kinds.page import Absent, Page
from scoring.kinds.parameters import Number
from scoring.kinds.quantities import Quantity
from scoring.kinds.spelling import number
from scoring.precision import DECIMALS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from indicator_tree import Rulebook
    from indicator_tree.errors import Problem
    from indicator_tree.rules import Deduct
    from indicator_tree.scope import ScoreScale
    from scoring.evaluation import Evaluation
    from scoring.evidence.conditions import Tables
    from scoring.evidence.record_marks import Mark
    from scoring.kinds.facts import Facts, Values, Where
    from scoring.kinds.fit import Fit
    from scoring.kinds.page import Entry
    from scoring.kinds.quantities import Definition
    from scoring.kinds.spelling import Names
    from scoring.kinds.traces import Trace

_BEFORE, _DEDUCT = "previous", ".deduct."


class CleanPeriodsKind(
    NothingCounted, NoLevers, NothingBeside, NoMeasures, NoFigures, NothingUsed, RuleKind[CleanPeriodsRule]
):
    """Periods in a row, the last of which is this one, in which some indicators deducted nothing.

    The rule counts for itself what these indicators' deductions count, each under a key of its own
    (`3.of.1.2.deduct.notice`). Of a previous period it knows the points that were taken off.
    """

    model = CleanPeriodsRule
    name = "clean_periods"
    noun = "连续无扣分"
    summary = "连续无扣分类指标看连续几个评价期没有扣分"
    relative = False

    def sentence(self, node: str, rule: CleanPeriodsRule, book: Rulebook, names: Names) -> str:
        """At which indicators, and what how many periods are worth."""
        del node, names
        of = "、".join(f"{code} {book.indicator[code].name}" for code in rule.of)
        steps = "，".join(f"连续 {step.periods} 期的得 {number(step.score)} 分" for step in rule.step)
        unknown = {"missing": "没有参加上一次评价的没有得分", "ends": "没有参加的评价期不算"}[rule.unknown]
        return (
            f"在 {of}中没有扣分的评价期，含本期，由近及远连续计数：{steps}，"
            f"不足 {rule.step[0].periods} 期的得 {number(rule.fewer.score)} 分；扣分后全部返还的也算扣分；{unknown}；"
            f"在 {number(book.scale.floor)} 至 {number(book.scale.full_marks)} 分之间"
        )

    def fit(self, where: str, rule: CleanPeriodsRule, fit: Fit) -> Iterator[Problem]:
        """Nothing of its own: the deductions are held against sources where they stand."""
        del where, rule, fit
        yield from ()

    def marks(self, node: str, rule: CleanPeriodsRule, tables: Tables, book: Rulebook) -> Iterator[Mark]:
        """Marks of the deductions."""
        for at, deductions in _deducted(node, rule):
            yield from deducts.deduction_marks(at, deductions, tables, book)

    def reduce(self, node: str, rule: CleanPeriodsRule, tables: Tables, book: Rulebook) -> Reduced:
        """Numbers of records of the deductions, and the sizes that they are divided by."""
        found = [deducts.reduce_deductions(at, own, tables, book) for at, own in _deducted(node, rule)]
        evidence = [table.with_columns(node=nw.lit(node)) for one in found for table in one.evidence]
        behind = [each._replace(node=node) for one in found for each in one.behind]
        counts = [each._replace(node=node) for one in found for each in one.counts]
        return Reduced(evidence, behind, counts, sums=tuple(key for one in found for key in one.sums))

    def carried(
        self, node: str, rule: CleanPeriodsRule, book: Rulebook, before: Sequence[Evaluation]
    ) -> Iterator[Carried]:
        """The points that were taken off at the indicators in every period before."""
        del node
        for back, evaluation in enumerate(before[: rule.previous_runs], 1):
            old = evaluation.rulebook
            other = [code for code in rule.of if _name(old, code) != book.indicator[code].name]
            remark = (
                f"那时的规则没有 {'、'.join(f'{code} {book.indicator[code].name}' for code in other)}" if other else ""
            )
            yield Carried(f"{_BEFORE}.{back}", back, _taken_off(evaluation, () if other else rule.of), remark)

    def score(self, node: str, rule: CleanPeriodsRule, facts: Facts, book: Rulebook) -> list[Entry]:
        """Ledger rows: what was taken off in every period, from this one backwards, and what the number is worth."""
        page, fewest = Page(node, self.name, facts), rule.step[0]
        page.write("start", f"起始 {number(book.scale.floor)} 分", book.scale.floor, book.scale)
        own, absent = _points_taken(node, rule, facts, book)
        page.write("now", "本期扣分", 0.0, fewest, quantity=own)
        running: Where = own == 0
        periods: Values = running.astype(np.float64)
        unknown: Where = np.zeros(facts.count, dtype=np.bool_)
        for back in range(1, rule.previous_runs + 1):
            key = f"{_BEFORE}.{back}"
            taken = page.quantity(key)
            for title, values in page.categories(key):
                page.write(key, f"{title}扣分", 0.0, fewest, quantity=values, only=~np.isnan(values))
            unknown |= running & np.isnan(taken)
            running = running & (taken == 0)
            periods = periods + running
        if rule.unknown == "ends":
            unknown = np.zeros_like(unknown)
        for place, step in enumerate(rule.step):
            beyond = rule.step[place + 1].periods if place + 1 < len(rule.step) else np.inf
            here = (periods >= step.periods) & (periods < beyond) & ~unknown
            label = (
                f"连续 {step.periods} 期以上没有扣分"
                if beyond - step.periods > 1
                else f"连续 {step.periods} 期没有扣分"
            )
            worth = step.score - book.scale.floor
            page.write("periods", label, worth, step, quantity=periods, only=here)
        few, worth = (periods < fewest.periods) & ~unknown, rule.fewer.score - book.scale.floor
        page.write("fewer", f"没有扣分的不足 {fewest.periods} 期", worth, rule.fewer, quantity=periods, only=few)
        page.bound(book.scale)
        reason = "没有参加上一次评价，不知道连续几期没有扣分"
        return page.finish(Absent(unknown, reason, fewest, book.missing_policy(node)), *absent)

    def clauses(self, rule: CleanPeriodsRule, scale: ScoreScale) -> Iterator[Clause]:
        """Every step, whose score lies between its neighbours', and fewer periods."""
        scores, of = [rule.fewer.score, *(step.score for step in rule.step)], "、".join(rule.of)
        middles = [scale.floor, *((one + other) / 2 for one, other in pairwise(scores))]
        middles.append(scale.full_marks)
        for place, step in enumerate(rule.step, 1):
            varied = Number(("step", place - 1, "score"), step.score, middles[place], middles[place + 1])
            label = f"连续 {step.periods} 期没有扣分的得分"
            told = f"{of}：连续 {step.periods} 期没有扣分，{number(step.score)} 分"
            yield Clause("periods", told, step, (Varied(f"step.{place}.score", label, [varied]),))
        varied = Number(("fewer", "score"), rule.fewer.score, middles[0], middles[1])
        label = f"不足 {rule.step[0].periods} 期的得分"
        yield Clause(
            "fewer", f"{label}：{number(rule.fewer.score)} 分", rule.fewer, (Varied("fewer.score", label, [varied]),)
        )

    def quantities(self, node: str, rule: CleanPeriodsRule, book: Rulebook) -> Iterator[tuple[Quantity, Definition]]:
        """Those of the deductions, and what was taken off before."""
        for at, deductions in _deducted(node, rule):
            for quantity, counts in deducts.deduction_quantities(at, deductions, book):
                yield replace(quantity, node=node), counts
        for back in range(1, rule.previous_runs + 1):
            yield Quantity(node, f"{node}.{_BEFORE}.{back}"), (rule.of, back)

    def traces(self, node: str, rule: CleanPeriodsRule) -> Iterator[Trace]:
        """The records of the deductions."""
        for at, deductions in _deducted(node, rule):
            yield from deducts.deduction_traces(at, deductions)

    def against(self, node: str, rule: CleanPeriodsRule) -> tuple[str, ...]:
        """The deductions."""
        keys = ((at, key) for at, own in _deducted(node, rule) for key in deducts.deductions_against(at, own))
        return tuple(f"{at.removeprefix(f'{node}.')}.{key}" for at, key in keys)

    def told(self, rule: CleanPeriodsRule) -> Told:
        """Points of single periods do not add up, nor do sizes."""
        before = [f"{_BEFORE}.{back}" for back in range(1, rule.previous_runs + 1)]
        own = ((code, deducts.deductions_told(each).not_added) for code, each in rule.deducted.items())
        return Told(not_added=(*before, *(f"of.{code}.{key}" for code, keys in own for key in keys)))

    def unit(self, rule: CleanPeriodsRule, key: str, book: Rulebook) -> str:
        """Periods are counted, deductions are points."""
        del rule, book
        if key in ("periods", "fewer"):
            return "期"
        return "分" if key == "now" or key.startswith(f"{_BEFORE}.") else ""

    def lasting_cause(self, rule: CleanPeriodsRule, key: str) -> str | None:
        """Periods by how far back they lie."""
        del rule
        return f"再往前第 {key.rpartition('.')[2]} 期扣分" if key.startswith(f"{_BEFORE}.") else None


def _deducted(node: str, rule: CleanPeriodsRule) -> Iterator[tuple[str, tuple[Deduct, ...]]]:
    """The deductions of every indicator, with the key under which the rule counts them."""
    for code, deductions in rule.deducted.items():
        yield f"{node}.of.{code}", deductions


def _points_taken(node: str, rule: CleanPeriodsRule, facts: Facts, book: Rulebook) -> tuple[Values, list[Absent]]:
    """The points that the deductions take off in this period, before anything is given back, per firm; and firms of
    which that is not known, since what their records are divided by is lacking.
    """
    taken: Values = np.zeros(facts.count)
    absent: list[Absent] = []
    for at, deductions in _deducted(node, rule):
        page = Page(at, CleanPeriodsKind.name, facts)
        absent += deducts.deduct_points(page, deductions, book, node)
        for entry in page.finish():
            taken[entry.at] += np.where(entry.points < 0, -entry.points, 0.0)
    return np.round(taken, DECIMALS), absent


def _name(book: Rulebook, code: str) -> str | None:
    return book.indicator[code].name if code in book.leaves else None


def _taken_off(evaluation: Evaluation, nodes: Sequence[str]) -> pl.DataFrame:
    """firm_id, quantity: the points that deductions of some leaves took off, before anything was given back.

    Firms that were not evaluated, or had no score at one of the leaves, are not there.
    """
    rows = evaluation.ledger.filter(pl.col("node").is_in(list(nodes)))
    deducted = pl.col("parameter").str.contains(_DEDUCT, literal=True) & (pl.col("points") < 0)
    taken = -pl.when(deducted).then("points").otherwise(0.0).sum().round(DECIMALS)
    known = ~pl.col("points").is_null().any() & (pl.col("node").n_unique() == len(nodes))
    found = rows.group_by("firm_id").agg(quantity=taken + 0.0, known=known)
    return found.filter("known").select("firm_id", "quantity").sort("firm_id")
