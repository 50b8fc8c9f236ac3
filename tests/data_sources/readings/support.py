from __future__ import annotations

from pathlib import Path

import polars as pl

from data_sources.readings.intake import read_readings
from data_sources.records import Records
from indicator_tree.catalogue import load_catalogue

CATALOGUE = load_catalogue()
HEADER = "证券公司,指标,系统,日期,数值,说明"


def write(path: Path, *rows: str) -> Path:
    path.write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")
    return path


def read(path: Path, firm: str | None = None) -> Records:
    return read_readings(path, CATALOGUE, firm=firm)


def table(records: Records) -> pl.DataFrame:
    return records.tables["readings"].collect()


def refused(records: Records) -> list[tuple[str, str]]:
    """Column and reason of every line of the quarantine of readings."""
    return records.quarantine["readings"].select("column", "reason").rows()
