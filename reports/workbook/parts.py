"""One of several tables that share a sheet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reports.workbook.columns import Column


@dataclass(frozen=True)
class Part:
    """Caption, columns and rows of a table."""

    caption: str
    columns: tuple[Column, ...]
    rows: Sequence[tuple[str | float | None, ...]]
