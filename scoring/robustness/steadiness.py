"""How wide intervals of ranks are over all firms: counted, so that reports need only print it."""

from __future__ import annotations

import polars as pl

STEADINESS = pl.Schema({"within": pl.Int64, "firms": pl.Int64, "share": pl.Float64})
"""One row per number of places from 0 up: the firms whose whole interval lies within so many places of their rank."""

WIDTHS = pl.Schema({"firms": pl.Int64, **dict.fromkeys(("mean", "median", "min", "max"), pl.Float64)})
"""One row: over all firms, the highest less the lowest rank of the interval."""

PAIRS = pl.Schema({"pairs": pl.Int64, "steady": pl.Int64, "share": pl.Float64, "undecided": pl.Float64})
"""One row: pairs of firms, and those of which one ranks above the other in so many draws that the order is stable;
`undecided` is the median over firms of the others with which a firm's order is not stable."""

NOISE = 1e-12
"""Of shares of draws."""

_FARTHEST = pl.max_horizontal(pl.col("rank") - pl.col("rank_low"), pl.col("rank_high") - pl.col("rank"), 0)


def steadiness(intervals: pl.DataFrame) -> pl.DataFrame:
    """Frame `STEADINESS`, up to the number of places within which all firms stay.

    Args:
        intervals: rank, rank_low, rank_high of one node, one row a firm.
    """
    known = intervals.drop_nulls(["rank", "rank_low", "rank_high"])
    counted = known.select(within=_FARTHEST.cast(pl.Int64)).group_by("within").agg(pl.len().alias("firms"))
    farthest = counted["within"].sort().to_list()[-1:]
    places = pl.DataFrame({"within": range(sum(farthest) + len(farthest))}, schema={"within": pl.Int64})
    return (
        places.join(counted, on="within", how="left", maintain_order="left")
        .with_columns(pl.col("firms").fill_null(0).cum_sum().cast(pl.Int64))
        .with_columns(share=pl.col("firms") / max(known.height, 1))
        .cast(STEADINESS)
    )


def widths(intervals: pl.DataFrame) -> pl.DataFrame:
    """Frame `WIDTHS`; the figures are null where there are no firms."""
    known = intervals.drop_nulls(["rank", "rank_low", "rank_high"])
    width = (pl.col("rank_high") - pl.col("rank_low")).cast(pl.Float64)
    return known.select(
        firms=pl.len(), mean=width.mean(), median=width.median(), min=width.min(), max=width.max()
    ).cast(WIDTHS)


def steady_pairs(superiority: pl.DataFrame, stable: float) -> pl.DataFrame:
    """Frame `PAIRS`; share and median are null where there are no pairs.

    Args:
        superiority: firm_id, other, above: both orders of every pair.
        stable: the share of draws from which an order counts as stable, above one half.
    """
    above = pl.col("above") >= stable - NOISE
    stably_above = superiority.group_by("firm_id").agg(others=pl.len(), above=above.sum())
    stably_below = superiority.group_by(pl.col("other").alias("firm_id")).agg(below=above.sum())
    counted = stably_above.join(stably_below, on="firm_id")
    undecided = counted.select((pl.col("others") - pl.col("above") - pl.col("below")).cast(pl.Float64).median())
    return (
        superiority.select(pairs=pl.len() // 2, steady=above.sum())
        .with_columns(share=pl.when(pl.col("pairs") > 0).then(pl.col("steady") / pl.col("pairs")))
        .with_columns(undecided=pl.lit(undecided.item(), pl.Float64))
        .cast(PAIRS)
    )
