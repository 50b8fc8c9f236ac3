"""How nodes are made, in words, and in the explanation of a node."""

from __future__ import annotations

from typing import Any

import pytest

from indicator_tree.aggregation import Aggregation
from indicator_tree.parameters import Reference
from reports.aggregation_text import aggregation_text
from reports.explanation import explain_inner
from reports.explanation_tables import explanation_table
from scoring import score_evidence
from scoring.reducing import reduce_records
from tests.reports.small import A, evaluation, rulebook, tables

CASES: list[tuple[dict[str, Any] | None, str]] = [
    (None, "上级指标为下级指标的加权平均"),
    ({}, "上级指标为下级指标的加权平均"),
    ({"method": "geometric"}, "上级指标由下级指标加权几何平均得出"),
    ({"level": {"0": "least"}}, "总分由下级指标取最低得出，一级指标由下级指标加权算术平均得出"),
    ({"minimum_present": 0.5}, "上级指标为下级指标的加权平均；有得分的下级指标不足 50% 的，没有得分"),
]


def with_methods(rules: dict[str, Any] | None) -> Any:
    made = None if rules is None else Aggregation(basis="assumed", reference=Reference(title="小规则第9条"), **rules)
    return rulebook().model_copy(update={"aggregation": made})


@pytest.mark.parametrize(("rules", "text"), CASES)
def test_the_methods_are_told_by_level(rules: dict[str, Any] | None, text: str) -> None:
    assert aggregation_text(with_methods(rules)) == text


def test_a_node_that_is_no_sum_has_no_points_to_add_up() -> None:
    book = with_methods({"level": {"0": "least"}})
    found = score_evidence(evaluation().firms, reduce_records(tables(), book), book)
    *children, end = explain_inner(found, A, "base")
    assert [child.points for child in children] == [None, None]
    assert end.running == min(child.score or 0 for child in children)
    table = explanation_table(found, A, "甲证券", "base")
    assert "取最低" in table.title
    assert "取最低" not in explanation_table(found, A, "甲证券", "1").title
