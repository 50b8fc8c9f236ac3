"""Intervals, who is above whom, stable groups and failed draws, from outcomes made by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from scoring.robustness import (
    DRAWS,
    GROUPS,
    INTERVALS,
    SUPERIORITY,
    Banks,
    Outcomes,
    failures,
    intervals,
    stable_groups,
    superiority,
)
from scoring.robustness.groups import cut
from scoring.robustness.ranking import competition_ranks
from scoring.robustness.steadiness import steady_pairs
from tests.scoring.robustness.made_banks import banks

scores_drawn = arrays.arrays(
    np.float64,
    st.tuples(st.integers(1, 600), st.integers(2, 6)),
    elements=st.sampled_from([50.0, 60.0, 70.5, 70.500000001]),
)


def of(firms: int) -> Banks:
    return replace(banks(firms), firms=tuple("abcdefghij"[:firms]), names=tuple("甲乙丙丁戊己庚辛壬癸"[:firms]))


def outcomes(scores: np.ndarray, failed: np.ndarray | None = None) -> Outcomes:
    lost = np.zeros(len(scores), dtype=np.bool_) if failed is None else failed
    return Outcomes({"total": scores}, {"total": competition_ranks(scores)}, lost, {"没有": int(lost.sum())})


@given(scores_drawn)
def test_ranks_count_the_firms_that_are_strictly_better(scores: np.ndarray) -> None:
    better = (scores[:, None, :] > scores[:, :, None]).sum(axis=2)
    assert np.array_equal(competition_ranks(scores), better + 1)


@pytest.mark.parametrize("scale", [1.0, 1e6, 1e9, 1e290, -1e9])
def test_scores_of_any_size_are_ranked_alike(scale: float) -> None:
    scores = np.random.default_rng(3).integers(0, 9, (20, 30)) * scale
    better = (scores[:, None, :] > scores[:, :, None]).sum(axis=2)
    assert np.array_equal(competition_ranks(scores), better + 1)


def test_a_firm_without_a_score_has_no_rank() -> None:
    scores = np.array([[np.nan, 90.0, 80.0, 90.0], [np.nan] * 4])
    assert competition_ranks(scores).tolist() == [[0, 1, 3, 1], [0, 0, 0, 0]]


def test_intervals_are_quantiles_of_the_draws_that_succeeded() -> None:
    scores = np.column_stack([np.arange(1.0, 22.0), np.full(21, 10.5)])
    drawn = np.vstack([scores, [[999.0, 999.0]]])
    failed = np.array([False] * 21 + [True])
    told = intervals(of(2), outcomes(np.array([[12.0, 11.0]])), outcomes(drawn, failed), 0.90)
    assert dict(told.schema) == dict(INTERVALS)
    first, second = told.rows(named=True)
    assert (first["firm_id"], first["firm"], first["node"], first["score"], first["rank"]) == (
        "a",
        "甲",
        "total",
        12,
        1,
    )
    assert (first["mean"], first["score_low"], first["score_high"]) == pytest.approx((11, 2, 20))
    assert (first["rank_low"], first["rank_median"], first["rank_high"]) == (1, 1, 2)
    assert (second["mean"], second["score_low"], second["score_high"]) == (10.5, 10.5, 10.5)
    assert (second["rank_low"], second["rank_median"], second["rank_high"]) == (1, 2, 2)


@given(scores_drawn, st.sampled_from([0.5, 0.8, 0.9]))
def test_intervals_are_those_of_numpy_and_of_the_order_of_ranks(scores: np.ndarray, share: float) -> None:
    drawn = outcomes(scores)
    told = intervals(of(scores.shape[1]), outcomes(scores[:1]), drawn, share)
    edges = [(1 - share) / 2, (1 + share) / 2]
    limits = told.select("score_low", "score_high").to_numpy().T
    assert limits == pytest.approx(np.quantile(scores, edges, axis=0))
    ordered = np.sort(drawn.ranks["total"], axis=0)
    for name, edge in zip(("rank_low", "rank_median", "rank_high"), (edges[0], 0.5, edges[1]), strict=True):
        at = max(int(np.ceil(edge * len(scores) - 1e-9)), 1) - 1
        assert told[name].to_list() == ordered[at].tolist()
    assert told["mean"].to_numpy() == pytest.approx(scores.mean(axis=0))


def test_without_a_draw_that_succeeded_there_are_no_intervals_and_no_groups() -> None:
    failed = outcomes(np.array([[1.0, 2.0]]), np.array([True]))
    told = intervals(of(2), outcomes(np.array([[1.0, 2.0]])), failed, 0.9)
    assert told["rank"].to_list() == [2, 1]
    assert told.select("mean", "score_low", "score_high", "rank_median", "rank_low").null_count().row(0) == (2,) * 5
    assert superiority(of(2), failed).is_empty()
    assert stable_groups(of(2), failed, told, 0.9).is_empty()


def test_a_node_without_a_score_in_some_draws_is_told_by_the_others() -> None:
    scores = np.array([[np.nan, 5.0], [3.0, 6.0], [4.0, np.nan]])
    told = intervals(of(2), outcomes(scores[1:2]), outcomes(scores), 0.9)
    assert told["mean"].to_list() == [3.5, 5.5]
    assert told["rank_median"].to_list() == [1, 1]


@given(scores_drawn)
def test_above_tied_and_below_are_all_there_is(scores: np.ndarray) -> None:
    firms = scores.shape[1]
    told = superiority(of(firms), outcomes(scores))
    assert dict(told.schema) == dict(SUPERIORITY)
    assert told.height == firms * (firms - 1)
    back = told.rename({"firm_id": "other", "other": "firm_id", "above": "below"})
    both = told.join(back, on=["firm_id", "other"])
    assert (both["above"] + both["below"] + both["tied"]).to_numpy() == pytest.approx(1)
    assert both["tied"].to_list() == both["tied_right"].to_list()
    for one, other, above in told.select("firm_id", "other", "above").iter_rows():
        better = scores[:, "abcdef".index(one)] > scores[:, "abcdef".index(other)]
        assert above == pytest.approx(better.mean())


CUTS = {
    "no two firms can be told apart": ([[0, 0.6, 0.8], [0.4, 0, 0.6], [0.2, 0.4, 0]], [1, 1, 1]),
    "every firm by itself": ([[0, 0.9, 1], [0.1, 0, 0.9], [0, 0.1, 0]], [1, 2, 3]),
    "the first from the rest": ([[0, 0.95, 0.9], [0.05, 0, 0.5], [0.1, 0.5, 0]], [1, 2, 2]),
    "the last from the rest": ([[0, 0.7, 0.9], [0.3, 0, 0.95], [0.1, 0.05, 0]], [1, 1, 2]),
    "a firm that one farther down overtakes": ([[0, 0.95, 0.8], [0.05, 0, 0.95], [0.2, 0.05, 0]], [1, 1, 1]),
}


@pytest.mark.parametrize("name", CUTS)
def test_groups_end_where_all_above_are_above_all_below(name: str) -> None:
    above, groups = CUTS[name]
    assert cut(np.array(above) >= 0.9) == groups


def test_groups_are_told_in_the_order_of_median_ranks() -> None:
    scores = np.array([[1.0, 3.0, 2.0], [1.0, 2.0, 3.0], [1.0, 3.0, 2.0]])
    drawn = outcomes(scores)
    told = stable_groups(of(3), drawn, intervals(of(3), outcomes(np.array([[1.0, 2.0, 3.0]])), drawn, 0.9), 0.9)
    assert dict(told.schema) == dict(GROUPS)
    assert told.rows() == [
        ("b", "乙", 1, 2, 2, 1, 0, 1),
        ("c", "丙", 1, 1, 2, 1, 0, 1),
        ("a", "甲", 2, 3, 1, 0, 2, 0),
    ]


@given(scores_drawn, st.sampled_from([0.6, 0.9, 1.0]))
def test_the_others_of_a_firm_are_those_that_superiority_tells(scores: np.ndarray, stable: float) -> None:
    known, drawn = of(scores.shape[1]), outcomes(scores)
    told = stable_groups(known, drawn, intervals(known, outcomes(scores[:1]), drawn, 0.9), stable)
    order = {(one, other): above for one, other, above, _ in superiority(known, drawn).iter_rows()}
    for firm, above, below, undecided in told.select("firm_id", "above", "below", "undecided").iter_rows():
        others = set(known.firms) - {firm}
        assert above == sum(order[firm, other] >= stable - 1e-12 for other in others)
        assert below == sum(order[other, firm] >= stable - 1e-12 for other in others)
        assert above + below + undecided == len(others)
    assert told["above"].sum() == told["below"].sum()
    assert steady_pairs(superiority(known, drawn), stable)["undecided"].item() == told["undecided"].median()


def test_failed_draws_are_told_by_reason() -> None:
    failed = np.array([True, True, True, False, False])
    told = failures(Outcomes({}, {}, failed, {"甲": 1, "乙": 2}))
    assert dict(told.schema) == dict(DRAWS)
    assert told.rows() == [("", 2, 0.4), ("乙", 2, 0.4), ("甲", 1, 0.2)]


def test_no_draw_at_all_is_told_too() -> None:
    assert failures(Outcomes({}, {}, np.zeros(0, dtype=np.bool_), {})).rows() == [("", 0, 0.0)]
