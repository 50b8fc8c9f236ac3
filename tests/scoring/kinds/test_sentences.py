"""The sentence of a rule, and its table of parameters, say every number that it has."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from indicator_tree import Rulebook
from indicator_tree.rules import RuleModel
from reports.labels import Labels
from reports.rule_parameters import parameters_of
from scoring.kinds.parameters import Number, Parameter, changed
from scoring.kinds.registry import kind_of
from scoring.kinds.spelling import quoted
from tests.scoring.kinds.rulebooks import case_name, of_every_kind, rulebooks

CASES = pytest.mark.parametrize("case", of_every_kind(), ids=case_name)
Case = tuple[str, Rulebook, str, RuleModel]


def numbers(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], float]]:
    """Every number of a rule, with the way to it."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from numbers(inner, (*path, key))
    elif isinstance(value, list | tuple):
        for at, inner in enumerate(value):
            yield from numbers(inner, (*path, at))
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield path, value


def moved(rule: RuleModel, path: tuple[str | int, ...], value: float) -> RuleModel:
    number = Number(path, value, value + 1, value + 1) if isinstance(value, int) else Number(path, value, value + 0.017)
    return changed(rule, {Parameter("x", "", "assumed", (number,)): 1.0})


@CASES
def test_another_number_is_another_sentence_and_another_table(case: Case) -> None:
    _, book, node, rule = case
    names, kind = Labels.of(book), kind_of(rule)
    said = kind.sentence(node, rule, book, names)
    table = [clause.content for clause in kind.clauses(rule, book.scale)]
    found = list(numbers(rule.model_dump()))
    assert found or kind.name in ("normalised", "weighted_mean")  # a range of the data, or weights of records
    for path, value in found:
        other = moved(rule, path, value)
        assert other != rule
        assert kind.sentence(node, other, book, names) != said, path
        assert [clause.content for clause in kind.clauses(other, book.scale)] != table, path


@CASES
def test_a_sentence_names_the_bounds_of_the_scale(case: Case) -> None:
    _, book, node, rule = case
    if node == "bonus":
        return
    names, kind = Labels.of(book), kind_of(rule)
    said = kind.sentence(node, rule, book, names)
    for update in ({"full_marks": 117.0}, {"floor": 3.25}):
        other = book.model_copy(update={"scale": book.scale.model_copy(update=update)})
        assert kind.sentence(node, rule, other, names) != said, update


@CASES
def test_a_sentence_speaks_of_sources_and_columns_by_their_titles(case: Case) -> None:
    _, book, node, rule = case
    said = kind_of(rule).sentence(node, rule, book, Labels.of(book))
    assert not said.endswith(("。", "；", "，"))
    assert not [source for source in rule.sources if source in said]
    assert "None" not in said


@CASES
def test_every_cited_table_has_a_key_that_the_ledger_can_name(case: Case) -> None:
    _, book, node, _ = case
    keys = [one.key for one in parameters_of(book, node)]
    assert keys
    assert all(key.startswith(f"{node}.") for key in keys)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("记录", "“记录”"), ("为“是”的", "“为‘是’的”"), ("称“所谓‘内’”者", "“称‘所谓“内”’者”")],
)
def test_quotation_marks_within_others_are_inner_ones(text: str, expected: str) -> None:
    assert quoted(text) == expected


def test_a_deduction_for_all_records_of_its_source_is_not_named_twice() -> None:
    named = {
        "class_rating/class_rating_2024": "监管措施按措施种类每项扣",
        "operations_assessment/assessment_2019": "报送后更正（更正的读数）每处扣",
    }
    for name, words in named.items():
        book = rulebooks()[name]
        names = Labels.of(book)
        said = [kind_of(rule).sentence(node, rule, book, names) for node, rule in book.rules.items()]
        assert any(words in one for one in said)
