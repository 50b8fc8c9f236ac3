"""The rebuilt records are broken down as the report does, and firms past lines are those of the report."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from scoring.findings.lines import firms_past_lines
from scoring.reducing import Evidence, reduce_records

pytestmark = pytest.mark.xdist_group("reconstruction")


@pytest.fixture(scope="module")
def evidence(rebuilt, rulebook) -> Evidence:
    return reduce_records({name: table.lazy() for name, table in rebuilt.tables.items()}, rulebook)


@pytest.mark.parametrize(
    ("node", "source", "column", "told"),
    [
        ("1.1.1", "fund_warnings", "", {"": 161}),
        ("1.1.1", "fund_warnings", "level", {"提示关注": 134, "一般预警": 27}),
        ("1.2.1", "complaints", "category", {"交易系统": 264}),
        ("3.1.1", "complaints", "", {"": 989}),
        (
            "2.1.3",
            "integrity_measures",
            "kind",
            {
                "行政监管措施": 72,
                "行政处罚": 14,
                "行业自律惩戒措施": 12,
                "交易所通报批评": 4,
                "监管部门纪律处分": 1,
                "行业自律纪律处分": 1,
            },
        ),
    ],
)
def test_records_by_value(evidence: Evidence, node: str, source: str, column: str, told: Any) -> None:
    found = evidence.breakdown.filter(node=node, source=source, column=column, measure="records")
    assert dict(found.select("value", "quantity").iter_rows()) == told


@pytest.mark.parametrize(
    ("node", "source", "what", "number"),
    [
        ("1.1.1", "fund_warnings", "entities", 73),
        ("1.2.1", "complaints", "firms", 61),
        ("1.2.1", "complaints", "most", 19),
        ("2.1.3", "integrity_measures", "firms", 54),
        ("3.1.1", "complaints", "firms", 87),
    ],
)
def test_firms_concerned(evidence: Evidence, node: str, source: str, what: str, number: int) -> None:
    found = evidence.breakdown.filter(node=node, source=source, column="", measure="records")
    assert found[what].to_list() == [number]


def test_public_offerings_for_the_real_economy(evidence: Evidence) -> None:
    found = evidence.breakdown.filter(node="bonus", column="part,kind", value="服务实体经济·首次公开发行")
    measured = dict(found.select("measure", "quantity").iter_rows())
    assert (measured["cases"], measured["amount"]) == (419, 2186)


@pytest.mark.parametrize(("node", "warning", "limit"), [("4.1.3", 12, 4), ("4.2.1", 6, 1), ("4.2.3", 1, 0)])
def test_firms_past_lines(evidence: Evidence, rulebook: Any, node: str, warning: int, limit: int) -> None:
    found = firms_past_lines(evidence.rows, rulebook).filter(pl.col("node") == node)
    assert dict(found.select("line", "firms").iter_rows()) == {"warning": warning, "limit": limit}
