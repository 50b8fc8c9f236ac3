"""What quality rules need to know of a wave as a whole: which columns say anything, and the median time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from surveys.arrangement import COMPLETED

if TYPE_CHECKING:
    from collections.abc import Sequence

_FIRST = 10_000  # responses that nearly always have a value in every column that any has


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
        """Look through the given columns of a wave; columns that the file lacks say nothing.

        What the first responses tell is not looked for in the others.
        """
        there = set(responses.collect_schema().names())
        asked = [name for name in dict.fromkeys(columns) if name in there]
        told = _telling(responses.head(_FIRST), asked)
        told |= _telling(responses, [name for name in asked if name not in told])
        absent = {"seconds": pl.lit(None, pl.Int64), "status": pl.lit(None, pl.String)}
        timed = responses.with_columns(**{name: empty for name, empty in absent.items() if name not in there})
        times = timed.group_by("seconds", completed().alias("completed")).agg(n=pl.len().cast(pl.Int64))
        counted = times.collect(engine="streaming")
        return cls(int(counted["n"].sum()), frozenset(told), _median(counted.filter("completed")))


def completed() -> pl.Expr:
    """Whether a response was completed; where the status is empty, it was."""
    return pl.col("status").fill_null(COMPLETED) == COMPLETED


def _telling(responses: pl.LazyFrame, columns: Sequence[str]) -> set[str]:
    """Those of the columns in which a response has a value."""
    if not columns:
        return set()
    found = responses.select(pl.col(name).is_not_null().any() for name in columns).collect(engine="streaming")
    return {name for name, told in found.row(0, named=True).items() if told}


def _median(times: pl.DataFrame) -> float | None:
    """The median of `seconds`, each of which stands there `n` times: few differ, however many responses there are."""
    ordered = times.drop_nulls("seconds").sort("seconds")
    up_to = ordered["n"].cum_sum()
    total = int(ordered["n"].sum())
    if not total:
        return None
    middle: list[int] = [
        ordered["seconds"][int((up_to > place).arg_max() or 0)] for place in ((total - 1) // 2, total // 2)
    ]
    return sum(middle) / 2
