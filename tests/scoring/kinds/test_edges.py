"""Where rules turn: both sides of limits and minimums, nothing, more than full marks, and what counts once."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from indicator_tree import Rulebook
from indicator_tree.loading import parse
from scoring.ledger import write_ledger
from scoring.reducing import reduce_records
from surveys.margin import Margin
from surveys.raking import Limits
from surveys.weighting import weigh
from tests.scoring.kinds.measures import CITED
from tests.scoring.kinds.rulebooks import ROOT
from tests.support.tables import tables

EDGES: dict[str, Any] = tomllib.loads(Path(__file__).with_name("edges.toml").read_text(encoding="utf-8"))
SMALL = tomllib.loads((ROOT / "tests" / "reports" / "small.toml").read_text(encoding="utf-8"))
FIRM = pl.Series(["F"])


def cited(table: dict[str, Any]) -> dict[str, Any]:
    """The tables of a rule that a rulebook cites, cited."""
    found = dict(table)
    for key in found.keys() & {"limit", "warning", "answers", "scaled"}:
        found[key] = CITED | found[key]
    for key in found.keys() & {"deduct", "part", "knot"}:
        found[key] = [CITED | cited(one) for one in found[key]]
    return found


def book(rule: dict[str, Any]) -> Rulebook:
    """The small rulebook with this rule alone, by which three answers are enough."""
    kept = {key: value for key, value in SMALL.items() if key not in ("bonus", "vocabulary")}
    changed = {
        "weights": {"equal": SMALL["weights"]["equal"]},
        "survey": {"minimum_respondents": 3, "confidence": 0.95, **CITED},
        "missing": "reweight",
        "indicator": {"1": {"name": "甲", "rule": cited(rule)}},
    }
    return parse(kept | changed, "edges.toml")


def weighed(responses: pl.LazyFrame, regions: list[str | None], shares: dict[str, float] | None) -> pl.LazyFrame:
    """The responses with the weights that bring them to the shares of their regions, if any are known."""
    margins = [Margin("region", tuple(shares), tuple(shares.values()))] if shares else []
    return weigh(responses.with_columns(pl.lit(pl.Series("region", regions, pl.String))), margins, Limits()).responses


@pytest.mark.parametrize("case", EDGES["case"], ids=lambda case: case["name"])
def test_case(case: dict[str, Any]) -> None:
    rulebook = book(EDGES["rules"][case["rule"]])
    given = tables(case["given"])
    responses = case["given"].get("survey_responses", [])
    regions = [row.get("region") for row in responses for _ in range(row.get("count", 1))]
    given["survey_responses"] = weighed(given["survey_responses"], regions, case.get("margin"))
    rows = write_ledger(FIRM, reduce_records(given, rulebook).rows, rulebook)
    points = dict(rows.select(pl.col("parameter").str.strip_prefix("1."), "points").iter_rows())
    quantities = dict(rows.select(pl.col("parameter").str.strip_prefix("1."), "quantity").iter_rows())
    if "no_score" in case:
        assert rows["points"].null_count() == rows.height
        assert case["no_score"] in rows["cause"][-1]
    else:
        assert rows["points"].sum() == pytest.approx(case["score"], abs=1e-9)
    assert {key: points.get(key) for key in case.get("rows", {})} == pytest.approx(case.get("rows", {}), abs=1e-9)
    assert {key: quantities.get(key) for key in case.get("quantities", {})} == case.get("quantities", {})
    assert not points.keys() & set(case.get("absent", ()))
    assert case.get("cause", "") in "\n".join(rows["cause"])
