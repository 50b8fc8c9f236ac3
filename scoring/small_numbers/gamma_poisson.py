"""Incidences that differ between firms by a gamma distribution, estimated from all firms, and what it makes of each.

Empirical Bayes of Clayton & Kaldor 1987, Biometrics 43, 671-681: a firm with O events of an exposure E has
(O + shape) / (E + exposure), between its own incidence O / E and shape / exposure, the industry's.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from scoring.small_numbers.maximum import maximum

if TYPE_CHECKING:
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class GammaPrior:
    """How the true incidences of the firms are distributed.

    Attributes:
        mean: incidence of the industry: events by unit of exposure.
        strength: as much exposure as the industry's incidence counts against a firm's own; infinite where the firms do
            not differ more than chance alone would have it (full pooling).
        dispersion: Σ ((events - expected)² - events), expected at one incidence for all; chance alone makes it 0.
    """

    mean: float
    strength: float
    dispersion: float

    @property
    def pooled(self) -> bool:
        """Whether nothing is left of a firm's own incidence."""
        return self.strength == np.inf

    def own_weight(self, exposure: Floats) -> Floats:
        """How much a firm's own incidence counts: exposure / (exposure + strength)."""
        return np.asarray(
            np.divide(exposure, exposure + self.strength, out=np.zeros_like(exposure), where=exposure > 0)
        )

    def shrunk(self, events: Floats, exposure: Floats) -> Floats:
        """The mean of a firm's incidence given its events: between its own and that of the industry."""
        own = self.own_weight(exposure)
        incidence = np.divide(events, exposure, out=np.zeros_like(exposure), where=exposure > 0)
        return np.asarray(own * incidence + (1 - own) * self.mean)

    def quantile(self, events: Floats, exposure: Floats, level: float | Floats) -> Floats:
        """Quantiles of a firm's incidence given its events; the error of the distribution itself is not in them.

        Args:
            events: per firm.
            exposure: per firm.
            level: between 0 and 1, of a shape that broadcasts against the firms.
        """
        from scipy.special import gammaincinv  # noqa: PLC0415  (slow to load)

        if self.pooled:
            return np.asarray(np.broadcast_arrays(self.shrunk(events, exposure), np.asarray(level))[0].copy())
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
