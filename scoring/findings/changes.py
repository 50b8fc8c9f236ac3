"""This year's means against last year's."""

from __future__ import annotations

import polars as pl


def changes(summary: pl.DataFrame, previous: pl.DataFrame | None = None) -> pl.DataFrame:
    """node, name, level, mean, previous, points (mean - previous), relative (mean / previous - 1), as in the summary.

    Previous, points and relative are null where the previous mean is not known, `relative` also where it is not above
    0.

    Args:
        summary: that of an evaluation.
        previous: node and mean, each node at most once, and their names where they are known; other nodes than those
            of the summary are ignored, and nodes that had another name: what stood under that code was something else.
    """
    empty = pl.DataFrame(schema={"node": pl.String, "mean": pl.Float64})
    given = empty if previous is None else previous
    if "name" in given.columns:
        given = given.join(summary.select("node", "name"), on=["node", "name"], how="semi", maintain_order="left")
    known = given.select("node", previous=pl.col("mean").cast(pl.Float64).fill_nan(None))
    joined = summary.select("node", "name", "level", "mean").join(
        known, on="node", how="left", maintain_order="left", validate="1:1"
    )
    mean, before = pl.col("mean"), pl.col("previous")
    return joined.with_columns(points=mean - before, relative=pl.when(before > 0).then(mean / before - 1))
