"""The decisions that were applied to records, for whoever publishes what follows from them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Mapping

APPLIED = pl.Schema(
    {
        "file": pl.String,
        "sheet": pl.String,
        "row": pl.Int64,
        "decision": pl.String,
        "decided_on": pl.Date,
        "action": pl.String,
        **dict.fromkeys(("source", "title", "record_id", "firm_before", "firm_now", "column", "header"), pl.String),
        **dict.fromkeys(("old", "new", "reason"), pl.String),
    }
)
"""One row per row of a correction file: where it stands, what was decided, and of whom: `firm_before` and `firm_now`
are the evaluated firms, null where the record has none. `old` and `new` are as the decision writes them, masked as the
reader masks records."""


@dataclass(frozen=True)
class Corrections:
    """What was decided of records and applied to them.

    Attributes:
        files: name and SHA-256 of every correction file.
        applied: `APPLIED`, in the order of files and rows.
        before: source → the records that decisions are about as they counted before, of the shape of its table.
    """

    files: tuple[tuple[str, str], ...] = ()
    applied: pl.DataFrame = field(default_factory=APPLIED.to_frame)
    before: Mapping[str, pl.DataFrame] = field(default_factory=dict)

    @property
    def decisions(self) -> list[str]:
        """The numbers of the decisions, in the order of the files."""
        return self.applied["decision"].unique(maintain_order=True).to_list()


NO_CORRECTIONS = Corrections()
"""No decision was applied."""
