"""The records behind the evidence are the same however many are looked through and sorted together."""

from __future__ import annotations

import random
from datetime import date
from typing import TYPE_CHECKING

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from data_sources.spill import Spill
from data_sources.steady_parquet import OF_RECORDS, write_parquet
from indicator_tree import load_rulebook
from scoring import reducing
from scoring.evidence import record_lists, record_order
from scoring.evidence.held_records import HeldRecords
from scoring.frames import EVIDENCE_RECORDS
from scoring.reducing import reduce_records
from tests.support.tables import SCHEMAS, tables

if TYPE_CHECKING:
    from pathlib import Path

BOOK = load_rulebook("2017")
CATEGORIES = ("交易系统", "服务质量", "违规荐股", None)


def rows(number: int) -> list[dict[str, object]]:
    """Complaints in no order, of few firms, some of which were never closed."""
    draw = random.Random(number)
    return [
        {
            "firm_id": draw.choice("ABCD"),
            "category": draw.choice(CATEGORIES),
            "record_id": f"G{at}",
            "closed_on": date(2017, 6, 1) if at % 5 else None,
        }
        for at in draw.sample(range(number), number)
    ]


def listed(number: int) -> pl.DataFrame:
    return reduce_records(tables({"complaints": rows(number)}), BOOK).records.collect()


@pytest.mark.parametrize(("looked_through", "sorted_together"), [(7, 1), (7, 30), (1000, 30), (1, 1000)])
def test_the_size_of_a_batch_changes_nothing(
    monkeypatch: pytest.MonkeyPatch, looked_through: int, sorted_together: int
) -> None:
    expected = listed(120)
    assert expected.height > 40
    monkeypatch.setattr(record_lists, "_LOOKED_THROUGH", looked_through)
    monkeypatch.setattr(record_lists, "_SORTED", sorted_together)
    assert_frame_equal(listed(120), expected)


def test_records_are_sorted_by_all_columns() -> None:
    found = listed(200)
    assert found.schema == EVIDENCE_RECORDS
    assert_frame_equal(found, found.sort(found.columns))


def test_without_a_record_there_is_none() -> None:
    assert_frame_equal(listed(0), EVIDENCE_RECORDS.to_frame())


def held(number: int) -> HeldRecords:
    found = reduce_records(tables({"complaints": rows(number)}), BOOK, contents=True).held
    assert found is not None
    return found


def test_every_record_is_held_once_with_all_that_it_says() -> None:
    given = {row["record_id"]: row for row in rows(200)}
    table = held(200).tables["complaints"].collect()
    assert table["record_id"].is_unique().all()
    assert set(table.columns) == {"record_id", "firm_id", "entity_id", *SCHEMAS["complaints"]}
    for row in table.iter_rows(named=True):
        assert {key: row[key] for key in given[row["record_id"]]} == given[row["record_id"]]
    behind = listed(200)["record_id"]
    assert set(table["record_id"]) == set(behind)
    assert len(behind) > len(table)  # of a category, and never closed: behind two things, held once


def test_the_rows_named_are_those_that_meet_the_condition() -> None:
    found = held(300)
    table = found.tables["complaints"].collect()
    at_work = found.rows.filter(parameter="1.2.1.deduct.complaint")
    assert at_work.height
    for firm_id, first, count in at_work.select("firm_id", "first", "rows").iter_rows():
        stretch = table[first : first + count]
        assert set(stretch["firm_id"]) == {firm_id}
        assert set(stretch["category"]) == {"交易系统"}
    assert at_work["rows"].sum() == table.filter(category="交易系统").height


def test_the_records_of_one_firm_are_its_own_and_all_of_them() -> None:
    whole = held(300)
    for firm_id in "ABCD":
        own = whole.of(firm_id)
        expected = whole.listed().filter(pl.col("firm_id") == firm_id).collect()
        assert_frame_equal(own.listed().collect(), expected)
        assert set(own.tables["complaints"].collect()["firm_id"]) == {firm_id}


def test_numbers_alone_are_held_where_nothing_more_is_asked_for() -> None:
    found = reduce_records(tables({"complaints": rows(50)}), BOOK).held
    assert found is not None
    assert found.tables["complaints"].collect().columns == ["record_id", "firm_id"]


def test_records_that_memory_does_not_hold_are_the_same_and_so_is_their_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    expected = held(300)
    monkeypatch.setattr(record_lists, "_LOOKED_THROUGH", 50)
    monkeypatch.setattr(record_lists, "_SORTED", 30)
    monkeypatch.setattr(reducing, "Spill", lambda _: Spill(held_bytes=0))
    found = reduce_records(tables({"complaints": rows(300)}), BOOK, contents=True)
    assert found.held is not None
    assert not expected.files
    assert_frame_equal(found.held.rows, expected.rows)
    assert_frame_equal(found.held.tables["complaints"].collect(), expected.tables["complaints"].collect())
    write_parquet(expected.tables["complaints"], tmp_path / "from_memory.parquet", level=OF_RECORDS)
    assert found.held.files["complaints"].read_bytes() == (tmp_path / "from_memory.parquet").read_bytes()


def test_sets_of_conditions_too_many_for_a_table(monkeypatch: pytest.MonkeyPatch) -> None:
    expected = held(300)
    monkeypatch.setattr(record_order, "_TABLE", 1)
    found = held(300)
    assert_frame_equal(found.rows, expected.rows)
    assert_frame_equal(found.tables["complaints"].collect(), expected.tables["complaints"].collect())


def test_more_conditions_than_a_number_has_bits(monkeypatch: pytest.MonkeyPatch) -> None:
    expected = listed(120)
    monkeypatch.setattr(record_order, "WORD", 3)
    assert_frame_equal(listed(120), expected)
