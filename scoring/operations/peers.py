"""Every indicator's months over all firms, without a firm's name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from scoring.operations.frames import PEERS

if TYPE_CHECKING:
    from indicator_tree.catalogue import Catalogue


def peers(months: pl.DataFrame, catalogue: Catalogue) -> pl.DataFrame:
    """A frame of the shape `PEERS`, sorted: mean, quartiles and best of the firms that have the month.

    Quartiles are of type 7 (Hyndman & Fan 1996, The American Statistician 50, 361-365). The best is the lowest or the
    highest value, by the indicator's direction; null where it has none. Where fewer firms report than the catalogue
    asks for, only their number is told: from a mean of two, each would know the other.

    Args:
        months: of the shape `MONTHLY`, in any order.
        catalogue: says which way is better.
    """
    directions = {code: catalogue.indicator[code].direction for code in catalogue.leaves}
    value = pl.col("value")
    quartiles = {name: value.quantile(share, "linear") for name, share in (("q1", 0.25), ("q3", 0.75))}
    direction = pl.col("indicator").replace_strict(directions, return_dtype=pl.String)
    enough = pl.col("firms") >= (catalogue.comparison.minimum_firms if catalogue.comparison else 1)
    return (
        months.filter(value.is_not_null())
        .sort("indicator", "system", "month", "firm_id")
        .group_by("indicator", "system", "month", maintain_order=True)
        .agg(firms=pl.len(), mean=value.mean(), median=value.median(), low=value.min(), high=value.max(), **quartiles)
        .with_columns(best=pl.when(direction == "lower").then("low").when(direction == "higher").then(pl.col("high")))
        .with_columns(pl.when(enough).then(pl.col("mean", "q1", "median", "q3", "best")))
        .select(PEERS.names())
        .cast(PEERS)
    )
