"""What a table of a rulebook need not say, and what it then means.

A default that changes would change the scores of rulebooks that exist.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from tests.indicator_tree.models import models, own_fields

DEFAULTS: dict[str, dict[str, dict[str, Any]]] = tomllib.loads(
    Path(__file__).with_name("defaults.toml").read_text(encoding="utf-8")
)
EXPECTED = {f"{module}.{table}": keys for module, tables in DEFAULTS.items() for table, keys in tables.items()}


def plain(value: Any) -> Any:
    """A default as TOML has it; what is not there is `nothing`."""
    if isinstance(value, BaseModel):
        return value.model_dump(exclude_none=True)
    return list(value) if isinstance(value, tuple) else "nothing" if value is None else value


@pytest.mark.parametrize("name", models())
def test_what_need_not_be_written(name: str) -> None:
    optional = {key: field for key, field in own_fields(models()[name]).items() if not field.is_required()}
    found = {key: plain(field.get_default(call_default_factory=True)) for key, field in optional.items()}
    assert found == EXPECTED.get(name, {})


def test_every_table_is_there() -> None:
    assert EXPECTED.keys() <= models().keys()
