"""Weights that were hidden behind rounded means are found again, as far as the means say."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize

from scoring.errors import RecoveryError
from scoring.recovery import NodeWeights, Year, recover, weight_bands
from scoring.recovery.weight_set import WeightSet

Floats = npt.NDArray[np.float64]
HALF = 0.005
BITS = 1e-7  # what linear programs leave open


def year(number: int, means: list[float], parent: float, half: float = HALF, **more: object) -> Year:
    """A tree of one level."""
    codes = tuple(str(place) for place in range(1, len(means) + 1))
    printed = {code: (mean - half, mean + half) for code, mean in zip(codes, means, strict=True)}
    made = Year(number, {"": codes}, printed | {"total": (parent - half, parent + half)})
    return replace(made, **more)


def only(years: list[Year], at_least: float = 0.0) -> NodeWeights:
    (found,) = recover(years, at_least=at_least)
    return found


def holds(found: NodeWeights, weights: Floats) -> bool:
    assert found.low is not None
    assert found.high is not None
    return bool((found.low - BITS <= weights).all() and (weights <= found.high + BITS).all())


@st.composite
def hidden(draw: st.DrawFn) -> tuple[Floats, list[Year], list[float]]:
    """Random weights, the printed means of some years, and the mean bonuses hidden in them."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    size, years = draw(st.integers(1, 6)), draw(st.integers(1, 5))
    weights = rng.dirichlet(np.full(size, draw(st.sampled_from([0.2, 1.0, 10.0]))))
    low, high = draw(st.sampled_from([(60.0, 100.0), (90.0, 90.1)]))
    cap = draw(st.sampled_from([0.0, 2.0]))
    bonus = rng.uniform(0, cap, years)
    made = []
    for at in range(years):
        means = rng.uniform(low, high, size)
        total = float(means @ weights + bonus[at])
        printed = [float(mean) for mean in means.round(2)]
        made.append(year(2000 + at, printed, round(total, 2), bonus=(0.0, cap), cap=cap))
    return weights, made, [float(each) for each in bonus]


@settings(max_examples=500, deadline=None)
@given(hidden())
def test_the_intervals_hold_the_weights_and_the_bonus_behind_the_means(
    case: tuple[Floats, list[Year], list[float]],
) -> None:
    weights, years, bonus = case
    found = only(years)
    assert found.clash == ()
    assert holds(found, weights)
    for band, true in zip(found.bonus, bonus, strict=False):
        assert band.low - BITS <= true <= band.high + BITS
        assert band.low - BITS <= band.closest <= band.high + BITS


@settings(max_examples=50, deadline=None)
@given(hidden())
def test_a_child_whose_mean_is_not_published_leaves_the_truth_possible(
    case: tuple[Floats, list[Year], list[float]],
) -> None:
    weights, years, _ = case
    lacking = [
        replace(each, means={node: mean for node, mean in each.means.items() if node != "1" or place % 2})
        for place, each in enumerate(years)
    ]
    for found in recover(lacking):
        assert holds(found, weights)


@settings(max_examples=50, deadline=None)
@given(hidden())
def test_the_weights_closest_to_equal_are_those_of_another_solver(case: tuple[Floats, list[Year], list[float]]) -> None:
    _, years, _ = case
    found = only(years)
    assert found.closest is not None
    size = len(found.closest)
    rows = np.vstack([each.rows for each in found.problem.equations])
    equal = np.full(size, 1 / size)
    other = minimize(
        lambda weights: ((weights - equal) ** 2).sum(),
        equal,
        jac=lambda weights: 2 * (weights - equal),
        method="SLSQP",
        bounds=[(0, 1)] * size,
        constraints=[
            {"type": "ineq", "fun": lambda weights: rows @ weights, "jac": lambda _: rows},
            {"type": "eq", "fun": lambda weights: weights.sum() - 1, "jac": lambda _: np.ones(size)},
        ],
        options={"ftol": 1e-16, "maxiter": 500},
    )
    assert found.closest == pytest.approx(other.x, abs=1e-6)
    assert found.closest.sum() == pytest.approx(1, abs=1e-12)
    assert (rows @ found.closest).min() >= -BITS


@settings(max_examples=50, deadline=None)
@given(hidden())
def test_both_ends_of_every_interval_belong_to_weights_that_fit(case: tuple[Floats, list[Year], list[float]]) -> None:
    _, years, _ = case
    found = only(years)
    assert found.low is not None
    assert found.high is not None
    rows = np.vstack([each.rows for each in found.problem.equations])
    for unit, *ends in zip(np.eye(len(found.low)), found.low, found.high, strict=True):
        for end in ends:
            assert WeightSet(np.vstack([rows, unit - end, end - unit])).shortfall() <= BITS


def test_enough_years_determine_every_weight() -> None:
    rng = np.random.default_rng(5)
    weights = np.array([0.4, 0.3, 0.2, 0.1])
    years = []
    for at in range(12):
        means = rng.uniform(60, 100, 4).round(2)
        years.append(year(2000 + at, means.tolist(), round(float(means @ weights), 2)))
    few, many = (weight_bands(recover(each), {}, 0.02) for each in (years[:2], years))
    assert not few["determined"].any()
    assert many["determined"].all()
    assert many["closest"].to_list() == pytest.approx(weights, abs=0.002)


