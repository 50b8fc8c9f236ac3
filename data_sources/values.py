"""From the cells of a column to its values, with what cannot be read noted.

Cells that are written the canonical way are read by one expression, all together; of the others each different one is
read by itself, once.
"""

from __future__ import annotations

import re
from datetime import date  # noqa: TC003  (a named tuple asks for it)
from fractions import Fraction
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

import polars as pl

from data_sources.calendar_days import read_day
from data_sources.canonical import BLANKS, BROKEN, CUT, ERRORS, PATTERNS, TYPES, as_meant, canonical_key, value_of
from data_sources.cells import ALLOWED, is_ascii, is_dash, typed, typed_day
from data_sources.constant import nowhere
from data_sources.distinct import FEW, Alike, Distinct
from data_sources.limits import LONGEST_CELL
from data_sources.masked_texts import masked_texts
from data_sources.masking import PERSONAL_NUMBER
from data_sources.numerals import read_number, read_share
from data_sources.stage.marks import EPOCH_1900, REASONS
from data_sources.suggest import perhaps
from data_sources.units import factor_between

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from data_sources.columns import Column, Kind
    from data_sources.quarantine import Findings

_PERSONAL = "编号像身份证号或手机号，请改用{}自己的编号"
_TOO_LONG = f"单元格过长，超过 {LONGEST_CELL:,} 字"
_MOBILE = r"^1\.[3-9][0-9]{4,9}[Ee]\+?10$"
_CUT_REASON = "编号被电子表格写成了科学计数法，后几位已经丢失：请把这一列设为文本格式，从原系统重新导出"
_AROUND = f"^[{BLANKS}]+|[{BLANKS}]+$"
_NOT_CANONICAL = f"#|^\\s*Err:|{BROKEN['identifier']}|{PERSONAL_NUMBER}"
_SHOWN = 12
_GROUPED = r"^\s*-?[0-9]{1,3}(?:,[0-9]{3}){1,3}(?:\.[0-9]{1,15})?\s*$"

_MOST = 2**63
_PERCENT = "[%％]"
NOTHING: Mapping[str, str] = MappingProxyType({})


class Way(NamedTuple):
    """How the cells of a column are written.

    Attributes:
        unit: the unit that the header says; empty if it says none.
        meant: what cells mean by the mapping; see `data_sources.source.Mapped`.
        serials_from: the day of serial number 0.
        masked: whether personal numbers in open texts are covered.
    """

    unit: str = ""
    meant: Mapping[str, str] = NOTHING
    serials_from: date = EPOCH_1900
    masked: bool = True


PLAINLY = Way()


def read_values(
    column: Column, cells: pl.Series, allowed: Sequence[str] | None, findings: Findings, way: Way = PLAINLY
) -> pl.Series:
    """The values of a column; see `read_alike`."""
    return read_alike(column, Alike(cells.alias(column.name).to_frame()), allowed, findings, way).every()


def read_alike(
    column: Column, alike: Alike, allowed: Sequence[str] | None, findings: Findings, way: Way = PLAINLY
) -> Distinct:
    """The values of a column, and which of them every row has.

    A value is null where a cell is empty or cannot be read, or is no code of a coded column.

    Personal numbers in open texts are covered.

    Args:
        column: the column.
        alike: its cells under its name: text, values of a `TYPED` type, or fingerprints.
        allowed: the values of a closed column; None if the column is open.
        findings: where cells that cannot be read, and values that are not allowed, are noted.
        way: how they are written.
    """
    cells = alike.cells[column.name]
    factor = factor_between(way.unit, column.measure) if way.unit else Fraction(1)
    if cells.dtype != pl.String:
        if factor == 1 and not way.meant:
            return Distinct.rows(cells.cast(pl.Int64) if column.kind == "count" else cells)
        cells = cells.cast(pl.String)
    if way.meant:
        cells = as_meant(cells, way.meant)
    if column.kind == "identifier" and allowed is None:
        return Distinct.rows(_identifiers(column, cells, findings))
    as_they_stand = alike.cells.schema[column.name] == pl.String and not way.meant
    distinct = alike.of(column.name) if as_they_stand else Distinct.of(cells)
    texts = distinct.texts.alias("cell")
    errors = _excel_errors(texts)
    _note(column, distinct, errors, REASONS["error"], findings)
    quantity = column.kind in PATTERNS
    values = _parsed(column, distinct, findings, way) if quantity else _typed(texts, column.kind)
    if column.kind == "flag" and values.null_count() > texts.null_count():
        _note(column, distinct, values.is_null() & ~_is_empty(texts) & ~errors, ALLOWED["flag"], findings)
    if allowed is not None:
        values = _canonical(values, allowed)
        outside = values.is_not_null() & ~values.is_in(list(allowed)) & ~errors
        _note(column, distinct, outside, _outside(values, outside, allowed), findings)
    elif column.kind == "text":
        _note(column, distinct, _is_too_long(texts), _TOO_LONG, findings)
        values = masked_texts(values) if way.masked else values
    if column.coded:
        values = values.cast(pl.Enum(column.options), strict=False)
    return distinct.read_as(values.alias(column.name))


