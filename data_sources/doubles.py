"""Rows that share a key, found among more rows than fit into memory.

Only hashes of all keys are in memory together; the few keys whose hashes meet are compared themselves.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Sequence

    from data_sources.spill import Kept

_AT_ONCE = 500_000  # hashes whose rows are compared together
_FOUND = pl.Schema({"batch": pl.UInt32(), "_row": pl.Int64(), "first_batch": pl.UInt32(), "first_row": pl.Int64()})


def find_doubles(batches: Sequence[Kept], key: Sequence[str]) -> pl.DataFrame:
    """Every row but the first that shares its key; rows with an empty cell in the key share nothing.

    Args:
        batches: frames with _row and the columns of the key, in the order in which rows come first.
        key: the columns.

    Returns:
        batch (its place in `batches`), _row, and first_batch and first_row that had the key before.
    """
    if not batches:
        return _FOUND.to_frame()
    hashes = pl.concat([_keyed(batch, key)["_hash"] for batch in batches]).sort()
    repeated = hashes.filter(hashes == hashes.shift()).unique().sort()
    del hashes
    found = [_FOUND.to_frame()]
    for start in range(0, len(repeated), _AT_ONCE):
        some = repeated.slice(start, _AT_ONCE)
        rows = pl.concat(
            _keyed(batch, key).filter(pl.col("_hash").is_in(some.implode())).with_columns(batch=pl.lit(at, pl.UInt32))
            for at, batch in enumerate(batches)
        )
        first = rows.group_by(key, maintain_order=True).agg(
            pl.first("batch").alias("first_batch"), pl.first("_row").alias("first_row")
        )
        later = rows.join(first, on=list(key), maintain_order="left").filter(
            (pl.col("batch") != pl.col("first_batch")) | (pl.col("_row") != pl.col("first_row"))
        )
        found.append(later.select(_FOUND.names()))
    return pl.concat(found).sort("batch", "_row")


def _keyed(batch: Kept, key: Sequence[str]) -> pl.DataFrame:
    """_row, the columns of the key and _hash; rows with a whole key only."""
    return batch.lazy().select("_row", *key).drop_nulls(list(key)).collect().with_columns(_hash=pl.struct(key).hash())
