"""Shares that differ between firms by a beta distribution, estimated from all firms, and what it makes of each share.

Empirical Bayes: a firm's share is drawn towards that of the industry, the more the fewer trials it has. Williams 1975,
Biometrics 31, 949-952 (the model); Tarone 1979, Biometrika 66, 585-590 (whether there is any difference at all).
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
class BetaPrior(ConjugatePrior):
    """How the true shares of the firms are distributed; without strength each is all one or all the other.

    Attributes:
        dispersion: Σ (events - trials · share)² / (share (1 - share)), which chance alone would make `trials`.
        trials: of all firms.
    """

    dispersion: float
    trials: float

    def quantile(self, events: Floats, trials: Floats, level: float | Floats) -> Floats:
        """Quantiles of a firm's share given its events; the error of the distribution itself is not in them.

        Args:
            events: per firm.
            trials: per firm.
            level: between 0 and 1, of a shape that broadcasts against the firms.
        """
        from scipy.special import betaincinv  # noqa: PLC0415  (slow to load)

        if self.pooled:
            return self.everywhere(events, trials, level)
        first, second = events + self.mean * self.strength, trials - events + (1 - self.mean) * self.strength
        certain = ~((first > 0) & (second > 0))
        found = betaincinv(np.where(certain, 1.0, first), np.where(certain, 1.0, second), level)
        return np.asarray(np.where(certain, self.shrunk(events, trials), found))


def fit_beta(events: Floats, trials: Floats) -> BetaPrior | None:
    """The beta distribution of the firms' shares by maximum likelihood.

    Where Tarone's sum (see `BetaPrior.dispersion`) is not above the trials, the likelihood falls from equal shares on,
    and all firms are pooled.

    Args:
        events: per firm, from 0 to its trials.
        trials: per firm; those without any say nothing.

    Returns:
        None where no firm has any trials.
    """
    known = trials > 0
    y, n = events[known], trials[known]
    if not len(n):
        return None
    total, mean = float(n.sum()), float(y.sum() / n.sum())
    if mean in (0.0, 1.0):
        return BetaPrior(mean, np.inf, total, total)
    dispersion = float(((y - n * mean) ** 2).sum() / (mean * (1 - mean)))
    if dispersion <= total * (1 + 1e-12):
        return BetaPrior(mean, np.inf, dispersion, total)
    if ((y == 0) | (y == n)).all():  # the likelihood rises for ever towards shares of 0 and 1
        return BetaPrior(float((y > 0).mean()), 0.0, dispersion, total)
    rho = (dispersion - total) / float((n * (n - 1)).sum())
    start = np.array([np.log(mean / (1 - mean)), np.log(max(1 / min(rho, 0.9) - 1, 0.1))])
    logit, strength = maximum(lambda at: _likelihood(at, y, n), start)
    return BetaPrior(float(1 / (1 + np.exp(-logit))), float(np.exp(strength)), dispersion, total)


def log_likelihood(prior: BetaPrior, events: Floats, trials: Floats) -> float:
    """Logarithm of the likelihood of a prior that is neither pooled nor without strength, with its constant."""
    from scipy.special import gammaln  # noqa: PLC0415  (slow to load)

    at = np.array([np.log(prior.mean / (1 - prior.mean)), np.log(prior.strength)])
    constant = gammaln(trials + 1) - gammaln(events + 1) - gammaln(trials - events + 1)
    return float(_likelihood(at, events, trials)[0] + constant.sum())


def _likelihood(at: Floats, y: Floats, n: Floats) -> tuple[float, Floats]:
    """The logarithm of the likelihood but for its constant, and its gradient, at logit(mean) and log(strength)."""
    from scipy.special import betaln, digamma  # noqa: PLC0415  (slow to load)

    mean, strength = 1 / (1 + np.exp(-at[0])), np.exp(at[1])
    a, b = mean * strength, (1 - mean) * strength
    value = float((betaln(y + a, n - y + b) - betaln(a, b)).sum())
    common = digamma(strength) - digamma(n + strength)
    by_a = float((digamma(y + a) - digamma(a) + common).sum())
    by_b = float((digamma(n - y + b) - digamma(b) + common).sum())
    slope = strength * mean * (1 - mean)
    return value, np.array([slope * (by_a - by_b), a * by_a + b * by_b])