def says_nothing_of(column: Column, value: str, allowed: Sequence[str] | None) -> str:
    """Why a value is none of a column, in Chinese; empty if it is one."""
    if allowed is not None:
        return "" if value in allowed else f"不在可选值之内（{'、'.join(allowed[:_SHOWN])}）{perhaps(value, allowed)}"
    if column.kind in PATTERNS:
        read = _read_one(column, PLAINLY)(value)
        return f"{read}；{ALLOWED[column.kind]}" if isinstance(read, str) else ""
    read = _typed(pl.Series("cell", [value], dtype=pl.String), column.kind)[0]
    return ALLOWED.get(column.kind, "读不出来") if read is None else ""


def _note(column: Column, distinct: Distinct, bad: pl.Series, reason: str | pl.Series, findings: Findings) -> None:
    if bad.any():
        why = distinct.read_as(reason) if isinstance(reason, pl.Series) else reason
        findings.add(column.name, distinct.spread(bad), why)


def _typed(texts: pl.Series, kind: Kind) -> pl.Series:
    simple: Kind = "text" if kind == "identifier" and is_ascii(texts) else kind
    return texts.to_frame().select(typed(pl.col(texts.name), simple)).to_series()


def _identifiers(column: Column, cells: pl.Series, findings: Findings) -> pl.Series:
    """Numbers of records, which all differ; those that are written canonically stand as they are."""
    odd = cells.str.contains(_NOT_CANONICAL).fill_null(value=False).arg_true()
    if odd.is_empty():
        return cells
    texts = cells.gather(odd).alias("cell")
    values = _typed(texts, column.kind).str.replace_all(_AROUND, "").replace("", None)
    cut = values.str.contains(CUT) & ~values.str.contains(_MOBILE)
    personal = values.str.contains(PERSONAL_NUMBER) & ~cut
    for bad, reason in (
        (_excel_errors(values), REASONS["error"]),
        (cut, _CUT_REASON),
        (personal, _PERSONAL.format(column.title.removesuffix("编号"))),
    ):
        if bad.any():
            found = nowhere(len(cells))
            findings.add(column.name, found.scatter(odd.filter(bad), True), reason)
    return cells if values.eq_missing(texts).all() else cells.clone().scatter(odd, values)


def _parsed(column: Column, distinct: Distinct, findings: Findings, way: Way) -> pl.Series:
    """Dates, numbers and counts: canonical ones together, others one by one."""
    texts = distinct.texts.alias("cell")
    shift = _shift(column, way)
    known = pl.lit(None, TYPES[column.kind]) if shift is None else value_of(pl.col("cell"), column.kind, shift)
    values = texts.to_frame().with_columns(known.alias("value"))["value"]
    odd = (values.is_null() & texts.is_not_null()).arg_true()
    if odd.is_empty():
        return values
    others, dtype = texts.gather(odd), TYPES[column.kind]
    tidied = (
        _tidied(others, column.kind, way.serials_from)
        if shift == 0
        else others.clear().extend_constant(None, len(others)).cast(dtype)
    )
    read_one = _read_one(column, way)
    read = {text: read_one(text) for text in others.filter(tidied.is_null()).unique()}
    found = {text: value for text, value in read.items() if not isinstance(value, str)}
    if found:
        meant = pl.Series(list(found.values()), dtype=dtype)
        several = others.replace_strict(list(found), meant, default=None, return_dtype=dtype)
        tidied = tidied.zip_with(tidied.is_not_null(), several)
    values = values.scatter(odd, tidied)
    reasons = {text: why for text, why in read.items() if isinstance(why, str) and not is_dash(text)}
    if reasons:
        told = [f"{why}；{ALLOWED[column.kind]}" if why else ALLOWED[column.kind] for why in reasons.values()]
        spelled = pl.Series(told, dtype=pl.String)
        reason = texts.replace_strict(list(reasons), spelled, default=None, return_dtype=pl.String)
        _note(column, distinct, reason.is_not_null() & ~_excel_errors(texts), reason, findings)
    return values


