"""A table as a file: CSV, JSON or Parquet, the same values in each.

In CSV, which people open in spreadsheets whatever it is meant for, text that one would take for a formula stands behind
an apostrophe (`data_sources.csv_files`); the package's notice says so. JSON and Parquet carry every value as it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import polars as pl
import polars.selectors as cs

from data_sources.csv_files import write_csv
from reports.json_text import json_text

if TYPE_CHECKING:
    from pathlib import Path

Form = Literal["csv", "json", "parquet"]
FORMS: tuple[Form, ...] = ("csv", "json", "parquet")
MEDIA: dict[Form, str] = {
    "csv": "text/csv",
    "json": "application/json",
    "parquet": "application/vnd.apache.parquet",
}


def write_table(frame: pl.DataFrame, path: Path, form: Form) -> None:
    """Write a table. NaN becomes missing; lists stay lists, in CSV as JSON; CSV bears a byte order mark, for Excel."""
    table = frame.with_columns(cs.float().fill_nan(None))
    match form:
        case "csv":
            write_csv(table.with_columns(cs.list().map_elements(_listed, return_dtype=pl.String)), path)
        case "json":
            rows = ",\n".join(_object(row) for row in table.iter_rows(named=True))
            path.write_text(f"[\n{rows}\n]\n" if rows else "[]\n", encoding="utf-8", newline="\n")
        case "parquet":
            table.write_parquet(path)


def _object(row: dict[str, Any]) -> str:
    return json_text(row, indent=None)


def _listed(values: pl.Series) -> str:
    return json_text(values.to_list(), indent=None)
