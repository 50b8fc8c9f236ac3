"""Weights drawn stay weights: not negative, adding up to 1 among siblings, zero where they were zero."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicator_tree.parameters import Reference
from indicator_tree.robustness import DirichletWeights, PerturbedWeights
from scoring.aggregation import Group, Hierarchy
from scoring.robustness.weight_draws import leaf_shares, rescaled, weight_bank

TREE = Hierarchy(
    ("a.1", "a.2", "a.3", "b.1", "c"),
    (Group("a", 1, ("a.1", "a.2", "a.3")), Group("b", 1, ("b.1",)), Group("base", 0, ("a", "b", "c"))),
)
NODES = TREE.nodes[:-1]
SCHEME = {"a.1": 0.5, "a.2": 0.3, "a.3": 0.2, "b.1": 1.0, "c": 0.2, "a": 0.5, "b": 0.3}
CITED = {"basis": "assumed", "reference": Reference(title="示例")}
PERTURBED = PerturbedWeights(kind="perturbed", spread=0.25, **CITED)

specs = st.one_of(
    st.floats(0.01, 0.99).map(lambda spread: PerturbedWeights(kind="perturbed", spread=spread, **CITED)),
    st.floats(1, 500).map(lambda size: DirichletWeights(kind="dirichlet", concentration=size, **CITED)),
)
schemes = st.lists(st.floats(0.01, 1), min_size=len(NODES), max_size=len(NODES)).map(
    lambda drawn: dict(zip(NODES, drawn, strict=True))
)


def local(bank: np.ndarray, scheme: int = 0) -> np.ndarray:
    return rescaled(bank[:, scheme], TREE)


@given(schemes, specs, st.integers(0, 2**31))
def test_weights_drawn_add_up_to_1_among_siblings(
    scheme: dict[str, float], spec: PerturbedWeights | DirichletWeights, seed: int
) -> None:
    drawn = local(weight_bank([scheme], NODES, spec, 5, seed))
    assert (drawn >= 0).all()
    for group in TREE.groups:
        at = [NODES.index(child) for child in group.children]
        assert drawn[at].sum(axis=0) == pytest.approx(1, abs=1e-12)
    assert leaf_shares(drawn, TREE, "base").sum(axis=0) == pytest.approx(1, abs=1e-12)


@given(specs)
def test_a_weight_of_zero_stays_zero_and_the_last_realisation_is_the_scheme(
    spec: PerturbedWeights | DirichletWeights,
) -> None:
    scheme = SCHEME | {"a.3": 0.0, "a.1": 0.7}
    bank = weight_bank([scheme, SCHEME], NODES, spec, 4, 1)
    assert (bank[NODES.index("a.3"), 0] == 0).all()
    for place, given_weights in enumerate((scheme, SCHEME)):
        assert bank[:, place, -1] == pytest.approx([given_weights[node] for node in NODES])


def test_perturbed_weights_lie_within_the_spread_before_they_are_rescaled() -> None:
    bank = weight_bank([SCHEME], NODES, PERTURBED, 2000, 1)
    factors = bank[:, 0, :-1] / np.array([[SCHEME[node]] for node in NODES])
    assert 0.75 <= factors.min() < 0.76
    assert 1.24 < factors.max() <= 1.25
    assert np.corrcoef(factors) == pytest.approx(np.eye(len(NODES)), abs=0.1)


def test_dirichlet_weights_have_the_mean_and_spread_of_the_distribution() -> None:
    spec = DirichletWeights(kind="dirichlet", concentration=20, **CITED)
    drawn = local(weight_bank([SCHEME], NODES, spec, 40_000, 1))[:3, :-1]
    mean = np.array([0.5, 0.3, 0.2])
    assert drawn.mean(axis=1) == pytest.approx(mean, abs=0.003)
    assert drawn.var(axis=1) == pytest.approx(mean * (1 - mean) / 21, rel=0.05)


@pytest.mark.parametrize("spec", [PERTURBED, DirichletWeights(kind="dirichlet", concentration=30, **CITED)])
def test_a_longer_bank_begins_with_the_shorter_one(spec: PerturbedWeights | DirichletWeights) -> None:
    short, long = (weight_bank([SCHEME], NODES, spec, count, 9) for count in (10, 50))
    assert np.array_equal(short[:, :, :-1], long[:, :, :10])


def test_siblings_share_the_weight_of_what_is_left_out() -> None:
    weights = np.array([[SCHEME[node]] for node in NODES])
    weights[NODES.index("a.1")] = 0
    assert rescaled(weights, TREE)[:3, 0] == pytest.approx([0, 0.6, 0.4])


def test_the_parents_siblings_share_the_weight_where_an_only_child_is_left_out() -> None:
    weights = np.array([[SCHEME[node]] for node in NODES])
    weights[NODES.index("b.1")] = 0
    shares = leaf_shares(rescaled(weights, TREE), TREE, "base")[:, 0]
    a, c = 0.5 / 0.7, 0.2 / 0.7
    assert shares == pytest.approx([0.5 * a, 0.3 * a, 0.2 * a, 0, c])
