from __future__ import annotations

from statistics import NormalDist

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.planning import per_firm, plan, spread

VALUES = {"1": {"是": 100.0, "否": 0.0}, "2": {"好": 100.0, "中": 60.0, "差": 20.0}}


def answers(*rows: tuple[str, str, str, float]) -> pl.DataFrame:
    schema = {"firm_id": pl.String, "node": pl.String, "cause": pl.String, "quantity": pl.Float64}
    return pl.DataFrame(rows, schema=schema, orient="row").with_columns(weight=pl.col("quantity"))


def spreads(sd: float) -> pl.DataFrame:
    return pl.DataFrame({"firm_id": ["甲"], "node": ["1"], "respondents": [100], "sd": [sd], "assumed": [False]})


def test_a_standard_deviation_worked_by_hand():
    # 10 answers, 9 worth 100 and 1 worth 0: variance 10/9 · 0.9 · 0.1 · 100² = 1000.
    found = spread(answers(("甲", "1", "是", 9), ("甲", "1", "否", 1)), VALUES, ["甲"])
    row = found.filter(pl.col("node") == "1").row(0, named=True)
    assert (row["respondents"], row["assumed"]) == (10, False)
    assert row["sd"] == pytest.approx(1000**0.5)


@pytest.mark.parametrize("given_answers", [[], [("甲", "2", "好", 1.0)], [("甲", "2", "好", 50.0)]])
def test_without_variance_the_greatest_possible_is_taken_and_said_so(given_answers):
    found = spread(answers(*given_answers), VALUES, ["甲"])
    assert found.filter(pl.col("node") == "2").select("sd", "assumed").rows() == [(40.0, True)]


def test_every_firm_and_question_is_planned_for():
    found = spread(answers(("甲", "1", "是", 9), ("乙", "1", "否", 1)), VALUES, ["甲", "乙", "丙"])
    assert found.height == 6


@pytest.mark.parametrize(
    ("half_width", "needed"),
    # Cochran (1977): a share of one half within ±3 points at 95 % takes (1.96 · 50 / 3)² = 1067.1 respondents.
    [(3.0, 1068), (5.0, 385), (10.0, 97), (1000.0, 2)],
)
def test_respondents_needed_for_a_share_of_one_half(half_width, needed):
    assert plan(spreads(50.0), half_width)["needed"].to_list() == [needed]


def test_a_design_effect_multiplies_what_is_needed():
    effects = pl.DataFrame({"firm_id": ["甲"], "design_effect": [2.0]})
    assert plan(spreads(50.0), 3.0, design_effects=effects).row(0, named=True)["needed"] == 2135


def test_a_small_population_needs_fewer():
    # 1067.07 / (1 + 1067.07 / 2000) = 695.8
    population = pl.DataFrame({"firm_id": ["甲"], "clients": [2000]})
    assert plan(spreads(50.0), 3.0, population=population)["needed"].to_list() == [696]


def test_the_question_that_needs_most_decides():
    found = plan(spread(answers(("甲", "1", "是", 9), ("甲", "1", "否", 1)), VALUES, ["甲"]), 3.0)
    assert per_firm(found).select("node", "assumed").rows() == [("2", True)]


@given(st.floats(1.0, 60.0), st.floats(0.5, 20.0), st.floats(0.5, 0.999))
def test_the_interval_is_as_narrow_as_wanted_and_one_fewer_would_not_do(sd, half_width, level):
    needed = plan(spreads(sd), half_width, level=level)["needed"][0]
    z = NormalDist().inv_cdf(0.5 + level / 2)
    assert z * sd / needed**0.5 <= half_width * (1 + 1e-9)
    assert needed == 2 or z * sd / (needed - 1) ** 0.5 > half_width * (1 - 1e-9)
