"""Which rules look at the other firms, and which scores have the error of counts."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from scoring.kinds.registry import kind_of
from tests.scoring.small_numbers.market import book

CASES: list[dict[str, Any]] = tomllib.loads(Path(__file__).with_name("comparing.toml").read_text("utf-8"))["case"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_whether_a_score_depends_on_others_and_has_an_error(case: dict[str, Any]) -> None:
    rule = book(case["leaf"], case["rule"]).rules[case["leaf"]]
    assert kind_of(rule).compares(rule) == case["compares"]
    assert rule.has_error == case["error"]
