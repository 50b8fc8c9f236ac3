"""The last readings of many series at once, and robust figures of them.

All series step together: row s of an array is a series, and a ring of `width` columns holds its last readings; NaN
where there was none, or none that counts as history.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]
    Numbers = npt.NDArray[np.int64]

NORMAL_MEDIAN = 0.6744897501960817
NORMAL_NINTH_DECILE = 1.6448536269514722
"""The median and the ninth decile of the absolute value of a standard normal variable."""
NORMAL_IQR = 1.3489795003921634
"""Distance of the quartiles of a standard normal variable."""
MEDIAN_ERROR = 1.2533141373155003
"""Standard error of the median of n normal readings, in standard deviations / √n: √(π / 2)."""


class Ordered(NamedTuple):
    """The values of every row in ascending order, NaN last, and how many there are."""

    values: Floats
    known: Numbers

    @classmethod
    def of(cls, values: Floats) -> Ordered:
        """The values of every row, shape (series, any)."""
        return cls(np.sort(values, axis=1), np.count_nonzero(~np.isnan(values), axis=1))

    def quantile(self, share: float) -> Floats:
        """The quantile (type 7) of every row; NaN where nothing is known."""
        last = np.maximum(self.known - 1, 0)
        place = share * last
        below = place.astype(np.int64)
        cells, start = self.values.ravel(), np.arange(len(last)) * self.values.shape[1]
        low, high = cells[start + below], cells[start + np.minimum(below + 1, last)]
        return np.asarray(low + (place - below) * (high - low))


def medians(values: Floats) -> tuple[Floats, Numbers]:
    """The median of every row without its NaN, and how many values it is of."""
    ordered = Ordered.of(values)
    return ordered.quantile(0.5), ordered.known


def spread(distances: Floats) -> Floats:
    """A robust standard deviation of every row of absolute deviations, NaN where there is none.

    The larger of median / 0.6745 (the MAD as an estimate of the standard deviation, Rousseeuw & Croux 1993, JASA 88,
    1273-1283) and of the ninth decile / 1.6449: the former alone calls every tenth reading abnormal where most
    readings are equal and some are not, as sums of rare events are.
    """
    ordered = Ordered.of(distances)
    return np.maximum(ordered.quantile(0.5) / NORMAL_MEDIAN, ordered.quantile(0.9) / NORMAL_NINTH_DECILE)
