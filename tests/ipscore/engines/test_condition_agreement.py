"""What deductions ask of records is counted alike whatever the engine."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from indicator_tree.loading import parse
from indicator_tree.overlay import overlay
from scoring.reducing import reduce_records
from tests.scoring.kinds import measures
from tests.support.engines import OTHERS

CASES = Path(measures.__file__).with_name("conditions.toml")


def rules() -> Any:
    """All deductions of the cases, each an indicator of its own."""
    cases = tomllib.loads(CASES.read_text(encoding="utf-8"))["case"]
    books = [measures.book(case["deduct"]).model_dump(mode="json", exclude_none=True) for case in cases]
    indicators = {str(at): {**each["indicator"]["1"], "name": f"指标{at}"} for at, each in enumerate(books, 1)}
    return parse(overlay(books[0], {"indicator": indicators}) | {"indicator": indicators}, "all.toml")


def records() -> dict[str, pl.LazyFrame]:
    """Measures against five departments, with every kind of cell, and how many clients each has."""
    draw = random.Random("conditions 1")
    firms = [
        measures.tables(
            [
                [
                    *(draw.randrange(200), draw.choice(measures.KINDS), draw.choice([0.1, 5, 9.99, 10, 100])),
                    *(draw.random() < 0.5, draw.choice(["甲", "乙", "丙", ""])),
                ]
                for _ in range(25)
            ],
            firm=f"部门{number}",
            size=100.0 * (number + 1),
        )
        for number in range(5)
    ]
    return {source: pl.concat([each[source] for each in firms]) for source in firms[0]}


@pytest.mark.parametrize("name", OTHERS)
def test_conditions_are_counted_alike(name: str, opened: Callable[[str], Any]) -> None:
    rulebook = rules()
    expected = reduce_records(records(), rulebook)
    with opened(name) as engine:
        found = reduce_records(engine.frames(records()), rulebook)
    assert expected.rows["parameter"].n_unique() > 25
    assert found.rows.equals(expected.rows)
    assert found.records.collect().equals(expected.records.collect())


def test_the_order_of_the_records_changes_nothing() -> None:
    rulebook = rules()
    backwards = {source: table.reverse() for source, table in records().items()}
    assert reduce_records(backwards, rulebook).rows.equals(reduce_records(records(), rulebook).rows)
