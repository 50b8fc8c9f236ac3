"""Some rows of an account table: the plain ones told as they stand, the others read as any file is."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from data_sources.accounts.meanings import KEYS, meanings
from data_sources.accounts.plain_rows import DAYS, plain_rows
from data_sources.quarantine import SCHEMA
from data_sources.reading import read_rows

if TYPE_CHECKING:
    from data_sources.origin import Origin
    from data_sources.parts import Part


class Batch(NamedTuple):
    """What became of some rows.

    Attributes:
        rows: the meanings of the sound ones, in no order.
        read: how many rows there are that hold anything.
        rejected: lines of the quarantine that say why rows are bad.
        bad: how many those rows are.
    """

    rows: pl.DataFrame
    read: int
    rejected: pl.DataFrame
    bad: int


def read_batch(part: Part, origin: Origin, rows: pl.DataFrame, first: int) -> Batch:
    """Read some rows of a sheet.

    Args:
        part: the sheet, its header and its source.
        origin: the sheet as the quarantine names it.
        rows: one table of `part.sheet.tables()`.
        first: the number of its first row.
    """
    top = part.header.row + 2
    rows, first = rows.slice(max(top - first, 0)), max(top, first)
    cells = _cells(rows, part)
    told = plain_rows(part.source.name, cells)
    plain = told.plain & _whole(rows, part) if part.sheet.marks.is_empty() else told.plain & False
    if plain.all():
        return Batch(told.meanings, rows.height, SCHEMA.to_frame(), 0)
    others = (~plain).arg_true()
    reading = read_rows(part, origin, rows.gather(others), first, {})
    bad = reading.findings.rows()
    at = others.gather(reading.findings.raw["_row"] - first)
    sound = reading.table.with_columns(cells[name].gather(at) for name in KEYS if name in cells.columns).filter(~bad)
    lines = reading.findings.lines(origin)
    return Batch(
        rows=pl.concat([told.meanings.filter(plain), meanings(part.source.name, sound)]),
        read=int(plain.sum()) + len(bad),
        rejected=lines.with_columns(row=first + others.gather(lines["row"] - first).cast(pl.Int64)),
        bad=int(bad.sum()),
    )


def _cells(rows: pl.DataFrame, part: Part) -> pl.DataFrame:
    """The columns of the contract, as text but for typed dates."""
    cells = []
    for column in part.source.columns:
        position = part.header.positions.get(column.name)
        if position is None:
            cells.append(pl.repeat(None, rows.height, dtype=pl.String, eager=True).alias(column.name))
            continue
        cell = rows.to_series(position).alias(column.name)
        cells.append(cell if column.name in DAYS and cell.dtype == pl.Date else cell.cast(pl.String))
    return pl.DataFrame(cells)


def _whole(rows: pl.DataFrame, part: Part) -> pl.Series:
    """Whether no row of a text file runs over its line or beyond the header."""
    broken = []
    if part.sheet.ragged:
        width = 1 + max(at for at, cell in enumerate(part.sheet.head.row(part.header.row)) if cell is not None)
        broken += [pl.col(name).is_not_null() for name in rows.columns[width:]]
    if part.sheet.quoted:
        broken += [pl.col(name).str.contains("\n", literal=True).fill_null(value=False) for name in rows.columns]
    if not broken:
        return pl.repeat(value=True, n=rows.height, eager=True)
    return rows.select(~pl.any_horizontal(broken)).to_series()
