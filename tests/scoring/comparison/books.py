"""Rulebooks that differ in one thing each, and evidence for any of them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from copy import deepcopy
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import polars as pl

from indicator_tree import Rulebook
from indicator_tree.overlay import overlay
from indicator_tree.rules import Part
from scoring import Evaluation, score_evidence
from scoring.comparison.quantities import asked
from scoring.frames import BREAKDOWN, EVIDENCE, EVIDENCE_RECORDS
from scoring.reducing import Evidence
from tests.reports import small
from tests.support.tables import firms

CITED = {"basis": "assumed", "reference": {"title": "测试"}}
FIRMS = ("A", "B", "C", "D")
Tables = dict[str, Any]


@cache
def _plain() -> Tables:
    above = tomllib.loads(Path(__file__).with_name("every_kind.toml").read_text(encoding="utf-8"))
    tables = small.rulebook(small.WITH_SURVEY).model_dump(mode="json", exclude_none=True)
    return overlay(tables, above)


def rule(node: str, **changes: Any) -> Tables:
    """Tables to lay over those of a rulebook: changes of one leaf's rule."""
    return {"indicator": {node: {"rule": changes}}}


def leaf(node: str, name: str, points: float) -> Tables:
    """A further leaf: notices cost so many points."""
    deduct = {"id": "notice", "label": "提示", "source": "fund_warnings", "points": points, **CITED}
    found = {"name": name, "parent": node.rsplit(".", 1)[0], "rule": {"kind": "deduction", "deduct": [deduct]}}
    return {"indicator": {node: found}}


CHANGES: Mapping[str, Tables] = {
    "points": rule("1.1", deduct=[{"id": "notice", "points": 7.0}]),
    "cap": rule("1.1", deduct=[{"id": "general", "cap": 20.0}]),
    "condition": rule("1.1", deduct=[{"id": "notice", "when": {"level": ["提示关注", "一般预警"]}}]),
    "deduction": rule(
        "1.1", deduct=[{"id": "extra", "label": "另", "source": "fund_warnings", "points": 4.0, **CITED}]
    ),
    "days": rule("1.2", done={"days_after_period": 20}),
    "none received": rule("1.2", none_received={"score": 60.0}),
    "knots": rule("2.1", knot=[{"ratio": 0.0, "score": 10.0, **CITED}, {"ratio": 3.0, "score": 90.0, **CITED}]),
    "ratio": rule("2.1", ratio="净资本比率"),
    "answers": rule("1.3", answers={"values": {"非常满意": 100.0, "满意": 80.0}}),
    "respondents": {"survey": {"minimum_respondents": 4}},
    "rounds": rule("3.1", rounds={"count": 2}),
    "fault": rule("3.1", fault=[{"id": "polite", "label": "无礼", "step": "polite", "points": 5.0, **CITED}]),
    "tiers": rule("3.2", part=[{"id": "products", "tiers": [{"at_least": 3, "points": 50.0}]}]),
    "grades": rule("3.2", part=[{"id": "base", "grades": {"国家级": 50.0, "省级": 20.0}}]),
    "renamed": {"indicator": {"2.2": {"name": "两融余额占比"}}},
    "new leaf": leaf("1.4", "新指标", 6.0),
    "new branch": overlay({"indicator": {"4": {"name": "新分支"}}}, leaf("4.1", "分支指标", 9.0)),
    "bonus": {"bonus": {"cap": 1.0, "part": [{"id": "charity", "tiers": [{"at_least": 2, "points": 0.7}]}]}},
    "full marks": {"scale": {"full_marks": 90.0}},
    "given": {
        "weights": {"tilted": {"title": "给定权重", "kind": "given", "weight": {"2.1": 0.8, "2.2": 0.2}, **CITED}},
        "default_weights": "tilted",
    },
    "flat": {"weights": {"flat": {"title": "全体等权", "kind": "leaves", **CITED}}, "default_weights": "flat"},
    "geometric": {"aggregation": {"method": "geometric", **CITED}, "scale": {"floor": 1.0}},
    "harmonic": {"aggregation": {"method": "arithmetic", "level": {"0": "harmonic"}, **CITED}, "scale": {"floor": 1.0}},
    "least": {"aggregation": {"method": "least", "minimum_present": 0.6, **CITED}},
}
"""Tables to lay over the rulebook with every kind of rule."""
GRADES = {"国家级": 50.0, "省级": 30.0, "市级": 20.0, "无": 10.0}
REMOVALS: Mapping[str, Callable[[Tables], object]] = {
    "no bonus": lambda tables: tables.pop("bonus"),
    "no rate": lambda tables: tables["indicator"].pop("1.2"),
    "no deduction": lambda tables: tables["indicator"]["1.1"]["rule"]["deduct"].pop(),
    "categories": lambda tables: tables["indicator"]["3.2"]["rule"]["part"][1].update(grades=dict(GRADES)),
    "another kind": lambda tables: tables["indicator"].update(
        {"1.2": {**leaf("1.2", "投诉办结", 5.0)["indicator"]["1.2"]}}
    ),
}
"""Other changes, made in place."""


