"""Rows of a reading by themselves, and the numbers of their records."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl

from data_sources.cells import typed
from data_sources.constant import nowhere
from data_sources.corrections.decision import NUMBER
from data_sources.typed_rows import Reading

if TYPE_CHECKING:
    from collections.abc import Sequence


def only(reading: Reading, rows: pl.Series) -> Reading:
    """Some rows of a reading by themselves; how answers were taken stays with the whole."""
    written = reading.written
    if written is not None:
        marked = written.marked
        if marked is not None:
            places = pl.DataFrame({"index": rows.arg_true()}).with_row_index("place")
            marked = marked.join(places, on="index").with_columns(index="place").drop("place")
        aside = None if written.aside is None else written.aside.filter(rows)
        written = replace(written, marked=marked, aside=aside)
    return Reading(reading.origin, reading.table.filter(rows), reading.findings.only(rows), (), None, written)


def numbers_of(reading: Reading) -> pl.Series:
    """The numbers of the rows' records, as a decision writes them; of a source without numbers file and row."""
    raw = reading.findings.raw
    if NUMBER in raw.columns:
        cells = raw[NUMBER].cast(pl.String)
    else:
        cells = raw.select(pl.format("{}#{}", pl.lit(reading.origin.place), "_row").alias(NUMBER)).to_series()
    return cells.to_frame().select(typed(pl.col(NUMBER), "identifier")).to_series()


def number_of(reading: Reading, row: int) -> str:
    """The number of a record, as tables have it."""
    raw = reading.findings.raw
    if NUMBER in reading.table.columns:
        return str(reading.table[NUMBER][row])
    return f"{reading.origin.place}#{raw['_row'][row]}"


def where(rows: Sequence[int], height: int) -> pl.Series:
    """Boolean, one per row of so many: whether it is one of some."""
    return nowhere(height).scatter(list(rows), True)
