"""The limits of every number of a rulebook or catalogue, and the least number of entries: both sides of each."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, get_origin

import annotated_types
import pytest
from pydantic import TypeAdapter, ValidationError
from pydantic.fields import FieldInfo

from tests.indicator_tree.models import models, own_fields

LIMITS: dict[str, dict[str, dict[str, str | int]]] = tomllib.loads(
    Path(__file__).with_name("limits.toml").read_text(encoding="utf-8")
)
CASES = [
    (f"{module}.{table}.{key}", said)
    for module, tables in LIMITS.items()
    for table, keys in tables.items()
    for key, said in keys.items()
]
LIMITING = (annotated_types.Ge, annotated_types.Gt, annotated_types.Le, annotated_types.Lt, annotated_types.MinLen)
BEYOND = {"greater_than", "greater_than_equal", "less_than", "less_than_equal", "too_short", "string_too_short"}
INTERVAL = re.compile(r"([\[(])(\S+), (\S+)([\])])")
NEAR = 1e-6


def sides(said: str, whole: bool) -> Iterator[tuple[float, bool]]:
    """Values at the ends of an interval, and whether they are allowed."""
    found = INTERVAL.fullmatch(said)
    assert found, said
    for bracket, end, inwards in ((found[1], found[2], 1), (found[4], found[3], -1)):
        if end != "∞":
            closed, near = bracket in "[]", inwards * (1 if whole else NEAR)
            at = float(end)
            yield at, closed
            yield (at - near, False) if closed else (at + near, True)


def field_of(case: str) -> FieldInfo:
    model, key = case.removesuffix(".*").rsplit(".", maxsplit=1)
    return models()[model].model_fields[key]


def kind_of(field: FieldInfo) -> Any:
    """What holds its entries, whatever they are; itself where it has none."""
    origin = get_origin(field.annotation)
    return origin if origin in (dict, tuple) else field.annotation


def is_refused(kind: Any, value: Any) -> bool:
    try:
        TypeAdapter(kind).validate_python(value)
    except ValidationError as error:
        return {each["type"] for each in error.errors()} <= BEYOND
    return False


def of_size(kind: Any, size: int) -> Any:
    """Entries or characters."""
    return {dict: {f"{at}": None for at in range(size)}, tuple: [None] * size}.get(kind, "字" * size)


@pytest.mark.parametrize(("case", "least"), [each for each in CASES if isinstance(each[1], int)])
def test_one_less_than_the_least_number_is_refused(case: str, least: int) -> None:
    field = field_of(case)
    kind = kind_of(field)
    limited = Annotated[kind, *(one for one in field.metadata if isinstance(one, LIMITING))]
    assert is_refused(limited, of_size(kind, least - 1))
    assert not is_refused(limited, of_size(kind, least))


@pytest.mark.parametrize(("case", "said"), [each for each in CASES if isinstance(each[1], str)])
def test_both_sides_of_a_limit(case: str, said: str) -> None:
    field = field_of(case)
    for value, allowed in sides(said, whole="int" in str(field.annotation)):
        entries = {dict: {"a": value, "b": value}, tuple: [value]}.get(kind_of(field), value)
        assert is_refused(field.rebuild_annotation(), entries) != allowed, value


def test_every_limit_is_named() -> None:
    limited = {
        f"{name}.{key}"
        for name, model in models().items()
        for key, field in own_fields(model).items()
        if any(isinstance(one, LIMITING) for one in field.metadata)
    }
    assert limited <= {case for case, _ in CASES}
