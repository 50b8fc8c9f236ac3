"""Scores of every node under the 8 combinations of rules, weights and records."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from scoring.aggregation import Hierarchy, methods_of, minimum_present, roll_up_tree
from scoring.comparison.mixed import leaves_by_rules
from scoring.comparison.mixed_node_rules import node_rules
from scoring.comparison.quantities import same_leaves

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy.typing as npt

    from scoring.comparison.mixed import Pair
    from scoring.evaluation import Evaluation
    from scoring.node_rules import NodeRules
    from scoring.rollup import Scores

    Floats = npt.NDArray[np.float64]


def combinations(runs: Pair, firms: pl.Series) -> Scores:
    """Node → scores of shape (rules, weights, records, firms), each factor before and now.

    The nodes are the codes in both trees, whatever they mean there, with `base`, `bonus` and `total`. NaN where a
    combination gives no score. Rules on nodes that both trees have are switched with the rules, those of one tree only
    with the weights, as its leaves are.
    """
    every = [_everybody(run) for run in runs] if _relative(runs) else [firms, firms]
    by_rules = [leaves_by_rules(runs, own) for own in every] if _relative(runs) else [leaves_by_rules(runs, firms)] * 2
    by_records = [_by_records(runs, records, by_rules[records], every[records]) for records in (0, 1)]
    places = [own.search_sorted(firms).to_numpy().astype(np.intp) for own in every]
    return {
        node: np.stack([by_records[records][node][..., places[records]] for records in (0, 1)], axis=2)
        for node in by_records[0]
    }


def _relative(runs: Pair) -> bool:
    """Whether a rule on a node compares firms, so that all firms of a year must be scored together."""
    return any(run.rulebook.compares_units for run in runs)


def _everybody(run: Evaluation) -> pl.Series:
    return run.firms.filter(pl.col("status") == "evaluated")["firm_id"].sort()


def _by_records(runs: Pair, records: int, by_rules: tuple[Scores, Scores], firms: pl.Series) -> Scores:
    """Node → scores of shape (rules, weights, firms) from the records of one year."""
    both = same_leaves(runs[0].rulebook, runs[1].rulebook)
    trees = []
    for weights in (0, 1):
        leaves = {
            leaf: np.stack([by_rules[0][leaf][records], by_rules[1][leaf][records]])
            if leaf in both
            else np.broadcast_to(scores[weights], (2, *scores.shape[1:]))
            for leaf, scores in by_rules[weights].items()
        }
        ruled = [node_rules(runs, (rules, weights, records), firms) for rules in (0, 1)]
        trees.append(_rolled(runs, weights, leaves, ruled))
    return {node: np.stack([trees[0][node], trees[1][node]], axis=1) for node in trees[0] if node in trees[1]}


def _rolled(runs: Pair, weights: int, leaves: Scores, ruled: Sequence[NodeRules]) -> Scores:
    """Scores of every node of one of the trees, of shape (rules, firms).

    Args:
        runs: before and now.
        weights: whose tree and weights.
        leaves: scores of its leaves, and the bonus, of the same shape.
        ruled: the rules on its nodes, before and now.
    """
    book = runs[weights].rulebook
    shares, methods, least = book.local_weights(runs[weights].scheme), methods_of(book), minimum_present(book)
    shape = next(iter(leaves.values())).shape
    bonus = leaves.get("bonus", np.zeros(shape))

    def adjusted(node: str, made: Floats, found: Mapping[str, Floats]) -> Floats:
        each = [{at: scores[rules] for at, scores in {**found, "bonus": bonus}.items()} for rules in (0, 1)]
        return np.stack([one.applied(node, made[at], each[at]) for at, one in enumerate(ruled)])

    adjust = adjusted if any(one.rulebook.ruled for one in ruled) else None
    found = roll_up_tree(leaves, Hierarchy.of(book), shares, methods, least, adjust)
    total = found["base"] + bonus
    return found | {"bonus": bonus, "total": total if adjust is None else adjust("total", total, found)}
