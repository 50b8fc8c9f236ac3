"""Plain arithmetic by the rulebook, written apart from the scoring engine, to hold rebuilt records against."""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from indicator_tree.rules import AnswersRule, DeductionRule, GradedRule, PhoneCheckRule, RateRule, ScaleRule

if TYPE_CHECKING:
    from collections.abc import Mapping

    from indicator_tree import Rulebook
    from indicator_tree.rules import Deduct, Part, When

Tables = "Mapping[str, pl.DataFrame]"


def leaf_scores(tables: Mapping[str, pl.DataFrame], rulebook: Rulebook, firms: list[str]) -> dict[str, np.ndarray]:
    return {leaf: _leaf(tables, rulebook, firms, leaf) for leaf in rulebook.leaves}


def bonus_scores(tables: Mapping[str, pl.DataFrame], rulebook: Rulebook, firms: list[str]) -> np.ndarray:
    total = sum(_graded(tables, part, firms) for part in rulebook.bonus.part)
    return np.minimum(total, rulebook.bonus.cap)


def rolled_up(leaves: dict[str, np.ndarray], rulebook: Rulebook, scheme: str) -> dict[str, np.ndarray]:
    weights = rulebook.local_weights(scheme)
    scores = dict(leaves)

    def score(code: str | None) -> np.ndarray:
        if code in scores:
            return scores[code]
        value = sum(weights[child] * score(child) for child in rulebook.children[code])
        scores[code or "base"] = value
        return value

    score(None)
    return scores


def _leaf(tables: Mapping[str, pl.DataFrame], rulebook: Rulebook, firms: list[str], leaf: str) -> np.ndarray:
    rule = rulebook.indicator[leaf].rule
    full, floor = rulebook.scale.full_marks, rulebook.scale.floor
    match rule:
        case DeductionRule():
            return np.maximum(full - _deducted(tables, rule.deduct, firms), floor)
        case AnswersRule():
            table = tables[rule.source].with_columns(
                pl.col(rule.question).replace_strict(rule.answers.values, return_dtype=pl.Float64).alias("value")
            )
            mean = _by_firm(table, pl.col("value").mean(), firms)
            return np.maximum(mean - _deducted(tables, rule.deduct, firms), floor)
        case RateRule():
            done = pl.col(rule.done.column) <= rulebook.last_day(rule.done.days_after_period)
            rate = _by_firm(tables[rule.source], 100 * done.fill_null(value=False).sum() / pl.len(), firms)
            return np.where(np.isnan(rate), rule.none_received.score, rate)
        case PhoneCheckRule():
            points = [fault.points * (~pl.col(fault.step)).fill_null(value=False).sum() for fault in rule.fault]
            return full - _by_firm(tables[rule.source], pl.sum_horizontal(points), firms)
        case ScaleRule():
            table = tables[rule.source].filter(pl.col("ratio") == rule.ratio)
            ratio = _by_firm(table, (pl.col("numerator") / pl.col("denominator")).first(), firms)
            return np.interp(ratio, [knot.ratio for knot in rule.knot], [knot.score for knot in rule.knot])
        case GradedRule():
            return sum(_graded(tables, part, firms) for part in rule.part)


def _by_firm(table: pl.DataFrame, value: pl.Expr, firms: list[str]) -> np.ndarray:
    found = dict(table.group_by("firm_id").agg(value.alias("value")).select("firm_id", "value").rows())
    return np.array([found.get(firm, np.nan) for firm in firms], dtype=np.float64)


def _conditions(when: When) -> pl.Expr:
    return reduce(lambda all_, each: all_ & each, (pl.col(name) == value for name, value in when.items()), pl.lit(True))


def _deducted(tables: Mapping[str, pl.DataFrame], deducts: tuple[Deduct, ...], firms: list[str]) -> np.ndarray:
    off = np.zeros(len(firms))
    for deduct in deducts:
        rows = tables[deduct.source].filter(_conditions(deduct.when))
        if deduct.same_event:
            rows = rows.unique(["firm_id", *deduct.same_event])
        points = pl.lit(deduct.points)
        if deduct.scaled:
            scaled = _conditions(deduct.scaled.when)
            points = pl.when(scaled).then(deduct.points * deduct.scaled.factor).otherwise(points)
        off += np.nan_to_num(_by_firm(rows, points.sum() if deduct.scaled else deduct.points * pl.len(), firms))
    return off


def _graded(tables: Mapping[str, pl.DataFrame], part: Part, firms: list[str]) -> np.ndarray:
    rows = tables[part.source].filter(_conditions(part.when))
    if part.measure == "best":
        rows = rows.with_columns(pl.col(part.column).replace_strict(part.grades, return_dtype=pl.Float64))
        best = _by_firm(rows, pl.col(part.column).max(), firms)
        return np.where(np.isnan(best), part.grades[part.absent], best)
    measured = {
        "records": pl.len(),
        "distinct": pl.col(part.column or "").n_unique(),
        "sum": pl.col(part.column or "").sum(),
    }[part.measure]
    quantity = np.nan_to_num(_by_firm(rows, measured, firms))
    points = np.zeros(len(firms))
    for tier in reversed(part.tiers):
        points = np.where(quantity >= tier.at_least - 1e-9, tier.points, points)
    return points
