"""Weights from published means: closest to equal, and the interval of every weight over all that fit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from scoring.errors import RecoveryError
from scoring.recovery.problem import problems
from scoring.recovery.weight_set import WeightSet

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    import numpy.typing as npt

    from scoring.recovery.problem import Equation, Problem, Year

    Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class BonusBand:
    """The mean bonus of a year, in points: with the closest weights (the middle of what they allow), and its interval
    over all weights that fit; `cap` is the highest that a firm may have.
    """

    year: int
    closest: float
    low: float
    high: float
    cap: float


@dataclass(frozen=True)
class NodeWeights:
    """What the figures say about the weights of a node's children.

    Attributes:
        problem: the node and its equations.
        closest: weights that fit and are closest to equal, shape (children,); None where none fit.
        low: lowest weight of each child over all that fit; None likewise.
        high: highest weight likewise.
        bonus: the mean bonus of every year in which one was given.
        shortfall: 0 where weights fit; else the least points by which every interval of the node's mean would have
            to be widened at both ends, so that some do.
        clash: years of equations that cannot hold together, none of which can be spared; none where weights fit.
    """

    problem: Problem
    closest: Floats | None = None
    low: Floats | None = None
    high: Floats | None = None
    bonus: tuple[BonusBand, ...] = ()
    shortfall: float = 0.0
    clash: tuple[int, ...] = ()


def recover(
    years: Sequence[Year], *, nodes: Collection[str] | None = None, at_least: float = 0.0
) -> tuple[NodeWeights, ...]:
    """Weights at every inner node, the same in all years, that reproduce the published means within rounding.

    Args:
        years: published means; every year once.
        nodes: only of these inner nodes; "" is the whole tree.
        at_least: a lowest weight.

    Raises:
        RecoveryError: the lowest weight leaves no weights that add up to 1 at some node.
    """
    chosen = [problem for problem in problems(years) if nodes is None or problem.parent in nodes]
    most = max((len(problem.children) for problem in chosen), default=0)
    limit = 1 / most if most else 1.0
    if not 0 <= at_least <= limit:
        raise RecoveryError(
            f"最低权重应在 0 与 {limit:.4g} 之间（同级最多 {most} 个指标），实为 {at_least:g}", "请改写 --at-least"
        )
    return tuple(_node_weights(problem, at_least) for problem in chosen)


def _node_weights(problem: Problem, at_least: float) -> NodeWeights:
    weights = _weight_set(problem.equations, at_least)
    if shortfall := weights.shortfall():
        return NodeWeights(problem, shortfall=shortfall, clash=_clash(problem.equations, at_least))
    closest = weights.closest_to_equal()
    low, high = np.clip([weights.extent(unit) for unit in np.eye(weights.size)], at_least, 1.0).T
    return NodeWeights(
        problem,
        closest=closest,
        low=np.minimum(low, closest),
        high=np.maximum(high, closest),
        bonus=tuple(_bonus_band(each, closest, weights) for each in problem.equations if each.cap > 0),
    )


def _weight_set(equations: Sequence[Equation], at_least: float) -> WeightSet:
    return WeightSet(np.vstack([each.rows for each in equations]), at_least)


def _bonus_band(equation: Equation, closest: Floats, weights: WeightSet) -> BonusBand:
    """The bonus is what the total has beyond the weighted means, within its limits."""
    least, most = equation.bonus
    lowest, highest = equation.parent
    low = max(least, lowest - float(closest @ equation.high))
    high = min(most, highest - float(closest @ equation.low))
    return BonusBand(
        equation.year,
        closest=(low + high) / 2,
        low=max(least, lowest - weights.highest(equation.high)),
        high=min(most, highest + weights.highest(-equation.low)),
        cap=equation.cap,
    )


def _clash(equations: Sequence[Equation], at_least: float) -> tuple[int, ...]:
    """Years of equations that cannot hold together, after sparing every one without which the rest still cannot."""
    kept = list(equations)
    for each in equations:
        rest = [other for other in kept if other is not each]
        if rest and _weight_set(rest, at_least).shortfall():
            kept = rest
    return tuple(dict.fromkeys(each.year for each in kept))
