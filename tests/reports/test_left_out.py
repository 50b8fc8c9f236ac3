"""What did not count, in full and in short beside an indicator."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest

from reports.firm import Industry, breakdown
from reports.left_out import excluded_lines, excluded_text, left_out_beside
from reports.whitepaper import whitepaper
from scoring import Evaluation
from scoring.corrections.frames import TOUCHED
from scoring.findings import find
from scoring.frames import EXCLUDED, INTAKE
from tests.reports.small import A, B, evaluation
from tests.support.documents import told

YOUNG, OUTSIDE, TOTAL = "成立不满一年，不参与评价", "不在评价期内（2017-01-01 至 2017-12-31）", "合计行，不是记录"
ROWS = [
    ("fund_warnings", "资金监控预警", YOUNG, 2),
    ("complaints", "12386投诉工单", OUTSIDE, 1200),
    ("complaints", "12386投诉工单", TOTAL, 1),
]


@pytest.fixture
def untidy() -> Evaluation:
    counts = {"read": 0, "used": 0, "corrected": 0, "scored": True}
    rows = [
        {"source": "fund_warnings", "title": "资金监控预警", "rejected": 1, "excluded": 2, "accepted": 1,
         "reason": "乙证券的名称写错"} | counts,
        {"source": "complaints", "title": "12386投诉工单", "rejected": 0, "excluded": 1201, "accepted": 0} | counts,
        {"source": "annual_ratios", "title": "年报风控指标", "rejected": 2, "excluded": 0, "accepted": 0} | counts,
    ]  # fmt: skip
    corrected = [(A, "1.2", f"1.2.{name}", "complaints", "GD10", "决〔2018〕1号") for name in ("received", "open")]
    return replace(
        evaluation(),
        intake=pl.DataFrame(rows, schema=INTAKE),
        excluded=pl.DataFrame(ROWS, schema=EXCLUDED, orient="row"),
        corrected=pl.DataFrame(corrected, schema=TOUCHED, orient="row"),
    )


@pytest.mark.parametrize(
    ("node", "beside"),
    [
        ("1.1", "资金监控预警有 1 行不合格而经同意不计、2 行另存不计"),
        ("1.2", "12386投诉工单有 1,200 行另存不计、1 条按决定更正"),
        ("2.1", "年报风控指标有 2 行不合格而没有计入"),
        ("bonus", ""),
    ],
)
def test_beside_an_indicator_stands_what_its_own_sources_lack(untidy: Evaluation, node: str, beside: str) -> None:
    assert left_out_beside(untidy, node) == beside


def test_reasons_are_told_by_source_the_last_ones_together() -> None:
    rows = [("a", "甲表", f"原因{place}", 10 - place) for place in range(7)]
    lines = excluded_lines(replace(evaluation(), excluded=pl.DataFrame(rows, schema=EXCLUDED, orient="row")))
    told_of = "；".join(f"{10 - place} 行原因{place}" for place in range(5))
    assert lines == [f"甲表 49 行：{told_of}；其余 9 行另有 2 种原因"]
    alone = replace(evaluation(), excluded=pl.DataFrame(rows[:1], schema=EXCLUDED, orient="row"))
    assert excluded_lines(alone) == ["甲表 10 行原因0"]
    assert excluded_text(evaluation()) == ""


def test_the_white_paper_tells_reasons_once_and_numbers_beside_indicators(untidy: Evaluation) -> None:
    text = "\n".join(str(one) for one in told(whitepaper(untidy, find(untidy))))
    for reason in (OUTSIDE, TOTAL, YOUNG, "乙证券的名称写错"):
        assert text.count(reason) == 1 + (reason == YOUNG)  # why a firm is not evaluated stands in the foreword too
    for node in ("1.1", "1.2", "2.1"):
        assert f"所依据的来源中，{left_out_beside(untidy, node)}（见附录一）。" in text


def test_a_firm_is_told_of_no_other(untidy: Evaluation) -> None:
    industry = Industry(untidy)
    own, other = ("\n".join(str(one) for one in told(breakdown(industry.of(code)))) for code in (A, B))
    assert "乙证券" not in own
    assert "另一家的名称写错" in own
    assert "乙证券的名称写错" in other
    for text in (own, other):
        assert f"1,200 行{OUTSIDE}" in text
        assert YOUNG not in text
