"""Tables as read from TOML, of which anything may be missing or of another type."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    Table = Mapping[str, Any]


def number_in(value: Any) -> float | None:
    """A finite number, else None."""
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value) else None


def entries_of(table: Table, key: str) -> list[Table]:
    """The tables of an array of tables."""
    found = table.get(key)
    return [entry for entry in found if isinstance(entry, dict)] if isinstance(found, list) else []


def table_of(raw: Table, key: str) -> Table:
    """The table within a table; empty where there is none."""
    found = raw.get(key)
    return found if isinstance(found, dict) else {}


def tables_of(raw: Table, key: str) -> dict[str, Table]:
    """The tables within a table, by name."""
    return {name: table for name, table in table_of(raw, key).items() if isinstance(table, dict)}
