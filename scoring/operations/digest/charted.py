"""Which indicators of a firm's month deserve a chart."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from scoring.operations.digest.classes import SERIES, classes

if TYPE_CHECKING:
    from indicator_tree.catalogue import Catalogue

_UNALERTED = 4


def notable(monthly: pl.DataFrame, alerts: pl.DataFrame, catalogue: Catalogue, most: int) -> pl.DataFrame:
    """The indicators of a month that deserve a chart: of every class those with the gravest alerts, then those that
    changed most for the worse, then those that changed most.

    Args:
        monthly: MONTHLY of one firm and month.
        alerts: ALERTS of the same.
        catalogue: which way is better.
        most: at most so many of a class.

    Returns:
        class, indicator, system; in the order of the catalogue.
    """
    gravest = alerts.group_by(SERIES).agg(pl.col("level").min())
    worse = (
        pl.when(pl.col("direction") == "lower")
        .then(pl.col("relative"))
        .when(pl.col("direction") == "higher")
        .then(-pl.col("relative"))
        .otherwise(0.0)
    )
    return (
        monthly.drop_nulls("value")
        .join(classes(catalogue), on="indicator")
        .join(gravest, on=SERIES, how="left")
        .with_columns(
            pl.col("level").fill_null(_UNALERTED),
            worse=-worse.fill_null(0.0).clip(lower_bound=0.0),
            moved=-pl.col("relative").fill_null(0.0).abs(),
        )
        .sort("level", "worse", "moved", "place", "system")
        .group_by("class", maintain_order=True)
        .head(most)
        .sort("place", "system")
        .select("class", *SERIES)
    )
