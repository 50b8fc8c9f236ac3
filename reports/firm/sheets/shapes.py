"""A sheet as data: columns and rows of values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from reports.firm.cells import Kind


@dataclass(frozen=True)
class Column:
    """A column: header, kind of its values, width in characters."""

    header: str
    kind: Kind
    width: int = 11


@dataclass(frozen=True)
class Sheet:
    """A table on a sheet of its own; so many columns stay in sight."""

    name: str
    columns: tuple[Column, ...]
    rows: list[tuple[Any, ...]]
    frozen: int = 2


NODE = (Column("指标", "text", 8), Column("名称", "text", 44))
"""The columns that every sheet begins with."""
