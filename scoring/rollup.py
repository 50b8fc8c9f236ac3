"""Leaf scores → scores of every node, bottom up, with the weights of a scheme and the rulebook's methods."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from scoring.aggregation import (
    Hierarchy,
    aggregate,
    gradients,
    loss_shares,
    methods_of,
    minimum_present,
    present_shares,
    undefined,
)
from scoring.errors import UndefinedAggregateError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    import numpy.typing as npt

    from indicator_tree import Rulebook
    from indicator_tree.aggregation import Method

    Floats = npt.NDArray[np.float64]

Scores = dict[str, "npt.NDArray[np.float64]"]
"""One value per firm for every node; NaN where there is no score."""


def roll_up(leaves: Mapping[str, Floats], bonus: Floats, rulebook: Rulebook, scheme: str) -> Scores:
    """Scores of all nodes, of `base` (the whole tree), `bonus` and `total` (their sum).

    A node is made of its children by the rulebook's method for its level, the weighted arithmetic mean where it names
    none (`scoring.aggregation`). Where a child has no score, its siblings share its weight in proportion to theirs; a
    node without any scored child, or with fewer than the rulebook asks for, has none.

    Raises:
        UndefinedAggregateError: a score of zero under a geometric or harmonic mean.
    """
    scores: Scores = {code: np.asarray(values, dtype=np.float64) for code, values in leaves.items()}
    for step in _upwards(rulebook, scheme, scores):
        wrong = undefined(step.values, step.shares, step.method)
        if wrong.any():
            raise UndefinedAggregateError(step.node, step.method, tuple(np.flatnonzero(wrong).tolist()))
        scores[step.node] = aggregate(step.values, step.shares, step.method)
    scores["bonus"] = bonus
    scores["total"] = scores["base"] + bonus
    return scores


def leaf_weights(scores: Scores, rulebook: Rulebook, scheme: str, leaves: Sequence[str]) -> Scores:
    """How much every node moves for a point more at each of some leaves, per firm: node → shape (firms, leaves).

    Where siblings share the weight of a child without a score, the firm's weights are other than the scheme's; under
    another method than the arithmetic mean they hold for small moves.
    """
    return _carried(scores, rulebook, scheme, leaves, _moved)


def share_weights(scores: Scores, rulebook: Rulebook, scheme: str, leaves: Sequence[str]) -> Scores:
    """The leaves' weights in every node as they apply to a firm, whatever the methods: node → shape (firms, leaves)."""
    return _carried(scores, rulebook, scheme, leaves, lambda step, _: step.shares)


def loss_weights(scores: Scores, rulebook: Rulebook, scheme: str, leaves: Sequence[str]) -> Scores:
    """Weights with which the leaves' losses add up exactly to a node's: node → shape (firms, leaves).

    Under the arithmetic mean they are those of `leaf_weights`; see `scoring.aggregation.loss_shares`.
    """
    full = rulebook.scale.full_marks

    def lost(step: _Step, made: Floats) -> Floats:
        return loss_shares(step.values, step.shares, made, step.method, full)

    return _carried(scores, rulebook, scheme, leaves, lost)


@dataclass(frozen=True)
class _Step:
    """A node with its children: values and shares of shape (children, firms)."""

    node: str
    children: tuple[str, ...]
    values: Floats
    shares: Floats
    method: Method


def _upwards(rulebook: Rulebook, scheme: str, scores: Scores) -> Iterator[_Step]:
    """The inner nodes, deepest first; what is made of one must be among the scores before the next is asked for."""
    weights, methods, least = rulebook.local_weights(scheme), methods_of(rulebook), minimum_present(rulebook)
    for group in Hierarchy.of(rulebook).groups:
        values = np.stack([scores[child] for child in group.children])
        given = np.array([weights[child] for child in group.children])
        yield _Step(group.node, group.children, values, present_shares(values, given, least), methods[group.node])


def _moved(step: _Step, made: Floats) -> Floats:
    return gradients(step.values, step.shares, made, step.method)


def _carried(
    scores: Scores,
    rulebook: Rulebook,
    scheme: str,
    leaves: Sequence[str],
    shares_of: Callable[[_Step, Floats], Floats],
) -> Scores:
    """Shares of the children multiplied along every way from a node down to the leaves."""
    firms = len(scores["base"])
    found: Scores = {node: np.zeros((firms, len(leaves))) for node in (*rulebook.leaves, "bonus")}
    for place, leaf in enumerate(leaves):
        found[leaf][:, place] = 1.0
    for step in _upwards(rulebook, scheme, scores):
        shares = shares_of(step, scores[step.node])
        found[step.node] = np.einsum("cf,cfl->fl", shares, np.stack([found[child] for child in step.children]))
    found["total"] = found["base"]
    return found
