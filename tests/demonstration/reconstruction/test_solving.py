"""The small solvers: totals kept, bounds kept, and a clear word where nothing fits."""

from __future__ import annotations

import numpy as np
import pytest

from ipscore_demo.reconstruction.answers import tilted
from ipscore_demo.reconstruction.shapes import Interval, apportion, hand_out, spread
from ipscore_demo.reconstruction.solver import InfeasibleError, Row, nearest


def test_apportioned_numbers_add_up_within_their_bounds():
    found = apportion(100, np.array([1.0, 2.0, 50.0]), low=5, high=np.array([50, 60, 40]))
    assert found.sum() == 100
    assert (found >= 5).all()
    assert (found <= [50, 60, 40]).all()


def test_a_total_outside_the_bounds_is_an_error():
    with pytest.raises(InfeasibleError, match="不能为 10"):
        apportion(10, np.ones(3), low=4)


def test_spread_scores_stay_in_their_intervals_and_add_up():
    within = [Interval(100, 100, 2), Interval(90, 99, 3), Interval(60, 89, 5)]
    found = spread(within, 850.0, np.random.default_rng(0), "case")
    assert found.sum() == pytest.approx(850.0)
    assert [int(((found >= each.low) & (found <= each.high)).sum()) for each in within] == [2, 3, 5]


def test_spread_says_what_sums_are_possible():
    with pytest.raises(InfeasibleError, match=r"在 200\.00 与 200\.00 之间"):
        spread([Interval(100, 100, 2)], 150.0, np.random.default_rng(0), "case")


def test_the_nearest_whole_numbers_keep_a_total():
    found = nearest(np.array([3.0, 3.0]), [Row(np.ones(2), 7, 7)], weight=np.array([1.0, 2.0]))
    assert found.tolist() == [4, 3]


def test_no_values_is_an_error_that_names_the_indicator():
    with pytest.raises(InfeasibleError, match=r"9\.9\.9"):
        nearest(np.zeros(1), [Row(np.ones(1), 2, 2)], upper=1.0, what="9.9.9")


def test_tilted_shares_have_the_mean_asked_for():
    values = np.array([100.0, 66.66, 33.33, 0.0])
    share = tilted(np.array([0.9, 0.05, 0.03, 0.02]), values, np.array([95.0, 60.0]))
    assert share @ values == pytest.approx([95.0, 60.0])
    assert share.sum(axis=1) == pytest.approx([1.0, 1.0])


def test_the_heaviest_burden_goes_to_the_greatest_key():
    assert hand_out(np.array([3.0, 1.0, 2.0]), np.array([0.1, 0.9, 0.5])).tolist() == [1, 0, 2]
