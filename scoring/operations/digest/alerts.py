"""A firm's alerts of a month: counted by class and level, and those of one cause put together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from scoring.operations.digest.classes import SERIES, classes

if TYPE_CHECKING:
    from indicator_tree.catalogue import Catalogue

_CAUSE = ("level", *SERIES, "kind", "cause", "parameter", "basis", "reference")
_LEVELS = (1, 2, 3)


def tally_alerts(alerts: pl.DataFrame, catalogue: Catalogue) -> pl.DataFrame:
    """How many alerts, of every class and in all.

    Args:
        alerts: ALERTS of one firm and month.
        catalogue: whose classes are told, those without alerts too.

    Returns:
        node (a class; "" is all), level (0 is all), alerts, series (indicators and systems concerned).
    """
    known = alerts.join(classes(catalogue), on="indicator")
    rows = []
    for node in ("", *catalogue.children[None]):
        within = known if node == "" else known.filter(pl.col("class") == node)
        for level in (0, *_LEVELS):
            found = within if level == 0 else within.filter(pl.col("level") == level)
            rows.append((node, level, found.height, found.select(SERIES).n_unique()))
    schema = {"node": pl.String, "level": pl.Int64, "alerts": pl.Int64, "series": pl.Int64}
    return pl.DataFrame(rows, schema=schema, orient="row")


def grouped_alerts(alerts: pl.DataFrame, catalogue: Catalogue) -> pl.DataFrame:
    """Alerts of one indicator, system, kind, cause and parameter put together: one row, however many days.

    Returns:
        level, indicator, system, kind, cause, parameter, basis, reference, days, first, last (dates), value_low,
        value_high, limit_low, limit_high; by level, then in the order of the catalogue.
    """
    return (
        alerts.sort("date")
        .group_by(_CAUSE, maintain_order=True)
        .agg(
            days=pl.col("date").n_unique(),
            first=pl.col("date").first(),
            last=pl.col("date").last(),
            value_low=pl.col("value").min(),
            value_high=pl.col("value").max(),
            limit_low=pl.col("limit").min(),
            limit_high=pl.col("limit").max(),
        )
        .join(classes(catalogue).select("indicator", "place"), on="indicator", how="left")
        .sort("level", "place", "system", "first", "kind", "cause", "parameter", nulls_last=True)
        .drop("place")
    )
