"""What is said of rows and columns that a person who opens a sheet does not see, and that are read nevertheless."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_NAMED = 8


def hidden_remarks(place: str, rows: Iterable[int], columns: Sequence[str] = ()) -> tuple[str, ...]:
    """A remark on rows and one on columns, where there are any.

    Args:
        place: the sheet, as `file[sheet]`.
        rows: the hidden rows, from 0.
        columns: letters of the hidden columns.
    """
    numbers = [str(row + 1) for row in sorted(set(rows))]
    remarks = []
    if numbers:
        remarks.append(f"{place}：有 {len(numbers):,} 行是隐藏的（第 {_listed(numbers)} 行），已照常读入")
    if columns:
        remarks.append(f"{place}：有 {len(columns):,} 列是隐藏的（{_listed(columns)} 列），已照常读入")
    return tuple(remarks)


def _listed(names: Sequence[str]) -> str:
    return "、".join(names[:_NAMED]) + ("等" if len(names) > _NAMED else "")