def figures(**normalisation: Any) -> Tables:
    """One more branch, whose only leaf is a normalised figure."""
    how = {"normalisation": {**CITED, **normalisation}, "direction": "higher_is_better"}
    leaf_rule = {"kind": "normalised", "source": "annual_ratios", "value": "numerator", **how}
    return {"indicator": {"5": {"name": "规模"}, "5.1": {"name": "净资本", "parent": "5", "rule": leaf_rule}}}


def book(*changes: str) -> Rulebook:
    """The rulebook with every kind of rule, changed; what is removed is removed last."""
    return laid_over({}, *changes)


def laid_over(more: Tables, *changes: str) -> Rulebook:
    """The same with more tables laid over it."""
    tables = deepcopy(overlay(_plain(), more))
    for change in sorted(changes, key=lambda name: name in REMOVALS):
        if change in CHANGES:
            tables = deepcopy(overlay(tables, CHANGES[change]))
        else:
            REMOVALS[change](tables)
    return Rulebook.model_validate(tables)


Row = tuple[str, str, str, str, str, float, float | None]


def scored(rulebook: Rulebook, rows: list[Row], *ids: str) -> Evaluation:
    """Firms scored from rows of evidence."""
    frame = pl.DataFrame(rows, schema=EVIDENCE, orient="row").sort(EVIDENCE.names())
    evidence = Evidence(frame, EVIDENCE_RECORDS.to_frame().lazy(), None, BREAKDOWN.to_frame())
    return score_evidence(firms(*ids), evidence, rulebook)


def row(firm: str, parameter: str, quantity: float, cause: str = "", weight: float | None = None) -> Row:
    """A row of evidence; the node is the parameter's: what stands before its first word, or the bonus."""
    node = "bonus" if parameter.startswith("bonus.") else re.split(r"\.(?=[a-z])", parameter, maxsplit=1)[0]
    return firm, node, parameter, cause, "", quantity, weight


def evidence_rows(rulebook: Rulebook, ids: tuple[str, ...], seed: int) -> list[Row]:
    """Random evidence of what a rulebook asks for; every quantity may be missing."""
    parts: dict[str, Part] = {f"{node}.part.{part.id}": part for node, part in rulebook.parts}
    chance = Random(seed)
    rows: list[Row] = []
    for firm in ids:
        for at in asked(rulebook):
            count = chance.randint(-2, 6)
            if count < 0:
                continue
            grades = list(parts[at.parameter].grades) if at.parameter in parts else []
            place = min(count, len(grades) - 1)
            cause = at.answer or (grades[place] if grades else "")
            quantity = place + 1.0 if grades else float(count)
            weight = count * chance.choice([1.0, 0.5]) if at.answer else None
            rows.append((firm, at.node, at.parameter, cause, "", quantity, weight))
    return rows
