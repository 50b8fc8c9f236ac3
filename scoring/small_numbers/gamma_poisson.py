"""Incidences that differ between firms by a gamma distribution, estimated from all firms, and what it makes of each.

Empirical Bayes of Clayton & Kaldor 1987, Biometrics 43, 671-681: a firm with O events of an exposure E has
(O + shape) / (E + exposure), between its own incidence O / E and shape / exposure, the industry's.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from scoring.small_numbers.maximum import maximum
from scoring.small_numbers.prior import ConjugatePrior

if TYPE_CHECKING:
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class GammaPrior(ConjugatePrior):
    """How the true incidences of the firms, events by unit of exposure, are distributed.

    Attributes:
        dispersion: Σ ((events - expected)² - events), expected at one incidence for all; chance alone makes it 0.
    """

    dispersion: float

    def quantile(self, events: Floats, exposure: Floats, level: float | Floats) -> Floats:
        """Quantiles of a firm's incidence given its events; the error of the distribution itself is not in them.

        Args:
            events: per firm.
            exposure: per firm.
            level: between 0 and 1, of a shape that broadcasts against the firms.
        """
        from scipy.special import gammaincinv  # noqa: PLC0415  (slow to load)

        if self.pooled:
            return self.everywhere(events, exposure, level)
        return np.asarray(gammaincinv(events + self.mean * self.strength, level) / (exposure + self.strength))


def fit_gamma(events: Floats, exposure: Floats) -> GammaPrior | None:
    """The gamma distribution of the firms' incidences by maximum likelihood of the negative binomial counts.

    Where `GammaPrior.dispersion` is not above 0, the likelihood falls from equal incidences on, and all firms are
    pooled.

    Args:
        events: per firm, at least 0.
        exposure: per firm, in any unit (clients, expected events); those without any say nothing.

    Returns:
        None where no firm has any exposure.
    """
    known = exposure > 0
    y, e = events[known], exposure[known]
    if not len(e):
        return None
    mean = float(y.sum() / e.sum())
    if mean == 0:
        return GammaPrior(0.0, np.inf, 0.0)
    expected = mean * e
    dispersion = float(((y - expected) ** 2 - y).sum())
    if dispersion <= 1e-12 * float(y.sum()):
        return GammaPrior(mean, np.inf, dispersion)
    shape = float((expected**2).sum()) / dispersion
    found = maximum(lambda at: _likelihood(at, y, expected), np.log([1.0, max(shape, 1e-3)]))
    times, shape = (float(each) for each in np.exp(found))
    return GammaPrior(mean * times, shape / (mean * times), dispersion)


def log_likelihood(prior: GammaPrior, events: Floats, exposure: Floats) -> float:
    """Logarithm of the likelihood of a prior that is not pooled, with its constant."""
    from scipy.special import gammaln  # noqa: PLC0415  (slow to load)

    at = np.log([prior.mean, prior.mean * prior.strength])
    constant = events * np.log(exposure) - gammaln(events + 1)
    return float(_likelihood(at, events, exposure)[0] + constant.sum())


def _likelihood(at: Floats, y: Floats, e: Floats) -> tuple[float, Floats]:
    """The logarithm of the likelihood but for its constant, and its gradient, at log(mean) and log(shape)."""
    from scipy.special import digamma, gammaln  # noqa: PLC0415  (slow to load)

    mean, shape = np.exp(at)
    expected = mean * e
    share = np.log(shape / (shape + expected))
    value = float((gammaln(y + shape) - gammaln(shape) + shape * share + y * (at[0] - np.log(shape + expected))).sum())
    by_mean = y - (y + shape) * expected / (shape + expected)
    by_shape = digamma(y + shape) - digamma(shape) + share + 1 - (y + shape) / (shape + expected)
    return value, np.array([by_mean.sum(), shape * by_shape.sum()])
