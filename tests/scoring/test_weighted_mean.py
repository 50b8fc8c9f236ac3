"""Weighted means of parts: cases worked by hand, their laws, and weights that are none."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import scoring
from data_sources.quarantine import Quarantine
from data_sources.records import Records
from indicator_tree import Rulebook
from indicator_tree.loading import parse
from scoring.errors import NormalisationError
from scoring.evaluation import Evaluation
from tests.scoring.test_generic_normalisation import CITED, GENERIC
from tests.scoring.test_generic_normalisation import records as figures

CASES = tomllib.loads((Path(__file__).parent / "weighted_means.toml").read_text(encoding="utf-8"))
Row = tuple[str, str, float | None, float | None]


def book(**rule: Any) -> Rulebook:
    weighted = {"kind": "weighted_mean", "source": "parts", "value": "value", "weight": "weight", "each": "part"}
    columns = {
        "record_id": {"title": "编号", "kind": "code"},
        "part": {"title": "部分", "kind": "text"},
        "value": {"title": "数值", "kind": "number", "nullable": True},
        "weight": {"title": "权数", "kind": "number", "nullable": True},
    }
    tables = GENERIC | {"source": {"parts": {"title": "各部分", "column": columns}}}
    tables["indicator"] = {"1": {"name": "甲", "rule": {**weighted, "weighting": CITED, **rule}}}
    return parse(tables, "generic.toml")


def records(rows: list[Row]) -> Records:
    firms = figures([], sorted({row[0] for row in rows})).firms
    schema = {"firm_id": pl.String, "part": pl.String, "value": pl.Float64, "weight": pl.Float64}
    table = pl.DataFrame(rows, schema, orient="row")
    with_ids = table.with_row_index("record_id").with_columns(pl.col("record_id").cast(pl.String), entity_id="firm_id")
    return Records(firms, {"parts": with_ids.lazy()}, (), Quarantine({}))


def evaluated(rows: list[Row], **rule: Any) -> Evaluation:
    return scoring.score(records(rows), book(**rule))


def scores(evaluation: Evaluation) -> dict[str, float]:
    leaf = evaluation.scores.filter(pl.col("node") == "1", pl.col("score").is_not_null())
    return dict(leaf.select("firm_id", "score").iter_rows())


@pytest.mark.parametrize("name", CASES)
def test_a_mean_is_as_worked_by_hand(name: str) -> None:
    rows: list[Row] = [(unit, part, value or None, weight) for unit, part, value, weight in CASES[name]["rows"]]
    assert scores(evaluated(rows)) == pytest.approx(CASES[name]["scores"])


def test_without_a_weight_every_record_weighs_the_same() -> None:
    rows: list[Row] = [("甲", "一部", 80.0, 1.0), ("甲", "一部", 60.0, 9.0), ("甲", "二部", 10.0, 5.0)]
    assert scores(evaluated(rows, weight=None)) == pytest.approx({"甲": 50.0})


def test_the_ledger_says_what_every_part_adds_and_what_was_left_out() -> None:
    rows: list[Row] = [("甲", "一部", 80.0, 1.0), ("甲", "二部", 40.0, 3.0), ("甲", "三部", None, 1.0)]
    ledger = evaluated(rows).ledger.filter(pl.col("node") == "1")
    assert ledger.select("cause", "quantity", "points").rows() == [
        ("计入加权", 2.0, 0.0),
        ("一部，占 25.00%", 80.0, 20.0),
        ("二部，占 75.00%", 40.0, 30.0),
        ("没有数值的，不计", 1.0, 0.0),
    ]


def test_the_records_behind_are_those_that_count_and_those_without_a_value() -> None:
    rows: list[Row] = [("甲", "一部", 80.0, 1.0), ("甲", "二部", None, 3.0)]
    behind = evaluated(rows).evidence_records.collect().sort("record_id")
    assert behind.select("parameter", "record_id").rows() == [("1.counted", "0"), ("1.without_value", "1")]


@pytest.mark.parametrize("weight", [0.0, -1.0, None], ids=["zero", "below zero", "missing"])
def test_a_part_without_a_weight_is_refused_by_name(weight: float | None) -> None:
    rows: list[Row] = [("甲", "一部", 80.0, 1.0), ("甲", "二部", 40.0, weight)]
    with pytest.raises(
        NormalisationError, match=r"指标 1 甲 的 权数 不能按加权平均换算成得分：甲：二部的权数没有或不大于 0"
    ):
        evaluated(rows)


def test_a_weight_just_above_zero_counts() -> None:
    rows: list[Row] = [("甲", "一部", 80.0, 1.0), ("甲", "二部", 40.0, 1e-9)]
    assert scores(evaluated(rows)) == pytest.approx({"甲": 80.0}, abs=1e-6)


parts = st.lists(
    st.tuples(
        st.sampled_from(["甲", "乙"]),
        st.sampled_from(["一部", "二部", "三部"]),
        st.floats(0, 100),
        st.floats(0.01, 1000),
    ),
    min_size=1,
    max_size=12,
)


@given(parts)
@settings(max_examples=25)
def test_a_mean_is_that_of_numpy_lies_within_its_parts_and_is_the_sum_of_its_ledger(rows: list[Row]) -> None:
    evaluation = evaluated(rows)
    for unit, score in scores(evaluation).items():
        own = [(value, weight) for firm, _, value, weight in rows if firm == unit]
        values, weights = (np.array(column, dtype=float) for column in zip(*own, strict=True))
        assert score == pytest.approx(np.average(values, weights=weights), abs=1e-6)
        assert values.min() - 1e-6 <= score <= values.max() + 1e-6
        assert evaluation.ledger.filter(firm_id=unit, node="1")["points"].sum() == pytest.approx(score, abs=1e-6)


@given(parts, st.randoms(use_true_random=False))
@settings(max_examples=15)
def test_the_order_of_records_decides_nothing(rows: list[Row], random: Any) -> None:
    shuffled = list(rows)
    random.shuffle(shuffled)
    assert scores(evaluated(shuffled)) == scores(evaluated(rows))
