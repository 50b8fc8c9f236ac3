"""Rows that share a key, found among more rows than fit into memory.

Only hashes of all keys are in memory together; the few keys whose hashes meet are compared themselves.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Sequence

    from data_sources.spill import Kept

_AT_ONCE = 300_000  # hashes whose rows are compared together
_FOUND = pl.Schema({"batch": pl.UInt32(), "_row": pl.Int64(), "first_batch": pl.UInt32(), "first_row": pl.Int64()})


def hashed(key: Sequence[str]) -> pl.Expr:
    """The hash of a key, by the name under which `find_doubles` looks for it; null where a cell of the key is empty."""
    whole = pl.all_horizontal(pl.col(key).is_not_null())
    return pl.when(whole).then(pl.struct(key).hash()).alias(_name(key))


def find_doubles(batches: Sequence[Kept], key: Sequence[str]) -> pl.DataFrame:
    """Every row but the first that shares its key; rows with an empty cell in the key share nothing.

    Args:
        batches: frames with _row, the columns of the key and its hash, in the order in which rows come first.
        key: the columns.

    Returns:
        batch (its place in `batches`), _row, and first_batch and first_row that had the key before; in order.
    """
    if not batches:
        return _FOUND.to_frame()
    hashes = pl.concat([batch.lazy().select(_name(key)).drop_nulls().collect().to_series() for batch in batches]).sort()
    repeated = hashes.filter(hashes == hashes.shift()).unique().sort()
    del hashes
    found = [_FOUND.to_frame()]
    for start in range(0, len(repeated), _AT_ONCE):
        some = repeated.slice(start, _AT_ONCE)
        found.append(_compare(pl.concat(_rows(batch, at, key, some) for at, batch in enumerate(batches)), key))
    return pl.concat(found).sort("batch", "_row")


def _rows(batch: Kept, at: int, key: Sequence[str], hashes: pl.Series) -> pl.DataFrame:
    """The rows of a batch whose hash is among those given."""
    among = pl.col(_name(key)).is_in(hashes.implode())
    return batch.lazy().filter(among).select("_row", *key).with_columns(batch=pl.lit(at, pl.UInt32)).collect()


def _compare(rows: pl.DataFrame, key: Sequence[str]) -> pl.DataFrame:
    """The rows whose key stood in an earlier row."""
    first = rows.group_by(key, maintain_order=True).agg(first_batch=pl.first("batch"), first_row=pl.first("_row"))
    later = (pl.col("batch") != pl.col("first_batch")) | (pl.col("_row") != pl.col("first_row"))
    return rows.join(first, on=list(key), maintain_order="left").filter(later).select(_FOUND.names())


def _name(key: Sequence[str]) -> str:
    return f"_hash_{'_'.join(key)}"
