"""Figures to be normalised are the same whatever engine combines them."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from scoring.reducing import reduce_records
from tests.scoring.test_generic_normalisation import METHODS, Row, book, records
from tests.support.engines import OTHERS


def rows() -> list[Row]:
    draw = random.Random("figures 6")
    amounts = [0.0, 0.1, 0.2, 1e9, -3.7, None]
    return [
        (f"部门{draw.randrange(5)}", date(2024, 1, draw.randrange(1, 29)), draw.choice(amounts), draw.choice(amounts))
        for _ in range(60)
    ]


@pytest.mark.parametrize("combine", ["last", "sum", "mean"])
@pytest.mark.parametrize("name", OTHERS)
def test_figures_are_combined_alike(name: str, combine: str, opened: Callable[[str], Any]) -> None:
    rulebook = book(METHODS["min_max"], per="per", combine=combine)
    tables = records(rows()).tables
    expected = reduce_records(tables, rulebook)
    with opened(name) as engine:
        found = reduce_records(engine.frames(tables), rulebook)
    assert expected.rows.height
    assert found.rows.equals(expected.rows)
    assert found.records.collect().equals(expected.records.collect())
