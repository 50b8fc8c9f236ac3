"""Weights of children that have a score: the others pass theirs on to their siblings."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from scoring.errors import WeightsError

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy.typing as npt

    from scoring.aggregation.hierarchy import Hierarchy

    Floats = npt.NDArray[np.float64]


def present_shares(values: Floats, weights: Floats, minimum_present: float = 0.0) -> Floats:
    """The weights of children as they count, carried by those that have a value in proportion to their own.

    Args:
        values: shape (children, …); NaN where a child has none.
        weights: shape (children,), or one that broadcasts to that of the values; siblings add up to 1.
        minimum_present: share of the children, by number, that must have a value.

    Returns:
        The shape of the values; 0 for children without a value, and for all where too few of them, or none with a
        weight, have one.
    """
    given = np.asarray(weights, dtype=np.float64)
    if given.ndim == 1:
        given = given.reshape(-1, *[1] * (values.ndim - 1))
    present = ~np.isnan(values)
    carried = np.where(present, given, 0.0)
    complete = present.all(axis=0)
    total = np.where(complete, 1.0, carried.sum(axis=0))
    if minimum_present > 0:
        enough = present.sum(axis=0) >= minimum_present * len(values) - 1e-12
        total = np.where(enough, total, 0.0)
    return np.asarray(np.divide(carried, total, out=np.zeros_like(carried), where=total > 0))


def check_weights(hierarchy: Hierarchy, weights: Mapping[str, float]) -> None:
    """Stop at weights with which nothing can be aggregated.

    Raises:
        WeightsError: a child has no weight, or a negative or infinite one, or no sibling has any; all are told.
    """
    problems: list[str] = []
    for group in hierarchy.groups:
        missing = [child for child in group.children if child not in weights]
        given = {child: float(weights[child]) for child in group.children if child in weights}
        wrong = {child: weight for child, weight in given.items() if not (np.isfinite(weight) and weight >= 0)}
        problems += [f"{child} 没有权重" for child in missing]
        problems += [f"{child} 的权重为 {weight:g}，应为不小于 0 的有限数" for child, weight in wrong.items()]
        if given and not missing and not wrong and not any(given.values()):
            problems.append(f"{group.node} 的下级指标 {'、'.join(given)} 权重全部为 0")
    if problems:
        raise WeightsError(problems)


def rescaled(hierarchy: Hierarchy, weights: Mapping[str, float]) -> dict[str, float]:
    """Weights that add up to 1 among siblings.

    Raises:
        WeightsError: see `check_weights`.
    """
    check_weights(hierarchy, weights)
    found: dict[str, float] = {}
    for group in hierarchy.groups:
        total = float(sum(weights[child] for child in group.children))
        found |= {child: float(weights[child]) / total for child in group.children}
    return found
