"""Figures compared within groups and divided into bands, case by case, on both sides of every threshold."""

from __future__ import annotations

import math
import tomllib
from pathlib import Path
from typing import Any

import polars as pl
import pytest

import scoring
from indicator_tree import RulebookError, RulebookFile
from indicator_tree.loading import parse
from indicator_tree.overlay import overlay
from ipscore.rules import Rules, checked
from scoring.errors import NormalisationError
from tests.scoring.test_generic_normalisation import CITED, GENERIC, records, yearly

HERE = Path(__file__).parent
CASES: list[dict[str, Any]] = tomllib.loads((HERE / "cases.toml").read_text(encoding="utf-8"))["case"]
WRONG: dict[str, dict[str, Any]] = tomllib.loads((HERE / "wrong.toml").read_text(encoding="utf-8"))
TABLES = ("normalisation", "within_groups", "winsorisation", "transformation")
TIER = {"title": "级别", "kind": "text", "values": ["一级", "二级"], "nullable": True}


def tables_of(case: dict[str, Any]) -> dict[str, Any]:
    """The generic rulebook with a register of sizes and tiers, and what the case says of its rule."""
    rule = {key: case[key] | CITED for key in TABLES if key in case}
    rule |= {"per": "per"} if "per" in case else {}
    rule |= {"direction": case["direction"]} if "direction" in case else {}
    added = {"units": {"group": "规模"}, "source": {"unit_register": {"column": {"tier": TIER}}}}
    return overlay(GENERIC, {"indicator": {"1": {"rule": rule}}} | added)


def numbers(values: list[float]) -> list[float | None]:
    return [None if math.isnan(value) else float(value) for value in values]


def scored(case: dict[str, Any]) -> scoring.Evaluation:
    per = numbers(case["per"]) if "per" in case else None
    made = records(yearly(numbers(case["figures"]), per))
    groups = [group or None for group in case.get("groups", [""] * made.firms.height)]
    firms = made.firms.with_columns(peer_group=pl.Series(groups, dtype=pl.String), tier=pl.lit(None, pl.String))
    return scoring.score(type(made)(firms, made.tables, (), made.quarantine), parse(tables_of(case), "grouped.toml"))


@pytest.mark.parametrize("case", [case for case in CASES if "scores" in case], ids=lambda case: case["name"])
def test_figures_score_what_the_case_says(case: dict[str, Any]) -> None:
    found = scored(case)
    scores = found.scores.filter(node="1").sort("firm_id")["score"].fill_null(float("nan")).to_list()
    assert scores == pytest.approx(case["scores"], abs=1e-6, nan_ok=True)
    causes = "\n".join(found.ledger["cause"].to_list())
    for cause in case.get("causes", ()):
        assert cause in causes
    rows = found.ledger.filter(node="1").group_by("firm_id").agg(points=pl.col("points").sum()).sort("firm_id")
    assert [one for one in rows["points"] if one] == pytest.approx([one for one in case["scores"] if one > 0], abs=1e-6)


@pytest.mark.parametrize("case", [case for case in CASES if "refused" in case], ids=lambda case: case["name"])
def test_what_cannot_be_compared_is_an_error_that_says_why(case: dict[str, Any]) -> None:
    with pytest.raises(NormalisationError, match=case["refused"]):
        scored(case)


@pytest.mark.parametrize("name", WRONG)
def test_a_rule_that_contradicts_itself_is_told(name: str) -> None:
    with pytest.raises(RulebookError) as caught:
        checked(Rules(RulebookFile(parse(tables_of(WRONG[name]), "wrong.toml"), (("wrong.toml", ""),))))
    assert WRONG[name]["said"] in str(caught.value)
