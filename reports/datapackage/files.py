"""A table as a file: CSV, JSON or Parquet, the same values in each.

CSV carries every value as it is. Text that begins with `=`, `+`, `-` or `@` is not given a leading apostrophe, as is
sometimes advised against spreadsheets that take it for a formula (OWASP, CSV Injection): it would change the data, so
that a name no longer equals itself in the other formats and a file read back no longer gives the run's tables. These
files are for programs; the workbook, where such text is a text cell, is for people, and the package's notice says so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import polars as pl
import polars.selectors as cs

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
            table.with_columns(cs.list().map_elements(_listed, return_dtype=pl.String)).write_csv(
                path, include_bom=True
            )
        case "json":
            rows = ",\n".join(_object(row) for row in table.iter_rows(named=True))
            path.write_text(f"[\n{rows}\n]\n" if rows else "[]\n", encoding="utf-8", newline="\n")
        case "parquet":
            table.write_parquet(path)


def _object(row: dict[str, Any]) -> str:
    return json_text(row, indent=None)


def _listed(values: pl.Series) -> str:
    return json_text(values.to_list(), indent=None)
