"""All that a kind says of a rule without looking at records: what it counts, names, calls and varies.

To accept what is said now: `pytest tests/scoring/kinds/test_said.py --bless`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from indicator_tree import Rulebook
from indicator_tree.rules import RuleModel
from scoring.kinds.registry import kind_of
from tests.scoring.kinds import measures
from tests.scoring.kinds.rulebooks import case_name, of_every_kind

KEPT = Path(__file__).with_name("said.txt")
BOOKS = (
    *("small market", "reports/small_with_survey", "branch_kpis/divisions_2024", "generic", "treated", "quota"),
    *("compliance_inspection/compliance_2024q2_progress", "counted", "clustered", "edged"),
    *("small numbers", "small numbers, against a size"),
)
"""Of which every kind has a rule."""

LADDER = {"column": "kind", "points": {"警示函": 2, "责令改正": 4, "行政处罚": 8}}
SIZE = {"size": "clients", "each": 10_000, "without": "cap"}
FURTHER = frozenset(
    {"start", "floor", "cap", "absent", "now", "before", "change", "score", "incidence", "expected", "ratio"}
)
"""Keys of ledger rows that are no quantities of the evidence."""

DEDUCTIONS: dict[str, dict[str, Any]] = {
    "by a ladder, halved, again, remedied": {
        "ladder": LADDER,
        "cap": 30,
        "scaled": [{"label": "减半", "when": {"remedied": True}, "factor": 0.5}],
        "repeat": {"within_days": 30, "factor": 2, "same": ["cause"]},
        "mitigated": {"label": "已整改", "when": {"remedied": True}, "share": 0.5, "limit": 6},
    },
    "by a sum": {"points": 2, "points_per": {"column": "amount", "each": 100, "unit": "万元"}},
    "by a size": {"points": 2, "cap": 20, "per": SIZE},
    "by cause": {"points": 2, "same_cause": ["cause"]},
    "by event": {"points": 2, "same_event": ["cause"]},
}
Case = tuple[str, Rulebook, str, RuleModel]


@cache
def cases() -> dict[str, Case]:
    """The rules by what tests of them are called."""
    found = [case for case in of_every_kind() if case[0] in BOOKS]
    for name, deduct in DEDUCTIONS.items():
        book = measures.book(deduct)
        found += [(name, book, node, rule) for node, rule in book.rules.items()]
    return {case_name(case): case for case in found}


def plain(value: Any) -> Any:
    """A value as JSON has it: of a table of the rulebook its kind alone, of a function whether it is there."""
    if isinstance(value, BaseModel):
        return type(value).__name__
    if is_dataclass(value):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, frozenset):
        return sorted(plain(inner) for inner in value)
    if isinstance(value, list | tuple):
        return [plain(inner) for inner in value]
    return value if isinstance(value, str | int | float | bool | None) else type(value).__name__


def said(case: Case) -> str:
    """The answers of the kind of a rule, one a line."""
    _, book, node, rule = case
    kind = kind_of(rule)
    quantities = list(kind.quantities(node, rule, book))
    keys = {one.parameter.removeprefix(f"{node}.") for one, _ in quantities}
    found: dict[str, Any] = {
        "kind": [(kind.name, kind.noun, kind.summary, kind.relative, kind.exact)],
        "compares": kind.compares(rule),
        "grouped_by": kind.grouped_by(node, rule, book),
        "clauses": list(kind.clauses(rule, book.scale)),
        "quantities": quantities,
        "counted": list(kind.counted(rule)),
        "traces": list(kind.traces(node, rule)),
        "beside": kind.beside(node, rule),
        "against": kind.against(node, rule),
        "measures": kind.measures(node, rule),
        "figures": kind.figures(node, rule, book),
        "told": kind.told(rule),
        "units": {key: kind.unit(rule, key, book) for key in sorted(keys | FURTHER)},
        "lasting causes": {key: kind.lasting_cause(rule, key) for key in sorted(keys | FURTHER)},
    }
    lines = [f"[{case_name(case)}]"]
    for question, answer in found.items():
        items = [{key: inner} for key, inner in answer.items() if inner] if isinstance(answer, Mapping) else answer
        for item in items if isinstance(items, list) else [items]:
            lines.append(f"{question}: {json.dumps(plain(item), ensure_ascii=False)}")
    return "\n".join(lines)


@cache
def kept(*, bless: bool) -> frozenset[str]:
    if bless:
        KEPT.write_text("\n\n".join(said(case) for case in cases().values()) + "\n", encoding="utf-8")
    return frozenset(KEPT.read_text(encoding="utf-8").strip().split("\n\n"))


@pytest.mark.parametrize("name", cases())
def test_a_kind_says_of_a_rule_what_it_said(name: str, request: pytest.FixtureRequest) -> None:
    known = kept(bless=request.config.getoption("--bless"))
    told = said(cases()[name])
    assert told in known, told


def test_nothing_else_is_kept(request: pytest.FixtureRequest) -> None:
    assert len(kept(bless=request.config.getoption("--bless"))) == len(cases())
