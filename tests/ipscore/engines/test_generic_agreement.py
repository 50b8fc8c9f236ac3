"""Figures to be normalised are the same whatever engine combines them."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date
from typing import Any

import polars as pl
import pytest

from indicator_tree.loading import parse
from scoring.reducing import reduce_records
from tests.scoring.test_generic_normalisation import CITED, GENERIC, METHODS, Row, book, records
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


@pytest.mark.parametrize("name", OTHERS)
def test_what_missing_figures_are_imputed_from_is_counted_alike(name: str, opened: Callable[[str], Any]) -> None:
    how = {"method": "regression", "on": "per"} | CITED
    draws = [{"label": "按组", "imputation": {"method": "mean", "group": "kind"} | CITED} | CITED]
    study = {"draws": 9, "seed": 1, "interval": 0.9, "realisations": 4, "stable": 0.9, "sobol": 64} | CITED
    rule = GENERIC["indicator"]["1"]["rule"] | {"combine": "sum", "imputation": how}
    changed = {"indicator": {"1": {"name": "甲", "rule": rule}}, "robustness": study | {"treatment": draws}}
    rulebook = parse(GENERIC | changed, "generic.toml")
    table = records(rows()).tables["figures"].collect()
    kinds = pl.Series("kind", [("合并", "母公司", None)[at % 3] for at in range(table.height)])
    tables = {"figures": table.with_columns(kinds).lazy()}
    expected = reduce_records(tables, rulebook)
    with opened(name) as engine:
        found = reduce_records(engine.frames(tables), rulebook)
    assert set(expected.rows["parameter"]) == {"1.value", "1.on.per", "1.group.kind"}
    assert found.rows.equals(expected.rows)
