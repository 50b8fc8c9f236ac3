"""Scores of every node under the 8 combinations of rules, weights and records."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from scoring.aggregation import Hierarchy, methods_of, minimum_present, roll_up_tree
from scoring.comparison.mixed import leaves_by_rules
from scoring.comparison.quantities import same_leaves

if TYPE_CHECKING:
    import polars as pl

    from scoring.comparison.mixed import Pair
    from scoring.rollup import Scores


def combinations(runs: Pair, firms: pl.Series) -> Scores:
    """Node → scores of shape (rules, weights, records, firms), each factor before and now.

    The nodes are the codes in both trees, whatever they mean there, with `base`, `bonus` and `total`. NaN where a
    combination gives no score.
    """
    by_rules = leaves_by_rules(runs, firms)
    both = same_leaves(runs[0].rulebook, runs[1].rulebook)
    trees = [_rolled(runs, weights, by_rules, both) for weights in (0, 1)]
    return {node: np.stack([trees[0][node], trees[1][node]], axis=1) for node in trees[0] if node in trees[1]}


def _rolled(runs: Pair, weights: int, by_rules: tuple[Scores, Scores], both: frozenset[str]) -> Scores:
    """Scores of every node of one of the trees, of shape (rules, records, firms)."""
    book, own = runs[weights].rulebook, by_rules[weights]
    leaves = {
        leaf: np.stack([by_rules[0][leaf], by_rules[1][leaf]])
        if leaf in both
        else np.broadcast_to(scores[weights], (2, *scores.shape))
        for leaf, scores in own.items()
    }
    bonus = leaves.pop("bonus", None)
    shares = book.local_weights(runs[weights].scheme)
    found = roll_up_tree(leaves, Hierarchy.of(book), shares, methods_of(book), minimum_present(book))
    found["bonus"] = np.zeros(found["base"].shape) if bonus is None else bonus
    found["total"] = found["base"] + found["bonus"]
    return found
