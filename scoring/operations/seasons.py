"""How readings of a weekday, and of the last day of a month, usually differ from the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from scoring.operations.windows import MEDIAN_ERROR, medians

if TYPE_CHECKING:
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]
    Numbers = npt.NDArray[np.int64]
    Flags = npt.NDArray[np.bool_]

DEPTH = 12
"""Deviations of a weekday, or of a month's last day, that are remembered."""
FEWEST = 3
SURE = 3.0
"""A season counts where its median deviation is more than so many of its standard errors."""
WEEK = 7


class Seasons:
    """Deviations of many series by weekday and at the last day of the month, as known at every step.

    Of abnormal readings too: what recurs at every month's end is no longer abnormal there.
    """

    def __init__(self, weekday: Numbers, month_end: Flags) -> None:
        """Shapes (series, steps): 0 to 6, and whether the reading is the month's last."""
        self._class = weekday
        self._month_end = month_end
        self._weeks = np.full((len(weekday), WEEK, DEPTH), np.nan)
        self._months = np.full((len(weekday), DEPTH), np.nan)
        self._weeks_known = np.zeros((len(weekday), WEEK), dtype=np.int64)
        self._months_known = np.zeros(len(weekday), dtype=np.int64)
        self._week_effect, self._month_effect = np.zeros(len(weekday)), np.zeros(len(weekday))

    def effect(self, at: int, scale: Floats) -> Floats:
        """What is added to the level at a step; `scale` is the standard deviation of every series, NaN if not known."""
        series = len(scale)
        rows = np.arange(series)
        week = _sure(self._weeks[rows, self._class[:series, at]], scale)
        ends = np.flatnonzero(self._month_end[:series, at])
        month = np.zeros(series)
        if len(ends):
            month[ends] = _sure(self._months[ends], scale[ends])
        self._week_effect[:series], self._month_effect[:series] = week, month
        return week + month

    def learn(self, at: int, deviation: Floats) -> None:
        """Take in the deviations of a step from the level without seasons, NaN where there is none."""
        there = np.flatnonzero(~np.isnan(deviation))
        usual = there[~self._month_end[there, at]]
        ends = there[self._month_end[there, at]]
        week = self._class[usual, at]
        self._weeks[usual, week, self._weeks_known[usual, week] % DEPTH] = deviation[usual]
        self._weeks_known[usual, week] += 1
        self._months[ends, self._months_known[ends] % DEPTH] = deviation[ends] - self._week_effect[ends]
        self._months_known[ends] += 1


def _sure(deviations: Floats, scale: Floats) -> Floats:
    middle, known = medians(deviations)
    error = MEDIAN_ERROR * scale / np.sqrt(np.maximum(known, 1))
    with np.errstate(invalid="ignore"):
        return np.where((known >= FEWEST) & (np.abs(middle) > SURE * error), middle, 0.0)
