"""Rows that share a key, found among more rows than fit into memory.

Only hashes of all keys are in memory together; the few keys whose hashes meet are compared themselves. Of rows that say
the same one counts; of rows that do not none does, so that no order of rows decides what counts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Sequence

    from data_sources.spill import Kept

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


def hashed(key: Sequence[str]) -> pl.Expr:
    """The hash of a key, by the name under which `find_doubles` looks for it; null where a cell of the key is empty."""
    whole = pl.all_horizontal(pl.col(key).is_not_null())
    return pl.when(whole).then(pl.struct(key).hash()).alias(_name(key))


def content(columns: Sequence[str]) -> pl.Expr:
    """The hash of all that a row says, by the name under which `find_doubles` looks for it."""
    return pl.struct(columns).hash().alias(_CONTENT)


def find_doubles(batches: Sequence[Kept], key: Sequence[str]) -> pl.DataFrame:
    """The rows that share a key and do not count; rows with an empty cell in the key share nothing.

    Args:
        batches: frames with _row, the columns of the key, its hash and that of the content, in the order of rows.
        key: the columns.

    Returns:
        batch (its place in `batches`), _row, at_odds, other_batch and other_row, in order: of rows with the same
        content all but the first, which is the other; of rows at odds all, with the first other that differs.
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
    return batch.lazy().filter(among).select("_row", *key, _CONTENT).with_columns(batch=pl.lit(at, pl.UInt32)).collect()


def _compare(rows: pl.DataFrame, key: Sequence[str]) -> pl.DataFrame:
    first = pl.struct("batch", "_row", _CONTENT)
    differs = pl.col(_CONTENT) != pl.first(_CONTENT)
    groups = rows.group_by(key, maintain_order=True).agg(_first=first.first(), _differing=first.filter(differs).first())
    joined = rows.join(groups, on=list(key), maintain_order="left").with_columns(
        at_odds=pl.col("_differing").struct.field("_row").is_not_null(),
        _as_first=pl.col(_CONTENT) == pl.col("_first").struct.field(_CONTENT),
    )
    other = pl.when(pl.col("at_odds") & pl.col("_as_first")).then("_differing").otherwise("_first")
    return (
        joined.with_columns(
            other_batch=other.struct.field("batch"),
            other_row=other.struct.field("_row"),
        )
        .filter(
            pl.col("at_odds") | (pl.col("batch") != pl.col("other_batch")) | (pl.col("_row") != pl.col("other_row"))
        )
        .select(_FOUND.names())
    )


def _name(key: Sequence[str]) -> str:
    return f"_hash_{'_'.join(key)}"
