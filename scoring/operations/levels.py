"""What follows from the alerts of a reading: its level, and whom it is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from scoring.operations.frames import SERIES

if TYPE_CHECKING:
    from indicator_tree.catalogue import Catalogue

LEVELLED = pl.Schema(
    {
        **dict.fromkeys(SERIES, pl.String()),
        "date": pl.Date(),
        "level": pl.Int64(),
        "response": pl.String(),
        "path": pl.List(pl.String()),
        "value": pl.Float64(),
        "causes": pl.List(pl.String()),
        "alerts": pl.Int64(),
    }
)
"""One row per reading with alerts: the most severe level, its name, the steps of its escalation; `causes`, most severe
first, without doubles, and how many `alerts` there are."""


def by_reading(alerts: pl.DataFrame, catalogue: Catalogue) -> pl.DataFrame:
    """A frame of the shape `LEVELLED`, sorted by series and date, from a frame of the shape `ALERTS` in any order."""
    responses = pl.DataFrame(
        [(response.level, response.name, list(response.path)) for response in catalogue.response],
        schema={"level": pl.Int64, "response": pl.String, "path": pl.List(pl.String)},
        orient="row",
    )
    key = [*SERIES, "date"]
    worst = (
        alerts.sort(*key, "level", "kind", "parameter")
        .group_by(key, maintain_order=True)
        .agg(
            level=pl.col("level").min(),
            value=pl.col("value").first(),
            causes=pl.col("cause").unique(maintain_order=True),
            alerts=pl.len().cast(pl.Int64),
        )
    )
    return worst.join(responses, on="level", how="left", maintain_order="left").select(LEVELLED.names())
