"""Which rows of typed Parquet are canonical: a reader would find nothing wrong with them and change nothing in them.

An expression here may take a sound row for one that is not canonical, never the other way round; so it need not know
how an engine tells blanks or writes numbers.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING

import narwhals as nw

from data_sources.canonical import BROKEN, canonical_key
from data_sources.column_checks import NOT_BEFORE
from data_sources.limits import LONGEST_CELL
from data_sources.masking import LIKELY_PERSONAL, PERSONAL_NUMBER
from data_sources.stage.calendar_bounds import LAST_DAY

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from narwhals.dtypes import DType

    from data_sources.column_checks import Check
    from data_sources.columns import Column, Kind
    from data_sources.source import Source

_TEXT = (nw.String,)
_COUNTS = (nw.Int8, nw.Int16, nw.Int32, nw.Int64, nw.UInt8, nw.UInt16, nw.UInt32)
TYPES: Mapping[Kind, tuple[type[DType], ...]] = {
    "text": _TEXT,
    "identifier": _TEXT,
    "code": _TEXT,
    "date": (nw.Date,),
    "number": (nw.Float64, *_COUNTS),
    "count": _COUNTS,
    "flag": (nw.Boolean,),
}
"""The types in which an engine reads the cells of a kind; of secrets none."""

_ANY_TEXT = ("text", "identifier", "code")

_PERSONAL, _LIKELY = (
    pattern.replace(r"\u00a0", "\u00a0").replace(r"\u3000", "\u3000") for pattern in (PERSONAL_NUMBER, LIKELY_PERSONAL)
)
_FIRST_DAY = date(1000, 1, 1)  # Spark takes no day of a year that is written with fewer digits


def unfit(source: Source, closed: Collection[str]) -> list[str]:
    """Why an engine cannot read a source from an address; empty if it can.

    Args:
        source: the source.
        closed: its columns of a closed vocabulary.
    """
    reasons = [f"{column.title}只能保存指纹" for column in source.columns if column.kind == "secret"]
    reasons += [f"{column.title}里的人名须遮盖" for column in source.columns if column.personal_unless]
    reasons += [
        f"映射逐值说明了{source.column(name).title}的含义，而它可以写任何文字"
        for name in source.mapped.values
        if source.column(name).kind in _ANY_TEXT and name != "firm" and name not in closed
    ]
    reasons += ["映射要求以文件和行号为编号"] * source.mapped.by_place
    reasons += ["要先知道它所对应的来源里哪些记录不计"] if source.follows else []
    checks = [check for _, check in _checks(source)]
    return reasons + [str(check.error) for check in checks if not _is_known(check)]


def is_canonical(source: Source, schema: nw.Schema, closed: Mapping[str, Sequence[str]]) -> nw.Expr:
    """True where all cells of a row are canonical and none breaks the contract; the firm's name is not looked at.

    Args:
        source: whose the rows are, not `unfit`.
        schema: its columns, by their English names, of `TYPES`; an optional column may be absent.
        closed: the values that closed columns allow.
    """
    present = [column for column in source.columns if column.name in schema]
    cells = [
        _cell(source, column, schema[column.name], closed.get(column.name), _personal(column, closed))
        for column in present
    ]
    cells += [
        nw.lit(value=False)
        for column in source.columns
        if column.name not in schema and "" in source.mapped.values.get(column.name, {})
    ]
    checks = [_kept(name, check) for name, check in _checks(source) if name in schema]
    return nw.all_horizontal(*cells, *checks, ignore_nulls=True)


def cells_are_canonical(
    source: Source, schema: nw.Schema, closed: Mapping[str, Sequence[str]], key: Sequence[str]
) -> nw.Expr:
    """True where what makes a record one stands as it will be read; `entity_id` must have been looked up.

    Numbers that look like a person's stand so too: no record has one.
    """
    cells = [
        ~nw.col(name).is_null()
        if name == "entity_id"
        else _cell(source, source.column(name), schema[name], closed.get(name))
        for name in key
    ]
    return nw.all_horizontal(*cells, ignore_nulls=True)


def _personal(column: Column, closed: Mapping[str, Sequence[str]]) -> str:
    """What a cell holds that may be a person's; nothing where nobody may write anything, or a firm is looked up."""
    if column.kind == "identifier":
        return _PERSONAL
    return _LIKELY if column.kind == "text" and column.name not in closed else ""


def _cell(source: Source, column: Column, dtype: DType, allowed: Sequence[str] | None, personal: str = "") -> nw.Expr:
    """Whether a cell is canonical; none is of which the mapping says what it means.

    Args:
        source: whose it is.
        column: the cell's column.
        dtype: its type.
        allowed: the values that a closed column allows.
        personal: a pattern of what may be a person's; a cell that it fits is not canonical.
    """
    cell, meant = nw.col(column.name), source.mapped.values.get(column.name, {})
    if column.name == "firm":
        return ~cell.is_null()
    sound = nw.lit(value=True)
    if allowed is not None:
        sound = cell.is_in([value for value in allowed if value == value.strip() and canonical_key(value) not in meant])
    elif column.kind in BROKEN:
        sound = ~cell.str.contains(f"{BROKEN[column.kind]}|{personal}" if personal else BROKEN[column.kind])
        if column.kind == "text":
            sound &= cell.str.len_chars() <= LONGEST_CELL
    elif dtype == nw.Date:
        sound = cell.is_between(_FIRST_DAY, LAST_DAY)
    elif dtype == nw.Float64:
        sound = cell.is_finite()
    if allowed is None and (mapped := list(_typed(meant, dtype))):
        sound &= ~cell.is_in(mapped)
    empty = cell.is_null()
    known = sound.fill_null(value=False)
    return ~empty & known if column.required or "" in meant else empty | known


def _typed(meant: Iterable[str], dtype: DType) -> Iterator[object]:
    """The values of a type that may be written as cells of which a mapping says what they mean."""
    for text in meant:
        with suppress(ValueError):
            if dtype == nw.Boolean:
                yield from (flag for flag in (True, False) if text == str(flag).casefold())
            elif dtype == nw.Date:
                yield date.fromisoformat(text)
            elif dtype == nw.Float64:
                yield float(text)
            elif float(text).is_integer():
                yield int(float(text))


def _checks(source: Source) -> Iterator[tuple[str, Check]]:
    for column in source.columns:
        for check in column.checks:
            yield column.name, check


def _is_known(check: Check) -> bool:
    return check.limit is not None or check.name.startswith(NOT_BEFORE)


def _kept(name: str, check: Check) -> nw.Expr:
    """Whether a row keeps what a check of the contract asks; an empty cell keeps everything."""
    cell = nw.col(name)
    kept: nw.Expr
    match check.limit:
        case "ge", value:
            kept = cell >= value
        case "gt", value:
            kept = cell > value
        case "le", value:
            kept = cell <= value
        case "lt", value:
            kept = cell < value
        case _:
            kept = cell >= nw.col(check.name.removeprefix(NOT_BEFORE))
    return kept.fill_null(value=True)
