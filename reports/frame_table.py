"""Any small frame as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len

from reports.figures import EMPTY, plain
from reports.table import Column, Table

if TYPE_CHECKING:
    import polars as pl

SHOWN = 200
_KEPT = 24  # text of up to so many columns stays on one line


def frame_table(frame: pl.DataFrame, title: str = "") -> Table:
    """The first rows of a frame; below it, how many there are in all."""
    shown = frame.head(SHOWN)
    rows = tuple(tuple(_cell(value) for value in row) for row in shown.iter_rows())
    rest = [f"共 {frame.height:,} 行，只显示前 {SHOWN} 行"] if frame.height > SHOWN else [f"共 {frame.height:,} 行"]
    return Table(
        title=title,
        columns=tuple(
            Column(name, dtype.is_numeric(), dtype.is_numeric() or all(cell_len(row[place]) <= _KEPT for row in rows))
            for place, (name, dtype) in enumerate(frame.schema.items())
        ),
        rows=rows,
        notes=tuple(rest),
    )


def _cell(value: object) -> str:
    if value is None:
        return EMPTY
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return plain(value)
    if isinstance(value, list):
        return "、".join(map(str, value))
    return str(value)
