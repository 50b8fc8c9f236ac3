"""Children → nodes: one tree of any depth, several methods, missing scores, any number of draws side by side.

hierarchy  which children make which node
shares     how much each child counts, where some have no score
methods    arithmetic, geometric, harmonic, least
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from scoring.aggregation.hierarchy import WHOLE, Group, Hierarchy, methods_of, minimum_present
from scoring.aggregation.methods import aggregate, gradients, loss_shares, undefined
from scoring.aggregation.shares import check_weights, present_shares, rescaled

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import numpy.typing as npt

    from scoring.aggregation.hierarchy import Methods

    Floats = npt.NDArray[np.float64]

    Adjust = Callable[[str, Floats, Mapping[str, Floats]], Floats]
    """A node, what its children make, and the nodes made before → the node."""

__all__ = [
    "WHOLE",
    "Group",
    "Hierarchy",
    "aggregate",
    "check_weights",
    "gradients",
    "loss_shares",
    "methods_of",
    "minimum_present",
    "present_shares",
    "rescaled",
    "roll_up_tree",
    "undefined",
]


def roll_up_tree(  # noqa: PLR0917
    leaves: Mapping[str, Floats],
    hierarchy: Hierarchy,
    weights: Mapping[str, Floats | float],
    methods: Methods,
    minimum_present: float = 0.0,
    adjust: Adjust | None = None,
) -> dict[str, Floats]:
    """Values of all nodes, from those of the leaves upwards.

    Args:
        leaves: one array per leaf, all of one shape or of shapes that broadcast, such as (draws, units).
        hierarchy: the tree.
        weights: of every node among its siblings, which add up to 1: numbers, or arrays that broadcast to the leaves,
            such as (draws, 1).
        methods: by node; a node that is not there is made by the arithmetic mean.
        minimum_present: share of a node's children that must have a value.
        adjust: what makes a node's value of what its children make, given the nodes made before; nothing if omitted.

    Returns:
        The leaves and every inner node, the whole tree under `WHOLE`; NaN where too few children have a value or the
        method has none. A node that its method cannot make (`undefined`) is not missing: its siblings do not take its
        weight, and what rests on it has no value either.
    """
    found: dict[str, Floats] = {leaf: np.asarray(leaves[leaf], dtype=np.float64) for leaf in hierarchy.leaves}
    wrong: dict[str, npt.NDArray[np.bool_]] = {leaf: np.zeros((), dtype=np.bool_) for leaf in hierarchy.leaves}
    for group in hierarchy.groups:
        values = np.stack(np.broadcast_arrays(*(found[child] for child in group.children)))
        given = [np.asarray(weights[child], dtype=np.float64) for child in group.children]
        shape = np.broadcast_shapes(values.shape[1:], *(weight.shape for weight in given))
        values = np.broadcast_to(values, (len(values), *shape))
        stacked = np.stack([np.broadcast_to(weight, shape) for weight in given])
        shares = present_shares(values, stacked, minimum_present)
        method = methods.get(group.node, "arithmetic")
        below = [wrong[child] & (weight > 0) for child, weight in zip(group.children, given, strict=True)]
        wrong[group.node] = np.logical_or.reduce(np.broadcast_arrays(undefined(values, shares, method), *below))
        made = np.where(wrong[group.node], np.nan, aggregate(values, shares, method))
        found[group.node] = made if adjust is None else adjust(group.node, made, found)
    return found
