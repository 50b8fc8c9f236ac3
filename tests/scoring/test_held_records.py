"""Records by their rows: whose they are, what they are behind, and rows that are another's or are not there."""

from __future__ import annotations

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from scoring.errors import DamagedRecordsError
from scoring.evidence.held_records import HeldRecords
from scoring.frames import EVIDENCE_RECORDS, EVIDENCE_ROWS

ROWS = [
    ("A", "1.1", "1.1.x", "complaints", 0, 2),
    ("A", "1.1", "1.1.x", "warnings", 0, 1),
    ("A", "1.2", "1.2.y", "complaints", 1, 1),
    ("B", "1.1", "1.1.x", "complaints", 2, 1),
]
TABLES = {
    "complaints": pl.LazyFrame({"record_id": ["c2", "c1", "c3"], "firm_id": ["A", "A", "B"]}),
    "warnings": pl.LazyFrame({"record_id": ["b1"], "firm_id": ["A"]}),
}


def held(rows: list[tuple[str, str, str, str, int, int]], **tables: pl.LazyFrame) -> HeldRecords:
    return HeldRecords(pl.DataFrame(rows, EVIDENCE_ROWS, orient="row"), TABLES | tables)


def test_numbers_are_listed_by_what_they_are_behind_from_all_sources_together() -> None:
    found = held(ROWS).listed().collect()
    assert found.schema == EVIDENCE_RECORDS
    assert found.rows() == [
        ("A", "1.1", "1.1.x", "b1"),
        ("A", "1.1", "1.1.x", "c1"),
        ("A", "1.1", "1.1.x", "c2"),
        ("A", "1.2", "1.2.y", "c1"),
        ("B", "1.1", "1.1.x", "c3"),
    ]


def test_what_is_listed_is_made_when_it_is_read() -> None:
    assert_frame_equal(held(ROWS).listed().collect(), held(ROWS)._listed())


def test_without_a_source_nothing_is_listed() -> None:
    found = HeldRecords(EVIDENCE_ROWS.to_frame(), {})._listed()
    assert (found.schema, found.height) == (EVIDENCE_RECORDS, 0)


def test_codes_of_a_closed_column_are_listed_as_texts() -> None:
    firms = pl.LazyFrame({"record_id": ["c2", "c1", "c3"], "firm_id": ["A", "A", "B"]}).with_columns(
        pl.col("firm_id").cast(pl.Enum(["A", "B"]))
    )
    assert held(ROWS, complaints=firms).listed().collect().height == 5


def test_the_records_of_one_firm_are_counted_from_its_own_first() -> None:
    own = held(ROWS).of("B")
    assert own.rows.rows() == [("B", "1.1", "1.1.x", "complaints", 0, 1)]
    assert list(own.tables) == ["complaints"]
    assert own.tables["complaints"].collect().rows() == [("c3", "B")]


def test_the_records_behind_one_node_are_those_alone() -> None:
    own = held(ROWS).of("A", "1.2")
    assert own.rows.rows() == [("A", "1.2", "1.2.y", "complaints", 0, 1)]
    assert own.tables["complaints"].collect().rows() == [("c1", "A")]


def test_of_a_firm_without_records_there_is_none() -> None:
    own = held(ROWS).of("C")
    assert (own.rows.height, own.tables) == (0, {})


@pytest.mark.parametrize(
    ("table", "told"),
    [
        ({"record_id": ["c2", "c1"], "firm_id": ["A", "A"]}, "complaints"),
        ({"record_id": ["c2", "c1", "c3"], "firm_id": ["B", "A", "B"]}, "complaints"),
        ({"record_id": ["c2", "c1", "c3"], "firm_id": ["A", "B", "B"]}, "complaints"),
        ({"record_id": ["c2", "c1", "c3"], "firm_id": ["A", "A", "A"]}, "complaints"),
        ({"firm_id": ["A", "A", "B"]}, "complaints"),
    ],
    ids=["too few", "the first is another's", "the last is another's", "the only one is another's", "no numbers"],
)
def test_rows_that_are_not_those_named_are_not_listed(table: dict[str, list[str]], told: str) -> None:
    with pytest.raises(DamagedRecordsError, match=f"运行所存的记录 {told} 读不出"):
        held(ROWS, complaints=pl.LazyFrame(table))._listed()


@pytest.mark.parametrize(
    "table",
    [
        {"record_id": ["c2"], "firm_id": ["A"]},
        {"record_id": ["c2", "c1", "c3"], "firm_id": ["B", "A", "B"]},
        {"record_id": ["c2", "c1", "c3"], "firm_id": ["A", "B", "B"]},
    ],
    ids=["too few", "the first is another's", "the last is another's"],
)
def test_rows_that_are_not_a_firms_own_are_not_read(table: dict[str, list[str]]) -> None:
    with pytest.raises(DamagedRecordsError, match="运行所存的记录 complaints 读不出"):
        held(ROWS, complaints=pl.LazyFrame(table)).of("A")


def test_a_source_that_is_not_there_is_not_read() -> None:
    with pytest.raises(DamagedRecordsError, match="运行所存的记录 complaints 读不出"):
        HeldRecords(pl.DataFrame(ROWS, EVIDENCE_ROWS, orient="row"), {}).of("B")
