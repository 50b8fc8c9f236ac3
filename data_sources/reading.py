"""From the sheets of a source to one typed table."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from data_sources.cells import ALLOWED, trimmed, typed, unreadable
from data_sources.contract_checks import check_contract
from data_sources.masking import NAME
from data_sources.quarantine import Findings

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from data_sources.columns import Column
    from data_sources.headers import Header
    from data_sources.sheets import Sheet
    from data_sources.source import Source

_TOO_LONG = "这一行的格数多于表头，可能是文本里的逗号没有加引号"
_SWALLOWED = "单元格里夹着换行和分隔符，可能是引号没有成对，把后面的行也吞了进来"


@dataclass(frozen=True)
class Reading:
    """The rows of a source, read and checked against its contract.

    Attributes:
        table: the source's own columns, typed; one row per row of `findings.raw`.
        places: the file (and sheet) of every row.
        findings: the cells as typed, and what is wrong with them.
    """

    table: pl.DataFrame
    places: pl.Series
    findings: Findings


def read_source(
    source: Source, sheets: Sequence[tuple[int, Sheet, Header]], closed: Mapping[str, Sequence[str]]
) -> Reading:
    """Read all sheets of a source, in order.

    Args:
        source: what they hold.
        sheets: `(part number, sheet, its header)`.
        closed: the values that closed columns allow.
    """
    pieces = [_cells(part, sheet, header, source) for part, sheet, header in sheets]
    raw = pl.concat(pieces)
    findings = Findings(raw.drop("_too_long", "_swallowed"))
    columns = [_typed(raw[column.name], column, closed.get(column.name, ())) for column in source.columns]
    table = pl.DataFrame(columns)
    findings.add("", raw["_too_long"], _TOO_LONG)
    findings.add("", raw["_swallowed"], _SWALLOWED)
    for column in source.columns:
        if column.kind in ALLOWED:
            bad = table.select(unreadable(pl.lit(raw[column.name]), pl.col(column.name))).to_series()
            findings.add(column.name, bad, ALLOWED[column.kind])
    check_contract(table, source, closed, findings)
    places = raw["_part"].replace_strict({part: sheet.place for part, sheet, _ in sheets}, return_dtype=pl.String)
    return Reading(table, places, findings)


def _cells(part: int, sheet: Sheet, header: Header, source: Source) -> pl.DataFrame:
    """_part, _row, the source's columns as text, too_long, swallowed; rows without any cell are left out."""
    names = sheet.cells.columns
    width = max(i for i, cell in enumerate(sheet.cells.row(header.row)) if cell is not None) + 1
    own = {column.name: pl.col(names[header.positions[column.name]]) for column in source.columns}
    no = pl.lit(value=False)
    too_long = pl.any_horizontal(pl.col(names[width:]).is_not_null()) if sheet.ragged and names[width:] else no
    swallowed = pl.any_horizontal(pl.col(names[:width]).str.contains("\n[^\n]*[,;\t]")) if sheet.multiline else no
    return (
        sheet.cells.with_row_index("_row", offset=1)
        .slice(header.row + 1)
        .filter(pl.any_horizontal(pl.col(names).is_not_null()))
        .filter(pl.any_horizontal(trimmed(pl.col(names)).is_not_null()))
        .select(
            pl.lit(part, dtype=pl.UInt32).alias("_part"),
            pl.col("_row").cast(pl.Int64),
            *(cell.alias(name) for name, cell in own.items()),
            too_long.alias("_too_long"),
            swallowed.fill_null(value=False).alias("_swallowed"),
        )
        .with_columns(_covered(column).alias(column.name) for column in source.columns if column.personal_unless)
    )


def _covered(column: Column) -> pl.Expr:
    """Names of persons, of which only the first character is kept."""
    assert column.personal_unless is not None
    other, value = column.personal_unless
    cell = pl.col(column.name)
    public = trimmed(pl.col(other)).eq_missing(value)
    return pl.when(public).then(cell).otherwise(trimmed(cell).str.replace_all(NAME, "$1*"))


def _typed(cells: pl.Series, column: Column, allowed: Sequence[str]) -> pl.Series:
    """The column as its kind; each distinct cell is read once, and allowed values are recognised however typed."""
    distinct = cells.unique()
    if len(distinct) * 2 > len(cells):
        values = cells.to_frame().select(typed(pl.col(column.name), column.kind)).to_series()
    else:
        read = distinct.to_frame().select(typed(pl.col(column.name), column.kind)).to_series()
        values = cells.replace_strict(distinct, read, return_dtype=read.dtype)
    if not allowed:
        return values.alias(column.name)
    canonical = {_plain(value): value for value in allowed}
    written = [value for value in values.unique().drop_nulls() if value not in allowed]
    known = {value: canonical[_plain(value)] for value in written if _plain(value) in canonical}
    return values.replace(known).alias(column.name) if known else values.alias(column.name)


def _plain(value: str) -> str:
    return "".join(unicodedata.normalize("NFKC", value).split()).casefold()
