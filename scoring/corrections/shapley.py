"""Shapley values over any number of factors."""

from __future__ import annotations

from itertools import combinations
from math import comb
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]
    Values = Callable[[frozenset[str]], Floats]

MOST = 6
"""Of so many factors all subsets are looked at; of more two orders."""


def exact_parts(factors: Sequence[str], values: Values) -> dict[str, Floats]:
    """Every factor's part: the mean, over all orders of switching the factors, of what switching it changes.

    Args:
        factors: their names.
        values: the values under some of them; NaN where there is none.

    Returns:
        Factor → array of the values' shape. The parts add up to the value under all factors less that under none, and
        are NaN where one of these two is. Where a value in between is missing, it is taken to lie on the straight line
        between the two, by the number of factors.
    """
    count, found = len(factors), {}
    filled = _filled(factors, values)
    for factor in factors:
        others = [other for other in factors if other != factor]
        part = np.zeros(values(frozenset()).shape)
        for size in range(count):
            share = 1 / (count * comb(count - 1, size))
            for some in combinations(others, size):
                part += share * (filled(frozenset((*some, factor))) - filled(frozenset(some)))
        found[factor] = part
    return found


def path_parts(factors: Sequence[str], values: Values) -> dict[str, Floats]:
    """Every factor's part as the mean over the order that is given and its reverse. See `exact_parts`."""
    filled = _filled(factors, values)
    found = {factor: np.zeros(values(frozenset()).shape) for factor in factors}
    for order in (list(factors), list(reversed(factors))):
        so_far: frozenset[str] = frozenset()
        for factor in order:
            more = so_far | {factor}
            found[factor] += (filled(more) - filled(so_far)) / 2
            so_far = more
    return found


def parts_of(factors: Sequence[str], values: Values) -> dict[str, Floats]:
    """Exact parts of up to `MOST` factors, those of two orders of more."""
    return exact_parts(factors, values) if len(factors) <= MOST else path_parts(factors, values)


def _filled(factors: Sequence[str], values: Values) -> Values:
    start, end = values(frozenset()), values(frozenset(factors))

    def filled(some: frozenset[str]) -> Floats:
        found = values(some)
        if not np.isnan(found).any():
            return found
        share = len(some) / max(len(factors), 1)
        return np.where(np.isnan(found), start + share * (end - start), found)

    return filled
