"""Weights that bring respondents to known margins."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.errors import ConvergenceError, MarginError
from surveys.margin import Margin
from surveys.patterns import answer_patterns
from surveys.raking import Limits, rake
from surveys.weighting import effective_sizes, weigh

TIGHT = Limits(trim_low=0.0, trim_high=100.0, tolerance=1e-12, iterations=1000)
HALVES = [Margin("sex", ("男", "女"), (0.5, 0.5)), Margin("age", ("青年", "老年"), (0.5, 0.5))]
TWO_BY_TWO: dict[str, list[str | None]] = {"sex": ["男", "男", "女", "女"], "age": ["青年", "老年", "青年", "老年"]}


def published_case() -> tuple[dict[str, Any], list[Margin]]:
    case = tomllib.loads((Path(__file__).parent / "raking_case.toml").read_text(encoding="utf-8"))
    return case, [Margin(name, tuple(table), tuple(table.values())) for name, table in case["margins"].items()]


def test_a_hand_worked_example() -> None:
    # raking keeps the odds ratio 10·40 / (20·30) = 2/3; with both margins halved the corner x solves
    # x² / (50 - x)² = 2/3, so x = 50·√(2/3) / (1 + √(2/3)) = 22.4745
    weights = rake([10, 20, 30, 40], TWO_BY_TWO, HALVES, TIGHT)
    root = (2 / 3) ** 0.5
    corner = 50 * root / (1 + root)
    assert weights * [10, 20, 30, 40] == pytest.approx([corner, 50 - corner, 50 - corner, corner], abs=1e-9)


def test_an_independent_implementation_gives_the_same_weights() -> None:
    case, margins = published_case()
    cells = {margin.name: [cell[margin.name] for cell in case["cell"]] for margin in margins}
    weights = rake([cell["respondents"] for cell in case["cell"]], cells, margins, TIGHT)
    assert weights == pytest.approx([cell["weight"] for cell in case["cell"]], abs=1e-9)


@given(st.lists(st.integers(10, 60), min_size=4, max_size=4), st.floats(0.2, 0.8), st.floats(0.2, 0.8))
def test_margins_are_met_and_the_mean_weight_is_one(counts: list[int], men: float, young: float) -> None:
    margins = [Margin("sex", ("男", "女"), (men, 1 - men)), Margin("age", ("青年", "老年"), (young, 1 - young))]
    carried = rake(counts, TWO_BY_TWO, margins, TIGHT) * counts
    assert carried.sum() == pytest.approx(sum(counts))
    assert carried[:2].sum() / carried.sum() == pytest.approx(men, abs=1e-9)
    assert carried[::2].sum() / carried.sum() == pytest.approx(young, abs=1e-9)


def test_respondents_who_did_not_say_are_left_as_they_are() -> None:
    weights = rake([10, 30, 20], {"sex": ["男", "女", None]}, [HALVES[0]], TIGHT)
    assert weights * [10, 30, 20] == pytest.approx([20, 20, 20])


def test_weights_stay_inside_their_limits() -> None:
    limits = Limits(trim_low=0.5, trim_high=2.0, tolerance=1e-6, iterations=500)
    weights = rake([40, 30, 20, 10], TWO_BY_TWO, HALVES, limits)
    assert weights.min() >= 0.5 - 1e-5
    assert weights.max() <= 2.0 + 1e-5


@pytest.mark.parametrize(
    ("counts", "cells", "limits", "error", "said"),
    [
        ([5, 5], {"sex": ["男", "男"]}, TIGHT, MarginError, "边际 sex 的 女 没有一份答卷"),
        ([5, 5], {"sex": ["男", "未知"]}, TIGHT, MarginError, "没有给出 未知 的占比；已给出：男、女"),
        ([99, 1], {"sex": ["男", "女"]}, Limits(0.5, 2.0, 1e-6, 50), ConvergenceError, "sex 的“男”占 96.15%"),
    ],
)  # fmt: skip
def test_what_cannot_be_weighted_is_told(counts: Any, cells: Any, limits: Limits, error: Any, said: str) -> None:
    with pytest.raises(error, match=said):
        rake(counts, cells, [HALVES[0]], limits)


def test_design_effect_and_effective_size_agree_with_an_independent_implementation() -> None:
    case, margins = published_case()
    rows = [{m.name: cell[m.name] for m in margins} for cell in case["cell"] for _ in range(cell["respondents"])]
    responses = pl.DataFrame(rows).lazy().with_columns(firm_id=pl.lit("F"), question=pl.lit("是"))
    weighted = weigh(responses, margins, TIGHT)
    assert weighted.cells is not None
    sizes = effective_sizes(answer_patterns(weighted.responses, ["question"]))
    assert sizes["respondents"].to_list() == [197]
    assert sizes["design_effect"].to_list() == pytest.approx([case["design_effect"]], abs=1e-4)
    assert sizes["effective"].to_list() == pytest.approx([197 / case["design_effect"]], abs=0.02)


def test_without_margins_everybody_weighs_one() -> None:
    responses = pl.DataFrame({"firm_id": ["F", "F"], "question": ["是", None]}).lazy()
    weighted = weigh(responses, [], TIGHT)
    assert weighted.cells is None
    assert effective_sizes(answer_patterns(weighted.responses, ["question"]))["design_effect"].to_list() == [1.0]
    assert np.array_equal(weighted.responses.collect()["weight"].to_numpy(), [1.0, 1.0])


def test_sizes_of_firms_come_out_of_the_cells_that_were_weighted() -> None:
    rows = [("甲", "男"), ("甲", "女"), ("甲", "女"), ("乙", "男"), ("乙", None)]
    responses = pl.LazyFrame(rows, schema=["firm_id", "sex"], orient="row")
    weighted = weigh(responses, HALVES[:1], TIGHT)
    assert weighted.patterns is not None
    expected = answer_patterns(weighted.responses, [])
    assert effective_sizes(weighted.patterns).rows() == effective_sizes(expected).rows()
    assert weighted.patterns.select(expected.columns).rows() == expected.rows()
