"""Rows that share a key, found among more rows than fit into memory.

Only hashes of keys are in memory together; the few rows whose hashes meet are read again and compared themselves. Of
rows that say the same one counts; of rows that do not none does, so that no order of rows decides what counts.
"""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from data_sources.limits import DEFAULT

if TYPE_CHECKING:
    from collections.abc import Sequence

_AT_ONCE = 300_000  # hashes whose rows are compared together
_FOUND = pl.Schema(
    {
        "batch": pl.UInt32(),
        "_row": pl.Int64(),
        "at_odds": pl.Boolean(),
        "other_batch": pl.UInt32(),
        "other_row": pl.Int64(),
    }
)
_CONTENT = "_content"


def standing_again(values: pl.Series) -> pl.Series:
    """The numbers that stand more than once among others, in order; nulls are none."""
    some = values.drop_nulls().sort(multithreaded=False)  # several threads cost a third more
    return some.slice(1).filter(some.slice(1) == some.slice(0, max(len(some) - 1, 0))).unique(maintain_order=True)


def key_hash(key: Sequence[str]) -> pl.Expr:
    """The hash of a key, as `_hash`; null where a cell of the key is empty."""
    whole = pl.all_horizontal(pl.col(key).is_not_null())
    value = pl.col(key[0]) if len(key) == 1 else pl.struct(key)
    return pl.when(whole).then(value.hash()).alias("_hash")


def repeated(columns: Sequence[pl.LazyFrame], rows: int, at_once: int = DEFAULT.hashes) -> pl.Series:
    """The hashes that stand more than once in the columns taken together; nulls are none.

    Args:
        columns: frames of one column of hashes.
        rows: how many there are in all, or more.
        at_once: about how many are in memory together.
    """
    parts = max(-(-rows // at_once), 1)
    numbers = pl.concat(columns).drop_nulls()
    found = []
    for part in range(parts):
        own = numbers if parts == 1 else numbers.filter(pl.all() % parts == part)
        found.append(standing_again(own.collect(engine="streaming").to_series()))
    return pl.concat(found)


def find_duplicates(
    batches: Sequence[pl.LazyFrame], rows: int, key: Sequence[str], content: Sequence[str], shown: Sequence[str]
) -> pl.DataFrame:
    """The rows that share a key and do not count; rows with an empty cell in the key share nothing.

    Args:
        batches: frames with _row, the columns of the key, of the content and those shown, in the order of rows.
        rows: how many rows they have, or more.
        key: the columns that no two rows may share.
        content: the columns that tell all that a row says.
        shown: columns that are wanted of the rows found.

    Returns:
        batch (its place in `batches`), _row, at_odds, other_batch, other_row, in order, and, if any row is found, what
        is shown: of rows with the same content all but the first, which is the other; of rows at odds all, with the
        first other that differs.
    """
    if not batches:
        return _FOUND.to_frame()
    hashes = key_hash(key)
    met = repeated([batch.select(hashes) for batch in batches], rows)
    columns = list(dict.fromkeys((*key, *shown)))
    found = []
    for start in range(0, len(met), _AT_ONCE):
        among = hashes.is_in(met.slice(start, _AT_ONCE).implode())
        some = pl.concat(
            batch.filter(among).select(
                pl.lit(at, pl.UInt32).alias("batch"), "_row", pl.struct(content).hash().alias(_CONTENT), *columns
            )
            for at, batch in enumerate(batches)
        )
        found.append(_compare(some.collect(engine="streaming"), key).select(*_FOUND.names(), *shown))
    return pl.concat(found).sort("batch", "_row") if found else _FOUND.to_frame()


class Single(NamedTuple):
    """The rows that count, how many were told again, and how many contradict another."""

    rows: pl.DataFrame
    repeated: int
    at_odds: int


def single(frame: pl.DataFrame, key: Sequence[str]) -> Single:
    """The rows that count of a frame that holds all rows of its keys, which are fingerprints without empty cells."""
    marks = reduce(lambda mark, name: mark.hash() ^ frame[name], key[1:], frame[key[0]])
    again = standing_again(marks)
    if again.is_empty():
        return Single(frame, 0, 0)
    suspect = marks.is_in(again.implode())
    numbered = frame.filter(suspect).with_row_index("_row")
    content = pl.struct(pl.all().exclude("_row")).hash().alias(_CONTENT)
    found = _compare(numbered.with_columns(content, pl.lit(0, pl.UInt32).alias("batch")), key)
    agreed = numbered.join(found, on="_row", how="anti").drop("_row")
    at_odds = int(found["at_odds"].sum())
    return Single(pl.concat([frame.filter(~suspect), agreed]), found.height - at_odds, at_odds)


def _compare(rows: pl.DataFrame, key: Sequence[str]) -> pl.DataFrame:
    first = pl.struct("batch", "_row", _CONTENT)
    differs = pl.col(_CONTENT) != pl.first(_CONTENT)
    groups = rows.group_by(key, maintain_order=True).agg(_first=first.first(), _differing=first.filter(differs).first())
    joined = rows.join(groups, on=list(key), maintain_order="left").with_columns(
        at_odds=pl.col("_differing").struct.field("_row").is_not_null(),
        _as_first=pl.col(_CONTENT) == pl.col("_first").struct.field(_CONTENT),
    )
    other = pl.when(pl.col("at_odds") & pl.col("_as_first")).then("_differing").otherwise("_first")
    return joined.with_columns(
        other_batch=other.struct.field("batch"),
        other_row=other.struct.field("_row"),
    ).filter(pl.col("at_odds") | (pl.col("batch") != pl.col("other_batch")) | (pl.col("_row") != pl.col("other_row")))
