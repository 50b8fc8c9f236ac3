"""TOML texts as plain tables, each parsed once: a command reads the same rulebook for several purposes."""

from __future__ import annotations

import tomllib
from copy import deepcopy
from functools import lru_cache
from typing import Any


def tables_of(text: str) -> dict[str, Any]:
    """The tables of a TOML text; they are the caller's own and may be changed.

    Raises:
        tomllib.TOMLDecodeError: it is no TOML.
    """
    return deepcopy(_parsed(text))


@lru_cache(maxsize=32)
def _parsed(text: str) -> dict[str, Any]:
    return tomllib.loads(text)
