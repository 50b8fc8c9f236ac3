"""Letters, case by case."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from scoring import Evaluation
from tests.scoring.node_rules.made import CITED, evaluated, rulebook

CASES = tomllib.loads(Path(__file__).with_name("cases.toml").read_text(encoding="utf-8"))["case"]


def lettered(case: dict[str, Any]) -> Evaluation:
    node = {"letters": "own"} | ({"rule": case["rule"]} if "rule" in case else {})

    book = rulebook(letters={"own": case["letters"] | CITED}, node={"base": node})
    scores = {}
    for unit, score in case["scores"].items():
        gone = case.get("missing", {}).get(unit, 0)
        scores[unit] = [score] * (4 - gone) + [None] * gone
    return evaluated(book, scores, case.get("measures", {}), case.get("groups", {}))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_case(case: dict[str, Any]) -> None:
    found = lettered(case)
    letters = dict(found.letters.select("firm_id", "letter").iter_rows())
    assert {unit: letters[unit] or "" for unit in case["expected"]} == case["expected"]
    reasons = dict(found.letters.select("firm_id", "reason").iter_rows())
    assert {unit: reasons[unit] for unit in case.get("reasons", {})} == case.get("reasons", {})
    if "edges" in case:
        edges = [list(row) for row in found.cutoffs.select("letter", "from").iter_rows()]
        assert [[letter, "" if edge is None else edge] for letter, edge in edges] == case["edges"]


def test_a_rule_about_the_class_is_a_row_without_points() -> None:
    case = next(one for one in CASES if one["name"].startswith("受到刑事处罚的定为 D"))
    found = lettered(case)
    rows = found.ledger.filter(node="base").filter(parameter="base.rule.criminal").sort("firm_id")
    assert rows["points"].to_list() == [0.0, 0.0]
    assert [cause.split("，")[0] for cause in rows["cause"]] == ["受到刑事处罚：等级定为 D", "受到刑事处罚：不适用"]
    assert found.letters["by_score"].to_list() == ["A", "A"]
