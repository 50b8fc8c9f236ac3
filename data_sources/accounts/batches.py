"""Some rows of an account table: the canonical ones told as they stand, the others read as any file is."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from data_sources.accounts.canonical_rows import DAYS, canonical_rows
from data_sources.accounts.meanings import KEYS, meanings
from data_sources.quarantine import SCHEMA
from data_sources.reading import read_rows

if TYPE_CHECKING:
    from data_sources.origin import Origin
    from data_sources.parts import Part, Rows


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


def read_batch(part: Part, origin: Origin, rows: Rows) -> Batch:
    """Read some rows of a sheet.

    Args:
        part: the sheet, its header and its source.
        origin: the sheet as the quarantine names it.
        rows: some of `part.rows()`.
    """
    days = dict.fromkeys(DAYS, (pl.Date(),))
    cells = pl.DataFrame([part.cell(rows, column.name, days.get(column.name, ())) for column in part.source.columns])
    told = canonical_rows(part.source.name, cells)
    canonical = told.canonical & part.as_they_seem(rows)
    if canonical.all():
        return Batch(told.meanings, rows.cells.height, SCHEMA.to_frame(), 0)
    reading = read_rows(part, origin, rows.where(~canonical), {})
    bad = reading.findings.rows()
    at = rows.numbers.search_sorted(reading.findings.raw["_row"])
    sound = reading.table.with_columns(cells[name].gather(at) for name in KEYS if name in cells.columns).filter(~bad)
    return Batch(
        rows=pl.concat([told.meanings.filter(canonical), meanings(part.source.name, sound)]),
        read=int(canonical.sum()) + len(bad),
        rejected=reading.findings.lines(origin),
        bad=int(bad.sum()),
    )
