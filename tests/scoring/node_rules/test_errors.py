"""Sampling errors under rules on nodes: a cap bounds the interval, a deduction moves it, a floor holds it."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from indicator_tree.loading import parse
from scoring import Evaluation, score_evidence
from scoring.reducing import reduce_records
from tests.reports.small import FIRMS, WITH_SURVEY, A, evaluation, rulebook, tables

CITED = {"basis": "assumed", "reference": {"title": "约定"}}


def ruled(node: str, **effect: Any) -> Evaluation:
    raw: dict[str, Any] = rulebook(WITH_SURVEY).model_dump(mode="json", exclude_none=True)
    when = [{"kind": "score", "node": "1.1", "at_least": 0}]
    rule = {"id": "r", "label": "规则", "when": when, **effect, **CITED}
    book = parse(raw | {"node": {node: {"rule": [rule]}}}, "small.toml", kept=True)
    return score_evidence(FIRMS, reduce_records(tables(), book), book)


def interval(found: Evaluation, node: str) -> tuple[float, float, float, float]:
    row = found.scores.row(by_predicate=(pl.col("firm_id") == A) & (pl.col("node") == node), named=True)
    return row["low"], row["score"], row["high"], row["se"]


@pytest.mark.parametrize("node", ["1", "base", "total"])
def test_a_cap_between_score_and_upper_limit_bounds_the_interval_above_only(node: str) -> None:
    low, score, high, se = interval(evaluation(WITH_SURVEY), node)
    assert low < score < high
    cap = (score + high) / 2
    assert interval(ruled(node, effect="cap", score=cap), node) == pytest.approx((low, score, cap, se))


def test_a_cap_below_the_interval_leaves_no_error() -> None:
    low, *_ = interval(evaluation(WITH_SURVEY), "total")
    assert interval(ruled("total", effect="cap", score=low - 1), "total") == pytest.approx(
        (low - 1, low - 1, low - 1, 0)
    )


def test_a_cap_inside_the_interval_keeps_what_lies_below_it() -> None:
    low, score, _, _ = interval(evaluation(WITH_SURVEY), "total")
    cap = (low + score) / 2
    assert interval(ruled("total", effect="cap", score=cap), "total") == pytest.approx((low, cap, cap, 0))


def test_a_deduction_moves_the_interval() -> None:
    low, score, high, se = interval(evaluation(WITH_SURVEY), "total")
    assert interval(ruled("total", effect="deduct", points=2), "total") == pytest.approx(
        (low - 2, score - 2, high - 2, se)
    )


def test_a_capped_node_gives_its_parents_no_error() -> None:
    low, _, _, _ = interval(evaluation(WITH_SURVEY), "1")
    capped = ruled("1", effect="cap", score=low - 1)
    low, score, high, se = interval(capped, "base")
    assert (low, high, se) == pytest.approx((score, score, 0))
