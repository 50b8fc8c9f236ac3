"""A firm's place in the industry."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest

from scoring.losses import largest_losses, losses, way_to_total
from scoring.places import places, quartiles
from tests.reports.small import A, B, C, evaluation

EVALUATION = evaluation()


def test_quartiles_interpolate_between_the_scores() -> None:
    # 1.1: 甲 94, 乙 30, 丙 100
    found = quartiles(EVALUATION).row(by_predicate=pl.col("node") == "1.1", named=True)
    assert found == {"node": "1.1", "firms": 3, "min": 30.0, "q1": 62.0, "median": 94.0, "q3": 97.0, "max": 100.0}


def test_firms_without_a_score_are_not_counted() -> None:
    found = quartiles(EVALUATION).row(by_predicate=pl.col("node") == "2.1", named=True)
    assert found["firms"] == 2
    without = places(EVALUATION).row(by_predicate=(pl.col("node") == "2.1") & (pl.col("firm_id") == B), named=True)
    assert without == {"firm_id": B, "node": "2.1", "score": None, "above": None, "band": None}


@pytest.mark.parametrize(("firm", "above", "band"), [(A, 1, "[90,100]"), (B, 0, "[0,60)"), (C, 2, "[90,100]")])
def test_a_place_is_the_number_of_firms_with_a_lower_score(firm: str, above: int, band: str) -> None:
    found = places(EVALUATION).row(by_predicate=(pl.col("node") == "1.1") & (pl.col("firm_id") == firm), named=True)
    assert (found["above"], found["band"]) == (above, band)


def test_a_firm_is_not_above_those_with_the_same_score() -> None:
    # what differs by binary noise only is the same; 丙 has no score
    at = (pl.col("node") == "1.1") & (pl.col("firm_id") == A)
    score = pl.when(at).then(0.1 + 0.2).when(pl.col("node") == "1.1", pl.col("firm_id") == B).then(0.3)
    tied = EVALUATION.scores.with_columns(score=pl.when(pl.col("node") == "1.1").then(score).otherwise(pl.col("score")))
    found = places(replace(EVALUATION, scores=tied)).filter(node="1.1")
    assert dict(found.select("firm_id", "above").iter_rows()) == {A: 0, B: 0, C: None}


def test_the_bands_of_all_firms_are_the_distribution() -> None:
    counted = places(EVALUATION).filter(pl.col("band").is_not_null()).group_by("node", "band").len("counted")
    told = EVALUATION.distribution.filter(pl.col("firms") > 0)
    joined = told.join(counted, on=["node", "band"], how="full")
    assert (joined["firms"] == joined["counted"]).all()
    assert joined.null_count().select("firms", "counted").sum_horizontal().item() == 0


def test_losses_add_up_to_what_is_missing_to_full_marks_on_every_level() -> None:
    levels = EVALUATION.summary.select("node", "level")
    base = EVALUATION.scores.filter(pl.col("node") == "base").select("firm_id", base="score")
    added = (
        losses(EVALUATION)
        .join(levels, on="node")
        .group_by("firm_id", "level")
        .agg(pl.col("lost", "points", "weight").sum())
        .join(base, on="firm_id")
    )
    assert added.height == 3 * 2
    for row in added.iter_rows(named=True):
        assert row["lost"] == pytest.approx(100 - row["base"])
        assert row["points"] == pytest.approx(row["base"])
        assert row["weight"] == pytest.approx(1.0)


def test_a_node_without_a_score_loses_nothing_and_its_sibling_carries_its_weight() -> None:
    own = losses(EVALUATION).filter(pl.col("firm_id") == B)
    assert "2.1" not in own["node"]
    weights = dict(own.select("node", "weight").iter_rows())
    assert weights["2.2"] == weights["2"] == pytest.approx(0.5)


def test_the_largest_losses_come_first_and_equal_ones_in_tree_order() -> None:
    # 2.1 and 1.2 lose the same but for binary noise, 1.1 less, 2.2 nothing
    lost = pl.DataFrame(
        {"firm_id": A, "node": ["1", "1.1", "1.2", "2", "2.1", "2.2"], "lost": [0.5, 0.2, 0.3, 0.3, 0.1 + 0.2, 1e-12]}
    )
    assert largest_losses(EVALUATION.rulebook, lost)["node"].to_list() == ["1.2", "2.1", "1.1"]


@pytest.mark.parametrize("firm", [A, B, C])
def test_the_way_leads_from_full_marks_to_the_total_by_its_steps(firm: str) -> None:
    scores = dict(EVALUATION.scores.filter(firm_id=firm).select("node", "score").iter_rows())
    way = way_to_total(EVALUATION, losses(EVALUATION)).filter(firm_id=firm).drop("firm_id").to_dicts()
    scored = [node for node in ("1.1", "1.2", "2.1", "2.2") if scores[node] is not None]
    assert [step["node"] for step in way] == ["", *scored, "base", "bonus", "total"]
    running = 100.0
    for step in way:
        running += step["points"] or 0.0
        assert step["running"] == pytest.approx(running)
    assert way[-1]["running"] == scores["total"]


def test_a_firm_without_a_total_has_a_way_that_leads_nowhere() -> None:
    none = pl.when(pl.col("firm_id") != C).then("score")
    without = replace(EVALUATION, scores=EVALUATION.scores.with_columns(score=none))
    way = way_to_total(without, losses(without)).filter(firm_id=C)
    assert way.select("node", "running").rows() == [("", 100.0), ("base", None), ("bonus", None), ("total", None)]
