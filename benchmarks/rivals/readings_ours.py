"""Readings to months by the product's own code."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from benchmarks.rivals.ours import fates_of
from data_sources.readings.intake import read_readings
from data_sources.readings.source import SOURCE
from indicator_tree.catalogue import load_catalogue
from scoring.operations.monthly import monthly

if TYPE_CHECKING:
    from pathlib import Path

    from benchmarks.rivals import Fates


def reduce(folder: Path, out: Path) -> Fates:
    """Read and check readings, and put them together by month, some firms at a time."""
    catalogue = load_catalogue()
    records = read_readings(folder, catalogue)
    pl.concat(_evidence(monthly(readings, catalogue)) for readings in records.by_firm()).write_parquet(out)
    return fates_of(records, SOURCE.name)


def _evidence(months: pl.DataFrame) -> pl.DataFrame:
    return months.select(
        "firm_id",
        pl.col("indicator").alias("parameter"),
        pl.format("{} {}", "system", pl.col("month").dt.to_string("%Y-%m")).alias("cause"),
        pl.col("value").alias("quantity"),
    )
