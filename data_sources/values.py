"""From the cells of a column to its values, with what cannot be read noted."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

import polars as pl

from data_sources.cells import ALLOWED, is_ascii, typed, unreadable
from data_sources.distinct import Distinct
from data_sources.masking import PERSONAL_NUMBER
from data_sources.suggest import perhaps

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from data_sources.columns import Column, Kind
    from data_sources.quarantine import Findings

_INTEGERS = (pl.Int8(), pl.Int16(), pl.Int32(), pl.Int64(), pl.UInt8(), pl.UInt16(), pl.UInt32())
AS_TYPED: Mapping[Kind, tuple[pl.DataType, ...]] = {"date": (pl.Date(),), "flag": (pl.Boolean(),), "count": _INTEGERS}
"""Kinds whose cells a Parquet file may hold as values; any other cell is read as text."""

_FORMULA = "Excel 的错误值，请改正公式或直接填写"
_PERSONAL = "编号像身份证号或手机号，请改用{}自己的编号"
_EXCEL_ERRORS = ["#N/A", "#DIV/0!", "#REF!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!"]
_SHOWN = 12
_PLAIN_DATE = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
_PLAIN_NUMBER = r"^-?[0-9]{1,15}(?:\.[0-9]{1,15})?$"
_PLAIN_COUNT = r"^-?[0-9]{1,15}$"


def read_values(column: Column, cells: pl.Series, allowed: Sequence[str] | None, findings: Findings) -> pl.Series:
    """The values of a column; null where a cell is empty or cannot be read, or is no code of a coded column.

    Args:
        column: the column.
        cells: its cells: text, values of an `AS_TYPED` type, or fingerprints.
        allowed: the values of a closed column; None if the column is open.
        findings: where cells that cannot be read, and values that are not allowed, are noted.
    """
    if cells.dtype != pl.String:
        return cells.cast(pl.Int64) if column.kind == "count" else cells
    few = column.kind in ALLOWED or allowed is not None
    distinct = Distinct.of(cells) if few else Distinct.rows(cells)
    texts = distinct.texts.alias("cell")
    values = _typed(texts, column.kind)
    errors = _excel_errors(texts)
    _note(column, distinct, errors, _FORMULA, findings)
    if column.kind in ALLOWED and values.null_count() > texts.null_count():
        bad = pl.select(unreadable(pl.lit(texts), pl.lit(values))).to_series()
        _note(column, distinct, bad & ~errors, ALLOWED[column.kind], findings)
    if column.kind == "identifier":
        _note(
            column,
            distinct,
            values.str.contains(PERSONAL_NUMBER),
            _PERSONAL.format(column.title.removesuffix("编号")),
            findings,
        )
    if allowed is not None:
        values = _canonical(values, allowed)
        outside = values.is_not_null() & ~values.is_in(list(allowed)) & ~errors
        _note(column, distinct, outside, _outside(values, outside, allowed), findings)
    if column.coded:
        values = values.cast(pl.Enum(column.options), strict=False)
    return distinct.spread(values).alias(column.name)


def _note(column: Column, distinct: Distinct, bad: pl.Series, reason: str | pl.Series, findings: Findings) -> None:
    if bad.any():
        why = distinct.spread(reason) if isinstance(reason, pl.Series) else reason
        findings.add(column.name, distinct.spread(bad), why)


def _typed(texts: pl.Series, kind: Kind) -> pl.Series:
    tidy = _tidy(texts, kind)
    if tidy is not None:
        return tidy
    simple: Kind = "text" if kind == "identifier" and is_ascii(texts) else kind
    return texts.to_frame().select(typed(pl.col(texts.name), simple)).to_series()


def _tidy(texts: pl.Series, kind: Kind) -> pl.Series | None:
    """Values of cells that are all written the plain way, which is cheap to read; None if any is not."""
    match kind:
        case "date" if texts.str.contains(_PLAIN_DATE).all():
            values = texts.str.to_date("%Y-%m-%d", strict=False)
        case "number" | "count" if texts.str.contains(_PLAIN_NUMBER if kind == "number" else _PLAIN_COUNT).all():
            values = texts.cast(pl.Float64 if kind == "number" else pl.Int64, strict=False)
        case _:
            return None
    return values if values.null_count() == texts.null_count() else None


def _excel_errors(texts: pl.Series) -> pl.Series:
    if not texts.str.contains("#", literal=True).any():
        return pl.repeat(False, len(texts), dtype=pl.Boolean, eager=True)
    return texts.str.strip_chars().is_in(_EXCEL_ERRORS).fill_null(value=False)


def _canonical(values: pl.Series, allowed: Sequence[str]) -> pl.Series:
    """Allowed values as they are written in the vocabulary, however wide, spaced or cased they were typed."""
    by_key = {_plain(value): value for value in allowed}
    typed_otherwise = [value for value in values.unique().drop_nulls() if value not in allowed]
    known = {value: by_key[_plain(value)] for value in typed_otherwise if _plain(value) in by_key}
    return values.replace(known) if known else values


def _plain(value: str) -> str:
    return re.sub("[\\s\u200b\ufeff]", "", unicodedata.normalize("NFKC", value)).casefold()


def _outside(values: pl.Series, outside: pl.Series, allowed: Sequence[str]) -> pl.Series:
    """A reason for every value that is outside a closed vocabulary, with what was probably meant."""
    unknown = values.filter(outside).unique()
    listed = "、".join(allowed[:_SHOWN]) + ("…" if len(allowed) > _SHOWN else "")
    reasons = [f"不在可选值之内（{listed}）{perhaps(value, allowed)}" for value in unknown]
    return values.replace_strict(unknown, pl.Series(reasons, dtype=pl.String), default=None, return_dtype=pl.String)
