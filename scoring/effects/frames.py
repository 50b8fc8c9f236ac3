"""The shapes of the frames of effects: column names and types, in order. Months are their first days."""

from __future__ import annotations

import polars as pl

from scoring.operations import frames

EFFECTS = pl.Schema({**frames.EFFECTS, "first_month": pl.Date(), "last_month": pl.Date()})
"""The best-improved firm of every indicator and system, one row each: its first and last reported value and the months
of both. `change` = last / first - 1 (-0.25: a quarter less; -1.0: nothing left). `firms` is how many firms have a
change. Where none has, there is no row."""

INDUSTRY = frames.INDUSTRY
"""Mean over firms of every month beside the mean over all firms and months; `change` = month_mean / overall_mean - 1,
null where the overall mean is 0; `improved` null where the indicator has no better side, no change, or a single month,
beside which there is nothing."""

POOLED = pl.Schema(
    {
        "system": pl.String(),
        "month": pl.Date(),
        "firms": pl.Int64(),
        **dict.fromkeys(("seconds", "records", "efficiency"), pl.Float64()),
    }
)
"""Clearing of all firms together: summed seconds and records of a month, and seconds / records."""

TALLY = pl.Schema({"node": pl.String(), "indicators": pl.Int64(), "improved": pl.Int64()})
"""Of every class and group: how many of its indicators (each system counts) have a better side, and how many are better
in their last month than over all months."""
