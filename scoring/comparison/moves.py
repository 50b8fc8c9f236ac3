"""What a comparison tells of all firms: means per node, and who moved most."""

from __future__ import annotations

import polars as pl

from scoring.comparison.frames import MEANS, MOVES, PARTS
from scoring.precision import settled


def means(split: pl.DataFrame, nodes: pl.DataFrame) -> pl.DataFrame:
    """A frame of the shape `MEANS` from one of the shape `SPLIT`, in the order of the nodes."""
    change = pl.col("change")
    figures = split.group_by("node", "name").agg(
        before=pl.col("before").mean(),
        now=pl.col("now").mean(),
        firms=change.count(),
        **{part: pl.col(part).filter(change.is_not_null()).mean() for part in PARTS},
        risen=(settled(change) > 0).sum(),
        fallen=(settled(change) < 0).sum(),
        same=(settled(change) == 0).sum(),
    )
    both = pl.col("kind") == "both"
    return (
        nodes.join(figures, on=["node", "name"], how="left", maintain_order="left")
        .with_columns(change=pl.when(both).then(pl.col("now") - pl.col("before")))
        .with_columns(population=pl.col("change") - pl.sum_horizontal(*PARTS, ignore_nulls=False))
        .select(MEANS.names())
        .cast(MEANS)
    )


def largest_moves(split: pl.DataFrame, node: str, most: int) -> pl.DataFrame:
    """The firms that rose and that fell most at a node: rows of the shape `MOVES`, either way at most so many.

    Of equal changes the better rank now comes first, then the code of the firm.
    """
    rows = split.filter(pl.col("node") == node, pl.col("change").is_not_null())
    tables = []
    for direction, sign in (("risen", 1), ("fallen", -1)):
        moved = settled(pl.col("change")) * sign
        found = rows.filter(moved > 0).sort(moved, "rank_now", "firm_id", descending=[True, False, False]).head(most)
        tables.append(found.with_columns(direction=pl.lit(direction)))
    return pl.concat(tables).select(MOVES.names()).cast(MOVES)
