"""Normalised figures: what is asked of the kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from indicator_tree.checks import suggestion
from indicator_tree.errors import Problem
from indicator_tree.rules import NormalisedRule
from scoring.evidence.figures import reduce_figures
from scoring.kinds.fit import column_problems, figure_problems, last_problems
from scoring.kinds.kind import Clause, RuleKind, Varied
from scoring.kinds.measures import Measure
from scoring.kinds.normalised.comparing import WITHIN, compared
from scoring.kinds.normalised.figures import Figures
from scoring.kinds.normalised.refusing import Refusal
from scoring.kinds.normalised.words import (
    COMBINED,
    DIRECTIONS,
    METHODS,
    bands_words,
    groups_words,
    method_words,
    treatment_words,
)
from scoring.kinds.nothing import (
    NoLevers,
    NothingAgainst,
    NothingCounted,
    NothingTold,
    NothingUsed,
    OwnCauses,
    Unmarked,
)
from scoring.kinds.page import Absent, Page
from scoring.kinds.parameters import UNBOUNDED, Number
from scoring.kinds.quantities import Quantity, conditions
from scoring.kinds.spelling import condition_keys, number, records_words
from scoring.kinds.traces import Beside, Trace

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from indicator_tree import Rulebook
    from indicator_tree.rules import Imputation
    from indicator_tree.scope import ScoreScale
    from scoring.evidence.conditions import Reduced, Tables
    from scoring.kinds.facts import Facts, Values
    from scoring.kinds.fit import Fit
    from scoring.kinds.page import Entry
    from scoring.kinds.quantities import Definition
    from scoring.kinds.spelling import Names

_NUMBERS = {"low": "下端", "high": "上端", "centre": "平均值得分", "spread": "每个标准差"}
_STAGES = ("imputation", "winsorisation", "transformation")
_NEARLY_HALF = 0.49
"""How far the ends of a range may come towards each other, as a share of it: they must not meet."""


class NormalisedKind(
    Unmarked, NothingCounted, NoLevers, NothingAgainst, NothingUsed, NothingTold, OwnCauses, RuleKind[NormalisedRule]
):
    """A figure made comparable across units."""

    model = NormalisedRule
    exact = True
    name = "normalised"
    noun = "归一"
    summary = "数值类指标按最小最大法、标准分、位次或分段换算为可比的得分"
    relative = True

    def sentence(self, node: str, rule: NormalisedRule, book: Rulebook, names: Names) -> str:
        """The figure, how one of every unit is found, which way is better, how it becomes points."""
        records = records_words(rule.source, rule.when, names)
        figure = names.column(rule.source, rule.value).title
        if rule.per is not None:
            figure += f"除以{names.column(rule.source, rule.per).title}"
        latest = book.latest_by(rule)
        by = f"按{names.column(rule.source, latest).title}取" if latest and rule.combine == "last" else "取"
        label, unit = rule.label or book.indicator[node].name, f"一{book.words.measure}{book.words.noun}"
        stages = treatment_words(rule, lambda column: names.column(rule.source, column).title)
        treated = "".join(f"；{words}" for words in stages)
        among = "" if rule.groups is None else f"{groups_words(rule.groups, book.register_title(rule.groups.by))}；"
        return (
            f"{label}（{records}{'' if rule.when else '的'}{figure}，{unit}有多条记录的{by}"
            f"{COMBINED[rule.combine]}）{DIRECTIONS[rule.direction]}{treated}；{among}{method_words(rule, book)}；"
            f"在 {number(book.scale.floor)} 至 {number(book.scale.full_marks)} 分之间；没有数值的没有得分"
        )

    def fit(self, where: str, rule: NormalisedRule, fit: Fit) -> Iterator[Problem]:
        """The conditions' columns, the figures, and how the last record is found."""
        if missing := list(fit.no_source(where, rule.source)):
            yield from missing
            return
        columns = fit.records[rule.source]
        yield from figure_problems(where, rule, columns, "value", "per")
        nodes = [node for node, other in fit.book.rules.items() if other is rule]
        for fill in _imputations(nodes[0] if nodes else "", rule, fit.book):
            if fill.group is not None:
                yield from column_problems(f"{where}.imputation.group", fill.group, columns, "text", "code")
            if fill.on is not None:
                yield from column_problems(f"{where}.imputation.on", fill.on, columns, "number", "count")
        yield from last_problems(where, rule, fit, {"entity_id"})
        for by in self.grouped_by(nodes[0] if nodes else "", rule, fit.book):
            if by not in fit.groups:
                told = f"名录没有列 {by}；{suggestion(by, fit.groups)}"
                yield Problem(f"{where}.{WITHIN}.by", f"{told}；分组写在 [units] 的 group，或给名录加列")

    def reduce(self, node: str, rule: NormalisedRule, tables: Tables, book: Rulebook) -> Reduced:
        """One figure per unit, and one to divide it by."""
        return reduce_figures(node, rule, tables, book.latest_by(rule), _imputations(node, rule, book))

    def score(self, node: str, rule: NormalisedRule, facts: Facts, book: Rulebook) -> list[Entry]:
        """Ledger rows of a normalised figure: the floor, what was read, what it is worth among all, the scale's bounds.

        The range, mean, deviation, ranks and bands are those of the units that have the figure, or of those of the
        unit's group; a unit without it has no score, nor has one of a group that is too small where the rule says so.

        Raises:
            NormalisationError: a figure is not finite, something is divided by zero, all figures are the same, or a
                unit has no group.
        """
        page, refusal = Page(node, self.name, facts), Refusal(node, rule, book, facts.firms)
        method, figures = rule.normalisation, Figures.of(facts, refusal)
        page.write("start", f"起始 {book.scale.floor:g} 分", book.scale.floor, book.scale)
        title = refusal.title(rule.value)
        page.write("value", title, 0.0, method, quantity=page.quantity("value"), only=figures.given)
        if rule.per is not None:
            label = f"除以{refusal.title(rule.per)}"
            page.write("per", label, 0.0, method, quantity=page.quantity("per"), only=figures.given)
        for stage in figures.treatment.stages:
            page.write(stage.key, stage.cause, 0.0, stage.cited, quantity=stage.figures, only=stage.only)
        found = compared(figures, facts, refusal)
        for one in found.worth:
            cause = f"{refusal.label}：{METHODS[method.method]}{figures.treatment.remark}，{one.cause}"
            points = one.points - book.scale.floor
            page.write("normalisation", cause, points, method, quantity=figures.values, only=one.where)
        page.bound(book.scale)
        without = Absent(~figures.known, f"没有{refusal.label}的数据", method, book.missing_policy(node))
        return page.finish(without, *found.absent)

    def clauses(self, rule: NormalisedRule, scale: ScoreScale) -> Iterator[Clause]:
        """One table for the method, one for every stage before it, one for groups; ends of a range must not meet."""
        how = rule.normalisation
        figure = f"{rule.source}{condition_keys(rule.when)} 的 {rule.value}" + (f" / {rule.per}" if rule.per else "")
        numbers = [
            f"{title} {number(getattr(how, key))}" for key, title in _NUMBERS.items() if getattr(how, key) is not None
        ]
        said = [COMBINED[rule.combine], DIRECTIONS[rule.direction], METHODS[how.method], *numbers]
        said += [f"标准差除以 {how.divisor}"] if how.divisor else []
        said += [] if how.bands is None else [bands_words(how.bands, rule)]
        yield Clause("normalisation", f"{figure}：{'，'.join(said)}", how, tuple(_varied(rule, scale)))
        words = dict(zip(_done(rule), treatment_words(rule, str), strict=True))
        for key, said_of_it in words.items():
            yield Clause(key, said_of_it, getattr(rule, key))
        if rule.groups is not None:
            yield Clause(WITHIN, groups_words(rule.groups, f" {rule.groups.by} "), rule.groups)

    def quantities(self, node: str, rule: NormalisedRule, book: Rulebook) -> Iterator[tuple[Quantity, Definition]]:
        """The figure, and what it is divided by."""
        last = book.latest_by(rule) if rule.combine == "last" else None
        figures = (rule.source, conditions(rule.when), rule.value, rule.per, rule.combine, last)
        for name in ("value",) if rule.per is None else ("value", "per"):
            yield Quantity(node, f"{node}.{name}"), figures
        if (fill := rule.imputation) is not None:
            for name, column in (("group", fill.group), ("on", fill.on)):
                if column is not None:
                    yield Quantity(node, f"{node}.{name}.{column}"), (*figures, name, column)

    def grouped_by(self, node: str, rule: NormalisedRule, book: Rulebook) -> tuple[str, ...]:
        """That of the rule, and those that a study draws."""
        wanted = [rule.groups, *(other.groups for other in book.other_treatments(node))]
        return tuple(dict.fromkeys(one.by for one in wanted if one is not None))

    def traces(self, node: str, rule: NormalisedRule) -> Iterator[Trace]:
        """The records of the figure; without one another may be the last."""
        yield Trace(f"{node}.value", rule.source, "unknown")

    def beside(self, node: str, rule: NormalisedRule) -> Beside | None:
        """Records of the source that are not the last, or have no figure."""
        return Beside(f"{node}.figures", rule.source)

    def measures(self, node: str, rule: NormalisedRule) -> Mapping[str, Measure]:
        """The figure as it was read, before anything is done to it."""

        def figure(facts: Facts) -> Values:
            value = facts.quantity(f"{node}.value")
            if rule.per is None:
                return value
            per = facts.quantity(f"{node}.per")
            nothing = np.full(facts.count, np.nan)
            return np.asarray(np.divide(value, per, out=nothing, where=(per != 0) & ~np.isnan(per)))

        return {"value": Measure(rule.label or "数值", rule.unit, figure)}

    def figures(self, node: str, rule: NormalisedRule, book: Rulebook) -> Mapping[str, str]:
        """The figure by the name of its leaf and of its column."""
        return {"value": f"{book.indicator[node].name}（{book.column_title(rule.source, rule.value)}）"}

    def unit(self, rule: NormalisedRule, key: str, book: Rulebook) -> str:
        """The rule's own, or that of the column that was read."""
        if key in ("normalisation", "transformation", "imputation", "winsorisation.high", "winsorisation.low"):
            bent = rule.transformation is not None and rule.transformation.method != "none"
            return "" if bent and key in ("normalisation", "transformation") else rule.unit
        column = {"value": rule.value, "per": rule.per}.get(key)
        declared = book.source.get(rule.source)
        return declared.column[column].unit if declared and column in declared.column else ""


