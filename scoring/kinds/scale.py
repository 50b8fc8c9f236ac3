"""Piecewise linear scale of a ratio, with a regulatory limit."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING

import narwhals as nw
import numpy as np
import polars as pl

from indicator_tree.rules import ScaleRule
from scoring.evidence.conditions import OWN, Behind, Reduced, as_evidence, select
from scoring.kinds.fit import column_problems
from scoring.kinds.kind import Clause, RuleKind, Told, Varied
from scoring.kinds.levers import NOISE, RATIO_STEPS, Lever
from scoring.kinds.measures import Measure
from scoring.kinds.nothing import NothingAgainst, NothingBeside, NothingCounted, Unmarked
from scoring.kinds.page import Absent, Page
from scoring.kinds.parameters import Number
from scoring.kinds.quantities import Quantity
from scoring.kinds.spelling import number, share
from scoring.kinds.traces import Trace

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from indicator_tree import Rulebook
    from indicator_tree.errors import Problem
    from indicator_tree.rules import When
    from indicator_tree.scope import ScoreScale
    from scoring.evidence.conditions import Tables
    from scoring.kinds.facts import Facts, Values, Where
    from scoring.kinds.fit import Fit
    from scoring.kinds.kind import Used
    from scoring.kinds.levers import Row
    from scoring.kinds.page import Entry
    from scoring.kinds.quantities import Definition
    from scoring.kinds.spelling import Names

_PER_CENT = "%"


class ScaleKind(Unmarked, NothingCounted, NothingBeside, NothingAgainst, RuleKind[ScaleRule]):
    """A ratio on a piecewise linear scale."""

    model = ScaleRule
    name = "scale"
    noun = "分段线性"
    summary = "比率类指标在分段直线上取值，触及监管标准的按规则给定的分数计"
    relative = False

    def sentence(self, node: str, rule: ScaleRule, book: Rulebook, names: Names) -> str:
        """The knots, the warning line, the limit, the bounds."""
        del node
        knots = "、".join(f"{share(knot.ratio)} 得 {number(knot.score)} 分" for knot in rule.knot)
        past = "低于" if _higher(rule) else "达到"
        return (
            f"{names.title(rule.source)}中的{rule.ratio}：{knots}，其间按直线取值，两端之外与端点同分；"
            f"{past}监管标准 {share(rule.limit.value)} 的得 {number(rule.limit.score or 0.0)} 分，"
            f"{past}预警标准 {share(rule.warning.value)} 的仅提示；"
            f"在 {number(book.scale.floor)} 至 {number(book.scale.full_marks)} 分之间"
        )

    def fit(self, where: str, rule: ScaleRule, fit: Fit) -> Iterator[Problem]:
        """The ratio's name, its two amounts, and their day."""
        if missing := list(fit.no_source(where, rule.source)):
            yield from missing
            return
        columns = fit.records[rule.source]
        yield from column_problems(f"{where}.source", "ratio", columns, "text")
        for name in ("numerator", "denominator"):
            yield from column_problems(f"{where}.source", name, columns, "number")
        yield from column_problems(f"{where}.source", "as_of", columns, "date")

    def reduce(self, node: str, rule: ScaleRule, tables: Tables, book: Rulebook) -> Reduced:
        """Numerator / denominator of the rule's ratio at the period's end, as the firm's own annual report has it."""
        at_end = (nw.col("as_of") == nw.lit(book.period.end)).fill_null(value=False)
        named: When = {"ratio": rule.ratio}
        rows = select(tables, node, rule.source, named, "numerator", "denominator", "as_of").filter(OWN, at_end)
        ratio = rows.select("firm_id", quantity=nw.col("numerator") / nw.col("denominator"))
        parameter = f"{node}.ratio"
        behind = Behind(node, parameter, rule.source, (named,), only=(OWN, at_end))
        return Reduced([as_evidence(ratio, node, parameter, rule.source, rule.ratio)], [behind], [])

    def score(self, node: str, rule: ScaleRule, facts: Facts, book: Rulebook) -> list[Entry]:
        """Ledger rows of a ratio: full marks, the segment of the scale that the ratio lies in, warning line and limit.

        Between two knots the score is linear; outside the outermost knots it is theirs. A ratio at or past the limit
        (below it, where higher is better) has the limit's score. A firm without the ratio has no score.
        """
        page = Page(node, self.name, facts)
        ratio = page.quantity("ratio")
        known = np.isfinite(ratio)
        scores = np.interp(ratio, [knot.ratio for knot in rule.knot], [knot.score for knot in rule.knot])
        page.open_full(book.scale)
        for label, inside in _segments(ratio, rule):
            worse = rule.knot[0] if _higher(rule) else rule.knot[-1]
            page.write("ratio", label, scores - book.scale.full_marks, worse, quantity=ratio, only=inside & known)
        higher = _higher(rule)
        past = "低于" if higher else "达到"
        at_limit = _past(ratio, rule.limit.value, higher) & known
        at_warning = _past(ratio, rule.warning.value, higher) & known & ~at_limit
        warning = f"{past}预警标准 {_percent(rule.warning.value)}，仅提示"
        page.write("warning", warning, 0.0, rule.warning, quantity=ratio, only=at_warning)
        score = rule.limit.score or 0.0
        limit = f"{past}监管标准 {_percent(rule.limit.value)}，计 {score:g} 分"
        page.write("limit", limit, score - page.total, rule.limit, quantity=ratio, only=at_limit)
        page.bound(book.scale)
        return page.finish(Absent(~known, "没有年报数据", rule.limit, book.missing_policy(node)))

    def clauses(self, rule: ScaleRule, scale: ScoreScale) -> Iterator[Clause]:
        """Limit, warning line and knots; a score may not pass the middle between it and its neighbour's."""
        past = "低于" if _higher(rule) else "达到"
        worth = rule.limit.score or 0.0
        at_limit = Number(("limit", "score"), worth, scale.floor, scale.full_marks)
        told = f"{past}监管标准 {share(rule.limit.value)}：{number(worth)} 分"
        yield Clause("limit", told, rule.limit, (Varied("limit.score", "触及监管标准的得分", [at_limit]),))
        yield Clause("warning", f"{past}预警标准 {share(rule.warning.value)}：仅提示", rule.warning)
        scores = [knot.score for knot in rule.knot]
        for at, knot in enumerate(rule.knot):
            beside = [(other + knot.score) / 2 for other in (*scores[max(at - 1, 0) : at], *scores[at + 1 : at + 2])]
            lowest = max((middle for middle in beside if middle <= knot.score), default=scale.floor)
            highest = min((middle for middle in beside if middle >= knot.score), default=scale.full_marks)
            label = f"比率 {knot.ratio * 100:g}% 的得分"
            varied = Varied(f"knot.{at + 1}.score", label, [Number(("knot", at, "score"), knot.score, lowest, highest)])
            yield Clause("knot", f"{rule.ratio} {share(knot.ratio)}：{number(knot.score)} 分", knot, (varied,))

    def quantities(self, node: str, rule: ScaleRule, book: Rulebook) -> Iterator[tuple[Quantity, Definition]]:
        """The ratio."""
        del book
        yield Quantity(node, f"{node}.ratio"), (rule.source, rule.ratio)

    def levers(self, node: str, rule: ScaleRule, evidence: Mapping[str, Sequence[Row]]) -> Iterator[Lever]:
        """Ratios to 0.01 % from the firm's own to the best that the scale knows."""
        key = f"{node}.ratio"
        for _, ratio, _ in evidence.get(key, ()):
            at = ratio * RATIO_STEPS
            if _higher(rule):
                best = math.ceil(rule.knot[-1].ratio * RATIO_STEPS - NOISE)
                steps = np.arange(math.floor(at + NOISE) + 1, best + 1)
            else:
                best = math.floor(rule.knot[0].ratio * RATIO_STEPS + NOISE)
                steps = np.arange(math.ceil(at - NOISE) - 1, best - 1, -1)
            yield Lever("ratio", key, rule.ratio, ratio, steps / RATIO_STEPS)

    def traces(self, node: str, rule: ScaleRule) -> Iterator[Trace]:
        """The record of the ratio."""
        yield Trace(f"{node}.ratio", rule.source, "all")

    def measures(self, node: str, rule: ScaleRule) -> Mapping[str, Measure]:
        """The ratio by its name."""
        return {"ratio": Measure(rule.ratio, _PER_CENT, lambda facts: facts.quantity(f"{node}.ratio"))}

    def figures(self, node: str, rule: ScaleRule, book: Rulebook) -> Mapping[str, str]:
        """The ratio by its name."""
        del node, book
        return {"ratio": rule.ratio}

    def used(self, node: str, rule: ScaleRule, source: str, evidence: pl.DataFrame) -> Used | None:
        """The ratios of the source, each once however many rules read it."""
        del node, rule, source
        ratios = evidence.filter(pl.col("parameter").str.ends_with(".ratio")).unique(["firm_id", "cause"])
        return float(ratios.height), ratios["firm_id"].n_unique()

    def told(self, rule: ScaleRule) -> Told:
        """The lines; ratios are not added up."""
        return Told(lines=rule, not_added=("ratio",))

    def unit(self, rule: ScaleRule, key: str, book: Rulebook) -> str:
        """A ratio."""
        del rule, book
        return _PER_CENT if key.partition(".")[0] in ("ratio", "warning", "limit") else ""

    def lasting_cause(self, rule: ScaleRule, key: str) -> str | None:
        """The ratio, not where it lay."""
        return rule.ratio if key == "ratio" else None


def _higher(rule: ScaleRule) -> bool:
    return rule.direction == "higher_is_better"


def _segments(ratio: Values, rule: ScaleRule) -> list[tuple[str, Where]]:
    """Label of every segment of the scale, and which firms lie in it; the outer ones are open to infinity."""
    first, last = rule.knot[0], rule.knot[-1]
    found = [(f"比率低于 {_percent(first.ratio)}，{first.score:g} 分", ratio < first.ratio)]
    for low, high in pairwise(rule.knot):
        span = f"{_percent(low.ratio)} 至 {_percent(high.ratio)}"
        label = f"比率在 {span} 之间，对应 {low.score:g} 至 {high.score:g} 分"
        found.append((label, (ratio >= low.ratio) & (ratio < high.ratio)))
    return [*found, (f"比率不低于 {_percent(last.ratio)}，{last.score:g} 分", ratio >= last.ratio)]


def _past(ratio: Values, line: float, higher_is_better: bool) -> Where:
    return ratio < line if higher_is_better else ratio >= line


def _percent(ratio: float) -> str:
    return f"{ratio * 100:g}%"
