"""Errors of the leaves, carried up the tree to every node, the total and the ranks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from scoring.intervals import combined, quantile, rank_limits
from scoring.rollup import leaf_weights, made_by_children

if TYPE_CHECKING:
    import numpy.typing as npt

    from indicator_tree import Rulebook
    from scoring.leaf_errors import LeafErrors
    from scoring.node_rules import NodeRules
    from scoring.rollup import Scores

    Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class NodeError:
    """Standard error, limits of the score, limits of the rank: one value per firm; NaN where there is no score."""

    se: Floats
    low: Floats
    high: Floats
    rank_low: Floats
    rank_high: Floats


def node_errors(
    scores: Scores, errors: LeafErrors, rulebook: Rulebook, scheme: str, rules: NodeRules | None = None
) -> dict[str, NodeError]:
    """Errors of every node above leaves that have one.

    A node's standard error is sqrt(a' C a), a being what a point at each leaf counts at the node and C the covariance
    of the leaves; its interval combines the leaves' intervals (`scoring.intervals.combined`). The rules that applied to
    a node apply to the limits too: a cap bounds the interval. That conditions on scores could as well have held
    is no part of the error.
    """
    full, floor = rulebook.scale.full_marks, rulebook.scale.floor
    free, below, above = errors.free, errors.below, errors.above
    made, weights = leaf_weights(scores, rulebook, scheme, errors.nodes, rules)
    before = made_by_children(scores, rulebook, scheme)
    found: dict[str, NodeError] = {}
    for node in scores:
        counted = weights[node]
        if not made[node].any() and not _held(node, errors, rulebook):
            continue
        missing = np.isnan(scores[node])
        se = np.sqrt(np.einsum("fi,fij,fj->f", counted * free, errors.covariance, counted * free).clip(0))
        lower, upper = combined(before.get(node, scores[node]), made[node], below, above, errors.correlation)
        if rules is not None and node in before:
            judged = rules.judged(node, before[node], scores)
            lower, upper = rules.bounded(judged, node, lower), rules.bounded(judged, node, upper)
        se = np.where(missing, np.nan, se)
        highest = full + (rulebook.bonus.cap if node == "total" and rulebook.bonus else 0.0)
        lower, upper = lower.clip(floor, highest), upper.clip(floor, highest)
        found[node] = NodeError(se, lower, upper, *rank_limits(scores[node], se, rulebook.confidence))
    return found


def _held(node: str, errors: LeafErrors, rulebook: Rulebook) -> bool:
    """Whether a node rests on leaves with errors, though rules on nodes keep every firm from moving with them."""
    under = () if node == "bonus" else rulebook.leaves_under(None if node in ("base", "total") else node)
    return bool(rulebook.ruled) and not set(under).isdisjoint(errors.nodes)


def mean_errors(scores: Scores, errors: dict[str, NodeError], confidence: float) -> dict[str, NodeError]:
    """Error of the mean over firms of every node; firms are sampled independently of one another.

    The interval is symmetric as far as the firms' own limits reach: the means of these bound it, so that it stays on
    the scale.
    """
    found = {}
    for node, error in errors.items():
        scored = ~np.isnan(scores[node])
        if not scored.any():
            continue
        se = np.sqrt((error.se[scored] ** 2).sum()) / scored.sum()
        mean, half = scores[node][scored].mean(), quantile(confidence) * se
        low, high = max(mean - half, error.low[scored].mean()), min(mean + half, error.high[scored].mean())
        nothing = np.array([np.nan])
        found[node] = NodeError(np.array([se]), np.array([low]), np.array([high]), nothing, nothing)
    return found
