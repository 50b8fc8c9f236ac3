"""What published means say about weights: one problem for every node and the children that it had in the same years.

A printed mean is rounded, so it stands for an interval. The mean M of a node and the means m of its children satisfy
M = w · m (+ the mean bonus, for the total) with weights w ≥ 0 that add up to 1. All of M and m are known as intervals
only, and w · m takes every value from w · low to w · high when m runs through its intervals, because no weight is
negative. So w fits a year exactly if

    w · high ≥ lowest M - highest bonus    and    w · low ≤ highest M - lowest bonus,

two inequalities that are linear in w: nothing is approximated. A child without a published mean runs through the
whole scale. Two things are left out, and both could only make intervals narrower: that a node's mean is the same
number as a child and as a parent, and that a mean of whole records cannot take every value of its interval.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    import numpy.typing as npt

Interval = tuple[float, float]
WHOLE_TREE = ""
BASE, TOTAL = "base", "total"


@dataclass(frozen=True)
class Year:
    """The published means of one year.

    Attributes:
        year: which.
        children: inner node → its children in order; "" is the whole tree.
        means: node → the interval of points that its printed mean was rounded from; `total` with the bonus, `base`
            without. What was not published is absent.
        bonus: the interval of the mean bonus, in points.
        cap: the highest bonus that a firm may have; 0 where none was given.
        scale: the interval of every mean that was not published.
    """

    year: int
    children: Mapping[str, tuple[str, ...]]
    means: Mapping[str, Interval]
    bonus: Interval = (0.0, 0.0)
    cap: float = 0.0
    scale: Interval = (0.0, 100.0)


@dataclass(frozen=True)
class Equation:
    """A year's mean of a node as the weighted mean of its children.

    Attributes:
        year: which.
        parent: interval of the node's mean, with the bonus where it holds one.
        low: lowest means of the children, shape (children,).
        high: highest means of the children, shape (children,).
        bonus: interval of the mean bonus in `parent`.
        cap: the highest bonus that a firm may have; 0 where `parent` holds none.
    """

    year: int
    parent: Interval
    low: npt.NDArray[np.float64]
    high: npt.NDArray[np.float64]
    bonus: Interval = (0.0, 0.0)
    cap: float = 0.0

    @property
    def rows(self) -> npt.NDArray[np.float64]:
        """Shape (2, children): weights that add up to 1 fit where both products with them are at least 0."""
        lowest, highest = self.parent[0] - self.bonus[1], self.parent[1] - self.bonus[0]
        return np.stack([self.high - lowest, highest - self.low])


@dataclass(frozen=True)
class Problem:
    """A node with the same children in one or more years."""

    parent: str
    children: tuple[str, ...]
    equations: tuple[Equation, ...]

    @property
    def years(self) -> tuple[int, ...]:
        """The years, each once."""
        return tuple(dict.fromkeys(equation.year for equation in self.equations))


def problems(years: Sequence[Year]) -> tuple[Problem, ...]:
    """Every node whose mean, and that of one child or more, was published in some year; the whole tree first.

    Years in which a node had other children are a problem of their own: their weights are others.
    """
    grouped: dict[tuple[str, tuple[str, ...]], list[Equation]] = {}
    for year in sorted(years, key=lambda each: each.year):
        for parent, children in year.children.items():
            grouped.setdefault((parent, children), []).extend(_equations(year, parent, children))
    order = list(dict.fromkeys(parent for year in years for parent in year.children))
    found = [Problem(parent, children, tuple(each)) for (parent, children), each in grouped.items() if each]
    return tuple(sorted(found, key=lambda problem: (order.index(problem.parent), -max(problem.years))))


def _equations(year: Year, parent: str, children: Iterable[str]) -> Iterator[Equation]:
    means = [year.means.get(child) for child in children]
    if all(mean is None for mean in means):
        return
    low, high = np.array([year.scale if mean is None else mean for mean in means]).T
    without_bonus = BASE if parent == WHOLE_TREE else parent
    if without_bonus in year.means:
        yield Equation(year.year, year.means[without_bonus], low, high)
    if parent == WHOLE_TREE and TOTAL in year.means:
        yield Equation(year.year, year.means[TOTAL], low, high, year.bonus, year.cap)
