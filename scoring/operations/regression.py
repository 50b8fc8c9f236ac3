"""Straight lines by least squares: their bands of normal variation, and where they reach a given height.

Many lines at once: row r of every array is a line.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from scoring.intervals import student

if TYPE_CHECKING:
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]

FEWEST = 3
"""Points that a line needs before its residuals say anything."""


class Reach(NamedTuple):
    """Where lines reach a height: the estimate and its limits, low <= x <= high."""

    x: Floats
    low: Floats
    high: Floats


class Lines(NamedTuple):
    """y = intercept + slope x, and what the intervals need; arrays of the shape (lines,).

    NaN where there is no line, except `points`.
    """

    points: Floats
    intercept: Floats
    slope: Floats
    residual_sd: Floats
    """With the divisor n - 2."""
    r2: Floats
    """0 where y does not vary."""
    mean_x: Floats
    mean_y: Floats
    square_sum: Floats
    """Σ (x - mean_x)²"""

    def expected(self, x: Floats) -> Floats:
        """Height of every line at its own x, shape (lines,)."""
        return self.mean_y + self.slope * (x - self.mean_x)

    def band(self, x: Floats, confidence: float) -> tuple[Floats, Floats]:
        """Prediction interval of one more reading at every line's own x.

        expected ± t s √(1 + 1/n + (x - mean_x)² / Σ(x - mean_x)²), t Student's two-sided quantile with n - 2 degrees
        of freedom (Draper & Smith 1998, Applied Regression Analysis, 3rd ed., 1.4 and 3.1).
        """
        away = 1 + 1 / np.maximum(self.points, 1) + (x - self.mean_x) ** 2 / self.square_sum
        half = student(confidence, self.points - 2) * self.residual_sd * np.sqrt(away)
        middle = self.expected(x)
        return middle - half, middle + half

    def reaches(self, height: Floats, confidence: float) -> Reach:
        """The x at which every line reaches its own height; NaN where a line does not surely rise.

        Inverse prediction at a height that is known without error: the interval holds every x at which the line's own
        confidence interval holds the height (Fieller 1954, JRSS B 16, 175-185; Draper & Smith 1998, 3.2). It is finite
        exactly if the slope differs from 0 at this confidence. It speaks of the mean of y at x: a single reading varies
        around that.
        """
        t = student(confidence, self.points - 2)
        steepness = self.slope**2 - (t * self.residual_sd) ** 2 / self.square_sum
        rising = (self.slope > 0) & (steepness > 0)
        slope, steepness = np.where(rising, self.slope, np.nan), np.where(rising, steepness, np.nan)
        rise = height - self.mean_y
        root = t * self.residual_sd * np.sqrt(rise**2 / self.square_sum + steepness / np.maximum(self.points, 1))
        low, high = (self.mean_x + (slope * rise + sign * root) / steepness for sign in (-1, 1))
        return Reach(self.mean_x + rise / slope, low, high)


def fit(x: Floats, y: Floats) -> Lines:
    """Ordinary least squares of y on x, row by row; no line below three points or without spread of x.

    Args:
        x: shape (lines, points), NaN where a line has fewer points.
        y: the same shape, NaN in the same places.
    """
    there = ~np.isnan(x)
    points = there.sum(axis=1).astype(np.float64)
    some = np.maximum(points, 1)
    mean_x, mean_y = np.nansum(x, axis=1) / some, np.nansum(y, axis=1) / some
    dx, dy = np.where(there, x - mean_x[:, None], 0), np.where(there, y - mean_y[:, None], 0)
    square_sum, whole = (dx**2).sum(axis=1), (dy**2).sum(axis=1)
    good = (points >= FEWEST) & (square_sum > some * (1e-12 * mean_x) ** 2)
    square_sum = np.where(good, square_sum, np.nan)
    slope = (dx * dy).sum(axis=1) / square_sum
    left = ((dy - slope[:, None] * dx) ** 2).sum(axis=1)
    r2 = np.where(whole > 0, 1 - left / np.where(whole > 0, whole, 1), 0.0)
    sd = np.sqrt(left / np.maximum(points - 2, 1))
    return Lines(points, mean_y - slope * mean_x, slope, sd, np.where(good, r2, np.nan), mean_x, mean_y, square_sum)
