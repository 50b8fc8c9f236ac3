"""The change of another indicator's score or figure on the previous run, on a piecewise linear scale."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from indicator_tree.checks import suggestion
from indicator_tree.errors import Problem
from indicator_tree.rules import ChangeRule
from scoring.kinds.facts import Facts
from scoring.kinds.kind import Carried, Clause, RuleKind, Told, Varied
from scoring.kinds.measures import SCORE, measures_of
from scoring.kinds.nothing import NoFigures, NoLevers, NoMeasures, NothingCounted, NothingUsed
from scoring.kinds.page import Absent, Page
from scoring.kinds.parameters import Number
from scoring.kinds.quantities import Quantity
from scoring.kinds.spelling import number, share

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from indicator_tree import Rulebook
    from indicator_tree.rules import RuleModel
    from indicator_tree.scope import ScoreScale
    from scoring.evaluation import Evaluation
    from scoring.evidence.conditions import Reduced, Tables
    from scoring.evidence.record_marks import Mark
    from scoring.kinds.facts import Values, Where
    from scoring.kinds.fit import Fit
    from scoring.kinds.measures import Measure
    from scoring.kinds.page import Entry
    from scoring.kinds.quantities import Definition
    from scoring.kinds.spelling import Names
    from scoring.kinds.traces import Beside, Trace

_BEFORE, _PER_CENT, _POINTS = "previous", "%", "个百分点"
_DIGITS = 12
"""Decimals of a change that are kept, so that one at a knot is at the knot."""
_NOISE = 10
"""Decimals of percentage points that are kept: multiplying by 100 adds binary noise."""


class ChangeKind(NothingCounted, NoLevers, NoMeasures, NoFigures, NothingUsed, RuleKind[ChangeRule]):
    """The change of a measure of another indicator.

    The rule counts for itself what that indicator counts, by the same rule, so that the two are scored apart.
    """

    model = ChangeRule
    name = "change"
    noun = "变化"
    summary = "变化类指标看另一指标的得分或数值与上一次评价相比的变化"
    relative = False

    def __init__(self, kind_of: Callable[[RuleModel], RuleKind[Any]]) -> None:
        self._kind_of = kind_of

    def compares(self, rule: ChangeRule) -> bool:
        """Where the score whose change it is depends on the others."""
        return rule.measure == SCORE and self._kind_of(rule.measured).compares(rule.measured)

    def grouped_by(self, node: str, rule: ChangeRule, book: Rulebook) -> tuple[str, ...]:
        """Where the score whose change it is is compared within groups."""
        return self._kind_of(rule.measured).grouped_by(node, rule.measured, book)

    def sentence(self, node: str, rule: ChangeRule, book: Rulebook, names: Names) -> str:
        """What is held against what, the scale, and what follows without a previous value."""
        del node, names
        measure, of = self._measure(rule.of, rule, book), book.indicator[rule.of].name
        unit = self._unit(rule)
        how = "本次减上一次" if rule.by == "difference" else "本次减上一次，再除以上一次的绝对值"
        knots = "、".join(f"{_spelled(knot.change, unit)}得 {number(knot.score)} 分" for knot in rule.knot)
        zero = "；上一次为 0 的，本次仍为 0 按没有变化计，否则按变化最大的一端计" if rule.by == "relative" else ""
        none = f"得 {number(rule.without_previous.score)} 分" if rule.without_previous else "没有得分"
        counts = "；计数误差不计入变化" if rule.measure == SCORE and rule.measured.has_error else ""
        was = f"（上一次的规则中代码为 {rule.previously}）" if rule.previously else ""
        return (
            f"{rule.of} {of}{was}的{measure.label}与上一次评价相比的变化（{how}）：{knots}，其间按直线取值，"
            f"两端之外与端点同分{zero}；没有上一次数值的{none}{counts}；"
            f"在 {number(book.scale.floor)} 至 {number(book.scale.full_marks)} 分之间"
        )

    def fit(self, where: str, rule: ChangeRule, fit: Fit) -> Iterator[Problem]:
        """Whether the indicator has the measure; its own rule is held against sources where it stands."""
        inner = rule.measured
        known = measures_of(self._kind_of(inner), rule.of, inner, fit.book)
        if not known:
            told = f"{rule.of} 是问卷指标，两次调查各有抽样误差，不能看它的变化"
            yield Problem(f"{where}.of", told)
        elif rule.measure not in known:
            told = f"{rule.of} 没有 {rule.measure} 可看变化；{suggestion(rule.measure, known)}"
            yield Problem(f"{where}.measure", told)

    def marks(self, node: str, rule: ChangeRule, tables: Tables, book: Rulebook) -> Iterator[Mark]:
        """Those of the indicator's rule."""
        return self._kind_of(rule.measured).marks(node, rule.measured, tables, book)

    def reduce(self, node: str, rule: ChangeRule, tables: Tables, book: Rulebook) -> Reduced:
        """What the indicator's rule counts."""
        return self._kind_of(rule.measured).reduce(node, rule.measured, tables, book)

    def carried(self, node: str, rule: ChangeRule, book: Rulebook, before: Sequence[Evaluation]) -> Iterator[Carried]:
        """The measure in the last evaluation, where its rulebook has the indicator and counts it alike."""
        del node
        if before:
            values, remark = self._previous(rule, book, before[0])
            yield Carried(_BEFORE, 1, values, remark)

    def _previous(self, rule: ChangeRule, book: Rulebook, before: Evaluation) -> tuple[pl.DataFrame, str]:
        """firm_id, quantity; and a remark where they are none, or not quite what they seem."""
        nothing = pl.DataFrame(schema={"firm_id": pl.String, "quantity": pl.Float64})
        old, code, name = before.rulebook, rule.previously or rule.of, book.indicator[rule.of].name
        if (was := old.rule_at(code)) is None or code == "bonus":
            return nothing, f"那时的规则没有末级指标 {code}（{name}），没有可比的数值"
        if rule.previously is None and old.indicator[code].name != name:
            called = f"那时的 {code} 是“{old.indicator[code].name}”，不是“{name}”，没有可比的数值"
            return nothing, f"{called}；指标改了代码或名称的，请在规则中写 previously"
        kind, other = self._kind_of(rule.measured), self._kind_of(was)
        scales_alike = (old.scale.full_marks, old.scale.floor) == (book.scale.full_marks, book.scale.floor)
        if rule.measure == SCORE:
            scores = before.scores.filter(pl.col("node") == code, pl.col("score").is_not_null())
            ruled = [
                [(clause.key, clause.content) for clause in one.clauses(own, of.scale)]
                for one, own, of in ((kind, rule.measured, book), (other, was, old))
            ]
            alike = kind is other and ruled[0] == ruled[1] and scales_alike
            remark = "" if alike else f"{code} {name}的规则与那时不同，得分的变化含规则的变化"
            return scores.select("firm_id", quantity="score"), remark
        known = measures_of(other, code, was, old)
        if rule.measure not in known or _counted(other, code, was, old) != _counted(kind, rule.of, rule.measured, book):
            return nothing, f"{code} {name}那时的口径不同，没有可比的数值"
        firms = before.firms.filter(pl.col("status") == "evaluated")["firm_id"].sort()
        values = known[rule.measure].values(Facts(firms, before.evidence))
        table = pl.DataFrame({"firm_id": firms, "quantity": pl.Series(values, nan_to_null=True)})
        return table.filter(pl.col("quantity").is_finite()), ""

    def score(self, node: str, rule: ChangeRule, facts: Facts, book: Rulebook) -> list[Entry]:
        """Ledger rows of a change: the floor, both values, what the change is worth.

        Between two knots the score is linear; outside the outermost knots it is theirs. A firm without a previous
        value has the score that the rulebook gives it, or none.
        """
        page, measure = Page(node, self.name, facts), self._measure(node, rule, book)
        now, before = measure.values(facts), page.quantity(_BEFORE)
        has, had = np.isfinite(now), np.isfinite(before)
        change, first = _change(now, before, rule), rule.knot[0]
        points = np.interp(change, [knot.change for knot in rule.knot], [knot.score for knot in rule.knot])
        page.write("start", f"起始 {number(book.scale.floor)} 分", book.scale.floor, book.scale)
        page.write("now", f"{rule.of} 本次的{measure.label}", 0.0, first, quantity=now, only=has)
        for title, values in page.categories(_BEFORE):
            label = f"{rule.of} {title}的{measure.label}"
            page.write(_BEFORE, label, 0.0, first, quantity=values, only=~np.isnan(values))
        for label, inside in _segments(change, rule, self._unit(rule)):
            told, where = np.where(np.isfinite(change), change, np.nan), inside & has & had
            page.write("change", label, points - book.scale.floor, first, quantity=told, only=where)
        lacking = ~(has & had)
        if (none := rule.without_previous) is not None:
            lacking = ~has
            worth = none.score - book.scale.floor
            page.write("without_previous", f"没有上一次的{measure.label}", worth, none, only=has & ~had)
        page.bound(book.scale)
        whose = "上一次" if has.all() else "本次" if had[~has].all() and (had | ~has).all() else "本次或上一次"
        return page.finish(Absent(lacking, f"没有{whose}的{measure.label}", first, book.missing_policy(node)))

    def _measure(self, node: str, rule: ChangeRule, book: Rulebook) -> Measure:
        return measures_of(self._kind_of(rule.measured), node, rule.measured, book)[rule.measure]

    def _unit(self, rule: ChangeRule) -> str:
        """Of changes as the rulebook writes them."""
        if rule.by == "relative":
            return _PER_CENT
        if rule.measure == SCORE:
            return "分"
        unit = self._kind_of(rule.measured).measures(rule.of, rule.measured)[rule.measure].unit
        return _POINTS if unit == _PER_CENT else unit

    def clauses(self, rule: ChangeRule, scale: ScoreScale) -> Iterator[Clause]:
        """The knots, whose scores may not pass the middle between them and their neighbours'; and without a value."""
        scores = [knot.score for knot in rule.knot]
        how = {"difference": "相减", "relative": "相对变化"}[rule.by]
        for at, knot in enumerate(rule.knot):
            beside = [(other + knot.score) / 2 for other in (*scores[max(at - 1, 0) : at], *scores[at + 1 : at + 2])]
            lowest = max((middle for middle in beside if middle <= knot.score), default=scale.floor)
            highest = min((middle for middle in beside if middle >= knot.score), default=scale.full_marks)
            told = _spelled(knot.change, self._unit(rule))
            varied = Number(("knot", at, "score"), knot.score, lowest, highest)
            said = f"{rule.of} 的 {rule.measure}，{how}：{told}，{number(knot.score)} 分"
            yield Clause("change", said, knot, (Varied(f"knot.{at + 1}.score", f"变化 {told}的得分", [varied]),))
        if (none := rule.without_previous) is not None:
            varied = Number(("without_previous", "score"), none.score, scale.floor, scale.full_marks)
            label = "没有上一次数值的得分"
            own = (Varied("without_previous.score", label, [varied]),)
            yield Clause("without_previous", f"{label}：{number(none.score)} 分", none, own)

    def quantities(self, node: str, rule: ChangeRule, book: Rulebook) -> Iterator[tuple[Quantity, Definition]]:
        """What the indicator's rule counts, and the previous value."""
        yield from self._kind_of(rule.measured).quantities(node, rule.measured, book)
        yield Quantity(node, f"{node}.{_BEFORE}"), (rule.of, rule.measure)

    def traces(self, node: str, rule: ChangeRule) -> Iterator[Trace]:
        """Those of the indicator's rule."""
        return self._kind_of(rule.measured).traces(node, rule.measured)

    def beside(self, node: str, rule: ChangeRule) -> Beside | None:
        """That of the indicator's rule."""
        return self._kind_of(rule.measured).beside(node, rule.measured)

    def against(self, node: str, rule: ChangeRule) -> tuple[str, ...]:
        """Those of the indicator's rule."""
        return self._kind_of(rule.measured).against(node, rule.measured)

    def told(self, rule: ChangeRule) -> Told:
        """Values do not add up."""
        del rule
        return Told(not_added=("now", _BEFORE, "change"))

    def unit(self, rule: ChangeRule, key: str, book: Rulebook) -> str:
        """That of the measure; of a relative change per cent."""
        if key == "change" and rule.by == "relative":
            return _PER_CENT
        return self._measure(rule.of, rule, book).unit if key in ("now", _BEFORE, "change") else ""

    def lasting_cause(self, rule: ChangeRule, key: str) -> str | None:
        """The change, not where it lay, nor of which year the values are."""
        lasting = {"now": "本次的数值", _BEFORE: "上一次的数值", "change": "与上一次相比的变化"}
        return f"{rule.of} {lasting[key]}" if key in lasting else None


