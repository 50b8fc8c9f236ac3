"""Files with one fault: tables as read from TOML, and every way in which one key of them can go wrong."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from indicator_tree.toml_texts import copied

Keys = tuple[str | int, ...]
NAMED = ("indicator", "weight", "closed", "values", "systems", "system_aliases", "column", "node", "count")
"""Tables whose keys are names that people choose: one of them stands for all."""


def places(tables: Any, at: Keys = ()) -> Iterator[Keys]:
    """Every key of the tables, once for each kind of table that it stands in."""
    entries = tables.items() if isinstance(tables, dict) else enumerate(tables) if isinstance(tables, list) else ()
    for key, value in entries:
        yield (*at, key)
        yield from places(value, (*at, key))


def kinds(tables: Any) -> list[Keys]:
    """The places, one of each shape; what every cited table has is looked at where it is cited first."""
    found: dict[Keys, Keys] = {}
    for keys in places(tables):
        shape = tuple(
            "*" if isinstance(key, int) or (n and keys[n - 1] in NAMED) else key for n, key in enumerate(keys)
        )
        cited = next((n for n, key in enumerate(shape) if key in ("basis", "reference", "note")), None)
        found.setdefault(shape if cited is None else shape[cited:], keys)
    return list(found.values())


def faults(tables: Any, keys: Keys) -> Iterator[tuple[str, dict[str, Any]]]:
    """The tables without the key, with the key misspelled, and with a value of another type."""
    value = _at(tables, keys)
    if keys[-1] != "parent":  # without it a node is one of the first level, which is no fault by itself
        yield "left out", _changed(tables, keys, lambda at, key: at.pop(key))
    if isinstance(keys[-1], str):
        yield "misspelled", _changed(tables, keys, _misspell)
    other: Any = 3 if isinstance(value, list) else [[3]]
    yield "of another type", _changed(tables, keys, lambda at, key: at.__setitem__(key, other))


def put(tables: Any, keys: Keys, value: object) -> dict[str, Any]:
    """The tables with another value at a key."""
    return _changed(tables, keys, lambda at, key: at.__setitem__(key, value))


def _misspell(at: dict[str, Any], key: str) -> None:
    wrong = f"{key}x" if len(key) < 3 or key[1] == key[2] else f"{key[0]}{key[2]}{key[1]}{key[3:]}"
    entries = [(wrong if name == key else name, value) for name, value in at.items()]
    at.clear()
    at.update(entries)


def _at(tables: Any, keys: Keys) -> Any:
    for key in keys:
        tables = tables[key]
    return tables


def _changed(tables: Any, keys: Keys, change: Any) -> dict[str, Any]:
    changed: dict[str, Any] = copied(tables)
    change(_at(changed, keys[:-1]), keys[-1])
    return changed
