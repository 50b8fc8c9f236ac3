"""Weights as they could as well have been: perturbed one by one, drawn together, or those of one of the experts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from indicator_tree.robustness import DirichletWeights, ExpertDraws, PerturbedWeights
from scoring.robustness.assumptions import random_numbers

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import numpy.typing as npt

    from scoring.aggregation import Hierarchy

    Floats = npt.NDArray[np.float64]


def weight_bank(
    schemes: Sequence[Mapping[str, float]],
    nodes: Sequence[str],
    spec: PerturbedWeights | DirichletWeights | ExpertDraws | None,
    count: int,
    seed: int,
    *,
    siblings: Sequence[Sequence[str]] = (),
) -> Floats:
    """Weights of all nodes before they are rescaled among siblings, shape (nodes, schemes, count + 1).

    The last realisation is the scheme as it stands. A weight of zero stays zero.

    Args:
        schemes: weight of every node, per scheme.
        nodes: in the order of the result.
        spec: how the weights vary; None leaves the scheme alone.
        count: how many realisations.
        seed: of the study.
        siblings: the children of every inner node, which draw an expert together; needed for `ExpertDraws` alone.
    """
    given = np.array([[scheme[node] for scheme in schemes] for node in nodes])
    if spec is None:
        return given[:, :, None]
    drawn = np.empty((len(nodes), len(schemes), count + 1))
    drawn[:, :, -1] = given
    if isinstance(spec, ExpertDraws):
        drawn[:, :, :-1] = given[:, :, None]
        for places, weights in _of_experts(spec, nodes, siblings, count, seed):
            drawn[places, :, :-1] = weights[:, None, :]
        return drawn
    for at, node in enumerate(nodes):
        if isinstance(spec, PerturbedWeights):
            factor = 1 + spec.spread * random_numbers(seed, "weights", node).uniform(-1, 1, count)
            drawn[at, :, :-1] = given[at, :, None] * factor
        else:
            for place, weight in enumerate(given[at]):
                gamma = random_numbers(seed, "weights", node).standard_gamma(spec.concentration * weight, count)
                drawn[at, place, :-1] = gamma  # gammas over their sum are Dirichlet (Devroye 1986, ch. XI.4)
    return drawn


def _of_experts(
    spec: ExpertDraws, nodes: Sequence[str], siblings: Sequence[Sequence[str]], count: int, seed: int
) -> Iterator[tuple[list[int], Floats]]:
    """Places of the children of every node that experts judged, and their weights, shape (children, count).

    The experts of a node come up equally often, in a random order that is its own.
    """
    at = {node: place for place, node in enumerate(nodes)}
    for group in siblings:
        judged = [
            [one.weight[node] for node in group] for one in spec.expert if all(map(one.weight.__contains__, group))
        ]
        if judged:
            order = random_numbers(seed, "weights", *group).permuted(np.arange(count) % len(judged))
            yield [at[node] for node in group], np.array(judged)[order].T


def rescaled(drawn: Floats, hierarchy: Hierarchy) -> Floats:
    """Weights that add up to 1 among siblings.

    Where no sibling has a weight, there is nothing of their parent: its own siblings share its weight.

    Args:
        drawn: not negative, shape (nodes but the whole tree, draws).
        hierarchy: the tree; its nodes in the order of the weights.
    """
    local = drawn.copy()
    at = {node: place for place, node in enumerate(hierarchy.nodes)}
    for group in hierarchy.groups:
        children = [at[child] for child in group.children]
        total = local[children[0]].copy()
        for child in children[1:]:
            total += local[child]
        nothing = total == 0
        if group.level and nothing.any():
            local[at[group.node], nothing] = 0
        total[nothing] = 1
        local[children] /= total
    return local


def leaf_shares(local: Floats, hierarchy: Hierarchy, node: str) -> Floats:
    """What a point at each leaf counts at a node under arithmetic means, shape (leaves, draws); 0 outside the node."""
    at = {name: place for place, name in enumerate(hierarchy.nodes)}
    shares = np.zeros((len(hierarchy.nodes), local.shape[1]))
    shares[at[node]] = 1
    for group in reversed(hierarchy.groups):
        for child in group.children:
            if child != node:
                shares[at[child]] = shares[at[group.node]] * local[at[child]]
    return shares[: len(hierarchy.leaves)]
