"""The sample plan of a run: every firm's own design effect unless one is given for all."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import polars as pl
import pytest

from indicator_tree import load_rulebook
from ipscore.survey_plan import sample_plan


def run_with(tables: dict[str, pl.DataFrame]) -> Any:
    return SimpleNamespace(
        rulebook=load_rulebook("2017"), folder="run", table_names=tuple(tables), table=lambda name: tables[name]
    )


TABLES = {
    "evidence": pl.DataFrame(
        [
            ("F", "2.1.2", "2.1.2.answers", answer, "survey_responses", 50.0, 50.0)
            for answer in ("非常满意", "非常不满意")
        ],
        schema=["firm_id", "node", "parameter", "cause", "source", "quantity", "weight"],
        orient="row",
    ),
    "firms": pl.DataFrame({"firm_id": ["F"], "firm": ["甲"], "status": ["evaluated"]}),
    "survey_sizes": pl.DataFrame({"firm_id": ["F"], "design_effect": [2.0]}),
}


@pytest.mark.parametrize(("given", "effect"), [(None, 2.0), (1.0, 1.0), (3.0, 3.0)])
def test_design_effects(given: float | None, effect: float) -> None:
    found = sample_plan(run_with(TABLES), 3.0, 0.95, given).row(0, named=True)
    assert found["design_effect"] == effect
    assert found["needed"] == pytest.approx(effect * 1067.07, abs=40)


def test_a_run_without_sizes_plans_with_1() -> None:
    tables = {name: table for name, table in TABLES.items() if name != "survey_sizes"}
    assert sample_plan(run_with(tables), 3.0, 0.95, None)["design_effect"].to_list() == [1.0]
