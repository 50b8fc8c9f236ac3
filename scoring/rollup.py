"""Leaf scores → scores of every node, bottom up, with the weights of a scheme."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import numpy.typing as npt

    from indicator_tree import Rulebook

    Floats = npt.NDArray[np.float64]

Scores = dict[str, "npt.NDArray[np.float64]"]
"""One value per firm for every node; NaN where there is no score."""


def roll_up(leaves: Mapping[str, Floats], bonus: Floats, rulebook: Rulebook, scheme: str) -> Scores:
    """Scores of all nodes, of `base` (the whole tree), `bonus` and `total` (their sum).

    A node is the weighted arithmetic mean of its children (OECD/JRC, Handbook on Constructing Composite Indicators,
    2008, step 7). Where a child has no score, its siblings share its weight in proportion to theirs; a node without
    any scored child has none.
    """
    scores: Scores = {code: np.asarray(values, dtype=np.float64) for code, values in leaves.items()}
    for node, children, weights in _upwards(rulebook, scheme):
        scores[node] = weighted_mean(np.stack([scores[child] for child in children]), weights)
    scores["bonus"] = bonus
    scores["total"] = scores["base"] + bonus
    return scores


def leaf_weights(scores: Scores, rulebook: Rulebook, scheme: str, leaves: Sequence[str]) -> Scores:
    """How much a point at each of some leaves counts at every node, per firm: node → shape (firms, leaves).

    Where siblings share the weight of a child without a score, the firm's weights are other than the scheme's.
    """
    firms = len(scores["base"])
    found: Scores = {node: np.zeros((firms, len(leaves))) for node in (*rulebook.leaves, "bonus")}
    for place, leaf in enumerate(leaves):
        found[leaf][:, place] = 1.0
    for node, children, weights in _upwards(rulebook, scheme):
        shares = present_shares(np.stack([scores[child] for child in children]), weights)
        found[node] = np.einsum("cf,cfl->fl", shares, np.stack([found[child] for child in children]))
    found["total"] = found["base"]
    return found


def weighted_mean(values: Floats, weights: Floats) -> Floats:
    """Mean over children (rows) per firm (columns), without the NaNs; weights add up to 1."""
    shares = present_shares(values, weights)
    none = np.isnan(values).all(axis=0)
    return np.asarray(np.where(none, np.nan, (np.nan_to_num(values) * shares).sum(axis=0)))


def present_shares(values: Floats, weights: Floats) -> Floats:
    """The weights of children (rows) per firm (columns), carried by those that have a value; 0 for the others."""
    present = ~np.isnan(values)
    carried = np.where(present, weights[:, None], 0.0)
    total = np.where(present.all(axis=0), 1.0, carried.sum(axis=0))
    return np.asarray(np.divide(carried, total, out=np.zeros_like(carried), where=total > 0))


def _upwards(rulebook: Rulebook, scheme: str) -> Iterator[tuple[str, tuple[str, ...], Floats]]:
    """Inner nodes with their children and the children's weights, deepest first; the whole tree last, as `base`."""
    weights = rulebook.local_weights(scheme)
    inner = sorted((code for code in rulebook.children if code is not None), key=rulebook.level, reverse=True)
    for code in (*inner, None):
        children = rulebook.children[code]
        yield "base" if code is None else code, children, np.array([weights[child] for child in children])
