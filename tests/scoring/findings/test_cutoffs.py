"""How many firms lie within the cut-offs that a rulebook wants told."""

from __future__ import annotations

import math
import tomllib
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from pydantic import ValidationError

from indicator_tree import load_rulebook
from indicator_tree.cutoffs import Cutoff
from scoring.findings.cutoffs import CUTOFFS, firms_within_cutoffs
from scoring.frames import EVIDENCE
from tests.support.tables import firms

BOOK = load_rulebook("2017")
CITED: dict[str, Any] = {"basis": "assumed", "reference": {"title": "x"}}
CASES = tomllib.loads((Path(__file__).parent / "cutoffs.toml").read_text(encoding="utf-8"))["case"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["name"]))
def test_firms_within_a_cutoff(case: dict[str, Any]) -> None:
    node, key = ("4.2.2", "ratio") if case["of"] == "ratio" else ("1.2.1", "deduct.complaint")
    given = case["quantities"]
    rows = [
        (f"F{at}", node, f"{node}.{key}", "x", "s", float(quantity), None)
        for at, quantity in enumerate(given)
        if not math.isnan(quantity)
    ]
    asked = Cutoff(of=case["of"], **case["bounds"], **CITED)
    indicator = {code: one.model_copy(update={"cutoff": ()}) for code, one in BOOK.indicator.items()}
    indicator[node] = indicator[node].model_copy(update={"cutoff": (asked,)})
    names = [f"F{at}" for at in range(len(given))]
    everybody = firms(*names).vstack(firms("E").with_columns(status=pl.lit("excluded")))
    evidence = pl.DataFrame(rows, schema=EVIDENCE, orient="row")
    found = firms_within_cutoffs(evidence, everybody, BOOK.model_copy(update={"indicator": indicator}))
    assert found.schema == CUTOFFS
    [row] = found.to_dicts()
    assert (row["firms"], row["known"]) == (case["within"], case.get("known", len(given)))
    assert row["condition"] == case["says"]


@pytest.mark.parametrize(
    ("bounds", "says"),
    [
        ({}, "应写 at_least、above、at_most、under 中的一项或两项"),
        ({"at_least": 1, "above": 2}, "at_least、above 只写一个"),
        ({"at_most": 1, "under": 2}, "at_most、under 只写一个"),
        ({"at_least": 2, "under": 2}, "at_least 应小于 under，实为 2 与 2"),
    ],
    ids=["no bound", "two lower bounds", "two upper bounds", "nothing lies between"],
)
def test_a_cutoff_that_holds_nothing_is_refused(bounds: dict[str, float], says: str) -> None:
    with pytest.raises(ValidationError, match=says):
        Cutoff(of="ratio", **bounds, **CITED)


def test_bounds_that_leave_something_between_them_are_taken() -> None:
    assert Cutoff(of="ratio", at_least=2, under=2.1, **CITED).bounds == {"at_least": 2, "under": 2.1}
