"""The data dictionary of what a run publishes: the tables and columns described in `tables.toml` and,
those of a study of robustness, in `robustness_tables.toml`.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_FILES = ("tables.toml", "robustness_tables.toml")
_QUARANTINE = "quarantine"


@dataclass(frozen=True)
class Field:
    """A column: its Chinese title, what it means, and the unit of its numbers (empty for none)."""

    name: str
    title: str
    description: str
    unit: str


@dataclass(frozen=True)
class TableNote:
    """What is said of a table.

    Attributes:
        name: the table.
        title: its Chinese title.
        description: what a row of it is.
        key: columns that no two rows share.
        links: column → table and column that it refers to.
        fields: its columns, in the order asked for.
    """

    name: str
    title: str
    description: str
    key: tuple[str, ...]
    links: dict[str, tuple[str, str]]
    fields: tuple[Field, ...]


def describe(table: str, columns: Iterable[str]) -> TableNote:
    """The entry of a table. A table or column that is not described goes by its own name.

    Args:
        table: `scores`, `quarantine_complaints`, `findings_changes`.
        columns: the columns that it has.
    """
    data = _data()
    quarantined = table.startswith(f"{_QUARANTINE}_")
    entry = data["table"].get(_QUARANTINE if quarantined else table, {})
    title = entry.get("title", table)
    described = entry.get("column", {})
    return TableNote(
        name=table,
        title=f"{title}：{table.removeprefix(f'{_QUARANTINE}_')}" if quarantined else title,
        description=entry.get("description", ""),
        key=tuple(entry.get("key", ())),
        links={column: _target(to) for column, to in entry.get("links", {}).items()},
        fields=tuple(_field(name, described.get(name) or data["column"].get(name, {})) for name in columns),
    )


def columns_of(table: str) -> tuple[str, ...]:
    """The columns that the dictionary describes as the table's own."""
    return tuple(_data()["table"].get(table, {}).get("column", {}))


def undescribed(table: str, columns: Sequence[str]) -> list[str]:
    """Columns that the dictionary says nothing of."""
    return [field.name for field in describe(table, columns).fields if not field.description]


def _field(name: str, entry: dict[str, str]) -> Field:
    return Field(name, entry.get("title", name), entry.get("description", ""), entry.get("unit", ""))


def _target(to: str) -> tuple[str, str]:
    table, _, column = to.partition(".")
    return table, column


@cache
def _data() -> dict[str, Any]:
    read = [tomllib.loads((Path(__file__).parent / name).read_text(encoding="utf-8")) for name in _FILES]
    return {kind: {key: entry for file in read for key, entry in file.get(kind, {}).items()} for kind in read[0]}
