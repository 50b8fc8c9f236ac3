"""Every table of rulebooks and catalogues as editors of TOML are told of it: keys, types, patterns, limits, defaults,
descriptions.

To accept what is declared now: `pytest tests/indicator_tree/test_declarations.py --bless`.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from pydantic.json_schema import models_json_schema

from tests.indicator_tree.models import models

KEPT = Path(__file__).with_name("declarations.json")


@cache
def declared() -> dict[str, Any]:
    """Table → its JSON schema."""
    _, schema = models_json_schema([(model, "validation") for model in models().values()])
    definitions: dict[str, Any] = schema["$defs"]
    return dict(sorted(definitions.items()))


@cache
def kept(*, bless: bool) -> dict[str, Any]:
    if bless:
        KEPT.write_text(json.dumps(declared(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    tables: dict[str, Any] = json.loads(KEPT.read_text(encoding="utf-8"))
    return tables


@pytest.mark.parametrize("table", [name.rpartition(".")[2] for name in models()])
def test_a_table_is_declared_as_it_was(table: str, request: pytest.FixtureRequest) -> None:
    was = kept(bless=request.config.getoption("--bless")).get(table, {})
    assert declared()[table] == was
    keys = list(declared()[table].get("properties", {}))
    assert keys == list(was.get("properties", {})), (
        "runs keep their rulebook in this order, and are compared to the byte"
    )


def test_no_table_is_gone(request: pytest.FixtureRequest) -> None:
    assert declared().keys() == kept(bless=request.config.getoption("--bless")).keys()
