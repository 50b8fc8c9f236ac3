"""Published changes and places beside ours, one case of `statements.toml` after the other."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from indicator_tree import load_rulebook
from indicator_tree.published import PublishedFigures
from reports.comparison import NodeRow, compare_nodes
from reports.statement_comparison import compare_changes, compare_places
from reports.statement_tables import change_table, place_table, statement_failures

CASES: dict[str, list[dict[str, Any]]] = tomllib.loads(
    (Path(__file__).parent / "statements.toml").read_text(encoding="utf-8")
)
BANDS = pl.DataFrame(schema={"node": pl.String, "band": pl.String, "firms": pl.Int64})


def figures(year: int, node: dict[str, Any], previous: str | None = "before") -> PublishedFigures:
    return PublishedFigures.model_validate(
        {"title": f"《{year}年报告》", "year": year, "rulebook": "2017", "previous": previous, "node": node}
    )


def rows(means: dict[str, float], published: PublishedFigures) -> tuple[list[NodeRow], pl.DataFrame]:
    computed = pl.DataFrame({"scheme": "equal", "node": list(means), "mean": list(means.values())})
    summary = computed.select("node", name=pl.format("指标{}", "node"), level=pl.lit(1))
    return compare_nodes(computed, summary, BANDS, published, "equal"), computed


@pytest.mark.parametrize("case", CASES["change"], ids=lambda case: case["name"])
def test_a_change(case: dict[str, Any]) -> None:
    published, before = figures(2017, {"1": case["said"]}), figures(2016, {"1": {"mean": case["before"]}}, None)
    nodes, _ = rows({"1": case["ours"]}, published)
    (change,) = compare_changes(nodes, published, before)
    assert change.verdict == case["verdict"]
    assert len(statement_failures([change], [])) == (case["verdict"] == "mismatch")
    assert len(change_table([change], {"equal": "等权"}, before.title).rows) == 1


@pytest.mark.parametrize("case", CASES["place"], ids=lambda case: case["name"])
def test_a_place(case: dict[str, Any]) -> None:
    published = figures(
        2017, {node: {"mean": mean, "place": case["said"].get(node)} for node, mean in case["means"].items()}
    )
    nodes, computed = rows(case["means"], published)
    places = compare_places(nodes, computed, load_rulebook("2017"), published)
    assert {row.node: row.verdict for row in places} == case["verdicts"]
    assert len(statement_failures([], places)) == list(case["verdicts"].values()).count("mismatch")
    assert len(place_table(places, {"equal": "等权"}).rows) == len(case["said"])
