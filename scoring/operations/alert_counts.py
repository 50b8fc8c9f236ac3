"""How many alerts there are."""

from __future__ import annotations

import polars as pl


def alert_counts(alerts: pl.DataFrame) -> pl.DataFrame:
    """level, kind, alerts, firms, indicators: by response level, the most severe first, and by kind.

    Args:
        alerts: frame of the shape `ALERTS`.
    """
    counted = alerts.group_by("level", "kind").agg(
        alerts=pl.len().cast(pl.Int64),
        firms=pl.col("firm_id").n_unique().cast(pl.Int64),
        indicators=pl.col("indicator").n_unique().cast(pl.Int64),
    )
    return counted.sort("level", "kind")
