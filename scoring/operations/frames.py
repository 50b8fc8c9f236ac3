"""Schemas of the frames of operations: what stands in a readings file, an alert, a month, a comparison.

Levels are 1 (严重), 2 (关注), 3 (提示). `system` is empty where an indicator is not split.
"""

from __future__ import annotations

import polars as pl

from data_sources.readings.source import READINGS, STATE_MARK

__all__ = [
    "ALERTS",
    "CLEARING",
    "CLEARING_MODELS",
    "EFFECTS",
    "INDUSTRY",
    "MONTHLY",
    "PEERS",
    "READINGS",
    "SERIES",
    "STATE_MARK",
    "readings",
]

ALERTS = pl.Schema(
    {
        "firm_id": pl.String(),
        "indicator": pl.String(),
        "system": pl.String(),
        "date": pl.Date(),
        "kind": pl.String(),
        "level": pl.Int64(),
        "value": pl.Float64(),
        "limit": pl.Float64(),
        "cause": pl.String(),
        "parameter": pl.String(),
        "basis": pl.String(),
        "reference": pl.String(),
    }
)
"""`kind` is threshold, history, volume, relation or clearing; `parameter` the key in the catalogue."""

MONTHLY = pl.Schema(
    {
        "firm_id": pl.String(),
        "indicator": pl.String(),
        "system": pl.String(),
        "month": pl.Date(),
        "value": pl.Float64(),
        "previous": pl.Float64(),
        "points": pl.Float64(),
        "relative": pl.Float64(),
    }
)
"""`month` is its first day; points = value - previous, relative = value / previous - 1."""

PEERS = pl.Schema(
    {
        "indicator": pl.String(),
        "system": pl.String(),
        "month": pl.Date(),
        "firms": pl.Int64(),
        "mean": pl.Float64(),
        "q1": pl.Float64(),
        "median": pl.Float64(),
        "q3": pl.Float64(),
        "best": pl.Float64(),
    }
)

CLEARING = pl.Schema(
    {
        "firm_id": pl.String(),
        "system": pl.String(),
        "date": pl.Date(),
        "seconds": pl.Float64(),
        "records": pl.Float64(),
        "efficiency": pl.Float64(),
        "expected": pl.Float64(),
        "low": pl.Float64(),
        "high": pl.Float64(),
        "outside": pl.Boolean(),
    }
)
"""`efficiency` is seconds / records; low to high is the band of normal variation around `expected` seconds."""

CLEARING_MODELS = pl.Schema(
    {
        "firm_id": pl.String(),
        "system": pl.String(),
        "days": pl.Int64(),
        "intercept": pl.Float64(),
        "slope": pl.Float64(),
        "residual_sd": pl.Float64(),
        "r2": pl.Float64(),
        "deadline_seconds": pl.Float64(),
        "limit_records": pl.Float64(),
        "limit_low": pl.Float64(),
        "limit_high": pl.Float64(),
    }
)
"""`limit_records` is the volume at which clearing would miss its deadline, limit_low to limit_high its interval."""

EFFECTS = pl.Schema(
    {
        "indicator": pl.String(),
        "system": pl.String(),
        "firm_id": pl.String(),
        "first": pl.Float64(),
        "last": pl.Float64(),
        "change": pl.Float64(),
        "firms": pl.Int64(),
    }
)
"""The best-improved firm; change = last / first - 1."""

INDUSTRY = pl.Schema(
    {
        "indicator": pl.String(),
        "system": pl.String(),
        "month": pl.Date(),
        "month_mean": pl.Float64(),
        "overall_mean": pl.Float64(),
        "change": pl.Float64(),
        "improved": pl.Boolean(),
    }
)
"""change = month_mean / overall_mean - 1."""

SERIES = ["firm_id", "indicator", "system"]
"""What a series of readings is of."""


def readings(frame: pl.DataFrame) -> pl.DataFrame:
    """A frame with the columns of READINGS, in their order and types, sorted as READINGS are.

    Raises:
        polars.exceptions.ColumnNotFoundError: a column is missing.
        polars.exceptions.InvalidOperationError: a column cannot be cast.
    """
    return frame.select(READINGS.names()).cast(READINGS).sort(*SERIES, "date")
