"""Sizes, and records counted by stratum, are the same whatever engine combines them."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date
from typing import Any

import polars as pl
import pytest

from scoring.reducing import reduce_records
from tests.scoring.small_numbers import market
from tests.support.engines import OTHERS


def tables() -> dict[str, pl.LazyFrame]:
    """Tickets and members of five branches, the last of which was merged into the first."""
    draw = random.Random("sizes 3")
    groups = ["甲类", "乙类"]
    tickets = [(f"网点{draw.randrange(5):02d}", draw.choice(groups), None) for _ in range(60)]
    members = [
        (f"网点{branch:02d}", group, date(2024, month, 1), draw.choice([0.1, 0.2, 1e9, 3.7, 250.0]))
        for branch in range(5)
        for group in groups
        for month in (3, 6, 6)
    ]
    sources = {
        "tickets": market.frame(tickets, {"group": pl.String, "closed_on": pl.Date}),
        "members": market.frame(members, {"group": pl.String, "as_of": pl.Date, "number": pl.Float64}),
    }
    merged = pl.col("firm_id").replace("网点04", "网点00")
    return {name: table.with_columns(merged).lazy() for name, table in sources.items()}


@pytest.mark.parametrize("combine", ["last", "sum", "mean"])
@pytest.mark.parametrize("name", OTHERS)
def test_sizes_and_strata_are_counted_alike(name: str, combine: str, opened: Callable[[str], Any]) -> None:
    rule = {"measure": "observed_over_expected", "expected_by": ["group"], "remove": ["each"]}
    size = market.BOOK["size"]["members"] | {"combine": combine, "latest_by": "as_of"}
    rulebook = market.book("2", rule, size={"members": size})
    expected = reduce_records(tables(), rulebook)
    with opened(name) as engine:
        found = reduce_records(engine.frames(tables()), rulebook)
    assert expected.rows.filter(parameter="2.size").height == 8
    assert expected.rows.filter(parameter="2.events")["quantity"].sum() == 60
    assert found.rows.equals(expected.rows)
    assert found.records.collect().equals(expected.records.collect())
