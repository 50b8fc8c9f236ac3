"""How cells are written."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from data_sources.stage.marks import EPOCH_1900

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    import polars as pl


@dataclass(frozen=True)
class Written:
    """How some cells are written.

    Attributes:
        units: English column name → unit that the header says of a quantity.
        serials_from: the day of serial number 0.
        marked: cells without a value: index (of the row), column (English name), mark (see `MARKS`).
        aside: why rows are no records; null for a record; None if all are records.
    """

    units: Mapping[str, str] = field(default_factory=dict)
    serials_from: date = EPOCH_1900
    marked: pl.DataFrame | None = None
    aside: pl.Series | None = None


CANONICALLY = Written()
