"""Rows of a source, typed, with what is wrong with them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    import polars as pl

    from data_sources.answer_tally import Tally
    from data_sources.distinct import Distinct
    from data_sources.origin import Origin
    from data_sources.quarantine import Findings
    from data_sources.written import Written


@dataclass(frozen=True)
class Reading:
    """Rows of a source, read and checked against its contract.

    Attributes:
        origin: where they come from.
        table: the source's own columns, typed; one row per row of `findings.raw`.
        findings: the cells as typed, and what is wrong with them.
        tallies: how the answers to questions were taken, one per question.
        firms: the column `firm` of the table, each name once, if it was read so.
        written: how the cells are written; None where only values are known, as of a copy.
    """

    origin: Origin
    table: pl.DataFrame
    findings: Findings
    tallies: Sequence[Tally] = ()
    firms: Distinct | None = None
    written: Written | None = None
