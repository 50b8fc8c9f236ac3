"""What became of an indicator system: every kind of change, and what it reaches."""

from __future__ import annotations

import tomllib
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from indicator_tree import Rulebook
from indicator_tree.loading import parse
from indicator_tree.overlay import overlay
from scoring.comparison import Differs, NodeChange, SystemChange, changed_rulebook
from tests.reports import small
from tests.scoring.trend.made import THIRD, book

CASES = tomllib.loads(Path(__file__).with_name("systems.toml").read_text(encoding="utf-8"))["case"]
Case = dict[str, Any]


def newer(case: Case) -> Rulebook:
    tables = small.rulebook().model_dump(mode="json", exclude_none=True)
    moved = {new: deepcopy(tables["indicator"][old]) for old, new in case.get("recoded", {}).items()}
    for code in case.get("drop", ()):
        del (tables if code == "bonus" else tables["indicator"])[code]
    more = THIRD if case.get("add_third") else {}
    recoded = {code: one | {"parent": code.rpartition(".")[0]} for code, one in moved.items()}
    tables = overlay(tables, {"indicator": more | recoded, "year": 2018})
    tables["period"] = {"start": "2018-01-01", "end": "2018-12-31"}
    return parse(overlay(tables, case.get("above", {})), "newer", kept=True)


def change(case: Case, *, known: bool = True) -> SystemChange | None:
    schemes = ("equal", case.get("scheme", "equal")) if known else None
    return changed_rulebook(book(2017), newer(case), schemes)


def told(one: NodeChange) -> str:
    if one.kind == "moved":
        return f"moved {one.node}{f' from {one.before}' if one.before else ''}: {one.parents[0]} to {one.parents[1]}"
    weights = "".join(f" {weight:.4g}" for weight in one.weights if weight is not None)
    return f"{one.kind} {one.node}{weights if one.kind == 'reweighted' else ''}"


def differing(found: SystemChange) -> dict[str, Differs]:
    return {node: what for node, what in found.differs.items() if what}


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_a_changed_system_is_told_and_no_other(case: Case) -> None:
    expected = case.get("expected", case)
    found = change(case)
    if not (case.get("told") or "nodes" in expected or "differs" in expected):
        assert found is None
        return
    assert found is not None
    assert [told(one) for one in found.nodes] == expected.get("nodes", [])
    wanted = {node: Differs[name] for node, name in expected["differs"].items()}
    assert differing(found) == wanted
    assert found.affects_scores == bool(wanted)


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_where_only_the_tree_is_known_nothing_else_is_told(case: Case) -> None:
    expected = case.get("expected", case)
    found = change(case, known=False)
    moves = [one for one in expected.get("nodes", []) if not one.startswith("reweighted")]
    assert [told(one) for one in found.nodes] == moves if found else not moves
    if found is not None:
        assert set(differing(found).values()) == {Differs.CHILDREN}
        assert all(one.weights == (None, None) for one in found.nodes)
