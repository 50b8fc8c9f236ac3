"""Principal components."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from scoring.coherence import components
from scoring.coherence.components import principal_components
from scoring.coherence.matrix import score_matrix
from tests.scoring.coherence.made import drawn, made

LEAVES = ["1.1", "1.2", "2.1", "2.2"]


def test_two_correlated_indicators_worked_by_hand() -> None:
    # correlation 0.6: eigenvalues 1.6 and 0.4, every loading sqrt(eigenvalue / 2)
    values, loadings = principal_components(np.array([[1.0, 0.6], [0.6, 1.0]]))
    assert values == pytest.approx([1.6, 0.4], abs=1e-12)
    assert loadings == pytest.approx(np.sqrt([[0.8, 0.2], [0.8, 0.2]]) * [[1, 1], [1, -1]], abs=1e-9)


def test_loadings_rebuild_the_correlations_and_shares_add_up_to_one() -> None:
    evaluation = drawn()
    found = components(evaluation).filter(node="")
    loadings = found.pivot("component", index="child", values="loading").drop("child").to_numpy()
    assert loadings @ loadings.T == pytest.approx(np.corrcoef(score_matrix(evaluation).of(LEAVES)), abs=1e-9)
    shares = found.unique("component")["share"].sum()
    assert shares == pytest.approx(1.0, abs=1e-12)
    assert found["eigenvalue"].is_sorted(descending=True)


def test_a_loading_is_the_correlation_of_child_and_component() -> None:
    scores = score_matrix(drawn()).of(LEAVES)
    standard = (scores - scores.mean(axis=1, keepdims=True)) / scores.std(axis=1, keepdims=True)
    values, loadings = principal_components(np.corrcoef(scores))
    component = (loadings / np.sqrt(values)).T @ standard
    expected = np.corrcoef(np.concatenate([scores, component]))[:4, 4:]
    assert loadings == pytest.approx(expected, abs=1e-9)


def test_the_sign_does_not_depend_on_that_of_the_eigenvectors(monkeypatch: pytest.MonkeyPatch) -> None:
    correlations = np.corrcoef(score_matrix(drawn()).of(LEAVES))
    _, before = principal_components(correlations)
    solved = np.linalg.eigh

    def turned(matrix: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        values, vectors = solved(matrix)
        return values, -vectors

    monkeypatch.setattr(np.linalg, "eigh", turned)
    assert principal_components(correlations)[1].tolist() == before.tolist()
    assert (before.sum(axis=0) > 0).all()


def test_every_set_of_siblings_and_all_leaves_have_components() -> None:
    found = components(drawn(missing=0.2))
    assert found.group_by("node", maintain_order=True).len().rows() == [("base", 4), ("1", 4), ("2", 4), ("", 16)]


def test_what_correlates_with_nothing_is_left_out_and_has_no_loading() -> None:
    evaluation = made(n11=[100] * 4, n12=[1, 2, 3, 5], n21=[4, 3, 2, 0], n22=[1, 3, 2, 4])
    found = components(evaluation).filter(node="")
    assert found["component"].unique().sort().to_list() == [1, 2, 3]
    assert found.filter(child="1.1")["loading"].is_null().all()
    assert found.filter(pl.col("child") != "1.1")["loading"].is_not_null().all()


def test_of_indicators_that_no_three_firms_share_one_is_left_out() -> None:
    evaluation = made(
        n11=[1, 2, 4, 3, None, None, None],
        n12=[None, None, None, None, 3, 1, 2],
        n21=[4, 3, 2, 0, 1, 2, 7],
        n22=[1, 3, 2, 4, 2, 6, 1],
    )
    found = components(evaluation).filter(node="")
    assert found.filter(pl.col("loading").is_null())["child"].unique().to_list() == ["1.1"]
    assert found["component"].max() == 3
