"""Cronbach's alpha."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from scoring.coherence import reliability
from scoring.coherence.matrix import score_matrix
from scoring.coherence.reliability import cronbach_alpha
from tests.scoring.coherence.made import LIMITS, drawn, made


def test_alpha_of_a_case_worked_by_hand() -> None:
    # variances 1, 1, 4; the sum 3, 6, 11 has 49/3: alpha = 3/2 (1 - 6 / (49/3)) = 93/98
    assert cronbach_alpha(np.array([[1.0, 2, 3], [1.0, 2, 3], [1.0, 2, 5]])) == pytest.approx(
        3 / 2 * (1 - (1 + 1 + 13 / 3) / (49 / 3)), abs=1e-12
    )


def test_alpha_is_the_formula_with_the_variance_of_the_sum() -> None:
    scores = score_matrix(drawn()).of(["1.1", "1.2", "2.1", "2.2"])
    own, total = scores.var(axis=1, ddof=1).sum(), scores.sum(axis=0).var(ddof=1)
    assert cronbach_alpha(scores) == pytest.approx(4 / 3 * (1 - own / total), abs=1e-9)
    told = reliability(drawn(), LIMITS).row(by_predicate=pl.col("node") == "", named=True)
    assert (told["children"], told["firms"]) == (4, 40)
    assert told["alpha"] == pytest.approx(4 / 3 * (1 - own / total), abs=1e-9)


def test_missing_scores_are_left_out_pair_by_pair() -> None:
    scores = np.array([[1.0, 2, 4, np.nan], [2.0, 3, np.nan, 7], [1.0, 5, 6, 8]])
    pairs = {(a, b): scores[:, ~np.isnan(scores[[a, b]]).any(axis=0)][[a, b]] for a in range(3) for b in range(3)}
    found = np.array([[np.cov(pairs[a, b])[0, 1] for b in range(3)] for a in range(3)])
    assert cronbach_alpha(scores) == pytest.approx(1.5 * (1 - np.trace(found) / found.sum()), abs=1e-9)


def test_every_inner_node_the_whole_tree_and_all_leaves_are_told() -> None:
    found = reliability(drawn(missing=0.2), LIMITS)
    assert found["node"].to_list() == ["base", "1", "2", ""]
    assert found["alpha"].is_null().sum() == 0


def test_constant_children_are_left_out_with_a_remark() -> None:
    evaluation = made(n11=[100] * 4, n12=[1, 2, 3, 5], n21=[4, 3, 2, 1], n22=[1, 2, 3, 4])
    found = reliability(evaluation, LIMITS)
    one = found.row(by_predicate=pl.col("node") == "1", named=True)
    assert (one["children"], one["alpha"]) == (1, None)
    assert one["remark"].startswith("得分全部相同，未计入：1.1；得分有差异")
    leaves = found.row(by_predicate=pl.col("node") == "", named=True)
    assert (leaves["children"], leaves["remark"]) == (3, "得分全部相同，未计入：1.1；内部一致性低")


def test_children_that_cancel_out_have_no_alpha() -> None:
    evaluation = made(n11=[1, 2, 3], n12=[3, 2, 1], n21=[1, 2, 3], n22=[1, 2, 3])
    found = reliability(evaluation, LIMITS)
    assert found.filter(node="1")["alpha"].to_list() == [None]
    same = found.row(by_predicate=pl.col("node") == "2", named=True)
    assert same["alpha"] == pytest.approx(1.0, abs=1e-12)
    assert same["remark"] == ""
