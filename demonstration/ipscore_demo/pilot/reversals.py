"""Red-and-blue corrections: one firm's published decrease, planted into the course of its counter."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ipscore_demo.pilot.shapes import Floats, Ints, month_index, through_months

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

BEST = 1
"""Place of the best-improved firm."""
_PRINTED = 4  # decimals of the share that the text prints
_NEAR = 40


def plant_decrease(values: Floats, days: Sequence[date], change: float) -> None:
    """Let the best firm's monthly sums fall from the first to the last month by a change as printed (-0.7024).

    Args:
        values: whole numbers, shape (firms, days); the best firm's row is changed in place.
        days: the days.
        change: last sum / first sum - 1, rounded to four decimals.
    """
    row, months = values[BEST], month_index(days)
    begun = row[months == 0].mean()
    row[:] = np.rint(row / row.mean() * through_months(days, begun * np.geomspace(1, 1 + change, months.max() + 1)))
    first, last = months == 0, months == months.max()
    wanted_first, wanted_last = _whole_sums(int(row[first].sum()), change)
    _add_up(row, np.flatnonzero(first), wanted_first)
    _add_up(row, np.flatnonzero(last), wanted_last)


def _whole_sums(near: int, change: float) -> tuple[int, int]:
    """The whole sums, the first one closest to `near`, whose change is printed as wanted."""
    for first in sorted(range(near - _NEAR, near + _NEAR), key=lambda each: abs(each - near)):
        last = round(first * (1 + change))
        if round(last / first - 1, _PRINTED) == round(change, _PRINTED):
            return first, last
    raise ValueError(f"no whole numbers near {near} change by {change}")


def _add_up(row: Floats, at: Ints, total: int) -> None:
    """Scale some days to whole numbers that add up to a total."""
    scaled = row[at] * (total / row[at].sum())
    whole = np.floor(scaled)
    rest = int(total - whole.sum())
    whole[np.argsort(whole - scaled, kind="stable")[:rest]] += 1
    row[at] = whole
