"""Rows with the same key: one of those that say the same, none of those that do not."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Sequence


class Single(NamedTuple):
    """The rows that count, how many were told again, and how many contradict another."""

    rows: pl.DataFrame
    repeated: int
    at_odds: int


def single(frame: pl.DataFrame, key: Sequence[str]) -> Single:
    """The rows that count of a frame that holds all rows of its keys, none of which has an empty cell."""
    doubles = frame.filter(pl.col(key[0]).is_duplicated())
    if len(key) > 1:
        doubles = doubles.filter(pl.struct(key).is_duplicated())
    if doubles.is_empty():
        return Single(frame, 0, 0)
    different = doubles.unique()
    counts = different.group_by(key).len("_contents").filter(pl.col("_contents") > 1)
    at_odds = doubles.join(counts, on=list(key), how="semi").height
    agreed = different.join(counts, on=list(key), how="anti")
    alone = frame.join(doubles, on=list(key), how="anti")
    return Single(pl.concat([alone, agreed]), doubles.height - at_odds - agreed.height, at_odds)
