"""Firms against each other over draws, against counting pair by pair."""

from __future__ import annotations

import numpy as np
import pytest

from scoring.robustness.pairs import times_above
from scoring.robustness.ranking import competition_ranks


def by_hand(ranks: np.ndarray) -> np.ndarray:
    return (ranks[:, :, None] < ranks[:, None, :]).sum(axis=0)


DRAWN = {
    "ranks far apart, so that most pairs are never compared": (40.0, 0.5, 6),
    "ranks close together, without ties": (1.0, 3.0, 6),
    "many ties": (1.0, 3.0, 0),
    "ties in some draws only": (1.0, 3.0, 2),
}


@pytest.mark.parametrize("name", DRAWN)
@pytest.mark.parametrize(("draws", "firms"), [(1, 2), (63, 5), (64, 5), (1024, 3), (1025, 3), (70, 255), (70, 256)])
def test_an_order_is_counted_as_often_as_it_comes_up(name: str, draws: int, firms: int) -> None:
    between, within, decimals = DRAWN[name]
    random = np.random.default_rng(5)
    scores = np.round(random.normal(0, between, firms) + random.normal(0, within, (draws, firms)), decimals)
    ranks = competition_ranks(scores)
    assert np.array_equal(times_above(ranks), by_hand(ranks))


def test_a_firm_without_a_rank_in_some_draws_is_compared_by_its_zero() -> None:
    ranks = np.array([[0, 1, 2], [1, 0, 1], [2, 1, 3], [1, 1, 1]], dtype=np.uint16)
    assert np.array_equal(times_above(ranks), by_hand(ranks))


@pytest.mark.parametrize("shape", [(0, 3), (3, 1), (0, 0)])
def test_without_draws_or_without_others_nothing_is_counted(shape: tuple[int, int]) -> None:
    assert not times_above(np.ones(shape, dtype=np.uint16)).any()
