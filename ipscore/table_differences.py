"""The first differences between two versions of a table, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl
import polars.selectors as cs

if TYPE_CHECKING:
    from collections.abc import Iterator

_SHOWN = 3
_NAMED = ("file", "row", "record_id", "firm_id", "node", "band", "cause", "parameter")
"""Columns that tell a reader which row is meant."""


def differences_of(before: pl.DataFrame, after: pl.DataFrame) -> list[str]:
    """At most a few lines; none if the tables hold the same.

    Tables of the same height are compared row by row, else each row is looked for in the other table.
    """
    if before.schema != after.schema:
        return [f"列不同：运行中 {'、'.join(before.columns)}；重新计算 {'、'.join(after.columns)}"]
    one, other = _flat(before), _flat(after)
    if one.height == other.height:
        return _limited(list(_changes(one, other)))
    return [*_limited(_only(one, other, "仅运行中")), *_limited(_only(other, one, "仅重新计算"))]


def _changes(before: pl.DataFrame, after: pl.DataFrame) -> Iterator[str]:
    """`firm_id=…，node=1.1：score 94.0 → 95.0` for every row that differs."""
    differs = pl.DataFrame([before[name].ne_missing(after[name]) for name in before.columns])
    for place in differs.select(pl.any_horizontal(pl.all())).to_series().arg_true():
        was, now = before.row(place, named=True), after.row(place, named=True)
        changed = [name for name, is_other in differs.row(place, named=True).items() if is_other]
        named = _spelled({name: was[name] for name in _NAMED if name in was and name not in changed})
        yield f"{named or f'第 {place + 1} 行'}：" + "，".join(f"{name} {was[name]} → {now[name]}" for name in changed)


def _only(one: pl.DataFrame, other: pl.DataFrame, label: str) -> list[str]:
    rows = one.join(other, on=one.columns, how="anti", nulls_equal=True, maintain_order="left")
    return [f"{label}：{_spelled(row)}" for row in rows.iter_rows(named=True)]


def _limited(lines: list[str]) -> list[str]:
    return lines if len(lines) <= _SHOWN else [*lines[:_SHOWN], f"…共 {len(lines):,} 行"]


def _flat(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.with_columns(cs.list().cast(pl.List(pl.String)).list.join("、"))


def _spelled(row: dict[str, Any]) -> str:
    return "，".join(f"{name}={value}" for name, value in row.items() if value is not None)
