"""Piecewise linear scale of a ratio, with a regulatory limit."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from scoring.kinds.page import Absent, Page

if TYPE_CHECKING:
    from indicator_tree import Rulebook
    from indicator_tree.rules import ScaleRule
    from scoring.kinds.facts import Facts, Values, Where
    from scoring.kinds.page import Entry


def score_scale(node: str, rule: ScaleRule, facts: Facts, book: Rulebook) -> list[Entry]:
    """Ledger rows of a ratio: full marks, the segment of the scale that the ratio lies in, warning line and limit.

    Between two knots the score is linear; outside the outermost knots it is theirs. A ratio at or past the limit
    (below it, where higher is better) has the limit's score. A firm without the ratio has no score.
    """
    page = Page(node, rule.kind, facts)
    ratio = page.quantity("ratio")
    known = np.isfinite(ratio)
    scores = np.interp(ratio, [knot.ratio for knot in rule.knot], [knot.score for knot in rule.knot])
    page.open_full(book.scale)
    for label, inside in _segments(ratio, rule):
        worse = rule.knot[-1] if rule.direction == "lower_is_better" else rule.knot[0]
        page.write("ratio", label, scores - book.scale.full_marks, worse, quantity=ratio, only=inside & known)
    higher = rule.direction == "higher_is_better"
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