def _counted(kind: RuleKind[Any], node: str, rule: RuleModel, book: Rulebook) -> dict[tuple[str, str], Definition]:
    """What a rule counts, by key from the leaf on, to tell whether two years count alike."""
    return {
        (quantity.parameter.removeprefix(f"{node}."), quantity.answer): counts
        for quantity, counts in kind.quantities(node, rule, book)
    }


def _change(now: Values, before: Values, rule: ChangeRule) -> Values:
    """The change per firm, without binary noise; infinite where it is relative to 0, NaN where a value is missing."""
    difference = np.round(now - before, _DIGITS)
    if rule.by == "difference":
        return difference
    from_zero = np.where(difference == 0, 0.0, np.copysign(np.inf, difference))
    divided = np.divide(difference, np.abs(before), out=np.full(len(now), np.nan), where=before != 0)
    relative = np.where(before == 0, from_zero, np.round(divided, _DIGITS))
    return np.where(np.isnan(difference), np.nan, relative)


def _segments(change: Values, rule: ChangeRule, unit: str) -> list[tuple[str, Where]]:
    """Label of every segment of the scale, and which firms lie in it."""
    knots, without_bound = rule.knot, np.isinf(change)
    first, last = knots[0], knots[-1]
    low, high = _spelled(first.change, unit), _spelled(last.change, unit)
    found = [(f"变化低于 {low}，{number(first.score)} 分", (change < first.change) & ~without_bound)]
    for one, other in pairwise(knots):
        span = f"{_spelled(one.change, unit)} 至 {_spelled(other.change, unit)}"
        label = f"变化在 {span} 之间，对应 {number(one.score)} 至 {number(other.score)} 分"
        found.append((label, (change >= one.change) & (change < other.change)))
    found.append((f"变化不低于 {high}，{number(last.score)} 分", (change >= last.change) & ~without_bound))
    found.append((f"上一次为 0、本次高于 0，{number(last.score)} 分", change == np.inf))
    return [*found, (f"上一次为 0、本次低于 0，{number(first.score)} 分", change == -np.inf)]


def _spelled(change: float, unit: str) -> str:
    """A change with its sign: `+5 分`, `-20%`, `+1.5 个百分点`."""
    sign = "+" if change > 0 else ""
    if unit == _PER_CENT:
        return f"{sign}{share(change)}"
    if unit == _POINTS:
        return f"{sign}{number(round(change * 100, _NOISE))} {unit}"
    return f"{sign}{number(change)}{f' {unit}' if unit else ''}"
