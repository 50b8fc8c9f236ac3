"""Frames and records on standard output in the formats that commands offer."""

from __future__ import annotations

from typing import Any, Literal

import polars as pl
import polars.selectors as cs
import typer

from data_sources.csv_files import csv_text
from reports.frame_table import frame_table
from reports.json_text import json_text
from reports.terminal import show


def print_frame(frame: pl.DataFrame, form: Literal["table", "md", "csv", "json"]) -> None:
    """Print a frame as a table, as Markdown, as CSV or as JSON records; the last two with all digits."""
    match form:
        case "table":
            show(frame_table(frame))
        case "md":
            typer.echo(_markdown(frame), nl=False)
        case "csv":
            typer.echo(csv_text(_flat(frame)), nl=False)
        case "json":
            print_json(frame.to_dicts())


def print_json(content: Any) -> None:
    """Print JSON that people can read: see `reports.json_text`."""
    typer.echo(json_text(content))


def _markdown(frame: pl.DataFrame) -> str:
    cells = (["" if cell is None else str(cell) for cell in row] for row in _flat(frame).iter_rows())
    lines = [frame.columns, ["---"] * frame.width, *cells]
    return "".join(f"| {' | '.join(cell.replace('|', '/') for cell in line)} |\n" for line in lines)


def _flat(frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with lists as text, as CSV needs it."""
    return frame.with_columns(cs.list().cast(pl.List(pl.String)).list.join("、"))
