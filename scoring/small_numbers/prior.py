"""How true figures of firms differ, and what that makes of each firm's own: empirical Bayes of any distribution."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class ConjugatePrior:
    """A distribution of which a firm's figure, given its events, is a weighted mean of its own and of the mean.

    Attributes:
        mean: of all firms: the share of the industry, or its incidence.
        strength: as many trials, or as much exposure, as the mean counts against a firm's own; infinite where the firms
            do not differ more than chance alone would have it (full pooling).
    """

    mean: float
    strength: float

    @property
    def pooled(self) -> bool:
        """Whether nothing is left of a firm's own figure."""
        return self.strength == np.inf

    def own_weight(self, basis: Floats) -> Floats:
        """How much a firm's own figure counts: basis / (basis + strength); nothing without a basis.

        Args:
            basis: trials, or exposure, per firm.
        """
        return np.asarray(np.divide(basis, basis + self.strength, out=np.zeros_like(basis), where=basis > 0))

    def shrunk(self, events: Floats, basis: Floats) -> Floats:
        """The mean of a firm's figure given its events: between its own and that of all.

        Args:
            events: per firm.
            basis: trials, or exposure, per firm; without any it is the figure of all.
        """
        own = self.own_weight(basis)
        figure = np.divide(events, basis, out=np.zeros_like(basis), where=basis > 0)
        return np.asarray(own * figure + (1 - own) * self.mean)

    def everywhere(self, events: Floats, basis: Floats, level: float | Floats) -> Floats:
        """The shrunk figures at all levels, which fully pooled ones are: of their shape against the firms'."""
        return np.asarray(np.broadcast_arrays(self.shrunk(events, basis), np.asarray(level))[0].copy())
