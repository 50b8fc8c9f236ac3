"""Intervals of bounded means, of weighted sums of them, and of ranks."""

from __future__ import annotations

from statistics import NormalDist
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]


NOISE = 1e-18
"""Variances below it, in points squared, are binary noise: all answers were alike."""


def quantile(confidence: float) -> float:
    """The standard normal quantile of a two-sided interval."""
    return NormalDist().inv_cdf((1 + confidence) / 2)


def student(confidence: float, freedom: Floats) -> Floats:
    """Student's quantile of a two-sided interval, by the expansion in 1 / degrees of freedom.

    Abramowitz & Stegun (1964), Handbook of Mathematical Functions, 26.7.5, two terms; below 10 degrees of freedom it
    is a little too small, and below 4 those of 4 are taken.
    """
    z, least = quantile(confidence), np.maximum(freedom, 4.0)
    return np.asarray(z + (z**3 + z) / (4 * least) + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * least**2))


def wilson(mean: Floats, variance: Floats, respondents: Floats, top: float, confidence: float) -> tuple[Floats, Floats]:
    """Interval of a mean on the scale [0, top] that stays on the scale.

    The score interval of Wilson (1927), JASA 22, 209-212, for p = mean / top, with the effective sample size
    p (1 - p) / variance in the place of n, as for complex samples in Dean & Pagano (2015), Journal of Survey
    Statistics and Methodology 3(4), 484-503. Where all answers are alike the variance says nothing, and the number of
    respondents itself (effective of unequal weights) is taken. Student's quantile with one degree of freedom less than
    there are effective respondents stands in the place of the normal one, since the variance is estimated.

    Args:
        mean: in points.
        variance: of the mean, in points squared.
        respondents: effective number of respondents.
        top: the highest possible mean, in points; the lowest is 0.
        confidence: such as 0.95.
    """
    z2 = student(confidence, np.nan_to_num(respondents - 1)) ** 2
    p = mean / top
    spread = p * (1 - p)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore", under="ignore"):
        size = np.where((variance > NOISE) & (spread > 0), spread / (variance / top**2), respondents)
        size = np.clip(size, 1e-12, 1e12)
        centre = (p + z2 / (2 * size)) / (1 + z2 / size)
        half = np.sqrt(z2 * (spread / size + z2 / (4 * size**2))) / (1 + z2 / size)
    return np.clip(centre - half, 0, 1) * top, np.clip(centre + half, 0, 1) * top


def combined(
    score: Floats, weights: Floats, below: Floats, above: Floats, correlation: Floats
) -> tuple[Floats, Floats]:
    """Interval of a weighted sum of parts from the intervals of the parts (MOVER).

    Zou & Donner (2008), Statistics in Medicine 27, 1693-1702, with correlated parts: the distance to either limit is
    sqrt(Σ w_i w_j r_ij d_i d_j), d the parts' own distances. It keeps the asymmetry of intervals near the ends of the
    scale, and of parts whose answers were all alike.

    Args:
        score: of the sum, shape (firms,).
        weights: of the parts, shape (firms, parts).
        below: distances of the parts' lower limits from their values, shape (firms, parts).
        above: distances of the parts' upper limits from their values, shape (firms, parts).
        correlation: of the parts, shape (firms, parts, parts).
    """
    lower, upper = weights * below, weights * above
    down = np.sqrt(np.einsum("fi,fij,fj->f", lower, correlation, lower).clip(0))
    up = np.sqrt(np.einsum("fi,fij,fj->f", upper, correlation, upper).clip(0))
    return score - down, score + up


def rank_limits(score: Floats, se: Floats, confidence: float) -> tuple[Floats, Floats]:
    """Best and worst rank that the error leaves open, per firm; NaN where there is no score.

    A firm's best rank is one more than the number of firms that are better beyond the error of the difference, its
    worst rank the number of firms less those that are worse beyond it (Mogstad, Romano, Shaikh & Wilhelm 2024, Review
    of Economic Studies 91(1), 476-518). The n - 1 comparisons of a firm hold together at the given confidence
    (Šidák 1967). Firms are sampled independently of one another.
    """
    scored = np.flatnonzero(~np.isnan(score))
    best, worst = np.full(len(score), np.nan), np.full(len(score), np.nan)
    if not len(scored):
        return best, worst
    values, errors = score[scored], np.nan_to_num(se[scored])
    each = confidence ** (1 / max(len(scored) - 1, 1))
    margin = quantile(each) * np.sqrt(errors[:, None] ** 2 + errors[None, :] ** 2) + 1e-9
    difference = values[None, :] - values[:, None]
    best[scored] = 1 + (difference > margin).sum(axis=1)
    worst[scored] = len(scored) - (difference < -margin).sum(axis=1)
    return best, worst
