"""Rules over several years: cases worked by hand."""

from __future__ import annotations

import tomllib
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

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


FEW = st.integers(0, 12)
KNOTS = [{"change": -30, "score": 0}, {"change": 0, "score": 60}, {"change": 30, "score": 100}]
FEWER = [{"change": -0.5, "score": 100}, {"change": 0, "score": 60}, {"change": 0.5, "score": 0}]
RULES = {
    "score": {"kind": "change", "of": "1", "by": "difference", "knot": KNOTS},
    "records": {"kind": "change", "of": "1", "measure": "records", "by": "relative", "knot": FEWER},
    "clean": {
        "kind": "clean_periods", "of": ["1"], "step": [{"periods": 1, "score": 50}, {"periods": 2, "score": 100}],
        "fewer": {"score": 0}, "unknown": "missing",
    },
}  # fmt: skip


@pytest.mark.parametrize("name", RULES)
@settings(max_examples=10)
@given(then=FEW, now=FEW)
def test_a_further_record_never_raises_a_score_and_all_stay_on_the_scale(name: str, then: int, now: int) -> None:
    before = earlier(records({"A": then, "B": then}, year=YEAR - 1), book(year=YEAR - 1))
    found = scored(records({"A": now, "B": now + 1}), book(RULES[name]), [before])
    one, other = (scores(found)[unit] for unit in "AB")
    assert one is not None
    assert other is not None
    assert 0 <= other <= one <= 100
    rows = found.ledger.filter(node="3").group_by("firm_id").agg(pl.col("points").sum()).sort("firm_id")
    assert rows["points"].to_list() == pytest.approx([one, other])
