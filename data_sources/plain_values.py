"""Columns whose cells are all written the plain way: looked at together, since on few rows a look costs most.

Nearly all columns of nearly all files are; `data_sources.values` reads the others, one by one, to the same values.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from data_sources.cells import trimmed
from data_sources.masking import PERSONAL_NUMBER

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from data_sources.columns import Column

FEW_ROWS = 50_000
"""Beyond, the different texts of a column are fewer than its rows, and looking at each of them once is cheaper."""

_YES, _NO = "是", "否"
_DATE = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
_NUMBER = r"^-?[0-9]{1,15}(?:\.[0-9]{1,15})?$"
_COUNT = r"^-?[0-9]{1,15}$"
_CODE = r"^[0-9A-Z]+$"


def plain_values(
    columns: Sequence[Column], cells: pl.DataFrame, closed: Mapping[str, Sequence[str]]
) -> dict[str, pl.Series]:
    """The values of the columns all of whose cells are plain, so that nothing can be wrong with them.

    Args:
        columns: the columns.
        cells: their cells, by the columns' names.
        closed: the values that closed columns allow.

    Returns:
        Column name → values; without the columns that need a closer look, and empty for many rows.
    """
    texts = [column for column in columns if cells.schema[column.name] == pl.String]
    if not texts or cells.height > FEW_ROWS:
        return {}
    told = cells.select(_is_plain(column, closed.get(column.name)).alias(column.name) for column in texts).row(0)
    plain = [column for column, sound in zip(texts, told, strict=True) if sound]
    return cells.select(_value(column).alias(column.name) for column in plain).to_dict() if plain else {}


def _is_plain(column: Column, allowed: Sequence[str] | None) -> pl.Expr:
    cell = pl.col(column.name)
    text = _value(column)
    match column.kind:
        case "date":
            sound = cell.str.contains(_DATE).all() & (text.null_count() == cell.null_count())
        case "number" | "count":
            sound = cell.str.contains(_NUMBER if column.kind == "number" else _COUNT).all()
        case "code":
            sound = cell.str.contains(_CODE).all()
        case "flag":
            sound = cell.is_in([_YES, _NO]).all()
        case _:
            sound = ~cell.str.contains("#", literal=True).any()
    if column.kind == "identifier":
        ascii_only = cell.str.len_bytes().sum() == cell.str.len_chars().sum()
        sound = sound & ascii_only & ~text.str.contains(PERSONAL_NUMBER).any()
    return sound if allowed is None else sound & text.is_in(list(allowed)).all()


def _value(column: Column) -> pl.Expr:
    cell = pl.col(column.name)
    match column.kind:
        case "date":
            return cell.str.to_date("%Y-%m-%d", strict=False)
        case "number" | "count":
            return cell.cast(pl.Float64 if column.kind == "number" else pl.Int64, strict=False)
        case "code":
            return cell
        case "flag":
            return cell == _YES
        case _:
            return trimmed(cell)
