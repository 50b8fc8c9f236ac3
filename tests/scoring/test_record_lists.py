"""The records behind the evidence are the same however many are looked through and sorted together."""

from __future__ import annotations

import random

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from indicator_tree import load_rulebook
from scoring.evidence import record_lists, reduce_records
from scoring.frames import EVIDENCE_RECORDS
from tests.support.tables import tables

BOOK = load_rulebook("2017")
CATEGORIES = ("交易系统", "服务质量", "违规荐股", None)


def rows(number: int) -> list[dict[str, object]]:
    """Complaints in no order, of few firms."""
    draw = random.Random(number)
    return [
        {"firm_id": draw.choice("ABCD"), "category": draw.choice(CATEGORIES), "record_id": f"G{at}"}
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
