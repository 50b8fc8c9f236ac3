"""Weighted sums over draws settle as those that are added up one after another."""

from __future__ import annotations

import numpy as np
import pytest

from scoring.robustness import weighted_sums as module
from scoring.robustness.ranking import settle
from scoring.robustness.weighted_sums import weighted_sums


def one_after_another(shares: np.ndarray, leaves: np.ndarray) -> np.ndarray:
    made = np.zeros((shares.shape[1], leaves.shape[1]))
    for share, leaf in zip(shares, leaves, strict=True):
        made += share[:, None] * leaf
    return made


def drawn(scale: float, decimals: int) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(7)
    shares = np.round(random.dirichlet(np.ones(12), 300).T, 4)
    return shares, np.round(random.uniform(0, scale, (12, 40)), decimals)


CASES = {
    "sums of all sizes": (100.0, 15),
    "sums that often end half a step from a whole one": (100.0, 6),
    "sums so large that no product is near enough": (1e9, 3),
}


@pytest.mark.parametrize("name", CASES)
def test_sums_settle_as_those_added_up_one_after_another(name: str) -> None:
    scale, decimals = CASES[name]
    shares, leaves = drawn(scale, decimals)
    leaves[0, 0] += 5e-10 / shares[0].max()
    expected, bonus = one_after_another(shares, leaves), np.linspace(0, 5, leaves.shape[1])[None]
    found = weighted_sums(shares, list(leaves[:, None, :]), [0.0, bonus])
    assert np.array_equal(settle(found), settle(expected))
    assert np.array_equal(settle(found + bonus), settle(expected + bonus))


def test_a_sum_at_half_a_step_is_that_of_the_chain_and_others_are_those_of_the_product(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shares, leaves = np.full((2, 3), 0.5), np.array([[50.0, 60.0], [50.000000001, 60.0]])
    seen: list[tuple[int, ...]] = []
    chain = module._chain

    def watched(shares: np.ndarray, leaves: np.ndarray) -> np.ndarray:
        found = chain(shares, leaves)
        seen.append(found.shape)
        return found

    monkeypatch.setattr(module, "_chain", watched)
    found = weighted_sums(shares, list(leaves[:, None, :]))
    assert seen == [(3,)]
    assert np.array_equal(found, one_after_another(shares, leaves))


def test_leaves_that_differ_between_draws_are_added_up_too() -> None:
    shares, leaves = drawn(100.0, 3)
    other = np.repeat(leaves[:, None, :], shares.shape[1], axis=1)
    assert np.array_equal(weighted_sums(shares, list(other)), one_after_another(shares, leaves))


def test_a_draw_in_which_no_leaf_has_a_share_has_no_sum() -> None:
    found = weighted_sums(np.array([[1.0, 0.0]]), [np.array([[70.0, 80.0]])])
    assert found[0].tolist() == [70, 80]
    assert np.isnan(found[1]).all()
