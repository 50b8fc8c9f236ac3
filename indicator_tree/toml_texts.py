"""TOML texts as plain tables, each parsed once: a command reads the same rulebook for several purposes."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from typing import Any


def tables_of(text: str) -> dict[str, Any]:
    """The tables of a TOML text; they are the caller's own and may be changed.

    Raises:
        tomllib.TOMLDecodeError: it is no TOML.
    """
    own: dict[str, Any] = copied(_parsed(text))
    return own


def copied(value: Any) -> Any:
    """A copy of tables and lists, with all that stands in them; other values of TOML never change."""
    if isinstance(value, dict):
        return {key: copied(one) for key, one in value.items()}
    return [copied(one) for one in value] if isinstance(value, list) else value


@lru_cache(maxsize=32)
def _parsed(text: str) -> dict[str, Any]:
    return tomllib.loads(text)
