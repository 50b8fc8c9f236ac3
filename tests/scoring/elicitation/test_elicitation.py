"""Weights from judgements are those that the methods' authors printed, and obey what the methods promise."""

from __future__ import annotations

import tomllib
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.elicitation import BestWorstJudgement, BudgetJudgement, PairwiseJudgement, Panel, combined, panel_tables
from scoring.errors import JudgementError

CASES = tomllib.loads((Path(__file__).parent / "published.toml").read_text(encoding="utf-8"))
SCALE = [Fraction(n) for n in range(1, 10)] + [Fraction(1, n) for n in range(2, 10)]


def pairwise(upper: list[Any]) -> PairwiseJudgement:
    size = round((1 + (1 + 8 * len(upper)) ** 0.5) / 2)
    values = [[Fraction(1)] * size for _ in range(size)]
    given_values = iter(upper)
    for i in range(size):
        for j in range(i + 1, size):
            values[i][j] = Fraction(next(given_values))
            values[j][i] = 1 / values[i][j]
    return PairwiseJudgement(tuple(tuple(map(float, row)) for row in values))


def best_worst(case: dict[str, Any]) -> BestWorstJudgement:
    vectors = [tuple(map(float, case[key])) for key in ("from_best", "to_worst")]
    return BestWorstJudgement(case["best"], case["worst"], *vectors)


@pytest.mark.parametrize("case", CASES["pairwise"], ids=lambda case: case["name"])
def test_pairwise_comparisons(case: dict[str, Any]) -> None:
    found = pairwise(case["upper"]).weigh()
    assert found.weights.tolist() == pytest.approx(case["weights"], abs=0.5001 * 10.0 ** -case["decimals"])
    assert found.consistency is not None
    reported = {"ratio": found.consistency.ratio, **found.consistency.detail}
    for key in ("lambda_max", "index", "ratio"):
        if key in case:
            assert round(reported[key], 3) == pytest.approx(case[key], abs=1e-9), key
    assert found.consistency.acceptable == (reported["ratio"] <= 0.1)


@pytest.mark.parametrize("case", CASES["best_worst"], ids=lambda case: case["name"])
def test_best_and_worst(case: dict[str, Any]) -> None:
    found = best_worst(case).weigh()
    assert found.weights.tolist() == pytest.approx(case["weights"], abs=10.0 ** -case["decimals"])
    assert found.consistency is not None
    assert found.consistency.detail["xi"] == pytest.approx(case["xi"], abs=1e-6)
    assert found.consistency.ratio == pytest.approx(case["ratio"], abs=1e-6)


@pytest.mark.parametrize("case", CASES["budget"], ids=lambda case: case["name"])
def test_budgets(case: dict[str, Any]) -> None:
    found = BudgetJudgement(tuple(case["points"])).weigh()
    assert found.weights.tolist() == pytest.approx(case["weights"])
    assert (found.consistency, found.clashes) == (None, ())


def test_the_judgement_that_breaks_a_consistent_matrix_deviates_most() -> None:
    """Weights 8, 4, 2, 1; the first is said to be twice the last where all others make it 8 times."""
    (first, *others) = pairwise([2, 4, 2, 2, 4, 2]).weigh().clashes
    assert (first.first, first.second, first.given) == (0, 3, 2)
    assert first.implied == pytest.approx(8)
    assert all(abs(np.log(each.given / each.implied)) < np.log(4) for each in others)


@pytest.mark.parametrize(("ratio", "acceptable"), [(2, True), (3, False)])
def test_the_limit_of_the_consistency_ratio_on_both_sides(ratio: int, acceptable: bool) -> None:
    """A circle of three: CR = ((ratio + 1/ratio + 1 - 3) / 2) / 0.58 for c = ratio^(1/3) on every side."""
    side = {2: 1.26, 3: 2.0}[ratio]
    matrix = ((1, side, 1 / side), (1 / side, 1, side), (side, 1 / side, 1))
    found = PairwiseJudgement(matrix).weigh().consistency
    assert found is not None
    assert found.ratio == pytest.approx((1 + side + 1 / side - 3) / 2 / 0.58)
    assert found.acceptable is acceptable