@pytest.mark.parametrize("decimals", [0, 1, 2, 4])
def test_the_more_decimals_are_printed_the_narrower_the_interval(decimals: int) -> None:
    half = 0.5 * 10.0**-decimals
    found = only([year(2017, [80.0, 90.0], 84.0, half)])
    assert found.low is not None
    # w·80 + (1-w)·90 = 84 with means and total off by at most half a unit each
    assert found.low[0] == pytest.approx(0.6 - 2 * half / 10, abs=1e-6)


def test_figures_without_rounding_give_the_weights_themselves() -> None:
    found = only([year(2017, [80.0, 90.0], 84.0, half=0.0)])
    assert found.closest == pytest.approx([0.6, 0.4], abs=1e-9)


def test_a_bonus_hides_as_much_of_a_weight_as_its_cap_allows() -> None:
    found = only([year(2017, [80.0, 90.0], 85.0, half=0.0, bonus=(0.0, 2.0), cap=2.0)])
    assert found.low == pytest.approx([0.5, 0.3], abs=1e-9)
    assert found.high == pytest.approx([0.7, 0.5], abs=1e-9)
    (bonus,) = found.bonus
    assert (bonus.closest, bonus.low, bonus.high) == pytest.approx((0, 0, 2), abs=1e-6)


def test_a_mean_without_the_bonus_speaks_beside_the_total() -> None:
    with_base = year(2017, [80.0, 90.0], 85.0, half=0.0, bonus=(0.0, 2.0), cap=2.0)
    found = only([replace(with_base, means={**with_base.means, "base": (84.0, 84.0)})])
    assert found.closest == pytest.approx([0.6, 0.4], abs=1e-9)
    (bonus,) = found.bonus
    assert (bonus.low, bonus.high) == pytest.approx((1, 1), abs=1e-6)


def test_years_that_no_weights_explain_together_are_named_with_what_they_miss_each_other_by() -> None:
    fit = [year(2014, [80.0, 90.0], 85.0), year(2016, [80.0, 90.0], 85.0)]
    clash = year(2015, [80.0, 90.0], 87.0)
    found = only([*fit, clash])
    assert found.closest is None
    assert len(found.clash) == 2
    assert 2015 in found.clash
    # each total would have to give way by 1 point, of which rounding of total and children grants 0.01
    assert found.shortfall == pytest.approx(0.99, abs=1e-6)
    bands = weight_bands([found], {}, 0.02)
    assert bands["low"].null_count() == 2
    assert not bands["determined"].any()


def test_a_mean_outside_the_means_of_all_children_clashes_alone() -> None:
    found = only([year(2016, [80.0, 90.0], 85.0), year(2017, [80.0, 90.0], 95.0)])
    assert found.clash == (2017,)
    assert only([year(2017, [80.0, 90.0], 95.0)]).shortfall == pytest.approx(4.99, abs=1e-6)


def test_years_with_other_children_are_problems_of_their_own() -> None:
    found = recover([year(2016, [80.0, 90.0], 84.0), year(2017, [80.0, 90.0, 70.0], 80.0)])
    assert [(each.problem.children, each.problem.years) for each in found] == [
        (("1", "2", "3"), (2017,)),
        (("1", "2"), (2016,)),
    ]


def test_nodes_without_figures_are_left_out() -> None:
    tree = {"": ("1", "2"), "1": ("1.1", "1.2"), "2": ("2.1", "2.2")}
    means = {"1": (80.0, 80.0), "1.1": (70.0, 70.0), "1.2": (90.0, 90.0), "2.1": (1.0, 1.0)}
    assert [each.problem.parent for each in recover([Year(2017, tree, means)])] == ["1"]
    assert recover([Year(2017, tree, means)], nodes=["2"]) == ()


def test_a_lowest_weight_is_kept() -> None:
    figures = year(2017, [80.0, 90.0, 85.0], 86.0)
    free, least = only([figures]), only([figures], at_least=0.2)
    assert free.low is not None
    assert least.low is not None
    assert free.low.min() == 0
    assert least.low.min() >= 0.2


@pytest.mark.parametrize("at_least", [-0.1, 0.4, float("nan")])
def test_a_lowest_weight_that_no_siblings_can_all_have_is_told(at_least: float) -> None:
    with pytest.raises(RecoveryError, match=r"最低权重应在 0 与 0\.3333 之间"):
        recover([year(2017, [80.0, 90.0, 85.0], 86.0)], at_least=at_least)


def test_an_only_child_has_all_the_weight() -> None:
    found = only([year(2017, [80.0], 80.0)])
    assert (found.closest, found.low, found.high) == ([1.0], [1.0], [1.0])


def test_bands_name_weights_and_the_bonus_by_their_year() -> None:
    found = recover([year(2017, [80.0, 90.0], 85.0, bonus=(1.0, 1.0), cap=2.0), year(2016, [80.0, 90.0], 84.0)])
    bands = weight_bands(found, {"1": "安全", "bonus": "加分"}, 0.02)
    assert bands.select("parent", "node", "name", "equal", "years").rows() == [
        ("", "1", "安全", 0.5, "2016、2017"),
        ("", "2", "2", 0.5, "2016、2017"),
        ("", "bonus", "加分", None, "2017"),
    ]
    assert bands.filter(pl.col("node") == "bonus")["determined"].all()
