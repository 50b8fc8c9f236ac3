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
    from scoring.node_rules import NodeRules

    Floats = npt.NDArray[np.float64]

Scores = dict[str, "npt.NDArray[np.float64]"]
"""One value per firm for every node; NaN where there is no score."""


def roll_up(
    leaves: Mapping[str, Floats], bonus: Floats, rulebook: Rulebook, scheme: str, rules: NodeRules | None = None
) -> Scores:
    """Scores of all nodes, of `base` (the whole tree), `bonus` and `total` (their sum).

    A node is made of its children by the rulebook's method for its level, the weighted arithmetic mean where it names
    none (`scoring.aggregation`). Where a child has no score, its siblings share its weight in proportion to theirs; a
    node without any scored child, or with fewer than the rulebook asks for, has none. The rules on a node apply to
    what its children make, those on the total after the bonus (`scoring.node_rules`).

    Args:
        leaves: scores of the leaves.
        bonus: the bonus.
        rulebook: tree, methods and rules.
        scheme: the weight scheme.
        rules: the rulebook's rules on nodes with what they look at; only a rulebook without such rules needs none.

    Raises:
        UndefinedAggregateError: a score of zero under a geometric or harmonic mean.
    """
    if rulebook.ruled and rules is None:
        raise ValueError(f"{rulebook.id} has rules on {', '.join(rulebook.ruled)}, but nothing to apply them with")
    scores: Scores = {code: np.asarray(values, dtype=np.float64) for code, values in leaves.items()}
    for step in _upwards(rulebook, scheme, scores):
        wrong = undefined(step.values, step.shares, step.method)
        if wrong.any():
            raise UndefinedAggregateError(step.node, step.method, tuple(np.flatnonzero(wrong).tolist()))
        made = aggregate(step.values, step.shares, step.method)
        scores[step.node] = made if rules is None else rules.applied(step.node, made, scores | {"bonus": bonus})
    scores["bonus"] = bonus
    total = scores["base"] + bonus
    scores["total"] = total if rules is None else rules.applied("total", total, scores)
    return scores


def made_by_children(scores: Scores, rulebook: Rulebook, scheme: str) -> Scores:
    """What the children of the nodes that have rules made of them, before these rules; of the total, base and bonus."""
    found = {
        step.node: aggregate(step.values, step.shares, step.method)
        for step in (_upwards(rulebook, scheme, scores) if rulebook.ruled else ())
        if rulebook.rules_at(step.node)
    }
    return found | ({"total": scores["base"] + scores["bonus"]} if rulebook.rules_at("total") else {})


def leaf_weights(
    scores: Scores, rulebook: Rulebook, scheme: str, leaves: Sequence[str], rules: NodeRules | None = None
) -> tuple[Scores, Scores]:
    """How much every node moves for a point more at each of some leaves, per firm: node → shape (firms, leaves).

    Where siblings share the weight of a child without a score, the firm's weights are other than the scheme's; under
    another method than the arithmetic mean they hold for small moves. A node held by a cap or a floor does not move.

    Returns:
        Of what the children of the nodes make, before the rules of the node itself; and of the nodes.
    """
    return _carried(scores, rulebook, scheme, leaves, _moved, rules)


def share_weights(scores: Scores, rulebook: Rulebook, scheme: str, leaves: Sequence[str]) -> Scores:
    """The leaves' weights in every node as they apply to a firm, whatever the methods: node → shape (firms, leaves).

    Among the leaves may be inner nodes: then their weights too.
    """
    return _carried(scores, rulebook, scheme, leaves, lambda step, _: step.shares)[1]


def loss_weights(scores: Scores, rulebook: Rulebook, scheme: str, leaves: Sequence[str]) -> Scores:
    """Weights with which the leaves' losses add up exactly to a node's: node → shape (firms, leaves).

    Under the arithmetic mean they are those of `share_weights`; see `scoring.aggregation.loss_shares`. What the
    rules of a node take from it is a loss of that node, which may stand among the leaves.
    """
    full = rulebook.scale.full_marks

    def lost(step: _Step, made: Floats) -> Floats:
        return loss_shares(step.values, step.shares, made, step.method, full)

    return _carried(scores, rulebook, scheme, leaves, lost)[1]


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


def _carried(  # noqa: PLR0917
    scores: Scores,
    rulebook: Rulebook,
    scheme: str,
    leaves: Sequence[str],
    shares_of: Callable[[_Step, Floats], Floats],
    rules: NodeRules | None = None,
) -> tuple[Scores, Scores]:
    """Shares of the children multiplied along every way from a node down to the leaves: before the rules of the node
    itself, and after them.
    """
    firms = len(scores["base"])
    found: Scores = {node: np.zeros((firms, len(leaves))) for node in (*rulebook.leaves, "bonus")}
    before: Scores = dict(found)
    for place, leaf in enumerate(leaves):
        if leaf in found:
            found[leaf][:, place] = 1.0
    for step in _upwards(rulebook, scheme, scores):
        ruled = bool(rulebook.rules_at(step.node))
        made = aggregate(step.values, step.shares, step.method) if ruled else scores[step.node]
        shares = shares_of(step, made)
        before[step.node] = np.einsum("cf,cfl->fl", shares, np.stack([found[child] for child in step.children]))
        found[step.node] = _passed(before[step.node], step.node, made, scores, rules)
        if step.node in leaves:
            found[step.node][:, leaves.index(step.node)] = 1.0
    before["total"] = found["base"]
    found["total"] = _passed(before["total"], "total", scores["base"] + scores["bonus"], scores, rules)
    return before, found


def _passed(weights: Floats, node: str, made: Floats, scores: Scores, rules: NodeRules | None) -> Floats:
    """The weights as far as the rules of a node let it move."""
    if rules is None or not rules.rulebook.rules_at(node):
        return weights.copy()
    return weights * rules.judged(node, made, scores).moves[:, None]
