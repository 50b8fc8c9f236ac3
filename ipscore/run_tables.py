"""The tables of a run as files: where each lies, and how it is read back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from ipscore import robustness_schemas, survey_files
from ipscore.earlier_formats import upgraded_quarantine
from ipscore.manifest import STUDY
from ipscore.withdrawn_rows import as_read
from scoring.corrections.frames import DECIDED, TOUCHED
from scoring.frames import BREAKDOWN, EVIDENCE, EVIDENCE_RECORDS, INTAKE, LEDGER, SCORES, SURVEY_COVARIANCE

if TYPE_CHECKING:
    from pathlib import Path

LISTS = ("evidence_records",)
"""Tables that may have millions of rows: an evaluation has them as lazy frames."""

PARQUET = ("scores", "ledger", "evidence", *LISTS, "firms")
CSV: dict[str, dict[str, Any]] = {
    "distribution": {
        **dict.fromkeys(("node", "band"), pl.String),
        "firms": pl.Int64,
        "share": pl.Float64,
        **dict.fromkeys(("firms_low", "firms_high"), pl.Int64),
    },
    "summary": {
        **dict.fromkeys(("node", "name"), pl.String),
        "level": pl.Int64,
        "weight": pl.Float64,
        "firms": pl.Int64,
        **dict.fromkeys(("mean", "median", "min", "max", "sd", "se", "low", "high"), pl.Float64),
    },
    "breakdown": dict(BREAKDOWN),
    "intake": dict(INTAKE),
}
CORRECTIONS, CORRECTED = DECISIONS = ("corrections", "corrected")
"""Tables of runs whose records were corrected; all others have none."""
DECISIONS_CSV: dict[str, dict[str, Any]] = {CORRECTIONS: dict(DECIDED), CORRECTED: dict(TOUCHED)}
QUARANTINE = "quarantine"
_QUARANTINE_COLUMNS = {"row": pl.Int64}
_FIRMS = ("firm_id", "firm", "full_name", "former_names", "evaluated_as", "status", "reason")
_COLUMNS: dict[str, tuple[str, ...]] = {
    "scores": tuple(SCORES),
    "ledger": tuple(LEDGER),
    "evidence": tuple(EVIDENCE),
    "evidence_records": tuple(EVIDENCE_RECORDS),
    "firms": _FIRMS,
    survey_files.REJECTED: ("record_id", "firm_id", "rule"),
    survey_files.COVARIANCE: tuple(SURVEY_COVARIANCE),
    **{name: tuple(types) for name, types in (CSV | DECISIONS_CSV | survey_files.CSV).items()},
    **{f"{STUDY}_{name}": tuple(types) for name, types in robustness_schemas.TABLES.items()},
}


def file_of(table: str) -> str:
    """Where in the run a table lies."""
    if table in (*PARQUET, survey_files.REJECTED, survey_files.COVARIANCE):
        return f"{table}.parquet"
    if table.startswith(f"{STUDY}_"):
        return f"{STUDY}/{robustness_schemas.file_name(table.removeprefix(f'{STUDY}_'))}"
    if table.startswith(f"{QUARANTINE}_"):
        return f"{QUARANTINE}/{table.removeprefix(f'{QUARANTINE}_')}.csv"
    return f"{table}.csv"


def read_table(path: Path) -> pl.LazyFrame:
    """A table of a run from its file; CSV files, which are read at once, get their types back."""
    if path.suffix == ".parquet":
        return pl.scan_parquet(path, glob=False)
    known = robustness_schemas.TABLES if path.parent.name == STUDY else CSV | DECISIONS_CSV | survey_files.CSV
    types = known.get(path.stem, _QUARANTINE_COLUMNS)
    table = as_read(path.stem, pl.read_csv(path, schema_overrides=types, infer_schema=False)).lazy()
    return upgraded_quarantine(table) if path.parent.name == QUARANTINE else table


def missing_columns(name: str, schema: pl.Schema) -> list[str]:
    """Columns that a table of that name should have and has not."""
    return [column for column in _COLUMNS.get(name, ()) if column not in schema]
