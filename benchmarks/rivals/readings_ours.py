"""Readings to months by the product's own code."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import polars as pl

from benchmarks.rivals.ours import fates_of
from data_sources.readings import SOURCE
from data_sources.readings_intake import read_readings
from indicator_tree.catalogue import load_catalogue
from scoring.operations.monthly import monthly

if TYPE_CHECKING:
    from benchmarks.rivals import Fates


def reduce(folder: Path, out: Path) -> Fates:
    """Read and check readings, and put them together by month, some firms at a time."""
    catalogue = load_catalogue()
    records = read_readings(folder, catalogue)
    with TemporaryDirectory() as temporary:
        file = Path(temporary) / "readings.parquet"
        records.tables["readings"].sink_parquet(file)
        readings = pl.scan_parquet(file)
        firms = readings.select(pl.col("firm_id").unique().sort()).collect(engine="streaming").to_series()
        months = [monthly(readings.filter(pl.col("firm_id") == firm).collect(), catalogue) for firm in firms]
    pl.concat(months).select(
        "firm_id",
        pl.col("indicator").alias("parameter"),
        pl.format("{} {}", "system", pl.col("month").dt.to_string("%Y-%m")).alias("cause"),
        pl.col("value").alias("quantity"),
    ).write_parquet(out)
    return fates_of(records, SOURCE.name)