def _shift(column: Column, way: Way) -> int | None:
    """The power of ten that makes numbers in the header's unit such in the column's; None if no power does."""
    if not way.unit or column.kind == "date":
        return 0
    factor = factor_between(way.unit, column.measure)
    return next((power for power in range(-15, 16) if factor == Fraction(10) ** power), None)


def _tidied(texts: pl.Series, kind: Kind, serials_from: date) -> pl.Series:
    """Values of the commonest other spellings, all together; null where each cell has to be looked at by itself."""
    cell = pl.col("cell")
    if kind == "date":
        value = typed_day(cell, serials_from)
    else:
        value = pl.when(cell.str.contains(_GROUPED)).then(cell.str.strip_chars().str.replace_all(",", "", literal=True))
        value = value.cast(TYPES[kind], strict=False)
    return texts.alias("cell").to_frame().select(value).to_series()


def _read_one(column: Column, way: Way) -> Callable[[str], Any]:
    """What reads a cell by itself: a value, or why it has none."""
    if column.kind == "date":
        return lambda text: read_day(text, way.serials_from)

    may_be_share = column.share_beside and way.unit in ("", column.measure)

    def read(text: str) -> float | int | str:
        number = read_number(text, column.measure, way.unit)
        if may_be_share and isinstance(number, str):
            share = read_share(text)
            number = number if share is None else share
        if isinstance(number, str):
            return number
        if column.kind == "number":
            return float(number)
        if number.denominator != 1 or re.search(_PERCENT, text):
            return ""
        return int(number) if abs(number) < _MOST else ""

    return read


def _is_too_long(texts: pl.Series) -> pl.Series:
    long = texts.str.len_bytes() > LONGEST_CELL
    return texts.str.len_chars() > LONGEST_CELL if long.any() else long


def _is_empty(texts: pl.Series) -> pl.Series:
    return pl.Series([text is None or is_dash(text) for text in texts], dtype=pl.Boolean)


def _excel_errors(texts: pl.Series) -> pl.Series:
    if not _hold_any(texts, ("#", "Err:")):
        return nowhere(len(texts))
    return texts.str.strip_chars().is_in(list(ERRORS)).fill_null(value=False)


def _hold_any(texts: pl.Series, signs: Sequence[str]) -> bool:
    """Whether any text holds any of some signs; few texts are looked at without a query."""
    if len(texts) <= FEW:
        return any(sign in text for text in texts.drop_nulls() for sign in signs)
    return bool(texts.str.contains_any(list(signs)).any())


def _canonical(values: pl.Series, allowed: Sequence[str]) -> pl.Series:
    """Allowed values as they are written in the vocabulary, however wide, spaced or cased they were typed."""
    by_key = {canonical_key(value): value for value in allowed}
    typed_otherwise = [value for value in values.unique().drop_nulls() if value not in allowed]
    known = {value: by_key[canonical_key(value)] for value in typed_otherwise if canonical_key(value) in by_key}
    return values.replace(known) if known else values


def _outside(values: pl.Series, outside: pl.Series, allowed: Sequence[str]) -> pl.Series:
    """A reason for every value that is outside a closed vocabulary, with what was probably meant."""
    unknown = values.filter(outside).unique()
    listed = "、".join(allowed[:_SHOWN]) + ("…" if len(allowed) > _SHOWN else "")
    reasons = [f"不在可选值之内（{listed}）{perhaps(value, allowed)}" for value in unknown]
    return values.replace_strict(unknown, pl.Series(reasons, dtype=pl.String), default=None, return_dtype=pl.String)
