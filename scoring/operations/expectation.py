"""What a reading is expected to be: the median of its history, or a robust line on the volume that it follows."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

import numpy as np

from scoring.operations.windows import MEDIAN_ERROR, NORMAL_IQR, Ordered, medians, spread

if TYPE_CHECKING:
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]
    Numbers = npt.NDArray[np.int64]
    Rows = npt.NDArray[np.int64]

HUBER = 1.345
"""Huber's constant: 95 % efficiency at the normal distribution (Huber 1981, Robust Statistics, 7.7)."""
ROUNDS = 2
"""Of reweighting; a step begins with the line of the step before, so that few are enough."""
SURE = 2.0
"""A trend counts where it is more than so many of its standard errors."""
FEWEST = 3
"""Readings in either half of the window without which there is no trend."""


class Expected(NamedTuple):
    """Of every series: the expected value, by how much its own error widens the band (>= 1), readings behind it."""

    value: Floats
    widening: Floats
    known: Numbers


class Expectation(Protocol):
    """History of many series, from which the next reading is expected."""

    def expect(self, at: int, series: int) -> Expected:
        """Of the first so many series at a step, from the readings before."""

    def residuals(self, at: int, rows: Rows) -> Floats:
        """Absolute deviations of the history of some series from what is expected, shape (rows, width)."""

    def learn(self, at: int, values: Floats) -> None:
        """The readings of a step that count as history, NaN where one does not."""

    def relearn(self, since: Numbers, rows: Rows, values: Floats, change: Floats) -> None:
        """Move the history of some series by a change of level, and take the readings of the last steps in."""


class LevelExpectation:
    """The mean of the medians of the window's later and earlier half, or, where it surely has a trend, this carried on.

    The trend is the resistant line through both medians (Brown & Mood 1951; Tukey 1977, Exploratory Data Analysis, 10).
    It counts where the halves differ by more than `SURE` standard errors.
    """

    def __init__(self, series: int, width: int) -> None:
        self._window = np.full((series, width), np.nan)
        self._value, self._slope = np.full(series, np.nan), np.zeros(series)

    def expect(self, at: int, series: int) -> Expected:
        """Of the first so many series at a step, from the readings before."""
        width = self._window.shape[1]
        span = min(at, width)
        ages, half = np.arange(1, span + 1), span // 2
        window = self._window[:series]
        late = Ordered.of(window[:, (at - ages[:half]) % width])
        early = Ordered.of(window[:, (at - ages[half:]) % width])
        known = late.known + early.known
        if half < FEWEST:
            value = medians(window)[0]
            self._value[:series], self._slope[:series] = value, 0.0
            return Expected(value, np.sqrt(1 + np.pi / 2 / np.maximum(known, 1)), known)
        new, old = late.quantile(0.5), early.quantile(0.5)
        of_new, of_old = np.maximum(late.known, 1), np.maximum(early.known, 1)
        sd = (late.quantile(0.75) - late.quantile(0.25) + early.quantile(0.75) - early.quantile(0.25)) / (
            2 * NORMAL_IQR
        )
        with np.errstate(invalid="ignore"):
            sure = np.abs(new - old) > SURE * MEDIAN_ERROR * sd * np.sqrt(1 / of_new + 1 / of_old)
        slope = np.where(sure, (new - old) / (span / 2), 0.0)
        onward = (half + 1) / 2 / (span / 2)
        level = np.where(
            np.isnan(old), new, np.where(np.isnan(new), old, (of_new * new + of_old * old) / (of_new + of_old))
        )
        value = np.where(sure, new + (new - old) * onward, level)
        trending = (1 + onward) ** 2 / of_new + onward**2 / of_old
        variance = np.pi / 2 * np.where(sure, trending, 1 / np.maximum(known, 1))
        self._value[:series], self._slope[:series] = value, slope
        return Expected(value, np.sqrt(1 + variance), known)

    def residuals(self, at: int, rows: Rows) -> Floats:
        """Absolute deviations of the history of some series from what is expected."""
        ages = (at - 1 - np.arange(self._window.shape[1])) % self._window.shape[1] + 1
        return np.asarray(np.abs(self._window[rows] - self._value[rows, None] + self._slope[rows, None] * ages))

    def learn(self, at: int, values: Floats) -> None:
        """Take in the readings of a step that count as history."""
        self._window[: len(values), at % self._window.shape[1]] = values

    def relearn(self, since: Numbers, rows: Rows, values: Floats, change: Floats) -> None:
        """Move the history of some series, and take the readings of the last steps in."""
        self._window[rows] += change[:, None]
        self._window[rows[:, None], since % self._window.shape[1]] = values


