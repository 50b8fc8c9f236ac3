"""From the sheets of a source to one typed table."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from data_sources.cells import ALLOWED, fingerprint, trimmed, typed, unreadable
from data_sources.contract_checks import check_contract
from data_sources.masking import NAME
from data_sources.quarantine import Findings

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from data_sources.columns import Column
    from data_sources.headers import Header
    from data_sources.sheets import Sheet
    from data_sources.source import Source

_FORMULA = "Excel 的错误值，请改正公式或直接填写"
_TOO_LONG = "这一行的格数多于表头，可能是文本里的逗号没有加引号"
_EXCEL_ERRORS = ["#N/A", "#DIV/0!", "#REF!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!"]
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
    table = _typed(raw, source)
    table = table.with_columns(_canonical(table[name], allowed) for name, allowed in closed.items())
    findings.add("", raw["_too_long"], _TOO_LONG)
    findings.add("", raw["_swallowed"], _SWALLOWED)
    _note_unreadable(table, source, findings)
    check_contract(table, source, closed, findings)
    places = raw["_part"].replace_strict({part: sheet.place for part, sheet, _ in sheets}, return_dtype=pl.String)
    return Reading(table, places, findings)


def _note_unreadable(table: pl.DataFrame, source: Source, findings: Findings) -> None:
    """Note cells that hold something which is no value of the column's kind."""
    names = [column.name for column in source.columns]
    errors = findings.raw.select(pl.col(names).str.strip_chars().is_in(_EXCEL_ERRORS).fill_null(value=False))
    parsed = [column for column in source.columns if column.kind in ALLOWED]
    bad = findings.raw.select(unreadable(pl.col(c.name), pl.lit(table[c.name])).alias(c.name) for c in parsed)
    for name in names:
        findings.add(name, errors[name], _FORMULA)
    for column in parsed:
        findings.add(column.name, bad[column.name] & ~errors[column.name], ALLOWED[column.kind])


def _cells(part: int, sheet: Sheet, header: Header, source: Source) -> pl.DataFrame:
    """_part, _row, the source's columns as text, too_long, swallowed; rows without any cell are left out."""
    names = sheet.cells.columns
    width = max(i for i, cell in enumerate(sheet.cells.row(header.row)) if cell is not None) + 1
    own = {column.name: _cell(column, names, header) for column in source.columns}
    no = pl.lit(value=False)
    too_long = pl.any_horizontal(pl.col(names[width:]).is_not_null()) if sheet.ragged and names[width:] else no
    swallowed = pl.any_horizontal(pl.col(names[:width]).str.contains("\n[^\n]*[,;\t]")) if sheet.multiline else no
    return (
        sheet.cells.with_row_index("_row", offset=1)
        .slice(header.row + 1)
        .filter(_holds_anything(names))
        .select(
            pl.lit(part, dtype=pl.UInt32).alias("_part"),
            pl.col("_row").cast(pl.Int64),
            *(cell.alias(name) for name, cell in own.items()),
            too_long.alias("_too_long"),
            swallowed.fill_null(value=False).alias("_swallowed"),
        )
        .with_columns(_covered(column).alias(column.name) for column in source.columns if column.personal_unless)
    )


def _cell(column: Column, names: Sequence[str], header: Header) -> pl.Expr:
    """The cell as text; of a secret only its fingerprint, so that the text goes no further."""
    position = header.positions.get(column.name)
    if position is None:
        return pl.lit(None, dtype=pl.String)
    cell = pl.col(names[position])
    return fingerprint(cell).cast(pl.String) if column.kind == "secret" else cell


def _holds_anything(names: Sequence[str]) -> pl.Expr:
    """Whether a row has a cell with more than blanks; the first column nearly always settles it."""
    return pl.any_horizontal(pl.col(names).str.contains(r"[^\s\x1c-\x1f\u{200b}\u{feff}]"))


def _covered(column: Column) -> pl.Expr:
    """Names of persons, of which only the first character is kept."""
    assert column.personal_unless is not None
    other, value = column.personal_unless
    cell = pl.col(column.name)
    public = trimmed(pl.col(other)).eq_missing(value)
    return pl.when(public).then(cell).otherwise(trimmed(cell).str.replace_all(NAME, "$1*"))


def _typed(raw: pl.DataFrame, source: Source) -> pl.DataFrame:
    """The source's columns as their kinds; of dates, numbers and flags each distinct cell is read once."""
    text = [typed(pl.col(column.name), column.kind) for column in source.columns if column.kind not in ALLOWED]
    parsed = [_parsed(raw[column.name], column) for column in source.columns if column.kind in ALLOWED]
    return raw.select(text).with_columns(parsed).select(column.name for column in source.columns)


def _parsed(cells: pl.Series, column: Column) -> pl.Series:
    distinct = cells.unique()
    values = distinct.to_frame().select(typed(pl.col(column.name), column.kind)).to_series()
    read = cells.replace_strict(distinct, values, return_dtype=values.dtype)
    return read.cast(values.dtype)  # an empty column comes back as text


def _canonical(values: pl.Series, allowed: Sequence[str]) -> pl.Series:
    """Allowed values as they are written in the vocabulary, however wide, spaced or cased they were typed."""
    by_key = {_plain(value): value for value in allowed}
    typed_otherwise = [value for value in values.unique().drop_nulls() if value not in allowed]
    known = {value: by_key[_plain(value)] for value in typed_otherwise if _plain(value) in by_key}
    return values.replace(known) if known else values


def _plain(value: str) -> str:
    return re.sub("[\\s\u200b\ufeff]", "", unicodedata.normalize("NFKC", value)).casefold()
