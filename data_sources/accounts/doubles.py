"""Rows with the same key: one of those that say the same, none of those that do not."""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import polars as pl

if TYPE_CHECKING:
    from collections.abc import Sequence


class Single(NamedTuple):
    """The rows that count, how many were told again, and how many contradict another."""

    rows: pl.DataFrame
    repeated: int
    at_odds: int


def shared(marks: pl.Series) -> pl.Series:
    """Which fingerprints stand there more than once; Boolean, one per row."""
    in_order = np.sort(marks.to_numpy())
    again = in_order[1:][in_order[1:] == in_order[:-1]]
    if not again.size:
        return pl.repeat(value=False, n=len(marks), eager=True)
    return marks.is_in(pl.Series(again).implode())


def single(frame: pl.DataFrame, key: Sequence[str]) -> Single:
    """The rows that count of a frame that holds all rows of its keys, which are fingerprints without empty cells."""
    marks = reduce(lambda mark, name: mark.hash() ^ frame[name], key[1:], frame[key[0]])
    suspect = shared(marks)
    if not suspect.any():
        return Single(frame, 0, 0)
    rows = frame.filter(suspect)
    different = rows.unique()
    contents = different.group_by(key).len("_contents").filter(pl.col("_contents") > 1)
    at_odds = rows.join(contents, on=list(key), how="semi").height
    agreed = different.join(contents, on=list(key), how="anti")
    return Single(pl.concat([frame.filter(~suspect), agreed]), rows.height - at_odds - agreed.height, at_odds)