def _imputations(node: str, rule: NormalisedRule, book: Rulebook) -> list[Imputation]:
    """That of the rule, and those of a study: all that the evidence must tell of."""
    found = [rule.imputation, *(other.imputation for other in book.other_treatments(node))]
    return [fill for fill in found if fill is not None]


def _done(rule: NormalisedRule) -> list[str]:
    """The stages before figures are normalised that the rule goes through."""
    stages = {key: getattr(rule, key) for key in _STAGES}
    return [key for key, stage in stages.items() if stage is not None and stage.method != "none"]


def _varied(rule: NormalisedRule, scale: ScoreScale) -> Iterator[Varied]:
    given = rule.normalisation
    if given.centre is not None:
        centre = Number(("normalisation", "centre"), given.centre, scale.floor, scale.full_marks)
        yield Varied("normalisation.centre", "平均值的得分", [centre])
    if given.spread is not None:
        spread = Number(("normalisation", "spread"), given.spread)
        yield Varied("normalisation.spread", "每个标准差的分值", [spread])
    room = _NEARLY_HALF * (given.high - given.low) if given.low is not None and given.high is not None else UNBOUNDED
    if (bands := given.bands) is not None:
        numbers = [
            Number(("normalisation", "bands", "points", label), points, scale.floor, scale.full_marks)
            for label, points in zip(bands.labels, bands.worth, strict=True)
        ]
        yield Varied("normalisation.bands.points", "各段的得分", numbers)
    if (low := given.low) is not None:
        yield Varied("normalisation.low", "下端", [Number(("normalisation", "low"), low, -UNBOUNDED, low + room)])
    if (high := given.high) is not None:
        yield Varied("normalisation.high", "上端", [Number(("normalisation", "high"), high, high - room)])
