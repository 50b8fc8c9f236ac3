"""Rules over several years: cases worked by hand."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from tests.scoring.previous.support import YEAR, book, causes, earlier, records, scored, scores

CASES = tomllib.loads((Path(__file__).parent / "cases.toml").read_text(encoding="utf-8"))["case"]


@pytest.mark.parametrize("name", CASES)
def test_points_are_as_worked_by_hand(name: str) -> None:
    case = CASES[name]
    figures = case.get("figures", [{}] * len(case["before"]))
    before = [
        earlier(records(counts, figures[back], YEAR - 1 - back), book(year=YEAR - 1 - back))
        for back, counts in enumerate(case["before"])
    ]
    now = scored(records(case["now"], case.get("figures_now")), book(case["rule"]), before)
    found = scores(now)
    assert {unit: score for unit, score in found.items() if score is not None} == pytest.approx(case["scores"])
    assert {unit: causes(now, unit)[-1] for unit, score in found.items() if score is None} == case.get("none", {})
