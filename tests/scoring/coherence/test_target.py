"""Weights that were searched for make indicators decide what was meant; by hand where children are uncorrelated."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.coherence.target import balanced, target_table
from tests.scoring.coherence.made import drawn

UNRELATED = np.array([[1.0, 1, -1, -1], [1.0, -1, 1, -1], [1.0, -1, -1, 1]]) + 50
"""Three scores that do not correlate at all, each with standard deviation 1."""


@pytest.mark.parametrize(
    ("spreads", "nominal", "weights"),
    [
        # S_i is in proportion to (w_i sd_i)^2 (Paruolo, Saisana & Saltelli 2013, section 3), so w_i to sqrt(t_i) / sd_i
        ((1, 1, 1), (1 / 3, 1 / 3, 1 / 3), (1 / 3, 1 / 3, 1 / 3)),
        ((4, 1, 1), (1 / 3, 1 / 3, 1 / 3), (1 / 9, 4 / 9, 4 / 9)),
        ((1, 1, 1), (0.64, 0.16, 0.2), (0.8, 0.4, np.sqrt(0.2))),
        ((2, 5, 1), (0.5, 0.5, 0.0), (5 / 7, 2 / 7, 0.0)),
    ],
)
def test_uncorrelated_children_by_hand(
    spreads: tuple[float, ...], nominal: tuple[float, ...], weights: tuple[float, ...]
) -> None:
    values = 50 + (UNRELATED - 50) * np.array(spreads)[:, None]
    found = balanced(values, np.array(nominal), measure="r2")
    assert found is not None
    assert found.weights == pytest.approx(np.array(weights) / sum(weights), abs=1e-3)
    assert found.after == pytest.approx(nominal, abs=1e-3)
    before = (np.array(nominal) * spreads) ** 2
    assert found.before == pytest.approx(before / before.sum())


@settings(max_examples=20)
@given(st.integers(0, 1000), st.lists(st.floats(0.1, 1), min_size=3, max_size=3))
def test_importance_comes_no_farther_from_the_nominal_weights(seed: int, drawn_weights: list[float]) -> None:
    values = np.random.default_rng(seed).normal(70, [[1.0], [3.0], [9.0]], (3, 30))
    nominal = np.array(drawn_weights) / sum(drawn_weights)
    found = balanced(values, nominal, measure="r2")
    assert found is not None
    assert found.weights.sum() == pytest.approx(1)
    assert ((found.after - nominal) ** 2).sum() <= ((found.before - nominal) ** 2).sum() + 1e-12


def test_what_nobody_differs_in_can_decide_nothing() -> None:
    assert balanced(np.array([[1.0, 2, 3], [5, 5, 5]]), np.array([0.5, 0.5])) is None
    assert balanced(np.array([[1.0, 2, 3], [5, 5, 5]]), np.array([1.0, 0.0])) is not None
    assert balanced(np.array([[1.0, 2, np.nan], [5, 6, 7]]), np.array([0.5, 0.5])) is None


def test_the_table_of_an_evaluation() -> None:
    table = target_table(drawn(30), ["", "1"])
    assert table["parent"].to_list() == ["", "", "1", "1"]
    for _, rows in table.group_by("parent"):
        assert rows.select("nominal", "before", "weight", "after").sum().row(0) == pytest.approx((1, 1, 1, 1))
    assert (table["after"] - table["nominal"]).abs().max() < 0.01  # type: ignore[operator]
