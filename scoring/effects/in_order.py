"""Sums and means of doubles that depend on nothing but the rows: not on threads, nor on how frames are cut."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Sequence


def grouped(rows: pl.DataFrame, by: Sequence[str], values: Sequence[str]) -> pl.DataFrame:
    """The values of every group as lists, in the order of the rows; groups in the order of their first rows.

    An aggregate of a group adds up parts that threads have made; a list is added up by itself.
    """
    return rows.group_by(by, maintain_order=True).agg(pl.col(values))
