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
        telling: columns in which at least one response has a value.
        median_seconds: median time of the completed responses, in seconds; null where no time is known.
    """

    telling: frozenset[str]
    median_seconds: float | None

    @classmethod
    def of(cls, responses: pl.LazyFrame, columns: Sequence[str]) -> Wave:
        """Look through the given columns of a wave once; columns that the file lacks say nothing."""
        there = set(responses.collect_schema().names())
        asked = [name for name in dict.fromkeys(columns) if name in there]
        facts = [pl.col(name).is_not_null().any().alias(name) for name in asked]
        if {"seconds", "status"} <= there:
            facts.append(pl.col("seconds").filter(completed()).median().alias("_median"))
        found = responses.select(facts).collect(engine="streaming").row(0, named=True) if facts else {}
        median = found.pop("_median", None)
        return cls(frozenset(name for name, told in found.items() if told), median)


def completed() -> pl.Expr:
    """Whether a response was completed; where the status is empty, it was."""
    return pl.col("status").fill_null(COMPLETED) == COMPLETED
