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


def single(frame: pl.DataFrame, key: Sequence[str]) -> Single:
    """The rows that count of a frame that holds all rows of its keys, which are fingerprints without empty cells."""
    marks = reduce(lambda mark, name: mark.hash() ^ frame[name], key[1:], frame[key[0]])
    in_order = np.sort(marks.to_numpy())
    twice = in_order[1:][in_order[1:] == in_order[:-1]]
    if not twice.size:
        return Single(frame, 0, 0)
    suspect = marks.is_in(pl.Series(twice).implode())
    rows = frame.filter(suspect)
    different = rows.unique()
    contents = different.group_by(key).len("_contents").filter(pl.col("_contents") > 1)
    at_odds = rows.join(contents, on=list(key), how="semi").height
    agreed = different.join(contents, on=list(key), how="anti")
    return Single(pl.concat([frame.filter(~suspect), agreed]), rows.height - at_odds - agreed.height, at_odds)