@given(st.lists(st.lists(st.sampled_from(SCALE), min_size=6, max_size=6), min_size=1, max_size=4))
def test_a_panel_keeps_reciprocals_and_the_order_of_experts_does_not_matter(uppers: list[list[Fraction]]) -> None:
    judgements = [pairwise(upper) for upper in uppers]
    together = combined(judgements)
    assert together.weights.sum() == pytest.approx(1)
    assert combined(judgements[::-1]).weights == pytest.approx(together.weights)
    turned = [PairwiseJudgement(tuple(map(tuple, np.array(each.matrix)[::-1, ::-1].tolist()))) for each in judgements]
    assert combined(turned).weights[::-1] == pytest.approx(together.weights)


@given(st.lists(st.sampled_from(SCALE), min_size=6, max_size=6))
def test_a_panel_of_one_is_that_expert(upper: list[Fraction]) -> None:
    one = pairwise(upper)
    assert combined([one]).weights == pytest.approx(one.weigh().weights)


@given(
    st.integers(2, 9).flatmap(
        lambda whole: st.lists(st.tuples(st.integers(1, whole), st.integers(1, whole)), max_size=5).map(
            lambda others: (whole, others)
        )
    )
)
def test_best_worst_weights_satisfy_every_bound_of_the_linear_programme(
    drawn: tuple[int, list[tuple[int, int]]],
) -> None:
    whole, others = drawn
    from_best = (1.0, float(whole), *(float(one) for one, _ in others))
    to_worst = (float(whole), 1.0, *(float(other) for _, other in others))
    found = BestWorstJudgement(0, 1, from_best, to_worst).weigh()
    assert found.consistency is not None
    xi = found.consistency.detail["xi"] + 1e-9
    for weight, one, other in zip(found.weights, from_best, to_worst, strict=True):
        assert abs(found.weights[0] - one * weight) <= xi
        assert abs(weight - other * found.weights[1]) <= xi
    assert found.weights.sum() == pytest.approx(1)


def test_a_panel_of_two_by_hand() -> None:
    """4 and 1 give 2 (geometric mean): 2/3 and 1/3; alone the experts say 0.8 and 0.5."""
    tables = panel_tables(
        [Panel("1", ("1.1", "1.2"), {"E2": pairwise([1]), "E1": pairwise([4])})], {"1.1": "甲", "1.2": "乙"}
    )
    first = tables.weights.row(0, named=True)
    assert (first["weight"], first["low"], first["high"], first["sd"]) == pytest.approx((2 / 3, 0.5, 0.8, 0.15))
    assert tables.experts["expert"].to_list() == ["E1", "E2", "E1", "E2"]
    assert tables.consistency["expert"].to_list() == ["E1", "E2", ""]


def test_budgets_are_averaged() -> None:
    found = combined([BudgetJudgement((100, 0)), BudgetJudgement((40, 60))])
    assert found.weights.tolist() == pytest.approx([0.7, 0.3])


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (lambda: PairwiseJudgement(((1, 2), (2, 1))), "互为倒数"),
        (lambda: PairwiseJudgement(((1, 2, 3), (0.5, 1, 2))), "方阵"),
        (lambda: PairwiseJudgement(((1, -2), (-0.5, 1))), "正数"),
        (lambda: PairwiseJudgement(tuple((1.0,) * 16 for _ in range(16))), "1 至 15 行"),
        (lambda: BudgetJudgement((50, 48)), "合计应为 100，实为 98"),
        (lambda: BudgetJudgement((110, -10)), "不小于 0"),
        (lambda: BestWorstJudgement(0, 0, (1, 2), (1, 2)), "两项不同的指标"),
        (lambda: BestWorstJudgement(0, 1, (1, 10), (10, 1)), "1 至 9 之间"),
        (lambda: BestWorstJudgement(0, 1, (1, 5), (4, 1)), "应相同"),
        (lambda: BestWorstJudgement(0, 1, (2, 5), (5, 1)), "与自己相比应为 1"),
    ],
)
def test_judgements_that_are_none(make: Any, told: str) -> None:
    with pytest.raises(JudgementError, match=told):
        make()


def test_a_best_worst_comparison_is_held_against_the_others() -> None:
    """9 times in all, and the middle one 2 times and 8 times: 16 by way of it; 9/8 and 9/2 for the other two."""
    found = BestWorstJudgement(0, 2, (1, 2, 9), (9, 8, 1)).weigh()
    assert found.consistency is not None
    assert found.consistency.ratio == pytest.approx((16 - 9) / (81 - 9))
    told = {(each.first, each.second): (each.given, each.implied) for each in found.clashes}
    assert told == {(0, 1): (2, 9 / 8), (1, 2): (8, 4.5), (0, 2): (9, pytest.approx(16))}
