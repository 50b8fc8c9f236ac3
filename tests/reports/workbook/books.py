"""Workbooks of the small evaluation, and what is in them."""

from __future__ import annotations

import io
import warnings
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl

from reports.workbook import write_report_workbook
from scoring import Evaluation
from scoring.findings import Findings, find
from tests.reports.small import SMALL, WITH_SURVEY, evaluation

PREVIOUS = pl.DataFrame({"node": ["total", "1", "1.1", "2"], "mean": [70.5, 71.25, 90.125, 33.0]})
RULEBOOKS = {"small": SMALL, "with survey": WITH_SURVEY}
BREAKDOWN = pl.DataFrame(
    {
        "node": ["", "1.1"],
        "name": [None, "预警"],
        "source": ["fund_warnings", "fund_warnings"],
        "column": ["", "level"],
        "value": ["", "提示关注"],
        "measure": ["records", "records"],
        "quantity": [5.0, 3.0],
        "firms": [2, 1],
        "entities": [3, 2],
        "most": [3.0, 3.0],
    }
)


def findings_of(scored: Evaluation) -> Findings:
    return find(scored, PREVIOUS)


def write(path: Path, scored: Evaluation | None = None, **more: Any) -> Any:
    """The workbook as openpyxl reads it back."""
    told = evaluation() if scored is None else scored
    findings = more.pop("findings", None) or findings_of(told)
    write_report_workbook(path, told, findings, **{"previous_title": "2016年度", **more})
    with warnings.catch_warnings():
        warnings.filterwarnings(
            "ignore", ".*extension is not supported", UserWarning
        )  # data bars with an axis, as of Excel 2010
        return openpyxl.load_workbook(io.BytesIO(path.read_bytes()))


def tables(sheet: Any) -> list[list[tuple[Any, ...]]]:
    """The tables of a sheet from top to bottom: rows of values, the header first."""
    placed = sorted(sheet.tables.values(), key=lambda table: sheet[table.ref][0][0].row)
    return [[tuple(cell.value for cell in row) for row in sheet[table.ref]] for table in placed]


def records(sheet: Any, at: int = 0) -> list[dict[str, Any]]:
    """The rows of one table by their headers."""
    head, *rows = tables(sheet)[at]
    return [dict(zip(head, row, strict=True)) for row in rows]


def cells(book: Any) -> list[Any]:
    """All cells that hold something."""
    return [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
