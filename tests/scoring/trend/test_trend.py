"""Several years side by side: as published, and like for like; by hand."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.errors import TrendError
from scoring.trend import Trend, follow
from tests.scoring.trend.made import CITED, THIRD, book, evaluation

FIRST = {
    "1.1": {"A": 90, "B": 60, "C": 100},
    "1.2": {"A": 50, "B": 80, "C": 100},
    "2.1": {"A": 70, "B": 70, "C": 40},
    "2.2": {"A": 80, "B": 60, "C": 60},
}
SECOND = {
    "1.1": {"A": 80, "B": 70, "D": 60},
    "1.3": {"A": 100, "B": 20, "D": 60},
    "2.1": {"A": 70, "B": 75, "D": 50},
    "2.2": {"A": 60, "B": 85, "D": 70},
}
GIVEN = {"title": "给定", "kind": "given", "weight": {"1": 0.8, "2": 0.2}, **CITED}


@pytest.fixture(scope="module")
def trend() -> Trend:
    """1.2 gives way to 1.3 and level 1 is weighted 0.8 to 0.2; C is merged into A, D is new."""
    later = book(2018, drop=["1.2"], add=THIRD, weights={"tilted": GIVEN})
    now = evaluation(later, SECOND, merged={"C": "A"}, scheme="tilted")
    return follow([now, evaluation(book(2017), FIRST)])


def at(trend: Trend, firm: str, node: str, run: int) -> dict[str, Any]:
    return trend.scores.row(
        by_predicate=(pl.col("firm_id") == firm) & (pl.col("node") == node) & (pl.col("run") == run), named=True
    )


def test_runs_stand_in_the_order_of_their_periods(trend: Trend) -> None:
    assert trend.periods == ("2017年度", "2018年度")
    assert trend.common == ("1.1", "2.1", "2.2")
    assert trend.changed


@pytest.mark.parametrize(
    "case",
    [
        ("A", "1", 1, 70, 90),  # (90 + 50) / 2; without 1.2: 90
        ("A", "1", 2, 90, 80),  # (80 + 100) / 2; without 1.3: 80
        ("A", "2", 1, 75, 75),
        ("A", "base", 1, 72.5, 0.8 * 90 + 0.2 * 75),  # published with equal weights, like for like with those of 2018
        ("A", "base", 2, 0.8 * 90 + 0.2 * 65, 0.8 * 80 + 0.2 * 65),
        ("B", "base", 1, 67.5, 0.8 * 60 + 0.2 * 65),
        ("A", "1.2", 1, 50, None),
        ("A", "1.3", 2, 100, None),
        ("A", "1.1", 1, 90, 90),
        ("A", "total", 1, 72.5, None),
    ],
)
def test_scores_by_hand(case: tuple[str, str, int, float, float | None], trend: Trend) -> None:
    firm, node, run, score, like = case
    row = at(trend, firm, node, run)
    assert row["score"] == pytest.approx(score)
    assert row["like"] == (None if like is None else pytest.approx(like))


def test_ranks_and_bands_are_those_of_each_year(trend: Trend) -> None:
    totals = trend.scores.filter(node="total").sort("run", "firm_id")
    assert totals["rank"].to_list() == [2, 3, 1, 1, 3, 2]
    assert at(trend, "A", "1", 2)["band"] == "[90,100]"
    assert at(trend, "A", "1", 1)["band"] == "[60,90)"
    assert at(trend, "A", "1", 1)["like_rank"] == 2  # C has 100


def test_means_over_all_and_over_firms_of_both_years(trend: Trend) -> None:
    row = trend.means.row(by_predicate=(pl.col("node") == "1") & (pl.col("run") == 1), named=True)
    assert (row["firms"], row["mean"]) == (3, pytest.approx((70 + 70 + 100) / 3))
    assert row["like"] == pytest.approx((90 + 60 + 100) / 3)
    assert (row["matched_firms"], row["matched"]) == (2, pytest.approx(75))


def test_nodes_whose_children_differ_are_marked(trend: Trend) -> None:
    now = {row["node"]: row for row in trend.nodes.filter(run=2).iter_rows(named=True)}
    assert (now["1"]["added"], now["1"]["dropped"]) == (["1.3 投诉次数"], ["1.2 投诉办结"])
    assert (now["2"]["added"], now["2"]["dropped"], now["2"]["reweighted"]) == ([], [], False)
    assert (now["base"]["added"], now["base"]["reweighted"]) == ([], True)
    assert (now["1.2"]["there"], now["1.3"]["there"]) == (False, True)


def test_firms_that_came_went_and_were_merged(trend: Trend) -> None:
    rows = {row["firm_id"]: row for row in trend.firms.iter_rows(named=True)}
    assert rows["D"]["kind"] == "came"
    assert (rows["C"]["kind"], rows["C"]["into_firm"]) == ("merged", "A证券")


def test_a_firm_that_went_has_the_reason_of_the_register() -> None:
    later = evaluation(book(2018), {code: {"A": 90, "B": 80} for code in FIRST}, excluded={"C": "被撤销业务许可"})
    found = follow([evaluation(book(2017), FIRST), later])
    assert found.firms.to_dicts()[0]["reason"] == "被撤销业务许可"
    assert found.firms["kind"].to_list() == ["went"]
    assert not found.changed


def test_an_indicator_of_the_same_code_and_another_name_is_another() -> None:
    renamed = book(2018, add={"2.2": {**small_leaf("2.2"), "name": "两融余额占比"}})
    found = follow([evaluation(book(2017), FIRST), evaluation(renamed, FIRST)])
    assert found.common == ("1.1", "1.2", "2.1")
    assert found.scores.filter(node="2.2").select("name", "run").unique().sort("run").rows() == [
        ("融资融券余额占比", 1),
        ("两融余额占比", 2),
    ]


def small_leaf(code: str) -> dict[str, Any]:
    return book(2017).indicator[code].model_dump(mode="json", exclude_none=True)


@settings(max_examples=15)
@given(st.lists(st.lists(st.integers(0, 100), min_size=4, max_size=4), min_size=2, max_size=4))
def test_where_nothing_changed_like_for_like_is_what_was_published(years: list[list[int]]) -> None:
    made = [
        evaluation(book(2015 + at), {code: {"A": score, "B": 50} for code, score in zip(FIRST, scores, strict=True)})
        for at, scores in enumerate(years)
    ]
    found = follow(made[::-1])
    assert not found.changed
    inner = found.scores.filter(~pl.col("node").is_in(["total", "bonus"]))
    assert (inner["score"] - inner["like"]).abs().max() == pytest.approx(0, abs=1e-9)
    assert found.means["matched_firms"].max() == 2


@pytest.mark.parametrize(
    ("years", "told"),
    [((2017,), "至少要有两次运行"), ((2017, 2018, 2017), "有两次运行的评价期间相同（2017-01-01 至 2017-12-31")],
)
def test_what_has_no_order_is_told(years: tuple[int, ...], told: str) -> None:
    with pytest.raises(TrendError, match=told):
        follow([evaluation(book(year), FIRST) for year in years])
