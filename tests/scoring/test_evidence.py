"""What of the records counts as evidence."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl
import pytest

from indicator_tree import load_rulebook
from indicator_tree.rules import Deduct, DeductionRule
from scoring import UnknownColumnError
from scoring.evidence.sums import joined, parts, whole
from scoring.precision import settled
from scoring.reducing import reduce_records
from tests.support.tables import tables

BOOK = load_rulebook("2017")


def counted(when: dict[str, Any], rows: list[dict[str, Any]]) -> float:
    template = BOOK.deductions("1.3.1")[0]
    deduct = Deduct(**{**template.model_dump(), "source": "social_projects", "when": when, "scaled": None})
    leaf = BOOK.indicator["1.3.1"].model_copy(update={"rule": DeductionRule(kind="deduction", deduct=(deduct,))})
    book = BOOK.model_copy(update={"indicator": {**BOOK.indicator, "1.3.1": leaf}})
    evidence = reduce_records(tables({"social_projects": rows}), book).rows
    return evidence.filter(pl.col("node") == "1.3.1")["quantity"].sum()


@pytest.mark.parametrize(
    ("when", "count"),
    [({"cases": 1}, 2), ({"cases": 0}, 1), ({"cases": [1, 3]}, 3), ({"part": "公益扶贫"}, 4), ({"kind": "捐赠"}, 0)],
)
def test_conditions_count_the_records_that_meet_them(when: dict[str, Any], count: int) -> None:
    rows = [{"part": "公益扶贫", "cases": cases} for cases in (0, 1, 1, 3)]
    assert counted(when, rows) == count


def test_only_the_ratio_at_the_end_of_the_period_counts() -> None:
    rows = [
        {"ratio": "资本杠杆率", "numerator": 0.5},
        {"ratio": "资本杠杆率", "numerator": 0.1, "as_of": date(2017, 6, 30)},
        {"ratio": "资本杠杆率", "numerator": 0.2, "entity_id": "S"},
    ]
    evidence = reduce_records(tables({"annual_ratios": rows}), BOOK).rows
    assert evidence.filter(pl.col("node") == "4.1.1")["quantity"].to_list() == [0.5]


def test_a_source_or_column_that_is_not_there_is_named() -> None:
    with pytest.raises(UnknownColumnError, match="数据源 complaints"):
        reduce_records({name: table for name, table in tables({}).items() if name != "complaints"}, BOOK)
    less = tables({})
    less["complaints"] = less["complaints"].drop("category")
    with pytest.raises(UnknownColumnError, match=r"1\.2\.1.*complaints 的 category 列"):
        reduce_records(less, BOOK)


@pytest.mark.parametrize(
    ("amounts", "expected"),
    [
        ([8_379_845.0], 8_379_845.0),
        ([1e15, 1.0], 1e15 + 1),
        ([0.1, 0.2], 0.3),
        ([0.1] * 10, 1.0),
        ([-0.5, 0.25], -0.25),
        ([12_345_678.125, 0.875], 12_345_679.0),
    ],
)
def test_a_sum_is_that_of_the_amounts_in_decimal_arithmetic(amounts: list[float], expected: float) -> None:
    amount = pl.col("amount")
    frame = pl.DataFrame({"amount": amounts})
    assert frame.select(settled(joined(whole(amount).sum(), parts(amount).sum()))).item() == expected
