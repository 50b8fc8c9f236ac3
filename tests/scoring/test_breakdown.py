"""What the breakdown of records says, and its laws."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from polars.testing import assert_frame_equal

from indicator_tree import Rulebook, load_rulebook
from scoring import UnknownColumnError
from scoring.evidence import cells
from scoring.reducing import reduce_records
from tests.support.random_records import Rows, record_rows
from tests.support.tables import tables

BOOK = load_rulebook("2017")
KEYS = ["node", "source", "column", "measure"]


def breakdown(rows: dict[str, list[dict[str, Any]]], book: Rulebook = BOOK) -> pl.DataFrame:
    return reduce_records(tables(rows), book).breakdown


def at(frame: pl.DataFrame, node: str, source: str, column: str, measure: str = "records") -> list[tuple[Any, ...]]:
    """value, quantity, firms, entities, most."""
    rows = frame.filter(node=node, source=source, column=column, measure=measure)
    return rows.select("value", "quantity", "firms", "entities", "most").rows()


WARNINGS = [
    {"firm_id": "A", "level": "提示关注", "matter": "划款", "count": 2},
    {"firm_id": "A", "entity_id": "S", "level": "提示关注", "matter": "划款"},
    {"firm_id": "B", "level": "一般预警", "matter": None},
    {"firm_id": "B", "level": "提示关注", "matter": "报送"},
]


def test_records_are_counted_whole_and_by_value_those_of_the_same_event_too() -> None:
    found = breakdown({"fund_warnings": WARNINGS})
    assert at(found, "1.1.1", "fund_warnings", "") == [("", 5, 2, 3, 3)]
    assert at(found, "1.1.1", "fund_warnings", "level") == [("提示关注", 4, 2, 3, 3), ("一般预警", 1, 1, 1, 1)]
    matters = [("划款", 3, 1, 2, 3), ("报送", 1, 1, 1, 1), ("未填写", 1, 1, 1, 1)]
    assert at(found, "1.1.1", "fund_warnings", "matter") == matters
    assert at(found, "", "fund_warnings", "matter") == matters


def test_a_node_counts_what_its_conditions_name_and_the_source_everything() -> None:
    found = breakdown(
        {"complaints": [{"category": "交易系统", "count": 3}, {"category": "其他"}, {"category": None, "firm_id": "G"}]}
    )
    assert at(found, "1.2.1", "complaints", "category") == [("交易系统", 3, 1, 1, 3)]
    everything = [("交易系统", 3, 1, 1, 3), ("其他", 1, 1, 1, 1), ("未填写", 1, 1, 1, 1)]
    assert at(found, "2.3.1", "complaints", "category") == at(found, "", "complaints", "category") == everything


@pytest.mark.parametrize("values", [0, 2, 100])
@pytest.mark.parametrize("listed", [1, 2, 50])
def test_whether_records_or_values_are_few_changes_nothing(
    monkeypatch: pytest.MonkeyPatch, listed: int, values: int
) -> None:
    """Of few records all columns are counted together, of many each of those with many values by itself."""
    projects = [
        {"firm_id": firm, "part": "公益扶贫", "kind": kind, "cases": cases, "amount": amount, "count": count}
        for count, (firm, kind, cases, amount) in enumerate(
            [
                ("A", "捐赠", 2, 0.1),
                ("A", "培训", 1, 0.2),
                ("B", "培训", 3, None),
                ("B", None, 9, 1e-9),
                ("C", "债券", 0, 7.3),
            ],
            1,
        )
    ]
    rows = {"fund_warnings": WARNINGS, "social_projects": projects}
    book = BOOK.model_copy(update={"breakdown_values": listed})
    few = breakdown(rows, book)
    monkeypatch.setattr(cells, "_FEW_RECORDS", 0)
    monkeypatch.setattr(cells, "_FEW_VALUES", values)
    assert_frame_equal(breakdown(rows, book), few, check_exact=True)


def test_where_nothing_is_counted_the_whole_is_zero() -> None:
    found = breakdown({})
    assert set(found["column"]) == {""}
    assert at(found, "1.2.1", "integrity_measures", "") == [("", 0, 0, 0, 0)]
    assert found["quantity"].sum() == 0


def test_summed_columns_are_told_and_firms_without_any_are_not_concerned() -> None:
    rows = [
        {"firm_id": "A", "part": "公益扶贫", "kind": "捐赠", "cases": 2, "amount": 0.1},
        {"firm_id": "A", "part": "公益扶贫", "kind": "捐赠", "cases": 1, "amount": 0.2},
        {"firm_id": "B", "part": "公益扶贫", "kind": "培训", "cases": 3, "amount": None},
        {"firm_id": "B", "part": "别的", "kind": "捐赠", "cases": 9, "amount": 1.0},
    ]
    found = breakdown({"social_projects": rows})
    assert at(found, "bonus", "social_projects", "", "cases") == [("", 6, 2, 2, 3)]
    assert at(found, "bonus", "social_projects", "", "amount") == [("", 0.3, 1, 1, 0.3)]
    assert at(found, "bonus", "social_projects", "part,kind", "cases") == [
        ("公益扶贫·培训", 3, 1, 1, 3),
        ("公益扶贫·捐赠", 3, 1, 1, 3),
    ]
    assert at(found, "", "social_projects", "", "cases") == [("", 15, 2, 2, 12)]


@pytest.mark.parametrize("values", [1, 50], ids=["of many values", "of few values"])
def test_of_columns_together_what_is_not_filled_is_left_out(monkeypatch: pytest.MonkeyPatch, values: int) -> None:
    monkeypatch.setattr(cells, "_FEW_RECORDS", 0)
    monkeypatch.setattr(cells, "_FEW_VALUES", values)
    bases = [("未申报", None), (None, "实体"), (None, None), ("省级", "实体")]
    found = breakdown({"education_bases": [{"tier": tier, "form": form} for tier, form in bases]})
    told = at(found, "2.2.2", "education_bases", "tier,form")
    assert sorted(value for value, *_ in told) == ["实体", "未填写", "未申报", "省级·实体"]


def test_values_beyond_those_listed_are_one_row_by_node() -> None:
    book = BOOK.model_copy(update={"breakdown_values": 1, "breakdown": {"integrity_measures": ("kind",)}})
    rows = [
        {"matter": "交易系统安全", "kind": "丙", "firm_id": "A"},
        {"matter": "资金账户安全", "kind": "甲", "count": 3},
        {"matter": "资金账户安全", "kind": "乙", "count": 2},
        {"matter": "资金账户安全", "kind": "丁", "firm_id": "A"},
    ]
    found = breakdown({"integrity_measures": rows}, book)
    assert at(found, "1.2.1", "integrity_measures", "kind") == [("丙", 1, 1, 1, 1)]
    listed = [("甲", 3, 1, 1, 3), ("其余", 3, 2, 2, 2)]
    assert at(found, "1.3.1", "integrity_measures", "kind") == listed
    assert at(found, "1.3.1", "integrity_measures", "") == [("", 6, 2, 2, 5)]


def test_flags_are_told_as_yes_and_no() -> None:
    book = BOOK.model_copy(update={"breakdown": {"complaints": ("at_fault",)}})
    rows = [{"at_fault": True, "count": 2}, {"at_fault": False}, {"at_fault": None}]
    found = at(breakdown({"complaints": rows}, book), "", "complaints", "at_fault")
    assert [(value, quantity) for value, quantity, *_ in found] == [("是", 2), ("否", 1), ("未填写", 1)]


def test_without_columns_there_are_only_wholes_of_nodes() -> None:
    found = breakdown({"fund_warnings": WARNINGS}, BOOK.model_copy(update={"breakdown": {}}))
    assert set(found["column"]) == {""}
    assert "" not in set(found["node"])
    assert at(found, "1.1.1", "fund_warnings", "") == [("", 5, 2, 3, 3)]


def test_more_nodes_than_a_number_has_bits() -> None:
    plain = BOOK.model_dump()
    many = {f"1.2.{n}": plain["indicator"]["1.2.1"] for n in range(1, 71)}
    book = Rulebook.model_validate({**plain, "indicator": {**plain["indicator"], **many}})
    assert len(book.leaves) == len(BOOK.leaves) + 69
    found = breakdown({"complaints": [{"category": "交易系统", "count": 2}]}, book)
    for node in many:
        assert at(found, node, "complaints", "category") == [("交易系统", 2, 1, 1, 2)]


def test_a_column_that_is_not_there_is_named() -> None:
    book = BOOK.model_copy(update={"breakdown": {"complaints": ("place",)}})
    with pytest.raises(UnknownColumnError, match="complaints 的 place 列"):
        breakdown({}, book)


some = settings(max_examples=10, suppress_health_check=[HealthCheck.too_slow])


@some
@given(record_rows(BOOK))
def test_the_values_of_a_column_add_up_to_the_whole(rows: Rows) -> None:
    found = breakdown(rows, BOOK.model_copy(update={"breakdown_values": 2}))
    wholes = found.filter(pl.col("column") == "").select(*KEYS[:2], "measure", whole="quantity")
    sums = found.filter(pl.col("column") != "").group_by(*KEYS).agg(pl.col("quantity").sum())
    both = sums.join(wholes, on=["node", "source", "measure"], how="left")
    assert both.height == sums.height > 0
    assert both["quantity"].to_list() == pytest.approx(both["whole"].to_list(), abs=1e-6)


@some
@given(record_rows(BOOK))
def test_the_order_of_rows_changes_nothing(rows: Rows) -> None:
    backwards = {source: table[::-1] for source, table in rows.items()}
    assert_frame_equal(breakdown(rows), breakdown(backwards), check_exact=True)
