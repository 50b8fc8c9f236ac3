"""The scale on which a reading's variation is even, whatever its level."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from indicator_tree.catalogue_monitoring import Grain
    from indicator_tree.catalogue_parts import Kind

    Floats = npt.NDArray[np.float64]
    Flags = npt.NDArray[np.bool_]
    Index = npt.NDArray[np.int64] | slice

CURVATURE = 0.1
"""Relative standard deviation of a rate: counts above 1 / CURVATURE² vary as their logarithm does."""
SHIFT = 3 / 8
START = float(np.arcsinh(CURVATURE * np.sqrt(SHIFT)))


@dataclass(frozen=True)
class Scale:
    """Variance-stabilising transform of quantities counted in grains: one unit is the standard deviation of chance.

    A count of level m varies by chance with variance m, and its rate varies beside with m² CURVATURE²; the transform
    is Anscombe's of the negative binomial distribution (1948, Biometrika 35, 246-254): like 2 √m for small counts, so
    that few cases more are no alarm, and like log m / CURVATURE for large ones, so that ten times as much and a tenth
    are equally far. Sums of money, durations and shares are counted in grains. Times of day vary alike at any hour:
    they are only counted in grains (`even`).
    """

    grain: Floats
    """Of every reading, shape (readings,)."""
    even: Flags

    @classmethod
    def of(cls, kinds: Sequence[Kind], grain: Grain) -> Scale:
        """The scale of readings of these kinds."""
        grains = np.array([grain.of(kind) for kind in kinds], dtype=np.float64)
        return cls(grains, np.array([kind == "time" for kind in kinds], dtype=np.bool_))

    def take(self, index: Index) -> Scale:
        """The scale of some of the readings."""
        return Scale(self.grain[index], self.even[index])

    def forth(self, value: Floats) -> Floats:
        """Readings, in their own unit, to the even scale; 0 stays 0, negative readings mirror positive ones."""
        grains = value / self.grain
        size = np.arcsinh(CURVATURE * np.sqrt(np.abs(grains) + SHIFT)) - START
        return np.where(self.even, grains, np.sign(grains) * size * (2 / CURVATURE))

    def back(self, even: Floats) -> Floats:
        """The inverse of `forth`."""
        return np.where(self.even, even, np.sign(even) * _grains(even)) * self.grain

    def least(self, even: Floats, relative: float) -> Floats:
        """The least standard deviation, on the even scale, that is taken for real around a level on the even scale.

        Chance alone gives √grains, and variation below the share `relative` of the level is never abnormal.
        """
        grains = _grains(even)
        return np.where(self.even, 1.0, np.sqrt((1 + relative**2 * grains) / (1 + CURVATURE**2 * grains)))


def _grains(even: Floats) -> Floats:
    """The size behind a point of the even scale, at most as much as a number can hold."""
    turned = np.sinh(np.minimum(np.abs(even) * (CURVATURE / 2) + START, 300.0)) / CURVATURE
    return np.asarray(np.maximum(turned**2 - SHIFT, 0))
