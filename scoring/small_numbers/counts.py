"""Events against an exposure and their error: the exact limits of Garwood (1936), as a distribution."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]

_MIDDLE = 0.5


def count_quantile(events: Floats, level: float | Floats) -> Floats:
    """The limit below which the true mean of a Poisson count lies with so much confidence.

    Below the middle the lower limits of Garwood (1936), Biometrika 28, 437-442, quantiles of a gamma distribution of
    shape `events`; above it his upper limits, of shape `events` + 1; in the middle the count itself. Of two levels that
    add up to 1 they are the exact two-sided interval.

    Args:
        events: how many, per firm; NaN comes of NaN.
        level: between 0 and 1, of a shape that broadcasts against the firms.

    Returns:
        Means of counts, at least 0.
    """
    from scipy.special import gammaincinv  # noqa: PLC0415  (slow to load)

    counted, at = np.broadcast_arrays(np.asarray(events, np.float64), np.asarray(level, np.float64))
    shape = counted + (at > _MIDDLE)
    limit = np.where(shape > 0, gammaincinv(np.maximum(shape, 1e-300), at), 0.0)
    limit = np.where(at == _MIDDLE, counted, limit)
    return np.asarray(np.where(np.isnan(counted), np.nan, limit))
