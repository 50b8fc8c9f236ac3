"""Responses of the same respondent, or from the same device, about the same firm: all but the earliest."""

from __future__ import annotations

import polars as pl


def later_duplicates(responses: pl.LazyFrame, column: str) -> pl.DataFrame:
    """Every response but the first of those that share a firm and a value of the column.

    The first is that of the earliest day, and of one day that with the least record_id; row order plays no part.
    Two passes bound the memory: the first counts one 64-bit key per response, the second looks only at responses whose
    key occurs more than once. Keys that clash by chance do no harm, since the second pass compares the values.

    Args:
        responses: record_id, firm_id, answered_on and the column; empty cells are duplicates of nothing.
        column: `respondent` or `device`.

    Returns:
        record_id, in no particular order.
    """
    known = responses.select(
        "record_id", "firm_id", "answered_on", column, _key=pl.col("firm_id").hash() ^ pl.col(column).hash()
    ).drop_nulls(column)
    repeated = known.group_by("_key").agg(_times=pl.len()).filter(pl.col("_times") > 1).select("_key")
    candidates = known.join(repeated.collect(engine="streaming").lazy(), on="_key", how="semi").drop("_key")
    ordered = candidates.collect(engine="streaming").sort("firm_id", column, "answered_on", "record_id")
    return ordered.filter(~pl.struct("firm_id", column).is_first_distinct()).select("record_id")
