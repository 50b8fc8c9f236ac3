"""Seeded courses over days: smooth curves through months, weekdays, noise."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

WEEKDAYS = np.array([1.06, 1.0, 0.98, 0.97, 0.99])
"""Business of Monday to Friday beside the week's mean."""


def month_of(day: date) -> date:
    """The first day of the day's month."""
    return day.replace(day=1)


def months_of(days: Sequence[date]) -> tuple[date, ...]:
    """The months of sorted days, once each."""
    return tuple(dict.fromkeys(month_of(day) for day in days))


def month_index(days: Sequence[date]) -> Ints:
    """Of every day, the place of its month among the months of all days."""
    places = {month: at for at, month in enumerate(months_of(days))}
    return np.array([places[month_of(day)] for day in days], dtype=np.int64)


def through_months(days: Sequence[date], knots: Floats) -> Floats:
    """A curve over days that runs in straight lines through one value per month, set at the month's middle."""
    index = month_index(days)
    middles = np.array([np.flatnonzero(index == at).mean() for at in range(len(knots))])
    return np.interp(np.arange(len(days)), middles, knots)


def weekdays(days: Sequence[date]) -> Floats:
    """The factor of every day's weekday."""
    return WEEKDAYS[[day.weekday() for day in days]]


def noise(rng: np.random.Generator, spread: float, shape: int | tuple[int, ...]) -> Floats:
    """Factors around 1 with a relative spread, never further than three spreads away."""
    found: Floats = np.exp(spread * np.clip(rng.standard_normal(shape), -3, 3))
    return found
