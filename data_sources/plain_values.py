"""Columns whose cells are all written the plain way: looked at together, all columns at once.

Nearly all columns of nearly all files are; `data_sources.values` reads the others, one by one, to the same values.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from data_sources.masking import PERSONAL_NUMBER

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from data_sources.columns import Column

_YES, _NO = "是", "否"
_DATE = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
_NUMBER = r"^-?[0-9]{1,15}(?:\.[0-9]{1,15})?$"
_COUNT = r"^-?[0-9]{1,15}$"
_CODE = r"^[0-9A-Z]+$"
_VALUE = "_value_"


def plain_values(
    columns: Sequence[Column], cells: pl.DataFrame, closed: Mapping[str, Sequence[str]]
) -> dict[str, pl.Series]:
    """The values of the columns all of whose cells are plain, so that nothing can be wrong with them.

    Args:
        columns: the columns.
        cells: their cells, by the columns' names.
        closed: the values that closed columns allow.

    Returns:
        Of every column of text cells that is plain its values, by its name.
    """
    texts = [column for column in columns if cells.schema[column.name] == pl.String]
    if not texts:
        return {}
    values = cells.select(_value(column, closed=column.name in closed).alias(_VALUE + column.name) for column in texts)
    both = cells.select(column.name for column in texts).hstack(values)
    told = both.select(_is_plain(column, closed.get(column.name)).alias(column.name) for column in texts).row(0)
    plain = [column.name for column, sound in zip(texts, told, strict=True) if sound]
    return {name: values[_VALUE + name].alias(name) for name in plain}


def _is_plain(column: Column, allowed: Sequence[str] | None) -> pl.Expr:
    cell, value = pl.col(column.name), pl.col(_VALUE + column.name)
    match column.kind:
        case "text" if column.coded:
            sound = value.null_count() == cell.null_count()
        case "text" if allowed is not None:
            sound = cell.is_in(list(allowed)).all()
        case "date":
            sound = cell.str.contains(_DATE).all() & (value.null_count() == cell.null_count())
        case "number" | "count":
            sound = cell.str.contains(_NUMBER if column.kind == "number" else _COUNT).all()
        case "code":
            sound = cell.str.contains(_CODE).all()
        case "flag":
            sound = cell.is_in([_YES, _NO]).all()
        case "identifier":
            ascii_only = cell.str.len_bytes().sum() == cell.str.len_chars().sum()
            sound = _is_text(value) & ascii_only & ~value.str.contains(PERSONAL_NUMBER).any()
        case _:
            sound = _is_text(value)
    return sound


def _is_text(value: pl.Expr) -> pl.Expr:
    """Whether no cell is all blanks or one of the error values of Excel, which begin with #."""
    return ~((value == "") | value.str.starts_with("#")).any()


def _value(column: Column, *, closed: bool) -> pl.Expr:
    cell = pl.col(column.name)
    match column.kind:
        case "text" if column.coded:
            return cell.cast(pl.Enum(column.options), strict=False)
        case "date":
            return cell.str.to_date("%Y-%m-%d", strict=False)
        case "number" | "count":
            return cell.cast(pl.Float64 if column.kind == "number" else pl.Int64, strict=False)
        case "flag":
            return cell == _YES
        case "code":
            return cell
        case _:
            return cell if closed else cell.str.strip_chars()
