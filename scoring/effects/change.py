"""How far a value has moved: last / first - 1."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date


def change(first: float | None, last: float | None) -> float | None:
    """`last` / `first` - 1 (-0.25: a quarter less); None where one is unknown, or there was nothing to start from.

    The other way round (first / last - 1), which the pilot's evaluation prints, is `change(last, first)`.
    """
    return None if first is None or last is None or not first else last / first - 1


def remaining(moved: float | None) -> float | None:
    """What is left of the first value, as a share of it, after a change."""
    return None if moved is None else 1 + moved


def pooled_change(pooled: pl.DataFrame, system: str, months: Collection[date]) -> float | None:
    """The change of a system's efficiency, of all firms together, from the first to the last of some months.

    Args:
        pooled: POOLED.
        system: whose efficiency.
        months: their first days; those that `pooled` does not have are passed over.
    """
    values = pooled.filter(pl.col("system") == system, pl.col("month").is_in(months)).sort("month")["efficiency"]
    return change(values[0], values[-1]) if len(values) else None
