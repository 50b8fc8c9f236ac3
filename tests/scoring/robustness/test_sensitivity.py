"""Sobol indices."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from indicator_tree.robustness import Robustness
from scoring.robustness.assumptions import ASSUMPTIONS
from scoring.robustness.exclusion import EXCLUDED, TOGETHER
from scoring.robustness.rank_shifts import rank_shifts
from scoring.robustness.sensitivity import SENSITIVITY, sensitivity, sobol_indices
from tests.scoring.robustness.made_banks import (
    SPEC,
    banks,
    with_aggregations,
    with_leaves_left_out,
    with_parameters,
    with_weights,
)


def _based_on(base: int) -> Robustness:
    """The study with another base sample."""
    return SPEC.model_copy(update={"sobol": base})


def _ishigami(inputs: np.ndarray) -> np.ndarray:
    one, two, three = (2 * np.pi * inputs.T) - np.pi
    return np.sin(one) + 7 * np.sin(two) ** 2 + 0.1 * three**4 * np.sin(one)


def test_indices_of_the_ishigami_function_are_the_analytic_ones() -> None:
    # Ishigami & Homma 1990, a = 7, b = 0.1
    found = sobol_indices(_ishigami, ["x1", "x2", "x3"], base=2048, seed=1, confidence=0.99)
    assert found["first"].to_list() == pytest.approx([0.3139, 0.4424, 0.0], abs=0.015)
    assert found["total"].to_list() == pytest.approx([0.5576, 0.4424, 0.2437], abs=0.015)
    for index, known in (("first", [0.3139, 0.4424, 0.0]), ("total", [0.5576, 0.4424, 0.2437])):
        assert (found[f"{index}_low"] < pl.Series(known)).all()
        assert (found[f"{index}_high"] > pl.Series(known)).all()


def test_without_interaction_first_and_total_indices_are_the_same() -> None:
    # variances 1/12 and 4/12
    found = sobol_indices(lambda u: u[:, 0] + 2 * u[:, 1], ["a", "b"], base=1024, seed=0, confidence=0.9)
    for index in ("first", "total"):
        assert found[index].to_list() == pytest.approx([0.2, 0.8], abs=0.01)


@pytest.mark.parametrize("seed", [0, 7])
def test_the_same_seed_gives_the_same_indices_and_leaves_other_random_numbers_alone(seed: int) -> None:
    state = np.random.get_state()[1].tolist()
    first, second, other = (sobol_indices(_ishigami, ["a", "b", "c"], 64, at, 0.9) for at in (seed, seed, seed + 1))
    assert first.equals(second)
    assert not first.equals(other)
    assert np.random.get_state()[1].tolist() == state


def test_what_never_varies_has_no_indices() -> None:
    found = sobol_indices(lambda u: np.full(len(u), 3.0), ["a", "b"], base=16, seed=1, confidence=0.9)
    assert found.schema == SENSITIVITY
    assert found["assumption"].to_list() == ["a", "b"]
    assert found.drop("assumption").null_count().row(0) == (2,) * 6


def test_a_base_that_is_no_power_of_two_is_refused() -> None:
    with pytest.raises(ValueError, match="power of two, not 100"):
        sobol_indices(_ishigami, ["a", "b", "c"], base=100, seed=1, confidence=0.9)


def test_only_assumptions_that_vary_are_told() -> None:
    found = sensitivity(with_leaves_left_out(with_weights(banks())), SPEC)
    assert found.indices.schema == SENSITIVITY
    assert found.indices["assumption"].to_list() == ["weights", "left_out"]
    assert found.excluded.schema == EXCLUDED
    assert found.excluded.is_empty()
    assert found.draws == 256 * 4


def test_the_only_assumption_that_varies_explains_everything() -> None:
    found = sensitivity(with_weights(banks()), _based_on(1024))
    assert found.indices["first"].to_list() == pytest.approx([1.0], abs=0.1)
    assert found.indices["total"].to_list() == pytest.approx([1.0], abs=0.1)


def test_an_assumption_that_moves_no_rank_has_no_influence() -> None:
    study = with_parameters(with_weights(banks()), {}, {})
    found = sensitivity(study, SPEC).indices
    assert found["assumption"].to_list() == ["weights", "parameters"]
    assert found["first"][1] == pytest.approx(0.0, abs=1e-12)
    assert found["total"][1] == pytest.approx(0.0, abs=1e-12)


def test_the_indices_agree_with_variances_over_all_combinations() -> None:
    # an outcome of two choices, known in full: what the estimate should come to
    study = with_leaves_left_out(with_aggregations(banks(30), "arithmetic", "least", "harmonic"))
    draws = np.full((15, len(ASSUMPTIONS)), -1)
    draws[:, ASSUMPTIONS.index("aggregation")] = np.repeat(np.arange(3), 5)
    draws[:, ASSUMPTIONS.index("left_out")] = np.tile(np.arange(5), 3)
    table = rank_shifts(study, draws).mean.reshape(3, 5)
    first = [table.mean(axis=1).var() / table.var(), table.mean(axis=0).var() / table.var()]
    found = sensitivity(study, _based_on(1024)).indices
    assert found["first"].to_list() == pytest.approx(first, abs=0.05)
    assert found["total"].to_list() == pytest.approx([1 - first[1], 1 - first[0]], abs=0.05)


def test_the_indices_agree_with_variances_over_combinations_that_are_not_equally_likely() -> None:
    study = with_leaves_left_out(with_aggregations(banks(30), "arithmetic", "least", "harmonic"))
    study = replace(study, shares={"left_out": (0.125, 0.125, 0.125, 0.125, 0.5)})
    draws = np.full((15, len(ASSUMPTIONS)), -1)
    draws[:, ASSUMPTIONS.index("aggregation")] = np.repeat(np.arange(3), 5)
    draws[:, ASSUMPTIONS.index("left_out")] = np.tile(np.arange(5), 3)
    table = rank_shifts(study, draws).mean.reshape(3, 5)
    way, leaf = np.full(3, 1 / 3), study.likely("left_out")

    def variance(values: np.ndarray, likely: np.ndarray) -> float:
        return float(np.average((values - np.average(values, weights=likely)) ** 2, weights=likely))

    whole = variance(table, np.outer(way, leaf))
    first = [variance(table @ leaf, way) / whole, variance(way @ table, leaf) / whole]
    found = sensitivity(study, _based_on(1024)).indices
    assert found["first"].to_list() == pytest.approx(first, abs=0.05)
    assert found["total"].to_list() == pytest.approx([1 - first[1], 1 - first[0]], abs=0.05)


def test_realisations_that_fail_by_themselves_are_left_out_and_told() -> None:
    study = banks()
    scores = study.leaves.copy()
    scores[-1, 0, 3] = 0.0
    study = with_weights(with_aggregations(replace(study, leaves=scores), "arithmetic", "geometric"))
    found = sensitivity(study, SPEC)
    assert found.excluded.rows() == [
        ("aggregation", "geometric", 1, 2, "指标 1 取加权几何平均，而有的下级得分不大于 0")
    ]
    assert found.indices["assumption"].to_list() == ["weights", "aggregation"]
    assert found.indices["total"].is_not_null().all()


def test_realisations_that_fail_only_together_are_told_so() -> None:
    study = with_parameters(banks(), {(0, 3): 0.0}, {(1, 2): 99.0})
    found = sensitivity(with_aggregations(study, "arithmetic", "least", "harmonic"), SPEC)
    assert found.excluded.rows() == [
        ("aggregation", "harmonic", 1, 3, f"{TOGETHER}指标 1 取加权调和平均，而有的下级得分不大于 0")
    ]
    assert found.indices["assumption"].to_list() == ["aggregation", "parameters"]


def test_of_what_fails_together_the_smaller_share_of_a_bank_is_left_out() -> None:
    # without 1.2, group 1 of a firm is its zero at 1.1; one leaf of five choices, or one aggregation of two
    study = banks()
    scores = study.leaves.copy()
    scores[-1, 0, 3] = 0.0
    study = with_leaves_left_out(with_aggregations(replace(study, leaves=scores), "arithmetic", "arithmetic"))
    top = {"1": "arithmetic", "2": "arithmetic", "base": "geometric"}
    found = sensitivity(replace(study, methods=(top, *study.methods[1:])), SPEC)
    assert found.excluded.rows() == [("left_out", "1.2", 1, 5, f"{TOGETHER}总分取加权几何平均，而有的下级得分不大于 0")]
    assert found.indices["assumption"].to_list() == ["aggregation", "left_out"]


def test_where_nothing_is_left_to_vary_there_are_no_indices() -> None:
    study = banks()
    scores = study.leaves.copy()
    scores[-1, 0, 3] = 0.0
    found = sensitivity(with_aggregations(replace(study, leaves=scores), "geometric"), SPEC)
    assert found.indices.is_empty()
    assert found.excluded.height == 1
    assert found.draws == 0
