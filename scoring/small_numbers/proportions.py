"""A share of trials and its error: the score interval of Wilson (1927), as a distribution."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]


def share_quantile(events: Floats, trials: Floats, level: float | Floats) -> Floats:
    """The limit below which the true share lies with so much confidence.

    One limit of the score interval of Wilson (1927), JASA 22, 209-212, for every level; together they are a confidence
    distribution (Schweder & Hjort 2016, Confidence, Likelihood, Probability, chapter 3). Of two levels that add up to 1
    they are the two-sided interval: 0.025 and 0.975 those of 95 %.

    Args:
        events: how many, per firm.
        trials: of how many; NaN comes of none.
        level: between 0 and 1, of a shape that broadcasts against the firms.

    Returns:
        Shares from 0 to 1.
    """
    from scipy.special import ndtri  # noqa: PLC0415  (slow to load)

    z = ndtri(level)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = events / trials
        spread = np.sqrt(share * (1 - share) / trials + (z / (2 * trials)) ** 2)
        limit = (share + z**2 / (2 * trials) + z * spread) / (1 + z**2 / trials)
    return np.asarray(np.clip(limit, 0.0, 1.0))
