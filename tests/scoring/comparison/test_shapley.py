"""The split of a change among three factors."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from scoring.comparison.shapley import shapley

NONE = float("nan")
CUBES = arrays.arrays(np.float64, (2, 2, 2, 3), elements=st.sampled_from([0.0, 1.0, 2.5, -3.0, 40.0, NONE]))


@given(CUBES)
def test_parts_add_up_wherever_both_ends_have_a_value(values: np.ndarray) -> None:
    change = values[1, 1, 1] - values[0, 0, 0]
    parts = shapley(values)
    assert parts.sum(axis=0) == pytest.approx(change, abs=1e-9, nan_ok=True)
    assert (np.isnan(parts) == np.isnan(change)).all()


@given(CUBES)
def test_the_way_back_takes_what_the_way_there_gave(values: np.ndarray) -> None:
    assert shapley(values[::-1, ::-1, ::-1]) == pytest.approx(-shapley(values), abs=1e-9, nan_ok=True)


@given(CUBES, st.permutations(range(3)))
def test_factors_are_treated_alike(values: np.ndarray, order: list[int]) -> None:
    turned = shapley(values.transpose(*order, 3))
    assert turned == pytest.approx(shapley(values)[order], abs=1e-9, nan_ok=True)


@pytest.mark.parametrize(
    ("values", "parts"),
    [
        # rules × weights × records: a factor that changes nothing, an interaction that two share
        ([[[6, 6], [6, 6]], [[9, 9], [9, 9]]], [3, 0, 0]),
        ([[[0, 0], [0, 0]], [[0, 6], [0, 6]]], [3, 0, 3]),
        ([[[0, 0], [0, 0]], [[0, 0], [0, 6]]], [2, 2, 2]),
        # no score by the new rules over the old records: records come first in the orders that count
        ([[[80, 90], [80, 90]], [[NONE, 70], [NONE, 70]]], [-20, 0, 10]),
        # nor by the old rules over the new records: both are switched together and share the change
        ([[[80, NONE], [80, NONE]], [[NONE, 70], [NONE, 70]]], [-5, 0, -5]),
        # no combination between: all share
        ([[[80, NONE], [NONE, NONE]], [[NONE, NONE], [NONE, 71]]], [-3, -3, -3]),
        ([[[NONE, 1], [1, 1]], [[1, 1], [1, 2]]], [NONE, NONE, NONE]),
    ],
)
def test_parts_of_small_cubes(values: list[object], parts: list[float]) -> None:
    found = shapley(np.array(values, dtype=float)[..., None])[:, 0]
    assert found == pytest.approx(parts, abs=1e-12, nan_ok=True)
