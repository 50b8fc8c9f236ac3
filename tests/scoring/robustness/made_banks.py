"""Banks by hand: two groups of two leaves (1.1, 1.2; 2.1, 2.2), equal weights, scores drawn once."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from indicator_tree.aggregation import Method
from indicator_tree.parameters import Reference
from indicator_tree.robustness import PerturbedWeights, Robustness
from scoring.aggregation import Group, Hierarchy
from scoring.robustness import ASSUMPTIONS, Banks

HIERARCHY = Hierarchy(
    ("1.1", "1.2", "2.1", "2.2"),
    (Group("1", 1, ("1.1", "1.2")), Group("2", 1, ("2.1", "2.2")), Group("base", 0, ("1", "2"))),
)
SPEC = Robustness(
    basis="assumed",
    reference=Reference(title="示例"),
    draws=64,
    seed=3,
    interval=0.9,
    realisations=8,
    stable=0.9,
    sobol=256,
    weights=PerturbedWeights(kind="perturbed", spread=0.25, basis="assumed", reference=Reference(title="示例")),
)


def banks(firms: int = 12) -> Banks:
    """Nothing varies."""
    scores = np.random.default_rng(2).uniform(40, 100, (4, firms))
    return Banks(
        firms=tuple(f"{at:03}" for at in range(firms)),
        names=tuple(f"公司{at}" for at in range(firms)),
        hierarchy=HIERARCHY,
        floor=0.0,
        full=100.0,
        leaves=scores[None],
        bonus=np.zeros((1, firms)),
        surveyed=(),
        errors=np.zeros((1, 0, firms)),
        counted=(),
        count_errors=np.zeros((1, 0, firms)),
        weights=np.full((6, 1, 1), 0.5),
        methods=(dict.fromkeys(("1", "2", "base"), "arithmetic"),),
        minimum_present=(0.0,),
        labels={"scheme": (), "aggregation": (), "left_out": ()},
        sizes=dict.fromkeys(ASSUMPTIONS, 0),
    )


def with_weights(study: Banks, count: int = 64, spread: float = 0.5) -> Banks:
    """Weights perturbed."""
    factors = np.random.default_rng(4).uniform(1 - spread, 1 + spread, (6, 1, count))
    drawn = np.concatenate([study.weights * factors, study.weights], axis=2)
    return replace(study, weights=drawn, sizes={**study.sizes, "weights": count})


def with_parameters(study: Banks, *scenarios: dict[tuple[int, int], float]) -> Banks:
    """Scenarios of scores of (leaf, firm), and else as evaluated."""
    leaves = np.repeat(study.leaves[-1:], len(scenarios) + 1, axis=0)
    for at, scenario in enumerate(scenarios):
        for place, score in scenario.items():
            leaves[(at, *place)] = score
    bonus = np.repeat(study.bonus[-1:], len(leaves), axis=0)
    return replace(study, leaves=leaves, bonus=bonus, sizes={**study.sizes, "parameters": len(scenarios)})


def with_aggregations(study: Banks, *methods: Method) -> Banks:
    """One method throughout the tree, or another."""
    ways = tuple(dict.fromkeys(("1", "2", "base"), method) for method in (*methods, "arithmetic"))
    return replace(
        study,
        methods=ways,
        minimum_present=(0.0,) * len(ways),
        labels={**study.labels, "aggregation": methods},
        sizes={**study.sizes, "aggregation": len(methods)},
    )


def with_leaves_left_out(study: Banks) -> Banks:
    """Each leaf left out, or none."""
    labels = (*study.hierarchy.leaves, "")
    return replace(study, labels={**study.labels, "left_out": labels}, sizes={**study.sizes, "left_out": len(labels)})
