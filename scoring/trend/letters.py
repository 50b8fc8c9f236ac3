"""Letters of several evaluations side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from scoring.trend.frames import LETTERS_BY_RUN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scoring.evaluation import Evaluation


def letters_by_run(ordered: Sequence[Evaluation], periods: Sequence[str]) -> pl.DataFrame:
    """The letters of every evaluation, of the shape `LETTERS_BY_RUN`, by evaluation, node and firm."""
    tables = [
        one.letters.select("firm_id", "firm", "node", "letter", "reason").with_columns(
            run=pl.lit(at, pl.Int64), period=pl.lit(period)
        )
        for at, (one, period) in enumerate(zip(ordered, periods, strict=True), 1)
    ]
    return pl.concat(tables).select(LETTERS_BY_RUN.names())


def labels_of(ordered: Sequence[Evaluation], node: str) -> tuple[str, ...]:
    """All letters of a node in any evaluation: those of the latest from the best, then those that only others have."""
    books = [one.rulebook for one in reversed(ordered) if node in one.rulebook.lettered]
    return tuple(dict.fromkeys(label for book in books for label in book.letters_at(node).labels))
