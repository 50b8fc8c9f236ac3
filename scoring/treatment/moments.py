"""Skewness and kurtosis of a sample, as spreadsheets compute them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    Values = npt.NDArray[np.float64]

LEAST = 4
"""Figures without which there is no kurtosis."""


def skewness(figures: Values) -> float:
    """G1 = g1 √(n (n - 1)) / (n - 2) (Joanes & Gill 1998, The Statistician 47; type 2 of R's e1071); no NaN, n > 2."""
    n, centred = len(figures), _centred(figures)
    g1 = np.sqrt(n) * (centred**3).sum() / (centred**2).sum() ** 1.5
    return float(g1 * np.sqrt(n * (n - 1)) / (n - 2))


def kurtosis(figures: Values) -> float:
    """G2 = ((n + 1) g2 + 6) (n - 1) / ((n - 2) (n - 3)), 0 for a normal distribution (ibid.); no NaN, n > 3."""
    n, centred = len(figures), _centred(figures)
    g2 = n * (centred**4).sum() / (centred**2).sum() ** 2 - 3
    return float(((n + 1) * g2 + 6) * (n - 1) / ((n - 2) * (n - 3)))


def skewed(figures: Values, skewness_limit: float, kurtosis_limit: float) -> bool:
    """Whether both |skewness| and kurtosis reach their limits (COINr, `check_SkewKurt`).

    Figures that are all the same, or fewer than `LEAST`, are not.
    """
    if len(figures) < LEAST or np.ptp(figures) == 0:
        return False
    return abs(skewness(figures)) >= skewness_limit and kurtosis(figures) >= kurtosis_limit


def _centred(figures: Values) -> Values:
    """Deviations from the mean, in units of the largest, so that no power of them leaves the range of doubles."""
    scaled = figures / np.abs(figures).max()
    centred = scaled - scaled.mean()
    return np.asarray(centred / np.abs(centred).max())
