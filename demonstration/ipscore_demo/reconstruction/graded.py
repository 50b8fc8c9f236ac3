"""Graded parts: which tiers firms reach, and quantities inside the tiers that add up to published totals."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indicator_tree.rules import Part
    from ipscore_demo.reconstruction.solver import Floats, Ints

NOWHERE = 10**9


def grades(part: Part) -> list[float]:
    """Points of each grade of a part, best first; last what a firm with nothing gets."""
    if part.measure == "best":
        return list(part.grades.values())
    return [*(tier.points for tier in part.tiers), 0.0]


def combinations(parts: Sequence[Part], loosest: int) -> Ints:
    """All combinations of grades whose ranks lie at most `loosest` apart; shape (combinations, parts)."""
    axes = np.meshgrid(*(np.arange(len(grades(part))) for part in parts), indexing="ij")
    found = np.stack([axis.ravel() for axis in axes], axis=1)
    near: Ints = found[np.ptp(found, axis=1) <= loosest]
    return near


def points(parts: Sequence[Part], found: Ints) -> Floats:
    """Points of combinations."""
    each = [np.array(grades(part))[found[:, at]] for at, part in enumerate(parts)]
    result: Floats = np.sum(each, axis=0)
    return result


def tier_bounds(part: Part, grade: Ints, unit: float = 1.0, most: float = NOWHERE) -> tuple[Ints, Ints]:
    """Least and greatest quantity, in multiples of `unit`, that reach a grade and no better one."""
    lows = [int(np.ceil(tier.at_least / unit - 1e-9)) for tier in part.tiers]
    low = np.array([*lows, 0])
    high = np.array([int(most / unit), *(each - 1 for each in lows)])
    low_of, high_of = low[grade], high[grade]
    return np.asarray(low_of, dtype=np.int64), np.asarray(high_of, dtype=np.int64)
