"""What the white paper says of the values of a column, and when it draws them."""

from __future__ import annotations

import re
import tomllib
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from indicator_tree import load_rulebook
from reports.whitepaper import whitepaper
from scoring import score_evidence
from scoring.findings import find
from scoring.reducing import reduce_records
from tests.reports.small import FIRMS, A, rulebook, tables
from tests.support.documents import told

CASES = tomllib.loads((Path(__file__).parent / "by_column.toml").read_text(encoding="utf-8"))["case"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["name"]))
def test_what_is_said_of_a_column(case: dict[str, Any]) -> None:
    causes = case["causes"]
    days = [date(2017, 5, 1) + timedelta(days=at) for at in range(len(causes))]
    warnings = pl.LazyFrame(
        {
            "record_id": [f"YJ{at}" for at in range(len(causes))],
            "firm_id": A,
            "entity_id": A,
            "occurred_on": days,
            "level": "提示关注",
            "matter": "划款",
            "cause": [cause or None for cause in causes],
        },
        schema_overrides={"cause": pl.String},
    )
    book = rulebook().model_copy(
        update={
            "breakdown": {"fund_warnings": ("level", "cause")},
            "source": {"fund_warnings": load_rulebook("2017").source["fund_warnings"]},
        }
    )
    evaluation = score_evidence(FIRMS, reduce_records(tables() | {"fund_warnings": warnings}, book), book)
    printed = [str(item) for item in told(whitepaper(evaluation, find(evaluation)))]
    [paragraph] = [text for text in printed if "本指标的资金监控预警" in text]
    assert re.sub(r"【图\s?\d+】", "图", paragraph).endswith(f"。{case['says']}")
    charts = [text for text in printed if "资金监控预警按原因的分布" in text]
    bars = "；".join(f"{value} {number} 次" for value, number in case.get("drawn", {}).items())
    assert [chart.partition("各类数量。")[2] for chart in charts] == ([f"{bars}。"] if bars else [])
