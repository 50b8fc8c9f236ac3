"""The tables of an operations run as files: where each lies, and how it is read back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from data_sources.csv_files import read_csv
from data_sources.readings.corrections import CORRECTED
from ipscore.earlier_formats import upgraded_quarantine
from ipscore.withdrawn_rows import as_read
from reports.operations.tables import DUE
from scoring.effects import EFFECTS, INDUSTRY, POOLED, TALLY
from scoring.frames import INTAKE
from scoring.operations import frames
from scoring.operations.checks import CHECKED

if TYPE_CHECKING:
    from pathlib import Path

PARQUET = {
    "readings": frames.READINGS,
    "alerts": frames.ALERTS,
    "monthly": frames.MONTHLY,
    "clearing": frames.CLEARING,
    "due": DUE,
    "firms": pl.Schema({"firm_id": pl.String(), "firm": pl.String()}),
}
CSV = {
    "peers": frames.PEERS,
    "clearing_models": frames.CLEARING_MODELS,
    "effects": EFFECTS,
    "industry": INDUSTRY,
    "pooled": POOLED,
    "tally": TALLY,
    "checks": CHECKED,
    "intake": INTAKE,
}
OPTIONAL = {"corrections": CORRECTED}
"""Tables that a run has only where there is anything in them."""
QUARANTINE = "quarantine"


def file_of(table: str) -> str:
    """Where in the run a table lies."""
    if table in PARQUET:
        return f"{table}.parquet"
    if table.startswith(f"{QUARANTINE}_"):
        return f"{QUARANTINE}/{table.removeprefix(f'{QUARANTINE}_')}.csv"
    return f"{table}.csv"


def read_table(path: Path, name: str) -> pl.DataFrame:
    """A table of a run from its file; CSV files get their types back, empty text stays text."""
    if path.suffix == ".parquet":
        return pl.read_parquet(path)
    schema = (CSV | OPTIONAL).get(name)
    if schema is None:
        return upgraded_quarantine(read_csv(path, {}).lazy()).collect()
    table = as_read(name, read_csv(path, schema))
    empty = [column for column in ("system", "node") if column in table.columns]
    return table.with_columns(pl.col(empty).fill_null(""))


def missing_columns(name: str, table: pl.DataFrame) -> list[str]:
    """Columns that a table of that name should have and has not."""
    schema = (PARQUET | CSV | OPTIONAL).get(name, pl.Schema())
    return [column for column in schema if column not in table.columns]
