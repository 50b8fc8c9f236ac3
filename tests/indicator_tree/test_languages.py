"""No English: everything that pydantic can find in a file of ours is told in Chinese."""

from __future__ import annotations

import datetime as d
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from data_sources.acceptance.file import AcceptedFile
from indicator_tree.catalogue_model import Catalogue
from indicator_tree.mapping import Mapping
from indicator_tree.messages import TEXTS, translate
from indicator_tree.published import PublishedFigures
from indicator_tree.rulebook import Rulebook
from surveys.coding_scheme import CodingScheme
from surveys.questionnaire import Questionnaire
from tests.indicator_tree.tampering import kinds, put

ROOT = Path(__file__).parents[2]
MODELS: dict[type[BaseModel], str | dict[str, Any]] = {
    Rulebook: "indicator_tree/rulebooks/investor_protection_2017.toml",
    Catalogue: "indicator_tree/catalogues/operations_2020.toml",
    Questionnaire: "surveys/questionnaires/investor_2017.toml",
    CodingScheme: "surveys/coding_schemes/phone_2017.toml",
    PublishedFigures: "indicator_tree/published/whitepaper_2017.toml",
    AcceptedFile: {"accepted": [{"source": "complaints", "rejected": 3, "reason": "查不到"}]},
    Mapping: {
        "columns": {"complaints": {"事由": "category"}},
        "values": {"complaints": {"at_fault": {"有": "是"}}},
        "records": {"complaints": {"number": "file_and_row"}},
        "files": {"一.csv": "complaints"},
    },
}
RAISES: dict[str, tuple[str, ...]] = {
    "bool": ("bool_type", "bool_parsing"),
    "int": ("int_type", "int_parsing", "int_parsing_size", "int_from_float", "finite_number"),
    "float": ("float_type", "float_parsing", "finite_number"),
    "str": ("string_type",),
    "date": ("date_type", "date_parsing", "date_from_datetime_parsing", "date_from_datetime_inexact"),
    "dict": ("dict_type",),
    "tuple": ("tuple_type",),
    "literal": ("literal_error",),
    "model": ("model_type",),
    "model-fields": ("model_type", "model_attributes_type", "extra_forbidden", "missing"),
    "tagged-union": ("union_tag_invalid", "union_tag_not_found", "model_attributes_type"),
    "function-after": ("value_error",),
    "function-before": ("value_error",),
    "model-field": (),
    "default": (),
    "nullable": (),
    "union": (),
    "definitions": (),
    "definition-ref": (),
    "no-info": (),
}
"""What pydantic-core raises where a schema of this type does not hold for what TOML can hold (so no bytes, no null)."""
LIMITS = {
    "gt": "greater_than",
    "ge": "greater_than_equal",
    "lt": "less_than",
    "le": "less_than_equal",
    "pattern": "string_pattern_mismatch",
}
OWN = {"extra_forbidden", "value_error"}
VALUES = [
    *("", "词", "2017-13-45", "9" * 400, 0, -1, 7, 2**70, 10**400, 1.5, float("inf"), float("nan"), True),
    *(d.date(2017, 1, 2), d.time(3, 4), d.datetime(2017, 1, 2, 3, 4)),
    *([], [1], ["词"], [[]], [{}], {}, {"a": 1}, {"词": {}}),
]
TURNS = 5  # the places take turns with the values
ENGLISH = re.compile(r"[A-Za-z]+ [a-z]+ ")


def _schemas(node: Any, seen: set[int]) -> Iterator[dict[str, Any]]:
    if id(node) in seen or not isinstance(node, dict | list | tuple):
        return
    seen.add(id(node))
    if isinstance(node, dict):
        if isinstance(node.get("type"), str):
            yield node
        for key, value in node.items():
            if key not in ("metadata", "serialization", "cls", "config"):
                yield from _schemas(value, seen)
    else:
        for value in node:
            yield from _schemas(value, seen)


def _reachable(model: type[BaseModel]) -> set[str]:
    found = set()
    model.model_rebuild()  # it is built when it is first needed
    for schema in _schemas(model.__pydantic_core_schema__, set()):
        found.update(RAISES[schema["type"]])
        found.update(kind for key, kind in LIMITS.items() if key in schema)
        if "min_length" in schema:
            found.add("string_too_short" if schema["type"] == "str" else "too_short")
        assert "max_length" not in schema
        assert "multiple_of" not in schema
    return found


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_error_that_can_be_raised_has_a_text(model: type[BaseModel]) -> None:
    reachable = _reachable(model)
    assert len(reachable) > 5
    assert reachable <= TEXTS.keys() | OWN


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_no_message_is_english_whatever_stands_where(model: type[BaseModel]) -> None:
    given = MODELS[model]
    tables = given if isinstance(given, dict) else tomllib.loads((ROOT / given).read_text(encoding="utf-8"))
    raised, english = set(), []
    for n, keys in enumerate(kinds(tables)):
        for value in VALUES[n % TURNS :: TURNS]:
            try:
                model.model_validate(put(tables, keys, value))
            except ValidationError as error:
                raised |= {detail["type"] for detail in error.errors(include_url=False)}
                english += [str(one) for one in translate(error, model) if ENGLISH.search(one.message)]
    assert raised - OWN <= TEXTS.keys()
    assert not english


def test_a_value_of_several_types_has_one_message() -> None:
    tables = tomllib.loads((ROOT / str(MODELS[Rulebook])).read_text(encoding="utf-8"))
    wrong = put(tables, ("indicator", "1.1.1", "rule", "deduct", 0, "when", "level"), 1.5)
    with pytest.raises(ValidationError) as caught:
        Rulebook.model_validate(wrong)
    assert [str(problem) for problem in translate(caught.value)] == [
        "indicator.1.1.1.rule.deduct.[1].when.level："
        "应为其中一种：文字、true 或 false、整数、列表（[…]）、一张表（键 = 值）"
    ]
