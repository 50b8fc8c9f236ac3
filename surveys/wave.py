"""What quality rules need to know of a wave as a whole: which columns say anything, and the median time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from surveys.responses import COMPLETED

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True)
class Wave:
    """Facts about all responses of a wave.

    Attributes:
        responses: how many there are.
        telling: columns in which at least one response has a value.
        median_seconds: median time of the completed responses, in seconds; null where no time is known.
    """

    responses: int
    telling: frozenset[str]
    median_seconds: float | None

    @classmethod
    def of(cls, responses: pl.LazyFrame, columns: Sequence[str]) -> Wave:
        """Look through the given columns of a wave; columns that the file lacks say nothing."""
        there = set(responses.collect_schema().names())
        asked = [name for name in dict.fromkeys(columns) if name in there]
        facts = responses.select(pl.len(), *(pl.col(name).is_not_null().any() for name in asked))
        count, *told = facts.collect(engine="streaming").row(0)
        median = _median(responses.filter(completed())) if {"seconds", "status"} <= there else None
        return cls(int(count), frozenset(name for name, any_told in zip(asked, told, strict=True) if any_told), median)


def completed() -> pl.Expr:
    """Whether a response was completed; where the status is empty, it was."""
    return pl.col("status").fill_null(COMPLETED) == COMPLETED


def _median(responses: pl.LazyFrame) -> float | None:
    """The median of `seconds`, by how often each number stands there: few differ, however many responses there are."""
    counted = responses.select("seconds").drop_nulls().group_by("seconds").agg(n=pl.len().cast(pl.Int64))
    times = counted.collect(engine="streaming").sort("seconds")
    up_to = times["n"].cum_sum()
    total = int(times["n"].sum())
    if not total:
        return None
    middle: list[int] = [
        times["seconds"][int((up_to > place).arg_max() or 0)] for place in ((total - 1) // 2, total // 2)
    ]
    return sum(middle) / 2
