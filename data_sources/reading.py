"""From some rows of a sheet to typed ones, checked against the contract of their source."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from data_sources.answer_tally import Tally, read_answers
from data_sources.cells import fingerprints, trimmed
from data_sources.contract_checks import check_contract
from data_sources.masking import NAME
from data_sources.plain_values import plain_values
from data_sources.quarantine import Findings
from data_sources.values import AS_TYPED, read_values

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from data_sources.columns import Column
    from data_sources.headers import Header
    from data_sources.opening import Part
    from data_sources.origin import Origin
    from data_sources.source import Source
    from data_sources.stage.sheets import Sheet

_TOO_LONG = "这一行的格数多于表头，可能是文本里的逗号没有加引号"
_SWALLOWED = "单元格里夹着换行和分隔符，可能是引号没有成对，把后面的行也吞了进来"
_ANYTHING = r"[^\s\x1c-\x1f\u{200b}\u{feff}]"


@dataclass(frozen=True)
class Reading:
    """Rows of a source, read and checked against its contract.

    Attributes:
        origin: where they come from.
        table: the source's own columns, typed; one row per row of `findings.raw`.
        findings: the cells as typed, and what is wrong with them.
        tallies: how the answers to questions were taken, one per question.
    """

    origin: Origin
    table: pl.DataFrame
    findings: Findings
    tallies: Sequence[Tally] = ()


def read_rows(
    part: Part, origin: Origin, rows: pl.DataFrame, first: int, closed: Mapping[str, Sequence[str]]
) -> Reading:
    """Read some rows of a sheet.

    Args:
        part: the sheet, its header and its source.
        origin: the sheet as the quarantine names it.
        rows: one table of `part.sheet.tables()`.
        first: the number of its first row.
        closed: the values that closed columns allow.
    """
    return read_cells(part.source, origin, _cells(rows, first, part.sheet, part.header, part.source), closed)


def read_cells(source: Source, origin: Origin, cells: pl.DataFrame, closed: Mapping[str, Sequence[str]]) -> Reading:
    """Read cells that stand in their columns already.

    Args:
        source: whose they are.
        origin: where they come from, as the quarantine names it.
        cells: _row, the source's columns, _too_long and _swallowed (whether the row as a whole is bad).
        closed: the values that closed columns allow.
    """
    findings = Findings(cells.drop("_too_long", "_swallowed"))
    findings.add("", cells["_too_long"], _TOO_LONG)
    findings.add("", cells["_swallowed"], _SWALLOWED)
    plain = plain_values([column for column in source.columns if not column.choice], cells, closed)
    tallies: list[Tally] = []
    values: list[pl.Series] = []
    for column in source.columns:
        if column.choice:
            answers, tally = read_answers(column, cells[column.name], findings)
            values.append(answers)
            tallies.append(tally)
        elif column.name in plain:
            values.append(plain[column.name])
        else:
            values.append(read_values(column, cells[column.name], closed.get(column.name), findings))
    table = pl.DataFrame(values)
    check_contract(table, source, findings)
    return Reading(origin, table, findings, tallies)


def _cells(rows: pl.DataFrame, first: int, sheet: Sheet, header: Header, source: Source) -> pl.DataFrame:
    """_row, the source's columns, _too_long, _swallowed; rows without any cell are left out."""
    names = [f"cell_{position}" for position in range(rows.width)]
    rows = rows.rename(dict(zip(rows.columns, names, strict=True))).slice(max(header.row + 2 - first, 0))
    numbers = pl.Series("_row", range(0), pl.Int64) if rows.is_empty() else _numbers(max(header.row + 2, first), rows)
    width = max(i for i, cell in enumerate(sheet.head.row(header.row)) if cell is not None) + 1
    filled = _filled(rows, header)
    rows, numbers = (rows, numbers) if filled is None else (rows.filter(filled), numbers.filter(filled))
    own = [_cell(rows, names, column, header) for column in source.columns]
    broken = rows.select(
        _too_long(names[width:] if sheet.ragged else [], rows).alias("_too_long"),
        _swallowed(names[:width] if sheet.quoted else [], rows).alias("_swallowed"),
    )
    return (
        pl.DataFrame([numbers, *own])
        .hstack(broken)
        .with_columns(_covered(column).alias(column.name) for column in source.columns if column.personal_unless)
    )


def _numbers(first: int, rows: pl.DataFrame) -> pl.Series:
    return pl.int_range(first, first + rows.height, eager=True).alias("_row")


def _filled(rows: pl.DataFrame, header: Header) -> pl.Series | None:
    """Which rows have a cell with more than blanks; None if all do. One column nearly always settles it."""
    found = [rows.columns[position] for position in header.positions.values()]
    telling = next((name for name in found if rows[name].dtype != pl.String and not rows[name].null_count()), found[0])
    filled = rows.select(_holds_anything(telling, rows)).to_series()
    if filled.all():
        return None
    doubtful = rows.filter(~filled)
    more = doubtful.select(pl.any_horizontal(_holds_anything(name, rows) for name in rows.columns)).to_series()
    return filled.scatter((~filled).arg_true(), more)


def _holds_anything(name: str, rows: pl.DataFrame) -> pl.Expr:
    cell = pl.col(name)
    return cell.str.contains(_ANYTHING).fill_null(value=False) if rows[name].dtype == pl.String else cell.is_not_null()


def _too_long(spare: Sequence[str], rows: pl.DataFrame) -> pl.Expr:
    full = [name for name in spare if rows[name].null_count() < rows.height]
    return pl.any_horizontal(pl.col(full).is_not_null()) if full else pl.repeat(False, rows.height, dtype=pl.Boolean)


def _swallowed(names: Sequence[str], rows: pl.DataFrame) -> pl.Expr:
    long = [name for name in names if rows[name].str.contains("\n", literal=True).any()]
    if not long:
        return pl.repeat(False, rows.height, dtype=pl.Boolean)
    return pl.any_horizontal(pl.col(long).str.contains("\n[^\n]*[,;\t]").fill_null(value=False))


def _cell(rows: pl.DataFrame, names: Sequence[str], column: Column, header: Header) -> pl.Series:
    """The cells of a column, as text unless the file types them as the contract does.

    Of a secret only the fingerprints, so that the text goes no further.
    """
    position = header.positions.get(column.name)
    if position is None:
        empty = pl.UInt64 if column.kind == "secret" else pl.String
        return pl.repeat(None, rows.height, dtype=empty, eager=True).alias(column.name)
    cells = rows[names[position]].alias(column.name)
    if cells.dtype not in AS_TYPED.get(column.kind, ()):
        cells = cells.cast(pl.String)
    return fingerprints(cells) if column.kind == "secret" else cells


def _covered(column: Column) -> pl.Expr:
    """Names of persons, of which only the first character is kept."""
    assert column.personal_unless is not None
    other, value = column.personal_unless
    cell = pl.col(column.name)
    public = trimmed(pl.col(other)).eq_missing(value)
    return pl.when(public).then(cell).otherwise(trimmed(cell).str.replace_all(NAME, "$1*"))
