"""What a count has found so far: numbers only."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from data_sources.accounts.indicators import INDICATORS

if TYPE_CHECKING:
    from collections.abc import Sequence

    import polars as pl

NOTE = "_note"
"""How the names of truths end that are told beside the indicators."""


@dataclass
class Tally:
    """Numbers by name.

    Attributes:
        counted: by indicator, what it counts.
        judged: by indicator, the rows that it could judge.
        noted: by table and note, the rows concerned.
        rows: by table and what became of them (read, rejected, repeated, at_odds), rows.
    """

    counted: Counter[str] = field(default_factory=Counter)
    judged: Counter[str] = field(default_factory=Counter)
    noted: Counter[tuple[str, str]] = field(default_factory=Counter)
    rows: Counter[tuple[str, str]] = field(default_factory=Counter)

    def add(self, other: Tally) -> None:
        """Add what another part told."""
        for name in ("counted", "judged", "noted", "rows"):
            getattr(self, name).update(getattr(other, name))

    def truths(self, frame: pl.DataFrame, names: Sequence[str]) -> None:
        """Add rows whose truths, by the names of indicators, count one each."""
        for name in names:
            self.counted[name] += int(frame[name].sum())
            self.judged[name] += frame.height - frame[name].null_count()

    def notes(self, table: str, frame: pl.DataFrame) -> None:
        """Add the notes of rows."""
        for name in frame.columns:
            if name.endswith(NOTE):
                self.noted[table, name.removesuffix(NOTE)] += int(frame[name].sum())

    def used(self, table: str) -> int:
        """Rows of a table that count."""
        return self.rows[table, "read"] - sum(self.rows[table, why] for why in ("rejected", "repeated", "at_odds"))

    def values(self, tables: Sequence[str]) -> dict[str, int | None]:
        """Indicator → its value; None where its table is missing or none of its rows could be judged."""
        found: dict[str, int | None] = {}
        for indicator in INDICATORS:
            of = [indicator.table] if indicator.table else [table for table in tables if table != "customers"]
            rows = sum(self.used(table) for table in of)
            there = bool(of) and all(table in tables for table in of)
            judged = there and (not rows or self.judged[indicator.key])
            found[indicator.key] = self.counted[indicator.key] if judged else None
        return found
