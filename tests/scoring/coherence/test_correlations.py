"""Correlations of nodes."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from scipy import stats

from scoring.coherence import correlations
from scoring.coherence.matrix import score_matrix
from tests.scoring.coherence.made import LIMITS, drawn, made


def _row(frame: pl.DataFrame, node: str, other: str) -> dict[str, object]:
    return frame.row(by_predicate=(pl.col("node") == node) & (pl.col("other") == other), named=True)


@pytest.mark.parametrize("missing", [0.0, 0.3])
def test_correlations_are_those_of_scipy_over_the_firms_that_have_both(missing: float) -> None:
    evaluation = drawn(missing=missing)
    matrix = score_matrix(evaluation)
    found = correlations(evaluation, LIMITS)
    assert found.height == 6 + 4 + 1 + 6
    for row in found.iter_rows(named=True):
        one, other = matrix.of([row["node"], row["other"]])
        both = ~np.isnan(one) & ~np.isnan(other)
        assert row["firms"] == both.sum()
        assert row["pearson"] == pytest.approx(stats.pearsonr(one[both], other[both]).statistic, abs=1e-9)
        assert row["spearman"] == pytest.approx(stats.spearmanr(one[both], other[both]).statistic, abs=1e-9)


def test_every_pair_on_a_level_and_everything_above_is_told() -> None:
    found = correlations(drawn(), LIMITS)
    told = {(row["node"], row["other"]): row["relation"] for row in found.iter_rows(named=True)}
    assert told == {
        **dict.fromkeys([("1", "base"), ("2", "base")], "parent"),
        **dict.fromkeys([("1.1", "1"), ("1.2", "1"), ("2.1", "2"), ("2.2", "2")], "parent"),
        **dict.fromkeys([("1.1", "base"), ("1.2", "base"), ("2.1", "base"), ("2.2", "base")], "ancestor"),
        **dict.fromkeys([("1", "2"), ("1.1", "1.2"), ("2.1", "2.2")], "siblings"),
        **dict.fromkeys([("1.1", "2.1"), ("1.1", "2.2"), ("1.2", "2.1"), ("1.2", "2.2")], "level"),
    }  # fmt: skip


def test_a_constant_indicator_has_no_correlation_and_a_remark() -> None:
    evaluation = made(n11=[100, 100, 100, 100], n12=[1, 2, 3, 5], n21=[4, 3, 2, 1], n22=[1, 2, 3, 4])
    row = _row(correlations(evaluation, LIMITS), "1.1", "1.2")
    assert (row["pearson"], row["spearman"], row["firms"]) == (None, None, 4)
    assert row["remark"] == "有一项得分全部相同，不计算相关系数"


def test_a_constant_among_the_firms_that_have_both_has_none_either() -> None:
    evaluation = made(n11=[1, 9, 9, 9, 9], n12=[None, 2, 3, 4, 5], n21=[4, 3, 2, 1, 0], n22=[1, 2, 3, 4, 5])
    assert _row(correlations(evaluation, LIMITS), "1.1", "1.2")["pearson"] is None


def test_binary_noise_is_no_spread() -> None:
    evaluation = made(n11=[0.3, 0.1 + 0.2, 0.3], n12=[1, 2, 3], n21=[4, 3, 2], n22=[1, 2, 3])
    assert _row(correlations(evaluation, LIMITS), "1.1", "1.2")["pearson"] is None


def test_two_firms_are_too_few() -> None:
    evaluation = made(n11=[1, 2, None, None], n12=[1, 2, 3, 4], n21=[4, 3, 2, 1], n22=[1, 2, 3, 4])
    row = _row(correlations(evaluation, LIMITS), "1.1", "1.2")
    assert (row["pearson"], row["firms"]) == (None, 2)
    assert row["remark"] == "两项都有得分的不足三个，不计算相关系数"


@pytest.mark.parametrize(
    ("other", "remark"),
    [
        ([1, 2, 3, 4, 5], "同级指标几乎重复"),
        ([5, 4, 3, 2, 1], "负相关"),
        ([2, 1, 3, 1, 2], "同级指标几乎不相关"),
        ([2.1, 1, 3, 1, 2], "负相关；同级指标几乎不相关"),
        ([1, 3, 2, 5, 4], ""),
    ],
)
def test_siblings_are_remarked_on_past_the_limits(other: list[float], remark: str) -> None:
    evaluation = made(n11=[1, 2, 3, 4, 5], n12=other, n21=[1, 2, 3, 4, 5], n22=[1, 2, 3, 4, 5])
    assert _row(correlations(evaluation, LIMITS), "1.1", "1.2")["remark"] == remark
