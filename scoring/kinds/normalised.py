"""Normalised figures: min-max, standard score or percentile rank, in points of the scale.

The formulas are those of OECD/JRC, Handbook on Constructing Composite Indicators, 2008, step 5 (normalisation), with
the scale of the rulebook instead of 0 to 1.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from scoring.errors import NormalisationError
from scoring.kinds.normalisation import constant, min_max, percentile_rank, z_score
from scoring.kinds.page import Absent, Page

if TYPE_CHECKING:
    from indicator_tree import Rulebook
    from indicator_tree.rules import NormalisedRule
    from scoring.kinds.facts import Facts, Values, Where
    from scoring.kinds.page import Entry

METHODS = {"min_max": "最小最大法", "z_score": "标准分", "rank": "百分位次"}
_SHOWN = 5


def score_normalised(node: str, rule: NormalisedRule, facts: Facts, book: Rulebook) -> list[Entry]:
    """Ledger rows of a normalised figure: the floor, what was read, what it is worth among all, the scale's bounds.

    The range, mean, deviation and ranks are those of the units that have the figure; a unit without it has no score.

    Raises:
        NormalisationError: a figure is not finite, something is divided by zero, or all figures are the same.
    """
    page = Page(node, rule.kind, facts)
    method, how = rule.normalisation, _Figures(node, rule, facts, book)
    page.write("start", f"起始 {book.scale.floor:g} 分", book.scale.floor, book.scale)
    page.write("value", how.title(rule.value), 0.0, method, quantity=page.quantity("value"), only=how.known)
    if rule.per is not None:
        label = f"除以{how.title(rule.per)}"
        page.write("per", label, 0.0, method, quantity=page.quantity("per"), only=how.known)
    if how.known.any():
        points, cause = how.points()
        cause = f"{how.label}：{METHODS[method.method]}，{cause}"
        page.write("normalisation", cause, points - book.scale.floor, method, quantity=how.figures, only=how.known)
    page.bound(book.scale)
    return page.finish(Absent(~how.known, f"没有{how.label}的数据", method, book.missing_policy(node)))


class _Figures:
    """The figures of a node and what they are worth."""

    def __init__(self, node: str, rule: NormalisedRule, facts: Facts, book: Rulebook) -> None:
        self._node, self._rule, self._book, self._firms = node, rule, book, facts.firms
        self.label = rule.label or book.indicator[node].name
        value = facts.quantity(f"{node}.value")
        self._insist(~np.isinf(value), rule.value, "{}的值不是有限的数")
        self.figures: Values = value
        if rule.per is not None:
            per = facts.quantity(f"{node}.per")
            self._insist(~np.isinf(per), rule.per, "{}的值不是有限的数")
            self._insist(per != 0, rule.per, "{}的值为 0，不能作除数")
            with np.errstate(over="ignore"):
                self.figures = value / per
        self.known: Where = ~np.isnan(self.figures)
        self._insist(~np.isinf(self.figures), rule.value, "{}的商不是有限的数")

    def title(self, column: str) -> str:
        """What a column of the source is called."""
        return self._book.column_title(self._rule.source, column)

    def points(self) -> tuple[Values, str]:
        """The points of every unit, NaN where it has no figure, and how they come about."""
        match self._rule.normalisation.method:
            case "min_max":
                return self._min_max()
            case "z_score":
                return self._z_score()
            case "rank":
                return self._rank()

    def _min_max(self) -> tuple[Values, str]:
        """(x - low) / (high - low) of the scale; seen from the other end where lower is better."""
        given = self._rule.normalisation
        low = float(np.nanmin(self.figures)) if given.low is None else given.low
        high = float(np.nanmax(self.figures)) if given.high is None else given.high
        if given.low is None and given.high is None:
            self._insist_on_two_values()
        elif not low < high:
            raise self._error(f"下端 {self._spelled(low)} 不低于上端 {self._spelled(high)}")
        worst, best = (low, high) if self._higher else (-high, -low)
        scale = self._book.scale
        ends = [
            ("规则" if end is not None else "数据", number) for end, number in ((given.low, low), (given.high, high))
        ]
        told = "至 ".join(f"{self._spelled(number)}（{by}）" for by, number in (ends if self._higher else ends[::-1]))
        points = scale.floor + (scale.full_marks - scale.floor) * min_max(self._upward, worst, best)
        return points, f"由 {told}得 {scale.floor:g} 至 {scale.full_marks:g} 分"

    def _z_score(self) -> tuple[Values, str]:
        """(x - mean) / sd, sd of the whole population (divisor n); `centre` points for 0, `spread` points for 1."""
        self._insist_on_two_values()
        given = self._rule.normalisation
        centre, spread = given.centre or 0.0, given.spread or 0.0
        with np.errstate(over="ignore"):
            mean, sd = float(np.nanmean(self.figures)), float(np.nanstd(self.figures))
        if not 0 < sd < np.inf:
            raise self._error(f"标准差 {sd:g} 超出可计算的范围")
        per_sd = f"{'高' if self._higher else '低'} 1 个标准差（{self._spelled(sd)}）多 {spread:g} 分"
        return centre + spread * z_score(self._upward), f"平均 {self._spelled(mean)} 得 {centre:g} 分，{per_sd}"

    def _rank(self) -> tuple[Values, str]:
        """(rank - 1) / (n - 1) of the scale; rank 1 is the worst, tied units share the mean of their ranks."""
        self._insist_on_two_values()
        scale, words, n = self._book.scale, self._book.words, np.count_nonzero(self.known)
        better = "从低到高" if self._higher else "从高到低"
        points = scale.floor + (scale.full_marks - scale.floor) * percentile_rank(self._upward)
        told = f"{n} {words.measure}{words.noun}{better}排列，得 {scale.floor:g} 至 {scale.full_marks:g} 分，并列取平均"
        return points, told

    @property
    def _higher(self) -> bool:
        return self._rule.direction == "higher_is_better"

    @property
    def _upward(self) -> Values:
        """The figures, negated where lower is better."""
        return self.figures if self._higher else -self.figures

    def _insist_on_two_values(self) -> None:
        known = self.figures[self.known]
        low, high = float(known.min()), float(known.max())
        if constant(known):
            words = self._book.words
            raise self._error(f"{len(known)} {words.measure}{words.noun}的值都是 {self._spelled(low)}，分不出高低")
        if not np.isfinite(high - low):
            raise self._error(f"最小值 {low:g} 与最大值 {high:g} 相差太大，超出可计算的范围")

    def _insist(self, holds: Where, column: str, told: str) -> None:
        """Insist on something of every figure; `told` names the units where it does not hold."""
        if (wrong := self._firms.filter(pl.Series(~holds))).len():
            more = f" 等 {len(wrong)} {self._book.words.measure}" if len(wrong) > _SHOWN else ""
            raise self._error(told.format("、".join(wrong.head(_SHOWN)) + more), column)

    def _error(self, reason: str, column: str | None = None) -> NormalisationError:
        rule = self._rule
        both = self.title(rule.value) + ("" if rule.per is None else f" / {self.title(rule.per)}")
        named = f"{self._node} {self._book.indicator[self._node].name}"
        return NormalisationError(
            named, both if column is None else self.title(column), METHODS[rule.normalisation.method], reason
        )

    def _spelled(self, figure: float) -> str:
        unit = self._rule.unit
        return f"{figure * 100:.4g}%" if unit == "%" else f"{figure:.6g}{f' {unit}' if unit else ''}"
