"""What a comparison concludes, figure by figure."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from indicator_tree.published import PublishedFigures
from reports.comparison import compare_nodes
from reports.comparison_tables import count_table, failures, node_table, scheme_table
from reports.count_comparison import compare_counts
from tests.reports.conftest import Snapshot

SUMMARY = pl.DataFrame({"node": ["total", "1", "1.1"], "name": ["总分", "安全", "预警"], "level": [0, 1, 2]})
DISTRIBUTION = pl.DataFrame({"node": ["1.1"] * 3, "band": ["高", "中", "低"], "firms": [2, 1, 0]})
MEANS = pl.DataFrame(
    {
        "scheme": ["equal"] * 3 + ["flat"] * 3 + ["given"] * 3,
        "node": ["total", "1", "1.1"] * 3,
        "mean": [89.184, 95.13, 94.705, 87.9, 95.5, 94.705, 89.18, 94.85, 94.705],
    }
)
REFERENCE = {"title": "报告第1页"}


def figures(node: dict[str, Any] | None = None, count: dict[str, Any] | None = None) -> PublishedFigures:
    return PublishedFigures.model_validate(
        {"title": "《报告》", "year": 2017, "firms": 3, "rulebook": "small", "node": node or {}, "count": count or {}}
    )


PUBLISHED = {
    "total": {"mean": 89.18, "other_schemes": {"equal": 89.18}, "reason": "权重未公布"},
    "1": {"mean": 94.85, "scheme": "given", "other_schemes": {"equal": 95.13}, "reason": "等权不能得出"},
    "1.1": {"mean": 94.71, "bands": [2, 1, 0]},
}


def verdicts(node: dict[str, Any]) -> dict[tuple[str, str], str]:
    rows = compare_nodes(MEANS, SUMMARY, DISTRIBUTION, figures(node), "equal")
    return {(row.scheme, row.node): row.verdict for row in rows}


def test_a_figure_that_comes_out_matches_and_one_that_differs_for_a_known_reason_is_explained() -> None:
    assert verdicts(PUBLISHED) == {
        ("equal", "total"): "match",
        ("equal", "1"): "explained",
        ("equal", "1.1"): "match",
        ("flat", "total"): "explained",  # nothing is claimed under this scheme
        ("flat", "1"): "explained",
        ("flat", "1.1"): "match",
        ("given", "total"): "match",
        ("given", "1"): "match",
        ("given", "1.1"): "match",
    }


@pytest.mark.parametrize(
    ("node", "change", "where"),
    [
        ("1.1", {"mean": 94.72}, ("equal", "1.1")),
        ("1.1", {"bands": [1, 2, 0]}, ("equal", "1.1")),
        ("1", {"other_schemes": {"equal": 95.14}}, ("equal", "1")),
        ("1", {"mean": 94.86}, ("given", "1")),
        ("total", {"mean": 89.19}, ("given", "total")),
    ],
)
def test_a_figure_that_should_come_out_and_does_not_is_a_mismatch(
    node: str, change: dict[str, Any], where: tuple[str, str]
) -> None:
    assert verdicts(PUBLISHED | {node: PUBLISHED[node] | change})[where] == "mismatch"


def test_a_published_node_that_the_rulebook_lacks_is_a_mismatch() -> None:
    assert verdicts({"9.9": {"mean": 90.0}})["equal", "9.9"] == "mismatch"


@pytest.mark.parametrize(
    ("match", "value", "verdict"),
    [
        ({}, 161.0, "match"),
        ({}, 161.4, "match"),
        ({}, 162.0, "mismatch"),
        ({"decimals": 1}, 161.04, "match"),
        ({"decimals": 1}, 161.05, "mismatch"),
        ({"match": "about", "tolerance": 5}, 166.0, "match"),
        ({"match": "about", "tolerance": 5}, 166.1, "mismatch"),
        ({"match": "at_least"}, 161.0, "match"),
        ({"match": "at_least"}, 160.0, "mismatch"),
        ({"match": "nearly", "tolerance": 5}, 156.0, "match"),
        ({"match": "nearly", "tolerance": 5}, 155.0, "mismatch"),
        ({"match": "nearly", "tolerance": 5}, 162.0, "mismatch"),
        ({"reproducible": False}, 7.0, "explained"),
        ({"reproducible": False}, None, "explained"),
        ({}, None, "mismatch"),
    ],
)
def test_counts_match_as_the_published_figure_says(match: dict[str, Any], value: float | None, verdict: str) -> None:
    published = figures(count={"n": {"label": "预警次数", "value": 161, "reference": REFERENCE, **match}})
    (row,) = compare_counts({} if value is None else {"n": value}, published)
    assert row.verdict == verdict


def test_tables(snapshot: Snapshot) -> None:
    wrong = PUBLISHED | {
        "1.1": {"mean": 94.72, "bands": [1, 2, 0]},
        "total": PUBLISHED["total"] | {"basis": "calibrated"},
    }
    counts = {
        "a": {"label": "预警次数", "value": 161, "unit": "次", "reference": REFERENCE},
        "b": {"label": "投教活动", "value": 4000, "unit": "项", "match": "at_least", "reference": REFERENCE},
        "c": {"label": "态度", "value": 2, "reproducible": False, "reason": "报告自相矛盾", "reference": REFERENCE},
    }
    published = figures(wrong, counts)
    rows = compare_nodes(MEANS, SUMMARY, DISTRIBUTION, published, "equal")
    counted = compare_counts({"a": 161.0, "b": 3999.0, "c": 7.0}, published)
    snapshot(
        "comparison",
        node_table(rows, "equal", "对照", bands_note="分段由高到低"),
        scheme_table(rows, {"equal": "等权", "flat": "全体等权", "given": "给定"}),
        count_table(counted),
        "\n".join(failures(rows, counted)),
    )


def test_nothing_is_listed_where_all_counts_match() -> None:
    table = count_table([])
    assert table.columns == ()
