"""Tables of rulebooks that contradict themselves, and the ones beside them that do not: every message, whole."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from tests.indicator_tree.models import models

SHAPES: dict[str, Any] = tomllib.loads(Path(__file__).with_name("shapes.toml").read_text(encoding="utf-8"))
CASES = [(base, name) for base, shape in SHAPES.items() for name in shape["case"]]


def table_of(base: str, case: dict[str, Any]) -> dict[str, Any]:
    """A table as the base has it, without some of its keys and with others."""
    whole = SHAPES[base]["given"] | case.get("given", {})
    return {key: value for key, value in whole.items() if key not in case.get("without", ())}


@pytest.mark.parametrize(("base", "name"), CASES)
def test_what_is_told_of_a_table(base: str, name: str) -> None:
    case = SHAPES[base]["case"][name]
    model = models()[SHAPES[base]["table"]]
    if not case["told"]:
        model.model_validate(table_of(base, case))
        return
    with pytest.raises(ValidationError) as caught:
        model.model_validate(table_of(base, case))
    assert [error["msg"] for error in caught.value.errors()] == [f"Value error, {'；'.join(case['told'])}"]
