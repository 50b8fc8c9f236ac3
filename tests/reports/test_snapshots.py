"""What people read, part by part."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest

from indicator_tree.diff import compare
from indicator_tree.rulebook import Rulebook
from reports.distribution import distribution_tables, node_table, select
from reports.explanation_tables import explanation_table
from reports.firm_table import overview_table
from reports.frame_table import frame_table
from reports.rulebook_diff import diff_text
from reports.rulebook_tables import list_table, node_tables, tree_tables
from tests.reports.conftest import Snapshot
from tests.reports.small import WITH_SURVEY, A, B, C, evaluation, rulebook


@pytest.mark.parametrize(
    ("name", "firm", "node"),
    [
        ("explain_deduction_same_event", A, "1.1"),
        ("explain_deduction_cap", B, "1.1"),
        ("explain_rate", A, "1.2"),
        ("explain_answers", A, "1.3"),
        ("explain_ratio_past_limit", C, "2.1"),
        ("explain_missing", B, "2.1"),
        ("explain_reweighted", B, "2"),
        ("explain_bonus_cap", C, "bonus"),
        ("explain_base", A, "base"),
        ("explain_total", A, "total"),
    ],
)
def test_explanations(snapshot: Snapshot, name: str, firm: str, node: str) -> None:
    snapshot(name, explanation_table(evaluation(WITH_SURVEY), firm, "某证券", node))


def test_all_scores_of_a_firm(snapshot: Snapshot) -> None:
    snapshot("explain_tree", overview_table(evaluation(WITH_SURVEY), B, "某证券"))


def test_distributions_are_grouped_by_their_bands(snapshot: Snapshot) -> None:
    snapshot("distribution", *distribution_tables(evaluation()))


def test_distribution_of_a_node(snapshot: Snapshot) -> None:
    snapshot("distribution_node", node_table(evaluation(), "2"))


def test_distributions_with_intervals(snapshot: Snapshot) -> None:
    scored = evaluation(WITH_SURVEY)
    snapshot("distribution_survey", *distribution_tables(scored), node_table(scored, "1.3"))


def test_a_distribution_without_scores_shows_dashes(snapshot: Snapshot) -> None:
    nobody = pl.col("node") == "2.1"
    nothing = pl.when(~nobody).then
    scored = replace(
        evaluation(),
        distribution=evaluation().distribution.with_columns(
            firms=nothing("firms").otherwise(0), share=nothing("share").otherwise(float("nan"))
        ),
        summary=evaluation().summary.with_columns(
            nothing(pl.col(name)).alias(name) for name in ("mean", "median", "min", "max", "sd")
        ),
    )
    assert select(scored, "2.1")["share"].to_list() == [None, None]
    snapshot("distribution_empty", node_table(scored, "2.1"))


def test_rulebook_tree(snapshot: Snapshot) -> None:
    snapshot("rulebook_tree", *tree_tables(rulebook(WITH_SURVEY)))


@pytest.mark.parametrize("node", ["1.1", "1.2", "1.3", "2", "2.1", "base", "bonus"])
def test_rulebook_nodes(snapshot: Snapshot, node: str) -> None:
    snapshot(f"rulebook_node_{node}", *node_tables(rulebook(WITH_SURVEY), node))


def test_rulebook_list(snapshot: Snapshot) -> None:
    snapshot("rulebook_list", list_table([("small.toml", rulebook())]))


def test_rulebook_diff_tells_parameters_by_their_ids(snapshot: Snapshot) -> None:
    tables = rulebook().model_dump(mode="json", exclude_none=True)
    tables["indicator"]["1.1"]["rule"]["deduct"][0]["points"] = 4
    tables["indicator"]["2.1"]["rule"]["knot"][1]["ratio"] = 0.9
    del tables["indicator"]["1.2"]
    tables["weights"]["given"]["weight"] = {"1": 0.5, "2": 0.5}
    tables["bands"]["standard"]["band"][0]["label"] = "优"
    tables["population"]["minimum_age_years"] = 2
    tables["vocabulary"]["fund_warnings"]["level"].append("重大预警")
    tables["default_weights"] = "given"
    tables |= {"id": "newer", "title": "新规则", "year": 2018}
    newer = Rulebook.model_validate(tables)
    snapshot("rulebook_diff", diff_text(rulebook(), newer, compare(rulebook(), newer)))


def test_any_frame(snapshot: Snapshot) -> None:
    snapshot("frame", frame_table(evaluation().ledger.head(4)), frame_table(evaluation().firms.head(1)))
