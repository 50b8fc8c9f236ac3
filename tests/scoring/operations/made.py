"""Readings made for tests, and the catalogue that they are watched with."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import polars as pl

from indicator_tree.catalogue import load_catalogue
from scoring.operations.frames import READINGS
from scoring.operations.frames import readings as sorted_readings

SHIPPED = load_catalogue("operations_2020")
STRICT = {"window": 60, "minimum": 6, "factor": 3.5, "floor": 0.02}
MONITORING = SHIPPED.monitoring
CATALOGUE = SHIPPED.model_copy(
    update={
        "monitoring": MONITORING.model_copy(
            update={
                "history": MONITORING.history.model_copy(update=STRICT),
                "volume": MONITORING.volume.model_copy(update=STRICT),
            }
        ),
        "clearing": SHIPPED.clearing.model_copy(update={"confidence": 0.95, "minimum_days": 20}),
    }
)
"""The shipped catalogue with parameters of monitoring that do not change when those are set anew."""

DAYS = CATALOGUE.due_days("daily", date(2018, 7, 1), date(2019, 8, 31))
MONTHS = CATALOGUE.due_days("monthly", date(2018, 7, 1), date(2019, 8, 31))
SECONDS, RECORDS = CATALOGUE.clearing.seconds, CATALOGUE.clearing.records
COUNTER = "普通交易柜台"


def series(code: str, values: Any, system: str = "", firm: str = "F1", first: int = 0) -> pl.DataFrame:
    """Readings of one series on the days, or the months, from the first-th on."""
    dates = DAYS if CATALOGUE.indicator[code].frequency == "daily" else MONTHS
    told = [float(value) for value in values]
    found = pl.DataFrame({"date": dates[first : first + len(told)], "value": told})
    named = found.with_columns(firm_id=pl.lit(firm), indicator=pl.lit(code), system=pl.lit(system), text=None)
    return named.select(READINGS.names()).cast(READINGS)


def together(*frames: pl.DataFrame) -> pl.DataFrame:
    """Frames of readings as one, sorted."""
    return sorted_readings(pl.concat(frames))


def noisy(level: float, share: float, count: int = len(DAYS), seed: int = 11) -> np.ndarray[Any, Any]:
    """Readings around a level, with a relative standard deviation."""
    return level * np.exp(np.random.default_rng(seed).normal(0, share, count))


def places(flagged: pl.DataFrame, readings: pl.DataFrame) -> list[int]:
    """Which readings of a series, by number, are flagged."""
    return [number for number, day in enumerate(readings["date"]) if day in set(flagged["date"])]
