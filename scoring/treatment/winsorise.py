"""Outliers brought back to the figures next to them; NaN where there is no figure."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from scoring.treatment.moments import skewed, skewness

if TYPE_CHECKING:
    import numpy.typing as npt

    Values = npt.NDArray[np.float64]


def by_moments(figures: Values, skewness_limit: float, kurtosis_limit: float, most: int) -> Values:
    """The highest figures made those of the next, as long as skewness and kurtosis both exceed their limits.

    Where the skewness is negative, it is the lowest. Figures that are equal are moved together, so that slightly more
    than `most` may be moved (COINr 1.1.14, `winsorise`).

    Args:
        figures: shape (units,).
        skewness_limit: of |G1|.
        kurtosis_limit: of G2.
        most: as many units at most, before the last step.
    """
    found = figures.copy()
    at = np.flatnonzero(~np.isnan(found))
    values = found[at]
    moved = np.zeros(len(values), dtype=np.bool_)
    while np.count_nonzero(moved) < most and skewed(values, skewness_limit, kurtosis_limit):
        high = skewness(values) >= 0
        end = values == (values.max() if high else values.min())
        values[end] = values[~end].max() if high else values[~end].min()
        moved |= end
    found[at] = values
    return found


def by_percentiles(figures: Values, low: float, high: float) -> Values:
    """Figures beyond two percentiles made these, which are interpolated (Hyndman & Fan 1996, definition 7)."""
    least, most = np.nanquantile(figures, (low, high))
    return np.asarray(np.clip(figures, least, most))
