"""Why rows are excluded, in words that hold for many rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

REPEATED = "{named}重复：内容也与 {place} 第 {row} 行相同，只计一次"
"""Why a row does not count that says what another one says."""

NO_RECORD = "不是记录"
"""What the reasons of rows that are no records end with: totals, notes, headers that stand again."""

_OF_ONE_ROW = r"：内容也与 .* 第 \d+ 行相同"


def in_general(reason: pl.Expr) -> pl.Expr:
    """Reasons without what is said of a single row: `投诉编号重复，只计一次`."""
    return reason.str.replace(_OF_ONE_ROW, "")
