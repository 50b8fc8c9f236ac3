"""This year's means against last year's."""

from __future__ import annotations

import polars as pl

from scoring.precision import half_up

_GIVEN = {"node": pl.String, "mean": pl.Float64, "decimals": pl.Int64}


def changes(summary: pl.DataFrame, previous: pl.DataFrame | None = None) -> pl.DataFrame:
    """node, name, level, mean, previous, points and relative, in the order of the summary.

    `points` is mean - previous and `relative` mean / previous - 1, from the unrounded means of two runs. A previous
    mean that is known only as it was printed is compared with this mean as it is printed, as its readers do: from
    more digits a change would seem to come out that neither document shows. All three are null where the previous
    mean is not known, `relative` also where it is not above 0.

    Args:
        summary: that of an evaluation.
        previous: node and mean, each node at most once; `name` where they are known, `decimals` where a mean was
            printed with so many. Other nodes than those of the summary are ignored, and nodes that had another name:
            what stood under that code was something else.
    """
    given = pl.DataFrame(schema=_GIVEN) if previous is None else previous
    if "name" in given.columns:
        given = given.join(summary.select("node", "name"), on=["node", "name"], how="semi", maintain_order="left")
    if "decimals" not in given.columns:
        given = given.with_columns(decimals=pl.lit(None, pl.Int64))
    known = given.select("node", "decimals", previous=pl.col("mean").cast(pl.Float64).fill_nan(None))
    joined = summary.select("node", "name", "level", "mean").join(
        known, on="node", how="left", maintain_order="left", validate="1:1"
    )
    compared = pl.Series("compared", map(_as_known, joined["mean"], joined["decimals"]), pl.Float64)
    mean, before = pl.col("compared"), pl.col("previous")
    return (
        joined.with_columns(compared)
        .with_columns(points=mean - before, relative=pl.when(before > 0).then(mean / before - 1))
        .drop("compared", "decimals")
    )


def _as_known(mean: float | None, decimals: int | None) -> float | None:
    return mean if mean is None or decimals is None else float(half_up(mean, decimals))
