"""Plain tables with values of the types that the model reads them as: `"0.85"` is 0.85, `"2018-01-01"` a day.

Checks across tables see what rules will apply, however it is written in the file.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, TypeAdapter, ValidationError

from indicator_tree.model_paths import below, tagged

if TYPE_CHECKING:
    from collections.abc import Mapping

_SCALARS = (bool, int, float, date)


def tables_read(model: BaseModel) -> dict[str, Any]:
    """The tables that a model was read from, as it read them; what was not written stays out."""
    tables: dict[str, Any] = _plain(model.model_dump(exclude_unset=True))
    return tables


def coerced(tables: Mapping[str, Any], root: type[BaseModel]) -> dict[str, Any]:
    """The tables of a file that its model refuses, with every value that could be read as the model would read it."""
    found: dict[str, Any] = _coerced(tables, root)
    return found


def _coerced(value: Any, at: Any) -> Any:
    if isinstance(value, dict):
        table = _chosen(value, at)
        return {key: _coerced(one, below(table, key)) for key, one in value.items()}
    if isinstance(value, list):
        return [_coerced(one, below(at, place)) for place, one in enumerate(value)]
    if not isinstance(value, str):
        return value
    if at not in _SCALARS:
        return value.strip()
    try:
        return _adapter(at).validate_python(value)
    except ValidationError:
        return value


def _chosen(table: Mapping[str, Any], at: Any) -> Any:
    """The model of a table, of several the one that its `kind` names."""
    kind = table.get("kind")
    return below(at, kind) if tagged(at) and isinstance(kind, str) else at


@cache
def _adapter(kind: type) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, list | tuple) else value
