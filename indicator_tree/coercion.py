"""Plain tables with values of the types that the model reads them as: `"0.85"` is 0.85, `"2018-01-01"` a day.

Checks across tables see what rules will apply, however it is written in the file.
"""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, TypeAdapter, ValidationError

from indicator_tree.model_paths import below, tagged

if TYPE_CHECKING:
    from collections.abc import Mapping

_SCALARS = (bool, int, float, date)
_SCALAR = re.compile(r"\s*(?:[-+.]?[0-9]|(?i:true|false|yes|no|on|off|[tfyn])\s*$)")
"""How a text begins that may be read as one of these; no other needs its type looked up."""


def tables_read(model: BaseModel) -> dict[str, Any]:
    """The tables that a model was read from, as it read them; what was not written stays out."""
    tables: dict[str, Any] = _plain(model.model_dump(exclude_unset=True))
    return tables


def coerced(tables: Mapping[str, Any], root: type[BaseModel]) -> dict[str, Any]:
    """The tables of a file that its model refuses, with every value that could be read as the model would read it."""
    found: dict[str, Any] = _coerced(tables, (), tables, root)
    return found


def _coerced(value: Any, path: tuple[str | int, ...], tables: Mapping[str, Any], root: type[BaseModel]) -> Any:
    if isinstance(value, dict):
        return {key: _coerced(one, (*path, key), tables, root) for key, one in value.items()}
    if isinstance(value, list):
        return [_coerced(one, (*path, place), tables, root) for place, one in enumerate(value)]
    if not isinstance(value, str):
        return value
    if not _SCALAR.match(value) or (kind := _type(path, tables, root)) not in _SCALARS:
        return value.strip()
    try:
        return _adapter(kind).validate_python(value)
    except ValidationError:
        return value


def _type(path: tuple[str | int, ...], tables: Mapping[str, Any], root: type[BaseModel]) -> Any:
    """The type that the model has at a path; of several models of a table the one that its `kind` names."""
    kinds: list[str | None] = []
    value: Any = tables
    for part in path:
        kind = value.get("kind") if isinstance(value, dict) else None
        kinds.append(kind if isinstance(kind, str) else None)
        value = value[part]
    return _type_at(root, path, tuple(kinds))


@cache
def _type_at(root: type[BaseModel], path: tuple[str | int, ...], kinds: tuple[str | None, ...]) -> Any:
    at: Any = root
    for part, kind in zip(path, kinds, strict=True):
        if kind is not None and tagged(at):
            at = below(at, kind)
        at = below(at, part)
    return at


@cache
def _adapter(kind: type) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, list | tuple) else value
