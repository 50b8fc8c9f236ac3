"""What an intake of readings hands over."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from data_sources.records import Records

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import polars as pl


@dataclass(frozen=True, kw_only=True)
class ReadingsRecords(Records):
    """Readings with what was kept out of them.

    Attributes:
        by_firm: gives the readings of the one table some firms at a time, in order: all of a firm together, and so few
            firms that memory does not grow with their number.
    """

    by_firm: Callable[[], Iterator[pl.DataFrame]]
