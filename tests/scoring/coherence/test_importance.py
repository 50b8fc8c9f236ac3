"""Correlation ratios beside weights."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from scoring.coherence import importance
from scoring.coherence.importance import correlation_ratio
from scoring.coherence.matrix import score_matrix
from scoring.coherence.smoothing import BANDWIDTHS, WIDEST, smooth
from tests.scoring.coherence.made import drawn, made

GENERATOR = np.random.default_rng(5)


def _points(firms: int, coarse: bool) -> tuple[np.ndarray, np.ndarray]:
    generator = np.random.default_rng(firms)
    x = generator.normal(80, 10, firms)
    x = np.round(x / 5) * 5 if coarse else x
    return x, np.sin(x / 8) + generator.normal(0, 0.4, firms)


@pytest.mark.parametrize(("firms", "coarse"), [(40, False), (60, True)])
def test_the_curve_is_that_of_weighted_regressions_one_by_one(firms: int, coarse: bool) -> None:
    x, y = _points(firms, coarse)
    found = []
    unit = np.ptp(x)
    for bandwidth in np.geomspace(WIDEST, np.median(np.diff(np.unique(x))) / unit, BANDWIDTHS) * unit:
        hat = np.empty((firms, firms))
        for at in range(firms):
            kernel = np.exp(-0.5 * ((x - x[at]) / bandwidth) ** 2)
            design = np.stack([np.ones(firms), x - x[at]], axis=1)
            hat[at] = np.linalg.lstsq(design * np.sqrt(kernel)[:, None], np.diag(np.sqrt(kernel)), rcond=1e-14)[0][0]
        parameters = np.trace(hat)
        if parameters < firms - 2:
            penalty = 1 + 2 * (parameters + 1) / (firms - parameters - 2)
            found.append((np.log(np.mean((y - hat @ y) ** 2) / np.var(y)) + penalty, hat @ y))
    assert smooth(x, y) == pytest.approx(min(found, key=lambda case: case[0])[1], abs=1e-9)


def test_a_straight_line_is_found_exactly() -> None:
    x = GENERATOR.uniform(0, 100, 50)
    assert smooth(x, 3 - 0.2 * x) == pytest.approx(3 - 0.2 * x, abs=1e-9)
    assert correlation_ratio(x, 3 - 0.2 * x) == pytest.approx(1.0, abs=1e-9)


def test_of_two_groups_the_ratio_is_the_variance_between_them() -> None:
    x = np.array([60.0] * 4 + [100.0] * 6)
    y = np.array([1.0, 3, 2, 2, 5, 6, 7, 5, 6, 7])
    between = (4 * (2 - y.mean()) ** 2 + 6 * (6 - y.mean()) ** 2) / 10
    assert correlation_ratio(x, y) == pytest.approx(between / y.var(), abs=1e-9)


def test_a_relation_that_no_line_sees_is_found() -> None:
    x = np.linspace(-1, 1, 101)
    y = x**2
    assert np.corrcoef(x, y)[0, 1] ** 2 < 1e-9
    assert correlation_ratio(x, y) > 0.99


def test_the_known_shares_of_a_sum_are_found() -> None:
    # parent = child + noise: Var(E) / Var = 1 / (1 + 1)
    generator = np.random.default_rng(3)
    x = generator.normal(size=400)
    assert correlation_ratio(x, x + generator.normal(size=400)) == pytest.approx(0.5, abs=0.08)


def test_what_has_nothing_to_do_with_a_node_decides_next_to_nothing_of_it() -> None:
    generator = np.random.default_rng(4)
    found = [correlation_ratio(generator.normal(size=101), generator.normal(size=101)) for _ in range(20)]
    assert np.mean(found) < 0.05


def test_units_do_not_matter() -> None:
    x, y = _points(60, coarse=False)
    assert correlation_ratio(1e-3 * x + 7, 1e4 * y) == pytest.approx(correlation_ratio(x, y), abs=1e-9)


def test_missing_scores_are_left_out() -> None:
    x, y = _points(60, coarse=False)
    holes = np.where(np.arange(60) % 5 == 0, np.nan, x)
    assert correlation_ratio(holes, y) == correlation_ratio(x[~np.isnan(holes)], y[~np.isnan(holes)])


def test_importance_is_told_beside_the_weight() -> None:
    evaluation = drawn(100)
    found = importance(evaluation)
    assert found.select("parent", "node").rows() == [
        ("base", "1"), ("1", "1.1"), ("1", "1.2"), ("base", "2"), ("2", "2.1"), ("2", "2.2"),
        ("", "1.1"), ("", "1.2"), ("", "2.1"), ("", "2.2"),
    ]  # fmt: skip
    assert found["nominal"].to_list() == [0.5] * 6 + [0.25] * 4
    sums = found.group_by("parent").agg(pl.col("importance", "nominal").sum())
    assert sums["importance"].to_list() == pytest.approx([1.0] * 4, abs=1e-12)
    assert sums["nominal"].to_list() == pytest.approx([1.0] * 4, abs=1e-12)
    matrix = score_matrix(evaluation)
    for row in found.iter_rows(named=True):
        child, parent = matrix.of([row["node"], row["parent"] or "base"])
        assert row["r2"] == pytest.approx(np.corrcoef(child, parent)[0, 1] ** 2, abs=1e-9)
        assert row["correlation_ratio"] == correlation_ratio(child, parent)


def test_a_constant_child_decides_nothing_and_a_constant_parent_is_decided_by_nothing() -> None:
    evaluation = made(n11=[100] * 4, n12=[1, 2, 3, 5], n21=[4, 3, 2, 1], n22=[1, 2, 3, 4])
    found = {(row["parent"], row["node"]): row for row in importance(evaluation).iter_rows(named=True)}
    assert (found["1", "1.1"]["correlation_ratio"], found["1", "1.1"]["r2"]) == (0.0, None)
    assert found["1", "1.2"]["importance"] == pytest.approx(1.0, abs=1e-9)
    for child in ("2.1", "2.2"):
        row = found["2", child]
        assert (row["correlation_ratio"], row["importance"], row["r2"]) == (None, None, None)
