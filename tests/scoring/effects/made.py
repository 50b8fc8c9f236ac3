"""Monthly frames for tests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from math import isnan

import polars as pl

SCHEMA = {
    "firm_id": pl.String,
    "indicator": pl.String,
    "system": pl.String,
    "month": pl.Date,
    "value": pl.Float64,
}


def month(at: int) -> date:
    return date(2018 + (6 + at) // 12, (6 + at) % 12 + 1, 1)


def monthly(values: Mapping[str, Sequence[float]], indicator: str = "x", system: str = "") -> pl.DataFrame:
    """Months from 2018-07; NaN is a month that was not reported."""
    rows = [
        (firm, indicator, system, month(at), None if isnan(value) else float(value))
        for firm, series in values.items()
        for at, value in enumerate(series)
    ]
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def directions(**of: str) -> pl.DataFrame:
    return pl.DataFrame({"indicator": list(of), "direction": list(of.values())})