class LineExpectation:
    """Huber's regression of the readings of the window on their volumes."""

    def __init__(self, volumes: Floats, width: int) -> None:
        """Volumes: shape (series, steps), on the even scale; NaN where there is none."""
        series = len(volumes)
        self._volumes = volumes
        self._x = np.full((series, width), np.nan)
        self._y = np.full((series, width), np.nan)
        self._intercept, self._slope = np.zeros(series), np.zeros(series)
        self._begun = np.zeros(series, dtype=bool)

    def expect(self, at: int, series: int) -> Expected:
        """Of the first so many series at a step, from the readings before."""
        x, y = self._x[:series], self._y[:series]
        there = ~np.isnan(y)
        known = np.count_nonzero(there, axis=1)
        x0, y0 = np.where(there, x, 0.0), np.where(there, y, 0.0)
        weight = there.astype(np.float64)
        begun = self._begun[:series, None]
        for turn in range(ROUNDS):
            distance = np.abs(y0 - self._intercept[:series, None] - self._slope[:series, None] * x0)
            if turn < ROUNDS - 1:
                typical = spread(np.where(there, distance, np.nan))[:, None]
            with np.errstate(divide="ignore", invalid="ignore"):
                huber = np.fmin(HUBER * typical / distance, 1.0)
            weight = np.where(begun, np.where(there, huber, 0.0), weight)
            begun = np.ones_like(begun)
            total = np.maximum(weight.sum(axis=1), 1e-9)
            mean_x, mean_y = (weight * x0).sum(axis=1) / total, (weight * y0).sum(axis=1) / total
            dx = np.where(there, x0 - mean_x[:, None], 0.0)
            squares = (weight * dx**2).sum(axis=1)
            products = (weight * dx * (y0 - mean_y[:, None])).sum(axis=1)
            slope = np.where(squares > 1e-6 * total, products / np.maximum(squares, 1e-9), 0.0)
            self._slope[:series], self._intercept[:series] = slope, mean_y - slope * mean_x
        self._begun[:series] = known > 0
        volume = self._volumes[:series, at]
        value = np.where(known > 0, mean_y + slope * (volume - mean_x), np.nan)
        away = (volume - mean_x) ** 2 / np.maximum(squares, 1e-6 * total)
        return Expected(value, np.sqrt(1 + 1 / np.maximum(total, 1) + np.where(slope == 0, 0.0, away)), known)

    def residuals(self, at: int, rows: Rows) -> Floats:
        """Absolute deviations of the history of some series from what is expected."""
        fitted = self._intercept[rows, None] + self._slope[rows, None] * self._x[rows]
        return np.asarray(np.abs(self._y[rows] - fitted))

    def learn(self, at: int, values: Floats) -> None:
        """Take in the readings of a step that count as history."""
        slot = at % self._x.shape[1]
        volumes = self._volumes[: len(values), at]
        both = ~np.isnan(values) & ~np.isnan(volumes)
        self._x[: len(values), slot] = np.where(both, volumes, np.nan)
        self._y[: len(values), slot] = np.where(both, values, np.nan)

    def relearn(self, since: Numbers, rows: Rows, values: Floats, change: Floats) -> None:
        """Move the history of some series, and take the readings of the last steps in."""
        self._y[rows] += change[:, None]
        slots = since % self._x.shape[1]
        volumes = self._volumes[rows[:, None], since]
        both = ~np.isnan(values) & ~np.isnan(volumes)
        self._x[rows[:, None], slots] = np.where(both, volumes, np.nan)
        self._y[rows[:, None], slots] = np.where(both, values, np.nan)
        self._intercept[rows] += change
