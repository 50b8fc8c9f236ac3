"""The weighted mean of parts, each with its share of the points: the units below a unit, most often."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from indicator_tree.rules import WeightedMeanRule
from scoring.errors import NormalisationError
from scoring.evidence.means import COUNTED, EMPTY, PART, reduce_means
from scoring.kinds.fit import column_problems, figure_problems
from scoring.kinds.kind import Clause, RuleKind, Told, declared_unit
from scoring.kinds.nothing import NoFigures, NoLevers, NoMeasures, NothingAgainst, NothingCounted, OwnCauses, Unmarked
from scoring.kinds.page import Absent, Page
from scoring.kinds.quantities import Quantity, conditions
from scoring.kinds.spelling import condition_keys, number, records_words
from scoring.kinds.traces import Beside, Trace

if TYPE_CHECKING:
    from collections.abc import Iterator

    from indicator_tree import Rulebook
    from indicator_tree.errors import Problem
    from indicator_tree.scope import ScoreScale
    from scoring.evidence.conditions import Reduced, Tables
    from scoring.kinds.facts import Facts, Values, Where
    from scoring.kinds.fit import Fit
    from scoring.kinds.page import Entry
    from scoring.kinds.quantities import Definition
    from scoring.kinds.spelling import Names

_SHOWN = 5


class WeightedMeanKind(
    Unmarked, NothingCounted, NoLevers, NothingAgainst, NoMeasures, NoFigures, OwnCauses, RuleKind[WeightedMeanRule]
):
    """The weighted mean of a figure of a unit's records."""

    model = WeightedMeanRule
    name = "weighted_mean"
    noun = "加权"
    summary = "加权类指标是各份数值的加权平均"
    relative = False

    def sentence(self, node: str, rule: WeightedMeanRule, book: Rulebook, names: Names) -> str:
        """What is averaged, over what parts, with what weights."""
        records = records_words(rule.source, rule.when, names)
        value, each = names.column(rule.source, rule.value).title, names.column(rule.source, rule.each).title
        by = "简单平均" if rule.weight is None else f"按{names.column(rule.source, rule.weight).title}加权平均"
        return (
            f"{records}{'' if rule.when else '的'}{value}{by}（{each}分列），"
            f"在 {number(book.scale.floor)} 至 {number(book.scale.full_marks)} 分之间；没有数值的不计"
        )

    def fit(self, where: str, rule: WeightedMeanRule, fit: Fit) -> Iterator[Problem]:
        """The conditions' columns, the figure, its weight, and the column that names the parts."""
        if missing := list(fit.no_source(where, rule.source)):
            yield from missing
            return
        columns = fit.records[rule.source]
        yield from figure_problems(where, rule, columns, "value", "weight")
        yield from column_problems(f"{where}.each", rule.each, columns, "text", "identifier")

    def reduce(self, node: str, rule: WeightedMeanRule, tables: Tables, book: Rulebook) -> Reduced:
        """One value and one weight by part."""
        del book
        return reduce_means(node, rule, tables)

    def score(self, node: str, rule: WeightedMeanRule, facts: Facts, book: Rulebook) -> list[Entry]:
        """Ledger rows of a weighted mean: every part with its share of the points, and records without a value.

        Points of a part are its value times its share of the unit's weights, Σ w x / Σ w.

        Raises:
            NormalisationError: a weight is missing or not above 0, or a value is not finite.
        """
        page = Page(node, self.name, facts)
        parts, weights = page.categories(PART), facts.weights(f"{node}.{PART}")
        unsound = _Unsound(node, rule, facts, book)
        total: Values = np.zeros(facts.count)
        for (part, values), (_, weight) in zip(parts, weights, strict=True):
            unsound.stop_if(np.isinf(weight), f"{part}的权数没有或不大于 0")
            unsound.stop_if(np.isinf(values), f"{part}的数值不是有限的数")
            total += np.nan_to_num(weight)
        counted, empty = page.amount(COUNTED), page.amount(EMPTY)
        page.write(COUNTED, "计入加权", 0.0, rule.weighting, quantity=counted, only=counted > 0)
        for (part, values), (_, weight) in zip(parts, weights, strict=True):
            for at in np.flatnonzero(~np.isnan(values)):
                share = weight[at] / total[at]
                only = np.arange(facts.count) == at
                page.write(PART, f"{part}，占 {share:.2%}", values * share, rule.weighting, quantity=values, only=only)
        page.write(EMPTY, "没有数值的，不计", 0.0, rule.weighting, quantity=empty, only=empty > 0)
        page.bound(book.scale)
        return page.finish(Absent(total == 0, "没有可加权的记录", rule.weighting, book.missing_policy(node)))

    def clauses(self, rule: WeightedMeanRule, scale: ScoreScale) -> Iterator[Clause]:
        """One table without numbers: weights are records."""
        del scale
        figure = f"{rule.source}{condition_keys(rule.when)} 的 {rule.value}"
        by = "同样重" if rule.weight is None else f"权数 {rule.weight}"
        yield Clause("weighting", f"{figure}：按 {rule.each}，{by}，加权平均", rule.weighting)

    def quantities(self, node: str, rule: WeightedMeanRule, book: Rulebook) -> Iterator[tuple[Quantity, Definition]]:
        """The parts, and the records without a value."""
        del book
        counted = (rule.source, conditions(rule.when), rule.value, rule.weight, rule.each)
        for name in (PART, COUNTED, EMPTY):
            yield Quantity(node, f"{node}.{name}"), counted

    def traces(self, node: str, rule: WeightedMeanRule) -> Iterator[Trace]:
        """The records of the parts, and those without a value."""
        yield Trace(f"{node}.{COUNTED}", rule.source, "one")
        yield Trace(f"{node}.{EMPTY}", rule.source, "one")

    def beside(self, node: str, rule: WeightedMeanRule) -> Beside | None:
        """The parts: each is a mean of records that count."""
        return Beside(f"{node}.{PART}", rule.source, shown_by=f"{node}.{COUNTED}")

    def used(
        self, node: str, rule: WeightedMeanRule, source: str, evidence: pl.DataFrame
    ) -> tuple[float | None, int | None] | None:
        """The records with a value, and their units."""
        rows = evidence.filter(pl.col("parameter") == f"{node}.{COUNTED}")
        return float(rows["quantity"].sum()), rows["firm_id"].n_unique()

    def told(self, rule: WeightedMeanRule) -> Told:
        """Values do not add up."""
        del rule
        return Told(not_added=(PART,))

    def unit(self, rule: WeightedMeanRule, key: str, book: Rulebook) -> str:
        """The rule's own, or that of the source's records."""
        return declared_unit(rule.source, book) if key in (COUNTED, EMPTY) else rule.unit


@dataclass(frozen=True)
class _Unsound:
    """Refuses what cannot be averaged."""

    node: str
    rule: WeightedMeanRule
    facts: Facts
    book: Rulebook

    def stop_if(self, wrong: Where, reason: str) -> None:
        """Refuse the units where something is wrong.

        Raises:
            NormalisationError: there are some.
        """
        if (units := self.facts.firms.filter(pl.Series(wrong))).len():
            named = f"{self.node} {self.book.indicator[self.node].name}"
            column = self.book.column_title(self.rule.source, self.rule.weight or self.rule.value)
            raise NormalisationError(named, column, "加权平均", f"{'、'.join(units.head(_SHOWN))}：{reason}")
