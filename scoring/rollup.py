"""Leaf scores → scores of every node, bottom up, with the weights of a scheme."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy.typing as npt

    from indicator_tree import Rulebook

Scores = dict[str, "npt.NDArray[np.float64]"]
"""One value per firm for every node; NaN where there is no score."""


def roll_up(
    leaves: Mapping[str, npt.NDArray[np.float64]], bonus: npt.NDArray[np.float64], rulebook: Rulebook, scheme: str
) -> Scores:
    """Scores of all nodes, of `base` (the whole tree), `bonus` and `total` (their sum).

    A node is the weighted arithmetic mean of its children (OECD/JRC, Handbook on Constructing Composite Indicators,
    2008, step 7). Where a child has no score, its siblings share its weight in proportion to theirs; a node without
    any scored child has none.
    """
    weights = rulebook.local_weights(scheme)
    scores: Scores = {code: np.asarray(values, dtype=np.float64) for code, values in leaves.items()}
    inner = sorted((code for code in rulebook.children if code is not None), key=rulebook.level, reverse=True)
    for code in (*inner, None):
        children = rulebook.children[code]
        scores["base" if code is None else code] = weighted_mean(
            np.stack([scores[child] for child in children]), np.array([weights[child] for child in children])
        )
    scores["bonus"] = bonus
    scores["total"] = scores["base"] + bonus
    return scores


def weighted_mean(values: npt.NDArray[np.float64], weights: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Mean over children (rows) per firm (columns), without the NaNs; weights add up to 1."""
    present = ~np.isnan(values)
    carried = np.where(present, weights[:, None], 0.0)
    summed = (np.where(present, values, 0.0) * carried).sum(axis=0)
    share = np.where(present.all(axis=0), 1.0, carried.sum(axis=0))
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(np.where(share > 0, summed / share, np.nan))
