"""Ranks, bands and summaries: rounding happens when a number is shown, never before."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicator_tree import load_rulebook
from scoring.tables import distribution, score_table, summary
from tests.support.tables import firms

BOOK = load_rulebook("2017")
NODES = ["base", "bonus", "total", *BOOK.nodes]


def table_of(values: list[float]) -> pl.DataFrame:
    ids = [f"F{number:03d}" for number in range(len(values))]
    return score_table({node: np.array(values, dtype=float) for node in NODES}, firms(*ids), BOOK)


def bands(node: str, values: list[float]) -> list[int]:
    return distribution(table_of(values), BOOK).filter(pl.col("node") == node)["firms"].to_list()


@pytest.mark.parametrize(
    ("score", "band"),
    [
        (100.0, 0), (99.999, 1), (90.0, 1), (89.996, 2), (80.0, 2), (79.999, 3), (70.0, 3), (69.999, 4),
        (60.0, 4), (59.999, 5), (0.0, 5),
    ],
)  # fmt: skip
def test_a_score_lies_in_the_band_of_its_unrounded_value(score: float, band: int) -> None:
    assert bands("1.1.1", [score]).index(1) == band


def test_chapter_5_counts_100_in_its_highest_band() -> None:
    assert bands("4.1.1", [100.0, 90.0, 89.996]) == [2, 1, 0, 0, 0]


def test_binary_noise_does_not_move_a_score_across_an_edge() -> None:
    assert bands("1.1.1", [90 - 1e-12, 100 - 1e-12]) == [1, 1, 0, 0, 0, 0]


def test_a_total_lifted_above_100_counts_in_the_highest_band() -> None:
    assert bands("total", [101.5]) == [1, 0, 0, 0, 0, 0]


def test_firms_without_a_score_are_not_counted() -> None:
    table = table_of([95.0, float("nan")])
    assert distribution(table, BOOK).filter(pl.col("node") == "1.1.1")["share"].sum() == pytest.approx(1)
    assert summary(table, BOOK, "equal").filter(pl.col("node") == "1.1.1")["firms"].item() == 1
    assert table.filter(pl.col("node") == "1.1.1")["rank"].to_list() == [1, None]


def test_ranks_are_competition_ranks_of_unrounded_scores() -> None:
    ranks = table_of([90.0, 90.001, 90.0, 80.0, 90 + 1e-13]).filter(pl.col("node") == "total")["rank"].to_list()
    assert ranks == [2, 1, 2, 5, 2]


@settings(max_examples=25)
@given(st.lists(st.floats(0, 100), min_size=1, max_size=40))
def test_every_firm_is_in_exactly_one_band(values: list[float]) -> None:
    assert all(sum(bands(node, values)) == len(values) for node in ("1", "4", "total"))
