"""The sampling error of answers: formula, covariance, limits, ranks, and how often the intervals cover the truth."""

from __future__ import annotations

import tomllib
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import scoring
from indicator_tree import load_rulebook
from indicator_tree.rules import AnswersRule
from scoring.errors_upward import NodeError, mean_errors
from scoring.intervals import combined, rank_limits, student, wilson
from scoring.kinds.registry import questions_of
from scoring.survey_error import survey_error
from tests.support.random_records import FIRMS, Rows, as_records, record_rows

# random answers would break the questionnaire's quality rules: here every response counts
BOOK = load_rulebook("2017").model_copy(update={"questionnaire": None})
RULES = questions_of(BOOK)
CASE = Path(__file__).parent.parent / "surveys" / "raking_case.toml"


def rule_with(values: dict[str, float]) -> AnswersRule:
    rule = RULES["2.1.2"]
    return rule.model_copy(update={"question": "q", "answers": rule.answers.model_copy(update={"values": values})})


def test_mean_and_standard_error_agree_with_an_independent_implementation() -> None:
    case = tomllib.loads(CASE.read_text(encoding="utf-8"))
    rows = [
        ("F", value, number, number * cell["weight"], number * cell["weight"] ** 2)
        for cell in case["cell"]
        for value, number in cell["answers"].items()
    ]
    patterns = pl.DataFrame(rows, schema=["firm_id", "q", "respondents", "weight", "weight_squares"], orient="row")
    found = survey_error(pl.Series(["F"]), patterns, {"n": rule_with({str(v): float(v) for v in (100, 75, 50, 25, 0)})})
    assert found.mean[0, 0] == pytest.approx(case["mean"], abs=1e-9)
    assert found.covariance[0, 0, 0] ** 0.5 == pytest.approx(case["se"], abs=1e-9)


@given(st.lists(st.tuples(st.sampled_from([0.0, 50.0, 100.0]), st.sampled_from([0.0, 100.0])), min_size=3, max_size=60))
def test_covariances_of_unweighted_answers_are_those_of_the_textbook(answers: list[tuple[float, float]]) -> None:
    frame = pl.DataFrame(answers, schema=["a", "b"], orient="row").cast(pl.String)
    number = pl.col("respondents").cast(pl.Float64)
    counted = frame.group_by("a", "b").agg(respondents=pl.len())
    patterns = counted.with_columns(firm_id=pl.lit("F"), weight=number, weight_squares=number)
    values = {str(v): v for v in (0.0, 50.0, 100.0)}
    rules = {name: rule_with(values).model_copy(update={"question": name}) for name in ("a", "b")}
    found = survey_error(pl.Series(["F"]), patterns, rules)
    assert found.covariance[0] == pytest.approx(np.cov(np.array(answers).T) / len(answers), abs=1e-9)


@given(st.floats(0, 100), st.floats(0, 400), st.integers(1, 3000))
def test_an_interval_of_a_bounded_mean_stays_on_its_scale_and_holds_the_mean(
    mean: float, variance: float, n: int
) -> None:
    low, high = wilson(np.array([mean]), np.array([variance]), np.array([float(n)]), 100.0, 0.95)
    assert -1e-9 <= low[0] <= mean + 1e-9
    assert mean - 1e-9 <= high[0] <= 100 + 1e-9


def test_wilson_limits_are_those_of_the_published_example() -> None:
    # Newcombe (1998), Statistics in Medicine 17, 857-872, table I: 81 of 263, and 0 of 20; the published limits have
    # the normal quantile, to which Student's comes down with many effective respondents
    p, n = np.array([81 / 263, 0.0]), np.array([263.0, 20.0])
    low, high = wilson(p * 100, p * (1 - p) / n * 100**2, np.array([1e9, 1e9]), 100.0, 0.95)
    assert low[0] == pytest.approx(25.53, abs=0.005)
    assert high[0] == pytest.approx(36.62, abs=0.005)
    low, high = wilson(np.array([0.0]), np.array([0.0]), np.array([20.0]), 100.0, 0.95)
    assert low[0] == 0
    assert high[0] == pytest.approx(
        100 * student(0.95, np.array([19.0]))[0] ** 2 / (20 + student(0.95, np.array([19.0]))[0] ** 2)
    )


def test_quantiles_of_student() -> None:
    # published table of Student's distribution, two-sided 5 %
    freedom = np.array([10.0, 22.0, 30.0, 120.0])
    assert student(0.95, freedom) == pytest.approx([2.228, 2.074, 2.042, 1.980], abs=0.003)


def test_alike_answers_still_leave_an_interval() -> None:
    low, high = wilson(np.array([100.0]), np.array([0.0]), np.array([104.0]), 100.0, 0.95)
    assert low[0] == pytest.approx(100 * 104 / (104 + student(0.95, np.array([103.0]))[0] ** 2))
    assert high[0] == pytest.approx(100)


def test_parts_that_move_together_give_a_wider_sum() -> None:
    weights, distance = np.array([[0.5, 0.5]]), np.array([[2.0, 2.0]])
    apart, together = np.eye(2)[None], np.ones((1, 2, 2))
    assert combined(np.array([90.0]), weights, distance, distance, apart)[1] == pytest.approx([90 + 2**0.5])
    assert combined(np.array([90.0]), weights, distance, distance, together)[1] == pytest.approx([92.0])


def test_an_interval_of_a_mean_over_firms_stays_within_their_own() -> None:
    nothing = np.full(2, np.nan)
    of_firms = NodeError(np.array([10.0, 1.0]), np.array([70.0, 88.0]), np.array([100.0, 91.5]), nothing, nothing)
    mean = mean_errors({"1": np.array([100.0, 90.0])}, {"1": of_firms}, 0.95)["1"]
    assert mean.low == pytest.approx(95 - 1.96 * 101**0.5 / 2, abs=1e-3)
    assert mean.high == pytest.approx(95.75)


def test_rank_limits() -> None:
    best, worst = rank_limits(np.array([95.0, 90.0, 89.9, 80.0]), np.array([0.1, 0.5, 0.5, np.nan]), 0.95)
    assert best.tolist() == [1, 2, 2, 4]
    assert worst.tolist() == [1, 3, 3, 4]


@settings(max_examples=15)
@given(record_rows(BOOK))
def test_errors_hold_the_score_and_are_null_where_no_answer_counts(rows: Rows) -> None:
    scores = scoring.score(as_records(rows), BOOK).scores
    rests = {node for leaf in RULES for node in (leaf, leaf[:3], leaf[:1])} | {"base", "total"}
    for node, of_node in scores.group_by("node"):
        assert (of_node["se"].null_count() == 0) == (node[0] in rests)
    known = scores.filter(pl.col("se").is_not_null())
    assert known.filter(pl.col("score").is_between(pl.col("low") - 1e-9, pl.col("high") + 1e-9)).height == known.height
    assert known.filter(pl.col("rank").is_between(pl.col("rank_low"), pl.col("rank_high"))).height == known.height
    leaves = known.filter(pl.col("level") == 3)
    assert leaves["low"].min() >= 0
    assert leaves["high"].max() <= 100
    assert scores["firm_id"].n_unique() == len(FIRMS)
