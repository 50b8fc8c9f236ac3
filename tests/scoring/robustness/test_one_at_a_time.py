"""Each choice by itself."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from indicator_tree.parameters import Reference
from indicator_tree.robustness import LeftOut, SchemeDraws
from scoring import compare_schemes, score_evidence
from scoring.reducing import reduce_records
from scoring.robustness import build_banks
from scoring.robustness.one_at_a_time import ONE_AT_A_TIME, one_at_a_time
from tests.reports.small import FIRMS, evaluation, rulebook, tables
from tests.scoring.robustness.made_banks import SPEC, banks, with_aggregations, with_leaves_left_out, with_weights

CITED = {"basis": "assumed", "reference": Reference(title="示例")}


def test_a_scheme_is_told_as_scoring_under_it_comes_out() -> None:
    spec = SPEC.model_copy(update={"schemes": SchemeDraws(**CITED, names=("equal", "given"))})
    found = one_at_a_time(build_banks(evaluation(), spec, seed=1))
    means = compare_schemes(evaluation()).filter(node="total")["mean"].to_list()
    under = score_evidence(FIRMS, reduce_records(tables(), rulebook()), rulebook(), "given").scores
    ranks = [frame.filter(node="total").sort("firm_id")["rank"].to_numpy() for frame in (evaluation().scores, under)]
    shift = np.abs(ranks[0] - ranks[1])
    assert found.schema == ONE_AT_A_TIME
    assert found.row(0) == ("scheme", "逐级等权", 0.0, 0, 0, 0.0, False, "")
    assert found.row(1)[:2] == ("scheme", "给定权重")
    assert found.row(1)[2:6] == pytest.approx((shift.mean(), shift.max(), (shift > 0).sum(), means[1] - means[0]))


def test_a_leaf_is_left_out_with_its_weight_among_its_siblings() -> None:
    study = with_leaves_left_out(banks())
    found = one_at_a_time(study)
    assert found["variant"].to_list() == ["1.1", "1.2", "2.1", "2.2"]
    scores = study.leaves[0]
    before = scores.mean(axis=0)
    after = (scores[1] + scores[2:].mean(axis=0)) / 2
    shift = np.abs((-before).argsort().argsort() - (-after).argsort().argsort())
    row = found.row(0, named=True)
    assert row["mean_shift"] == pytest.approx(shift.mean(), abs=1e-12)
    assert (row["largest_shift"], row["moved"]) == (shift.max(), (shift > 0).sum())
    assert row["mean_change"] == pytest.approx((after - before).mean(), abs=1e-9)
    assert shift.max() > 0


def test_aggregations_are_told_by_their_labels_and_the_lowest_child_never_raises_the_mean() -> None:
    found = one_at_a_time(with_aggregations(banks(), "arithmetic", "geometric", "harmonic", "least"))
    assert found["variant"].to_list() == ["arithmetic", "geometric", "harmonic", "least"]
    changes = found["mean_change"].to_list()
    assert changes[0] == 0.0
    assert changes == sorted(changes, reverse=True)
    assert changes[-1] < 0


def test_a_variant_under_which_a_firm_has_no_total_has_a_reason_and_no_figures() -> None:
    study = banks()
    scores = study.leaves.copy()
    scores[-1, 2, 0] = 0.0
    row = one_at_a_time(with_aggregations(replace(study, leaves=scores), "geometric")).row(0, named=True)
    assert row == {
        "assumption": "aggregation",
        "variant": "geometric",
        **dict.fromkeys(("mean_shift", "largest_shift", "moved", "mean_change")),
        "failed": True,
        "reason": "指标 2 取加权几何平均，而有的下级得分不大于 0",
    }


def test_assumptions_without_names_are_not_told() -> None:
    assert one_at_a_time(with_weights(banks())).is_empty()


def test_the_real_tree_leaves_out_every_leaf() -> None:
    spec = SPEC.model_copy(update={"leave_one_out": LeftOut(**CITED, vary=True)})
    found = one_at_a_time(build_banks(evaluation(), spec, seed=1))
    assert found.filter(pl.col("assumption") == "left_out")["variant"].to_list() == list(rulebook().leaves)
