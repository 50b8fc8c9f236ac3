"""A rulebook that asks for other methods than the arithmetic mean."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from indicator_tree import Rulebook
from indicator_tree.aggregation import Aggregation
from indicator_tree.errors import RulebookError
from indicator_tree.loading import parse
from indicator_tree.parameters import Reference
from scoring import Evaluation, UndefinedAggregateError, score_evidence
from scoring.losses import losses
from scoring.reducing import Evidence, reduce_records
from tests.reports.small import WITH_SURVEY, evaluation, tables

EVALUATION = evaluation()


def rulebook(**rules: Any) -> Rulebook:
    aggregation = Aggregation(basis="assumed", reference=Reference(title="小规则第9条"), **rules)
    return EVALUATION.rulebook.model_copy(update={"aggregation": aggregation})


def scored(**rules: Any) -> Evaluation:
    """Scored anew; the last firm's second ratio is mended, so that no level-1 score is zero."""
    at = (pl.col("node") == "2.2") & (pl.col("quantity") == 4)
    evidence = EVALUATION.evidence.with_columns(quantity=pl.when(at).then(3.0).otherwise(pl.col("quantity")))
    evidence = Evidence(evidence, EVALUATION.evidence_records, None, EVALUATION.breakdown)
    return score_evidence(EVALUATION.firms, evidence, rulebook(**rules))


def scores_of(found: Evaluation, node: str) -> dict[str, float]:
    return dict(found.scores.filter(node=node).select("firm", "score").iter_rows())


def test_a_method_holds_for_the_levels_that_name_it() -> None:
    usual, other = scored(), scored(level={"0": "least"})
    for node in EVALUATION.rulebook.nodes:
        assert scores_of(other, node) == scores_of(usual, node)
    for firm, base in scores_of(other, "base").items():
        assert base == min(scores_of(usual, node)[firm] for node in ("1", "2"))


def test_losses_and_points_add_up_whatever_the_method() -> None:
    for rules in ({"method": "least"}, {"level": {"0": "geometric"}}, {"level": {"0": "harmonic"}}):
        found = scored(**rules)
        full = found.rulebook.scale.full_marks
        rows = losses(found).filter(pl.col("node").is_in(found.rulebook.leaves)).group_by("firm_id")
        added = dict(rows.agg(pl.col("lost").sum()).iter_rows())
        points = dict(rows.agg(pl.col("points").sum()).iter_rows())
        for firm_id, base in found.scores.filter(node="base").select("firm_id", "score").iter_rows():
            assert added[firm_id] == pytest.approx(full - base, abs=1e-9)
            assert points[firm_id] == pytest.approx(base, abs=1e-9)


def test_too_few_children_leave_a_node_without_a_score() -> None:
    whole = scored(minimum_present=1)
    (missing,) = EVALUATION.scores.filter(
        pl.col("node").is_in(["1.1", "1.2", "2.1", "2.2"]), pl.col("score").is_null()
    )["firm"].unique()
    assert scores_of(whole, "2")[missing] is None
    assert scores_of(whole, "total")[missing] is None
    assert whole.scores.filter(node="total")["score"].drop_nulls().is_finite().all()


def test_a_zero_under_a_geometric_mean_is_an_error_that_names_the_firm() -> None:
    lost = EVALUATION.evidence.with_columns(
        quantity=pl.when(pl.col("node") == "1.1").then(1000.0).otherwise(pl.col("quantity"))
    )
    evidence = Evidence(lost, EVALUATION.evidence_records, None, EVALUATION.breakdown)
    with pytest.raises(UndefinedAggregateError, match=r"指标 1 不能用加权几何平均合成：甲证券.*arithmetic"):
        score_evidence(EVALUATION.firms, evidence, rulebook(level={"1": "geometric"}))


def test_the_error_of_answers_follows_the_method() -> None:
    usual = evaluation(WITH_SURVEY)
    book = usual.rulebook.model_copy(update={"aggregation": rulebook(level={"1": "least"}).aggregation})
    evidence = reduce_records(tables(), book)
    found = score_evidence(usual.firms, evidence, book)
    wide = found.scores.pivot("node", index="firm_id", values="se")
    scores = found.scores.pivot("node", index="firm_id", values="score")
    for row in wide.join(scores, on="firm_id", suffix="_score").iter_rows(named=True):
        children = [node for node in book.children["1"] if row[f"{node}_score"] is not None]
        lowest = min(children, key=lambda node: row[f"{node}_score"])
        assert row["1"] == pytest.approx(row[lowest] or 0.0)
    assert (wide["1"] > 0).any()


BAD = [
    ("an unknown method", {"method": "mean"}, "aggregation.method"),
    ("an unknown method of a level", {"level": {"0": "mean"}}, "aggregation.level.0"),
    ("a level that the tree lacks", {"level": {"7": "least"}}, "aggregation.level.7"),
    ("a level that is no number", {"level": {"top": "least"}}, "aggregation.level.top"),
    ("the level of leaves, which nothing makes", {"level": {"2": "least"}}, "aggregation.level.2"),
    ("a share above one", {"minimum_present": 1.5}, "aggregation.minimum_present"),
]


@pytest.mark.parametrize(("table", "where"), [case[1:] for case in BAD], ids=[case[0] for case in BAD])
def test_a_wrong_table_is_told_with_its_key_path(table: dict[str, Any], where: str) -> None:
    raw = EVALUATION.rulebook.model_dump(mode="json", exclude_none=True)
    raw["aggregation"] = {"basis": "assumed", "reference": {"title": "小规则第9条"}} | table
    with pytest.raises(RulebookError, match=where):
        parse(raw, "small.toml")


def test_naming_the_arithmetic_mean_changes_nothing() -> None:
    evidence = Evidence(EVALUATION.evidence, EVALUATION.evidence_records, None, EVALUATION.breakdown)
    assert score_evidence(EVALUATION.firms, evidence, rulebook()).scores.equals(EVALUATION.scores)
    assert scored(method="arithmetic").scores.equals(scored(level={"0": "arithmetic"}).scores)
