"""Every model has a kind, every kind answers everything, and nobody else asks what kind a rule is of."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest

from indicator_tree import rules
from indicator_tree.rules import MODELS, Bonus, RateRule, RuleModel
from reports.whitepaper.text import TEXTS
from scoring.kinds.kind import RuleKind
from scoring.kinds.registry import KINDS

ROOT = Path(__file__).parents[3]
ROOMS = ("indicator_tree", "data_sources", "surveys", "scoring", "reports", "ipscore", "demonstration")
OWN = (
    "scoring/kinds/",
    "indicator_tree/rules/",
    "demonstration/ipscore_demo/reconstruction/",
    "demonstration/ipscore_demo/small_market/",
    "reports/record_counts.py",  # counts what one report published of the records behind certain rules
)
NAMES = {model.__name__ for model in (*MODELS, Bonus, RuleModel)}


def _asked(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Lines that ask whether something is a rule of a kind: patterns of classes, isinstance, comparisons of kinds."""
    for node in ast.walk(tree):
        if isinstance(node, ast.MatchClass):
            yield node.lineno, ast.unparse(node.cls)
        elif isinstance(node, ast.Call) and ast.unparse(node.func) in ("isinstance", "issubclass"):
            yield from ((node.lineno, name) for name in ast.unparse(node.args[1]).replace("(", " ").split(" | "))
        elif isinstance(node, ast.Compare) and ast.unparse(node.left) == "rule.kind":
            yield node.lineno, "RuleModel"


def test_only_the_kinds_ask_what_kind_a_rule_is_of() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line} {name}"
        for room in ROOMS
        for path in sorted((ROOT / room).rglob("*.py"))
        if not str(path.relative_to(ROOT)).startswith(OWN)
        for line, name in _asked(ast.parse(path.read_text(encoding="utf-8")))
        if name.rpartition(".")[2] in NAMES
    ]
    assert not found


@pytest.mark.parametrize(
    "text",
    [
        "match x:\n case RateRule(): pass",
        "isinstance(x, RateRule)",
        "isinstance(x, rules.ScaleRule | int)",
        "rule.kind == 'rate'",
    ],
)
def test_such_a_question_is_noticed(text: str) -> None:
    assert any(name.rpartition(".")[2] in NAMES for _, name in _asked(ast.parse(text)))


def test_every_model_has_one_kind_of_its_own_name() -> None:
    assert sorted(kind.model.__name__ for kind in KINDS) == sorted(NAMES - {"RuleModel"})
    for kind in KINDS:
        if kind.model is not Bonus:
            assert get_args(kind.model.model_fields["kind"].annotation) == (kind.name,)
    assert len({kind.name for kind in KINDS}) == len({kind.noun for kind in KINDS}) == len(KINDS)


def test_every_model_of_a_rule_is_listed() -> None:
    defined = {one for one in vars(rules).values() if isinstance(one, type) and issubclass(one, RuleModel)}
    assert defined - {RuleModel, Bonus} == set(MODELS)


def test_every_kind_of_indicator_has_a_passage_in_the_white_paper() -> None:
    passages = {path.name for path in TEXTS.glob("kind_*.md.j2")}
    assert passages == {f"kind_{kind.name}.md.j2" for kind in KINDS if kind.model is not Bonus}


def test_a_kind_that_leaves_something_unanswered_cannot_be_made() -> None:
    answered = {name: getattr(type(KINDS[0]), name) for name in RuleKind.__abstractmethods__}
    assert type("Whole", (RuleKind,), answered | {"model": RateRule})()
    for name in RuleKind.__abstractmethods__:
        partly = {key: value for key, value in answered.items() if key != name}
        with pytest.raises(TypeError, match=name):
            type("Partly", (RuleKind,), partly)()
