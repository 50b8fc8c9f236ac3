"""Children → nodes, held against computations that share no code with it."""

from __future__ import annotations

import math
import statistics
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import optimize, stats

from indicator_tree.aggregation import Method
from scoring.aggregation import (
    Group,
    Hierarchy,
    aggregate,
    check_weights,
    gradients,
    loss_shares,
    present_shares,
    rescaled,
    roll_up_tree,
    undefined,
)
from scoring.errors import WeightsError

METHODS: tuple[Method, ...] = ("arithmetic", "geometric", "harmonic", "least")
INDEPENDENT = {
    "arithmetic": statistics.fmean,
    "geometric": lambda x, w: stats.gmean(x, weights=w),
    "harmonic": lambda x, w: stats.hmean(x, weights=w),
    "least": lambda x, w: min(value for value, weight in zip(x, w, strict=True) if weight > 0),
}

scores = st.floats(0.5, 100)
weights = st.floats(0, 1)


@st.composite
def families(draw: st.DrawFn) -> tuple[list[float], list[float], list[bool]]:
    """Scores of siblings, their shares (one at least above 0 among the present), and which have a score.

    The shares are divided here, once, so that what they lose by it (the smallest number becomes 0) is lost to all.
    """
    size = draw(st.integers(1, 7))
    present = draw(st.lists(st.booleans(), min_size=size, max_size=size))
    given_weights = draw(st.lists(weights, min_size=size, max_size=size))
    at = draw(st.integers(0, size - 1))
    present[at], given_weights[at] = True, max(given_weights[at], 0.01)
    total = sum(given_weights)
    return draw(st.lists(scores, min_size=size, max_size=size)), [one / total for one in given_weights], present


def column(values: list[float], present: list[bool]) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    return np.where(present, values, np.nan)[:, None]


@pytest.mark.parametrize("method", METHODS)
@settings(max_examples=60)
@given(families())
def test_every_method_agrees_with_an_independent_computation(
    method: Method, family: tuple[list[float], list[float], list[bool]]
) -> None:
    values, shares, present = family
    made = aggregate(column(values, present), present_shares(column(values, present), np.array(shares)), method)
    kept = [(value, share) for value, share, is_there in zip(values, shares, present, strict=True) if is_there]
    expected = INDEPENDENT[method]([value for value, _ in kept], [share for _, share in kept])
    assert made[0] == pytest.approx(expected, rel=1e-9, abs=1e-9)


@settings(max_examples=60)
@given(families())
def test_methods_let_good_children_make_up_for_bad_ones_less_and_less(
    family: tuple[list[float], list[float], list[bool]],
) -> None:
    values, shares, present = family
    held = column(values, present)
    counted = present_shares(held, np.array(shares))
    made = [float(aggregate(held, counted, method)[0]) for method in METHODS]
    assert all(lower <= higher + 1e-9 for higher, lower in pairwise(made))
    assert max(made) <= np.nanmax(held) + 1e-9


@pytest.mark.parametrize("method", METHODS)
@given(family=families(), full=st.just(100.0))
@settings(max_examples=60)
def test_losses_of_children_add_up_to_the_loss_of_the_node(
    method: Method, family: tuple[list[float], list[float], list[bool]], full: float
) -> None:
    values, shares, present = family
    held = column(values, present)
    counted = present_shares(held, np.array(shares))
    made = aggregate(held, counted, method)
    lost = (loss_shares(held, counted, made, method, full) * (full - np.nan_to_num(held, nan=full))).sum(axis=0)
    assert lost == pytest.approx(full - made, abs=1e-9)


@pytest.mark.parametrize("method", ["arithmetic", "geometric", "harmonic", "least"])
def test_gradients_are_those_of_a_numerical_derivative(method: Method) -> None:
    values, shares = np.array([70.0, 45.5, 91.0, 60.0]), np.array([0.4, 0.3, 0.2, 0.1])

    def node(at: np.ndarray[tuple[int], np.dtype[np.float64]]) -> float:
        return float(aggregate(at[:, None], shares[:, None], method)[0])

    numeric = optimize.approx_fprime(values, node, 1e-6)
    exact = gradients(values[:, None], shares[:, None], np.array([node(values)]), method)[:, 0]
    assert exact == pytest.approx(numeric, abs=1e-5)


CASES = [
    ("a zero has no geometric mean", "geometric", [0, 50], [0.5, 0.5], True),
    ("a zero has no harmonic mean", "harmonic", [0, 50], [0.5, 0.5], True),
    ("a negative score has no geometric mean", "geometric", [-1, 50], [0.5, 0.5], True),
    ("a zero without weight does no harm", "geometric", [0, 50], [0, 1], False),
    ("just above zero there is a geometric mean", "geometric", [1e-12, 50], [0.5, 0.5], False),
    ("a zero has an arithmetic mean", "arithmetic", [0, 50], [0.5, 0.5], False),
    ("a zero may be the least", "least", [0, 50], [0.5, 0.5], False),
]


@pytest.mark.parametrize(
    ("method", "values", "shares", "expected"), [case[1:] for case in CASES], ids=[c[0] for c in CASES]
)
def test_where_a_method_has_no_value(method: Method, values: list[float], shares: list[float], expected: bool) -> None:
    held, counted = np.array(values, dtype=float)[:, None], np.array(shares, dtype=float)[:, None]
    assert undefined(held, counted, method)[0] == expected
    assert bool(np.isnan(aggregate(held, counted, method)[0])) == expected


