"""The best that every firm can have is that of a published example, and no weights of anybody give more."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from scoring.benefit_of_doubt import best_weights, doubt_table
from scoring.errors import DoubtError
from tests.scoring.coherence.made import made

OFFICES = {"A": (1, 5), "B": (2, 7), "C": (3, 4), "D": (4, 3), "E": (4, 6), "F": (5, 5), "G": (6, 2)}
"""Customers and sales per employee of seven sales offices: Cooper, Seiford & Tone, Data Envelopment Analysis (2nd ed.,
2007), table 1.4: one input and two outputs. B, E, F and G are efficient; D has 0.75, A 0.714."""


def test_a_published_example() -> None:
    best, _ = best_weights(np.array(list(OFFICES.values()), dtype=float))
    found = dict(zip(OFFICES, best.round(3), strict=True))
    assert [name for name, value in found.items() if value == 1] == ["B", "E", "F", "G"]
    assert (found["D"], found["A"]) == (0.75, 0.714)


def test_two_specialists_and_one_in_between_by_hand() -> None:
    """100 w1 + 50 w2 <= 1 and 50 w1 + 100 w2 <= 1 meet at 1/150 each: (60, 60) has 0.8 at most."""
    best, weights = best_weights(np.array([[100.0, 50], [50, 100], [60, 60]]))
    assert best == pytest.approx([1, 1, 0.8])
    assert weights[2] == pytest.approx([1 / 150] * 2)


def test_shares_that_are_bound_cost_specialists() -> None:
    """Each child contributes exactly half: w = 1 / 2x, so nobody may have more than the least favoured firm allows."""
    scores = np.array([[100.0, 50], [50, 100]])
    best, weights = best_weights(scores, 0.5, 0.5)
    parts = weights * scores
    assert parts[:, 0] == pytest.approx(parts[:, 1])
    assert best == pytest.approx([1 / 1.25] * 2)  # of the other firm: (50/100 + 100/50) / 2 = 1.25 times as much


@settings(max_examples=25)
@given(arrays(np.float64, (6, 3), elements=st.floats(0.5, 100)))
def test_nobody_is_above_1_and_equal_weights_give_no_more(scores: np.ndarray) -> None:
    best, weights = best_weights(scores)
    assert (scores @ weights.T <= 1 + 1e-7).all()
    assert (best <= 1).all()
    equal = scores.sum(axis=1) / scores.sum(axis=1).max()
    assert (best >= equal - 1e-7).all()
    assert best.max() == pytest.approx(1)


def test_the_table_names_those_without_a_score() -> None:
    evaluation = made(n11=[80, 60, 90, None], n12=[60, 80, 90, 70], n21=[70] * 4, n22=[70] * 4)
    table, lacking = doubt_table(evaluation, "1")
    assert table["doubt"].unique().sort().to_list() == pytest.approx([80 / 90, 1])
    assert table.filter(pl.col("doubt") == 1)["firm"].unique().to_list() == ["公司2"]
    assert lacking == ("公司3",)
    assert table.group_by("firm_id").agg(pl.col("share").sum())["share"].to_list() == pytest.approx([1] * 3)


@pytest.mark.parametrize(
    ("scores", "bounds", "told"),
    [
        ([[1.0, -1.0]], (0, 1), "不小于 0"),
        ([[0.0, 0.0]], (0, 1), "不全为 0"),
        ([[1.0, 2.0]], (0.6, 1), "下限应在 0 与 1/2 之间"),
        ([[1.0, 2.0]], (0, 0.4), "上限应在 1/2 与 1 之间"),
    ],
)
def test_what_has_no_best_weights_is_told(scores: list[list[float]], bounds: tuple[float, float], told: str) -> None:
    with pytest.raises(DoubtError, match=told):
        best_weights(np.array(scores), *bounds)
