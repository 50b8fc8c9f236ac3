"""Account tables read batch by batch: canonical rows as they stand, others as in any file; no text is kept."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from data_sources.accounts.canonical_rows import DAYS, canonical_rows
from data_sources.accounts.contracts import CUSTOMERS, TABLES
from data_sources.accounts.facts import facts
from data_sources.accounts.meanings import KEYS, meanings
from data_sources.ahead import ahead
from data_sources.errors import CombinedIntakeError, HeaderError, IntakeError, raise_all
from data_sources.opening import open_folder
from data_sources.quarantine import SCHEMA
from data_sources.reading import read_rows

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from data_sources.accounts.facts import Asked
    from data_sources.accounts.partitions import Partitions
    from data_sources.accounts.tally import Tally
    from data_sources.limits import Limits
    from data_sources.meter import Progress
    from data_sources.origin import Origin
    from data_sources.parts import Opened, Part, Rows


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


REJECTED = pl.Schema(
    {
        "file": pl.String(),
        "sheet": pl.String(),
        "column": pl.String(),
        "reason": pl.String(),
        "rows": pl.UInt32(),
        "first_row": pl.Int64(),
    }
)
"""Why rows were rejected; without any cell."""

_FOUND = "找到的表头"


def open_accounts(folder: Path, limits: Limits, progress: Progress | None) -> Opened:
    """Open the account tables of a folder.

    Raises:
        IntakeError: all that is wrong with files, sheets and headers, at once; without the headers found, since the
            first row of a file without headers is a customer.
    """
    try:
        return open_folder(folder, TABLES, {CUSTOMERS.name}, limits, progress)
    except IntakeError as error:
        errors = error.errors if isinstance(error, CombinedIntakeError) else (error,)
        told = [_without_cells(each) if isinstance(each, HeaderError) else each for each in errors]
    raise_all(told)
    raise AssertionError


def read_accounts(opened: Opened, asked: Asked, into: Mapping[str, Partitions], tally: Tally) -> pl.DataFrame:
    """Read all tables into facts, batch by batch.

    Returns:
        `REJECTED`, in the order of files.
    """
    rejected = [REJECTED.to_frame()]
    for number, part in enumerate(opened.parts):
        table = part.source.name
        batches = ahead(partial(_read, part, part.origin(number), asked), part.rows())
        for batch in part.tell(opened.meter, batches, lambda _: 0):
            rejected.append(_reasons(batch.rejected))
            into[table].add(batch.rows)
            tally.rows[table, "read"] += batch.read
            tally.rows[table, "rejected"] += batch.bad
        into[table].put_apart()
    return (
        pl.concat(rejected)
        .group_by("file", "sheet", "column", "reason")
        .agg(pl.sum("rows"), pl.min("first_row"))
        .sort("file", "sheet", "first_row", "column", "reason")
        .cast(REJECTED)
    )


def _read(part: Part, origin: Origin, asked: Asked, rows: Rows) -> Batch:
    """A batch with facts in the place of meanings, so that no text is kept any longer."""
    batch = read_batch(part, origin, rows)
    return batch._replace(rows=facts(part.source.name, batch.rows, asked))


def _reasons(lines: pl.DataFrame) -> pl.DataFrame:
    grouped = lines.group_by("file", "sheet", "column", "reason").agg(rows=pl.len(), first_row=pl.min("row"))
    return grouped.select(REJECTED.names()).cast(REJECTED)


def _without_cells(error: HeaderError) -> HeaderError:
    fault = error.message.partition(_FOUND)[0].rstrip("；")
    return HeaderError(fault, "首行须是表头，请改正（为免带出客户资料，不列出找到的内容）", about=error.about)
