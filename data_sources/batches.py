"""Batches of rows that were read: what became of each, and how many of them count."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypedDict

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from data_sources.answer_tally import Tally
    from data_sources.origin import Origin
    from data_sources.spill import Kept


UNRECOGNISED = pl.Schema(
    {
        **dict.fromkeys(("source", "record_id", "firm_id", "file", "sheet"), pl.String()),
        "row": pl.Int64(),
        **dict.fromkeys(("header", "question", "value", "reason"), pl.String()),
    }
)
"""Answers that were not recognised: of which record, where they stand, what stands there, what was probably meant."""


@dataclass
class Batch:
    """What became of one batch of rows: read = used + rejected + set apart + withdrawn by a decision.

    Attributes:
        origin: where the rows come from.
        read: how many there are.
        rejected: how many are bad.
        excluded: how many are sound and not scored.
        corrected: how many a decision withdrew.
        sound: the rows that were sound by themselves, with _row (their number in the file), _apart (whether set apart)
            and under `_cell_…` the cell as typed that is to blame if two of them share what they may not, null where it
            reads like the value.
        kept_out: lines of the quarantine.
        answers: those of its records that count by themselves which were not recognised: _row, record_id, firm_id,
            column (English name), value, reason.
        doubtful: `data_sources.notations.DOUBTFUL`: cells of its records that mean nothing in a mixed column.
        tallies: how its answers were taken.
        duplicated: numbers of the rows that do not count after all: percentages are mixed, or they share a key.
    """

    origin: Origin
    read: int
    rejected: int
    excluded: int
    sound: Kept
    kept_out: Kept
    answers: Kept
    doubtful: Kept
    tallies: Sequence[Tally] = ()
    duplicated: pl.Series = field(default_factory=lambda: pl.Series(dtype=pl.Int64))
    corrected: int = 0

    def rows(self) -> pl.LazyFrame:
        """The sound rows."""
        return self._single(self.sound.lazy())

    def coded(self) -> pl.LazyFrame:
        """The same, coded as they are kept."""
        return self._single(self.sound.coded())

    def used(self) -> pl.LazyFrame:
        """The sound rows that are scored, coded as they are kept, with the place where each stands."""
        rows = self.coded().filter(~pl.col("_apart")) if self.excluded else self.coded()
        return rows.with_columns(_file=pl.lit(self.origin.file), _sheet=pl.lit(self.origin.sheet))

    def _single(self, rows: pl.LazyFrame) -> pl.LazyFrame:
        return rows if self.duplicated.is_empty() else rows.filter(~pl.col("_row").is_in(self.duplicated.implode()))


def located(batch: Batch, source: str) -> pl.DataFrame:
    """The answers of a batch that were not recognised, of the records that count: `UNRECOGNISED`."""
    rows = batch.answers.frame().filter(~pl.col("_row").is_in(batch.duplicated.implode()))
    headers = dict(batch.origin.headers)
    return rows.select(
        pl.lit(source).alias("source"),
        "record_id",
        "firm_id",
        pl.lit(batch.origin.file).alias("file"),
        pl.lit(batch.origin.sheet).alias("sheet"),
        pl.col("_row").alias("row"),
        pl.col("column").replace_strict(headers, default=None, return_dtype=pl.String).alias("header"),
        pl.col("column").alias("question"),
        "value",
        "reason",
    ).match_to_schema(UNRECOGNISED)


class Fates(TypedDict):
    """How many rows were read, and what became of them: read = used + rejected + excluded + corrected."""

    read: int
    used: int
    rejected: int
    excluded: int
    corrected: int


def fates(batches: Iterable[Batch], canonical: int = 0) -> Fates:
    """How many rows became what; `canonical` ones, which all count, are in no batch."""
    mine = list(batches)
    names = ("read", "rejected", "excluded", "corrected")
    read, rejected, apart, withdrawn = (sum(getattr(one, name) for one in mine) for name in names)
    return {
        "read": canonical + read,
        "used": canonical + read - rejected - apart - withdrawn,
        "rejected": rejected,
        "excluded": apart,
        "corrected": withdrawn,
    }
