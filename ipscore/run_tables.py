"""The tables of a run as files: where each lies, and how it is read back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from data_sources.csv_files import read_csv
from ipscore import survey_files
from ipscore.earlier_formats import upgraded_quarantine
from ipscore.manifest import STUDY
from ipscore.withdrawn_rows import as_read
from scoring.corrections.frames import DECIDED, TOUCHED
from scoring.frames import (
    BREAKDOWN,
    EVIDENCE,
    EVIDENCE_RECORDS,
    EVIDENCE_ROWS,
    INTAKE,
    LEDGER,
    SCORES,
    SURVEY_COVARIANCE,
)
from scoring.lettering.frames import CUTOFFS, LETTERS
from scoring.previous.frames import PREVIOUS_RUNS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

LISTED = "evidence_records"
"""The numbers of the records behind the evidence; in a run of today made of the next two, in an earlier one a file."""
EVIDENCE_AT, RECORDS = "evidence_rows", "records"
"""The rows of the tables of records that are behind the evidence, and what the names of these tables begin with."""

PARQUET = ("scores", "ledger", "evidence", "firms")
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
LETTERED = ("letters", "cutoffs")
"""Tables of runs whose rulebook gives letters; all others have none."""
PREVIOUS_AT = "previous"
"""The table of the previous runs that were read; runs that read none have none."""
OPTIONAL_CSV: dict[str, dict[str, Any]] = DECISIONS_CSV | {
    "letters": dict(LETTERS),
    "cutoffs": dict(CUTOFFS),
    PREVIOUS_AT: dict(PREVIOUS_RUNS),
}
QUARANTINE = "quarantine"
_QUARANTINE_COLUMNS = {"row": pl.Int64}
_FIRMS = ("firm_id", "firm", "full_name", "former_names", "evaluated_as", "status", "reason")
_COLUMNS: dict[str, tuple[str, ...]] = {
    "scores": tuple(SCORES),
    "ledger": tuple(LEDGER),
    "evidence": tuple(EVIDENCE),
    LISTED: tuple(EVIDENCE_RECORDS),
    EVIDENCE_AT: tuple(EVIDENCE_ROWS),
    "firms": _FIRMS,
    survey_files.REJECTED: ("record_id", "firm_id", "rule"),
    survey_files.COVARIANCE: tuple(SURVEY_COVARIANCE),
    **{name: tuple(types) for name, types in (CSV | OPTIONAL_CSV | survey_files.CSV).items()},
}


def file_of(table: str) -> str:
    """Where in the run a table lies."""
    if table in (*PARQUET, LISTED, EVIDENCE_AT, survey_files.REJECTED, survey_files.COVARIANCE):
        return f"{table}.parquet"
    if table.startswith(f"{RECORDS}_"):
        return f"{RECORDS}/{table.removeprefix(f'{RECORDS}_')}.parquet"
    if table.startswith(f"{STUDY}_"):
        from ipscore.robustness_schemas import file_name  # noqa: PLC0415  (loads what makes studies)

        return f"{STUDY}/{file_name(table.removeprefix(f'{STUDY}_'))}"
    if table.startswith(f"{QUARANTINE}_"):
        return f"{QUARANTINE}/{table.removeprefix(f'{QUARANTINE}_')}.csv"
    return f"{table}.csv"


def read_table(path: Path) -> pl.LazyFrame:
    """A table of a run from its file; CSV files, which are read at once, get their types back."""
    if path.suffix == ".parquet":
        table = pl.scan_parquet(path, glob=False)
        return table.with_columns(pl.selectors.enum().cast(pl.String)) if path.parent.name == RECORDS else table
    known = study_tables() if path.parent.name == STUDY else CSV | OPTIONAL_CSV | survey_files.CSV
    types = known.get(path.stem, _QUARANTINE_COLUMNS)
    table = as_read(path.stem, read_csv(path, types)).lazy()
    return upgraded_quarantine(table) if path.parent.name == QUARANTINE else table


def study_tables() -> Mapping[str, Any]:
    """The columns of the tables of a study of robustness, by table; only who asks for one loads what makes them."""
    from ipscore.robustness_schemas import TABLES  # noqa: PLC0415

    return TABLES


def missing_columns(name: str, schema: pl.Schema) -> list[str]:
    """Columns that a table of that name should have and has not."""
    if name.startswith(f"{RECORDS}_"):
        expected: Iterable[str] = ("record_id", "firm_id")
    elif name.startswith(f"{STUDY}_"):
        expected = study_tables().get(name.removeprefix(f"{STUDY}_"), ())
    else:
        expected = _COLUMNS.get(name, ())
    return [column for column in expected if column not in schema]
