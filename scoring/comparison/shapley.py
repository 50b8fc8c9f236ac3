"""The split of a change among three factors."""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]


def shapley(values: Floats) -> Floats:
    """Every factor's part: the mean of what switching it changes, over the orders of switching all three.

    Args:
        values: shape (2, 2, 2, …), one axis per factor: 0 as before, 1 as now. NaN where a combination has no value.

    Returns:
        Shape (3, …); the parts add up to values[1, 1, 1] - values[0, 0, 0], and are NaN where one of these two is.
        Of the orders those with the fewest combinations without a value count; along them, factors between two
        combinations that have a value share the difference equally.

    Source: Shorrocks, Journal of Economic Inequality 11 (2013), 99-126.
    """
    orders = list(permutations(range(3)))
    steps = np.zeros((len(orders), 3, *values.shape[3:]))
    gaps = np.zeros((len(orders), *values.shape[3:]))
    for place, order in enumerate(orders):
        at = [0, 0, 0]
        way = [values[0, 0, 0]]
        for factor in order:
            at[factor] = 1
            way.append(values[at[0], at[1], at[2]])
        gaps[place] = np.isnan(way[1]).astype(int) + np.isnan(way[2])
        filled = _bridged(way)
        for step, factor in enumerate(order):
            steps[place, factor] = filled[step + 1] - filled[step]
    counted = gaps == gaps.min(axis=0)
    parts = np.where(counted[:, None], steps, 0.0).sum(axis=0) / counted.sum(axis=0)
    ends = values[0, 0, 0] + values[1, 1, 1]
    return np.asarray(np.where(np.isnan(ends), np.nan, parts))


def _bridged(way: list[Floats]) -> list[Floats]:
    """The four values along an order, the middle ones on a straight line to their neighbours where they are missing."""
    start, first, second, end = way
    none, other = np.isnan(first), np.isnan(second)
    third = (end - start) / 3
    one = np.where(none, np.where(other, start + third, (start + second) / 2), first)
    two = np.where(other, np.where(none, end - third, (first + end) / 2), second)
    return [start, one, two, end]
