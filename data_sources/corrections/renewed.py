"""Rows as decisions want them: withdrawn, with new values, or new; all of them read by the contract of their source."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl

from data_sources.corrections.decision import NUMBER
from data_sources.distinct import Alike
from data_sources.notations import NONE
from data_sources.origin import Origin
from data_sources.quarantine import Findings
from data_sources.reading import covered_names, read_cells
from data_sources.written import CANONICALLY, Written

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from data_sources.corrections.decision import Correction
    from data_sources.source import Source
    from data_sources.typed_rows import Reading

_NEW = "补录："
_BROKEN = ("_too_long", "_swallowed")


def withdrawn(reading: Reading, corrections: Sequence[Correction]) -> Reading:
    """Rows that do not count any more, each with the decision that says so; nothing else is noted of them.

    Args:
        reading: the rows.
        corrections: what is decided of each.
    """
    reasons = [f"决定 {one.decision}（{one.decided_on}）撤销：{one.first.reason}" for one in corrections]
    findings = Findings(reading.findings.raw)
    findings.set_aside(pl.Series(reasons, dtype=pl.String), "corrected")
    return replace(reading, findings=findings)


def renewed(
    reading: Reading,
    corrections: Sequence[Correction],
    source: Source,
    closed: Mapping[str, Sequence[str]],
    units: Mapping[str, str],
) -> Reading:
    """Rows with new values, all in the same columns and units.

    What is new is read in its own unit and else in the contract's way: no mapping applies to it. All other cells are
    read as they were.

    Args:
        reading: the rows as they stand in the files.
        corrections: what is decided of each.
        source: whose they are.
        closed: the values that closed columns allow.
        units: column that is new → unit of its values, empty for that of the contract.
    """
    names = sorted(units)
    cells = reading.findings.raw.with_columns(
        pl.Series(name, [one.news[name] for one in corrections], pl.String) for name in names
    )
    broken = reading.findings.found.filter(kind="rejected", column="")
    written = _written(reading.written or CANONICALLY, units)
    found = read_cells(_said(source, names), reading.origin, Alike(_whole(source, cells)), closed, written)
    kept = reading.findings.notations
    found.findings.notations = kept._replace(doubtful=kept.doubtful.filter(~pl.col("column").is_in(names)))
    for index, reason in broken.select("index", "reason").iter_rows():
        here = pl.Series([at == index for at in range(cells.height)], dtype=pl.Boolean)
        found.findings.add("", here, reason)
    return found


def added(
    corrections: Sequence[Correction],
    source: Source,
    closed: Mapping[str, Sequence[str]],
    sheet: tuple[int, str, str],
    units: Mapping[str, str],
) -> Reading:
    """New records, each on the first row that tells of it.

    Args:
        corrections: those of one sheet with values in the same units.
        source: whose they are.
        closed: the values that closed columns allow.
        sheet: the number under which they are counted, the file, and the sheet of the corrections.
        units: column → unit of its values, where it is not that of the contract.
    """
    number, file, name = sheet
    own = {column.name: column.title for column in source.columns}
    texts = {
        column: [one.record_id if column == NUMBER else one.news.get(column) for one in corrections] for column in own
    }
    rows = pl.Series("_row", [one.first.place.row for one in corrections], pl.Int64)
    cells = [pl.Series(column, values, pl.String) for column, values in texts.items()]
    secret = [column.name for column in source.columns if column.kind == "secret"]
    frame = pl.DataFrame([rows, *cells]).with_columns(pl.lit(None, pl.UInt64).alias(column) for column in secret)
    origin = Origin(number, file, f"{name}{_NEW}{source.title}", own)
    found = read_cells(_said(source, list(own)), origin, Alike(_whole(source, frame)), closed, Written(units))
    found.findings.notations = NONE
    return found


def is_of_new_records(sheet: str, corrections: str) -> bool:
    """Whether a sheet, as the intake calls it, is what a sheet of corrections adds to a source."""
    return sheet.startswith(f"{corrections}{_NEW}")


def _whole(source: Source, cells: pl.DataFrame) -> pl.DataFrame:
    """The cells as a reader takes them: names of persons covered, no row broken."""
    covered = [covered_names(column).alias(column.name) for column in source.columns if column.personal_unless]
    return cells.with_columns(*covered, *(pl.lit(value=False).alias(name) for name in _BROKEN))


def _said(source: Source, new: Collection[str]) -> Source:
    """The source without what a mapping says of columns whose cells are new."""
    meant = {column: said for column, said in source.mapped.values.items() if column not in new}
    return replace(source, mapped=replace(source.mapped, values=meant))


def _written(written: Written, new: Mapping[str, str]) -> Written:
    units = {column: unit for column, unit in written.units.items() if column not in new}
    marked = written.marked
    if marked is not None:
        marked = marked.filter(~pl.col("column").is_in(list(new)))
        marked = None if marked.is_empty() else marked
    return replace(written, units=units | {column: unit for column, unit in new.items() if unit}, marked=marked)