PRESENT = [
    ("all there, all asked for", [1, 1, 1, 1], 1.0, True),
    ("one missing, all asked for", [1, 1, 1, 0], 1.0, False),
    ("half there, half asked for", [1, 0, 1, 0], 0.5, True),
    ("one of four, half asked for", [0, 0, 1, 0], 0.5, False),
    ("one of four, nothing asked for", [0, 0, 1, 0], 0.0, True),
    ("two of three, two thirds asked for", [1, 1, 0], 2 / 3, True),
    ("none there", [0, 0], 0.0, False),
]


@pytest.mark.parametrize(
    ("present", "least", "made"), [case[1:] for case in PRESENT], ids=[case[0] for case in PRESENT]
)
def test_a_node_is_made_where_enough_children_have_a_score(present: list[int], least: float, made: bool) -> None:
    held = column([60.0] * len(present), [bool(one) for one in present])
    shares = present_shares(held, np.full(len(present), 1 / len(present)), least)
    assert shares.sum() == pytest.approx(1.0 if made else 0.0)
    assert bool(np.isnan(aggregate(held, shares, "arithmetic")[0])) is not made


TREE = Hierarchy(
    ("1.1.1", "1.1.2", "1.2", "2"),
    (Group("1.1", 2, ("1.1.1", "1.1.2")), Group("1", 1, ("1.1", "1.2")), Group("base", 0, ("1", "2"))),
)
WEIGHTS = {"1.1.1": 0.25, "1.1.2": 0.75, "1.1": 0.4, "1.2": 0.6, "1": 0.7, "2": 0.3}
WRONG = [
    ("a missing weight", {"1.2": None}, "1.2 没有权重"),
    ("a negative weight", {"1.2": -0.1}, "1.2 的权重为 -0.1"),
    ("an infinite weight", {"2": math.inf}, "2 的权重为 inf"),
    ("a weight that is no number", {"2": math.nan}, "2 的权重为 nan"),
    ("siblings that weigh nothing", {"1.1.1": 0.0, "1.1.2": 0.0}, "1.1 的下级指标 1.1.1、1.1.2 权重全部为 0"),
]


@pytest.mark.parametrize(("change", "message"), [case[1:] for case in WRONG], ids=[case[0] for case in WRONG])
def test_weights_that_cannot_be_used_are_told(change: dict[str, float | None], message: str) -> None:
    given_weights = {code: weight for code, weight in (WEIGHTS | change).items() if weight is not None}
    with pytest.raises(WeightsError, match=message):
        check_weights(TREE, given_weights)


def test_all_problems_of_weights_are_told_at_once() -> None:
    with pytest.raises(WeightsError) as caught:
        rescaled(TREE, {"1.1.1": -1, "1.1.2": math.inf, "1": 1, "2": 1})
    assert len(caught.value.problems) == 4


def test_weights_are_rescaled_among_siblings() -> None:
    found = rescaled(TREE, {code: weight * 10 for code, weight in WEIGHTS.items()})
    assert found == pytest.approx(WEIGHTS)


@pytest.mark.parametrize("method", METHODS)
def test_a_tree_of_uneven_depth_is_rolled_up_for_many_draws_at_once(method: Method) -> None:
    chance = np.random.default_rng(3)
    leaves = {leaf: chance.uniform(1, 100, (5, 7)) for leaf in TREE.leaves}
    leaves["1.2"] = leaves["1.2"][:1]  # one that is the same in all draws
    drawn = {code: weight * chance.uniform(0.5, 1.5, (5, 1)) for code, weight in WEIGHTS.items()}
    for group in TREE.groups:
        total = sum(drawn[child] for child in group.children)
        drawn |= {child: drawn[child] / total for child in group.children}
    made = roll_up_tree(leaves, TREE, drawn, {"1": method, "base": method})
    for draw in range(5):
        for unit in range(7):
            one = {leaf: values[min(draw, len(values) - 1), unit] for leaf, values in leaves.items()}
            for group in TREE.groups:
                how = "arithmetic" if group.node == "1.1" else method
                one[group.node] = INDEPENDENT[how](
                    [one[child] for child in group.children], [float(drawn[child][draw, 0]) for child in group.children]
                )
            assert made["base"][draw, unit] == pytest.approx(one["base"], abs=1e-9)


UNDEFINED = [
    ("a zero below a geometric mean leaves the whole tree without a value", {"1.1": "geometric"}, 0.0, WEIGHTS, True),
    ("so it does under another strict method above", {"1.1": "geometric", "base": "least"}, 0.0, WEIGHTS, True),
    ("a node without weight does no harm", {"1.1": "geometric"}, 0.0, WEIGHTS | {"1.1": 0.0, "1.2": 1.0}, False),
    ("a missing leaf is no zero", {"1.1": "geometric"}, math.nan, WEIGHTS, False),
]


@pytest.mark.parametrize(
    ("methods", "value", "given_weights", "without"),
    [case[1:] for case in UNDEFINED],
    ids=[case[0] for case in UNDEFINED],
)
def test_siblings_do_not_stand_in_for_a_node_that_cannot_be_made(
    methods: dict[str, Method], value: float, given_weights: dict[str, float], without: bool
) -> None:
    leaves = {
        "1.1.1": np.array([value, 50.0]),
        "1.1.2": np.full(2, 80.0),
        "1.2": np.full(2, 60.0),
        "2": np.full(2, 90.0),
    }
    made = roll_up_tree(leaves, TREE, given_weights, methods)
    assert np.isnan(made["base"]).tolist() == [without, False]


@pytest.mark.parametrize("method", METHODS)
def test_where_no_child_counts_there_is_no_value(method: Method) -> None:
    assert np.isnan(aggregate(np.full((2, 1), np.nan), np.zeros((2, 1)), method)).all()
