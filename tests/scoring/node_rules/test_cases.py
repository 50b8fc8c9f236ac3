"""Rules on nodes, case by case."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.scoring.node_rules.made import evaluated, rulebook, score_of

CASES = tomllib.loads(Path(__file__).with_name("cases.toml").read_text(encoding="utf-8"))["case"]


def told(value: Any) -> Any:
    """A number, None for the empty text."""
    return None if value == "" else pytest.approx(value, abs=1e-9)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_case(case: dict[str, Any]) -> None:
    scores = {unit: [None if one == "" else one for one in row] for unit, row in case["scores"].items()}
    book = rulebook(case.get("node"), **{name: case[name] for name in ("aggregation",) if name in case})
    found = evaluated(book, scores, case.get("measures", {}), case.get("groups", {}))
    for unit, nodes in case["expected"].items():
        for node, expected in nodes.items():
            assert score_of(found, unit, node) == told(expected), f"{unit} {node}"
    for unit, nodes in case.get("ledger", {}).items():
        for node, rows in nodes.items():
            own = found.ledger.filter(firm_id=unit, node=node).select("cause", "points").rows()
            assert own == [(cause, told(points)) for cause, points in rows]
