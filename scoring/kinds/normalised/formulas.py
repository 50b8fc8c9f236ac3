"""Normalisation as pure functions of vectors: figures in, comparable numbers out; NaN where there is no figure.

OECD/JRC, Handbook on Constructing Composite Indicators, 2008, step 5. Higher figures give higher numbers: where lower
is better, the figures are negated first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from scoring.kinds.facts import Values

_SAME = 2.0**-50
"""Relative: two figures that differ by no more differ in no 15 digits, and are one figure and binary noise."""


def constant(figures: Values) -> bool:
    """Whether all figures (none of them NaN) are one and the same but for binary noise."""
    low, high = float(figures.min()), float(figures.max())
    return high - low <= _SAME * max(abs(low), abs(high))


def min_max(figures: Values, low: float, high: float) -> Values:
    """(x - low) / (high - low): 0 at `low`, 1 at `high`, beyond them outside of 0 to 1."""
    return (figures - low) / (high - low)


def z_score(figures: Values, ddof: int = 0) -> Values:
    """(x - mean) / sd; the deviation is that of a whole population (divisor n), or of a sample (n - 1, `ddof` 1)."""
    return np.asarray((figures - np.nanmean(figures)) / np.nanstd(figures, ddof=ddof))


def percentile_rank(figures: Values) -> Values:
    """(rank - 1) / (n - 1) among the figures that there are: 0 for the lowest, 1 for the highest; ties share."""
    known = ~np.isnan(figures)
    found = np.full(len(figures), np.nan)
    found[known] = (average_ranks(figures[known]) - 1) / (np.count_nonzero(known) - 1)
    return found


def average_ranks(figures: Values) -> Values:
    """Ranks from 1, the lowest; figures that are equal but for binary noise share the mean of their ranks."""
    order = np.argsort(figures, kind="stable")
    group = _ties(figures[order])
    count = np.bincount(group)
    ranks = np.empty(len(figures))
    ranks[order] = (np.cumsum(count) - (count - 1) / 2)[group]
    return ranks


def unified(figures: Values) -> Values:
    """The figures, those that are equal but for binary noise as one: the highest of them."""
    order = np.argsort(figures, kind="stable")
    ascending = figures[order]
    found = np.empty(len(figures))
    group = _ties(ascending)
    found[order] = ascending[np.searchsorted(group, group, side="right") - 1]
    return found


def _ties(ascending: Values) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Numbers from 0 of figures in ascending order: the same for those that are equal but for binary noise."""
    size = np.maximum(np.abs(ascending[:-1]), np.abs(ascending[1:]))
    return np.concatenate([[0], np.cumsum(np.diff(ascending) > _SAME * size)]).astype(np.int64)
