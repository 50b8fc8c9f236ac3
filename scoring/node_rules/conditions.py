"""Where the conditions of rules on nodes hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from scoring.precision import DECIMALS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy.typing as npt

    from indicator_tree.node_rules import Condition

    Floats = npt.NDArray[np.float64]
    Truths = npt.NDArray[np.bool_]
    Number = Callable[[str, float], Floats | float]
    """A number of the condition by its name and its value in the rulebook: as it is, or as it is drawn."""


def holds(  # noqa: PLR0917
    condition: Condition,
    number: Number,
    count: Floats,
    scores: Callable[[str], Floats],
    leaves: Callable[[str], Sequence[Floats]],
    groups: npt.NDArray[np.object_],
) -> Truths:
    """Where a condition holds.

    Args:
        condition: of the rulebook.
        number: its numbers; arrays broadcast to the scores.
        count: records that meet it, per unit, where it is over records.
        scores: the scores of a node, shape (…, units); no score meets no condition.
        leaves: the scores of the leaves at or below a node.
        groups: of the units.
    """
    match condition.kind:
        case "records":
            return np.asarray(count >= condition.at_least)
        case "score":
            found = np.round(scores(condition.node), DECIMALS)
            held = ~np.isnan(found)
            if condition.below is not None:
                held = held & (found < number("below", condition.below))
            if condition.at_least is not None:
                held = held & (found >= number("at_least", condition.at_least))
            return np.asarray(held)
        case "lowest":
            among = groups if condition.within_groups else np.full(len(groups), "", dtype=np.object_)
            return lowest(scores(condition.node), number("share", condition.share), among, condition.ties)
        case "missing":
            below = np.stack(np.broadcast_arrays(*leaves(condition.node)))
            return np.asarray(np.isnan(below).mean(axis=0) > number("above", condition.above))


def lowest(values: Floats, share: Floats | float, groups: npt.NDArray[np.object_], ties: str) -> Truths:
    """Who is among the lowest share of the group.

    Of n units of a group with a score the floor(share × n) lowest are; where the last of them ties with the next, all
    that tie are (`ties = "in"`) or none of them is.

    Args:
        values: shape (…, units), NaN without a score.
        share: a number, or an array that broadcasts to the values.
        groups: of the units.
        ties: `in` or `out`.
    """
    settled = np.round(values, DECIMALS)
    found = np.zeros(settled.shape, dtype=np.bool_)
    for group in dict.fromkeys(groups.tolist()):
        here = np.flatnonzero(groups == group)
        own = settled[..., here]
        ascending = np.sort(own, axis=-1)  # NaN last
        known = np.count_nonzero(~np.isnan(own), axis=-1, keepdims=True)
        many = np.floor(np.asarray(share) * known + 1e-9).astype(np.int64)
        many = np.broadcast_to(many, known.shape)
        last = np.take_along_axis(ascending, np.maximum(many - 1, 0), axis=-1)
        following = np.take_along_axis(ascending, np.minimum(many, own.shape[-1] - 1), axis=-1)
        tied = (last == following) & (many < known)
        among = own <= last if ties == "in" else np.where(tied, own < last, own <= last)
        found[..., here] = among & (many > 0)
    return found
