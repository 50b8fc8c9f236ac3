"""Readings of a frame as panels of series, and what was found of the panels as columns of the frame."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import polars as pl

from scoring.operations.frames import SERIES
from scoring.operations.panel import Cell, Panel
from scoring.operations.transforms import Scale

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy.typing as npt

    from indicator_tree.catalogue import Catalogue
    from indicator_tree.catalogue_monitoring import Grain
    from indicator_tree.catalogue_parts import Frequency

FREQUENCIES: tuple[Frequency, ...] = ("daily", "monthly")


class Group(NamedTuple):
    """Series of one frequency, side by side."""

    frequency: Frequency
    readings: pl.DataFrame
    """Sorted by series and date, without empty ones."""
    scale: Scale
    """Of every reading."""
    panel: Panel
    rows: npt.NDArray[np.int64]
    steps: npt.NDArray[np.int64]
    """Of every reading, its place in the panel."""


def groups(readings: pl.DataFrame, catalogue: Catalogue, *, following: bool) -> Iterator[Group]:
    """The numeric readings, by frequency.

    Args:
        readings: READINGS, in any order.
        catalogue: says kind and frequency of the indicators, the days on which readings are due, and what they follow.
        following: only readings that have a volume to follow on their day (with these volumes), else all.
    """
    leaves = {code: catalogue.indicator[code] for code in catalogue.leaves}
    numeric = [code for code, leaf in leaves.items() if leaf.is_numeric]
    found = readings.filter(pl.col("indicator").is_in(numeric), pl.col("value").is_finite())
    found = found.with_columns(
        kind=pl.col("indicator").replace_strict({c: leaves[c].kind for c in numeric}, return_dtype=pl.String),
        frequency=pl.col("indicator").replace_strict({c: leaves[c].frequency for c in numeric}, return_dtype=pl.String),
        volume=pl.lit(None, pl.Float64),
    )
    if following:
        found = _with_volumes(found, catalogue)
    ends = _month_ends(found, catalogue)
    for frequency in FREQUENCIES:
        own = found.filter(pl.col("frequency") == frequency).sort(*SERIES, "date")
        if not own.is_empty():
            yield _group(own, frequency, catalogue.monitoring.grain, ends)


def _group(readings: pl.DataFrame, frequency: Frequency, grain: Grain, ends: pl.Series) -> Group:
    lengths = readings.group_by(SERIES, maintain_order=True).len()["len"].to_numpy().astype(np.int64)
    order = np.argsort(-lengths, kind="stable")
    place = np.empty_like(order)
    place[order] = np.arange(len(order))
    rows = np.repeat(place, lengths)
    steps = np.arange(len(rows)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    shape = (len(lengths), int(lengths.max()))

    def spread_out(values: npt.NDArray[Cell], empty: Cell) -> npt.NDArray[Cell]:
        cells = np.full(shape, empty, dtype=values.dtype)
        cells[rows, steps] = values
        return cells

    scale = _scale(readings, grain)
    firsts = np.empty(len(lengths), dtype=np.int64)
    firsts[rows] = np.arange(len(rows))
    weekday = readings["date"].dt.weekday().to_numpy().astype(np.int64) - 1
    panel = Panel(
        values=spread_out(scale.forth(readings["value"].to_numpy()), np.float64(np.nan)),
        scale=scale.take(firsts),
        lengths=lengths[order],
        wrong=np.zeros(shape, dtype=bool),
        weekday=spread_out(weekday, np.int64(0)),
        month_end=spread_out(readings["date"].is_in(ends.implode()).to_numpy(), np.bool_(False)),
        volumes=spread_out(readings["volume"].fill_null(np.nan).to_numpy(), np.float64(np.nan)),
    )
    return Group(frequency, readings, scale, panel, rows, steps)


def _scale(readings: pl.DataFrame, grain: Grain) -> Scale:
    """Of every reading."""
    kinds = readings["kind"].unique().sort()
    codes = readings["kind"].replace_strict(kinds, range(len(kinds)), return_dtype=pl.Int64).to_numpy().astype(np.int64)
    return Scale.of(kinds.to_list(), grain).take(codes)


def _with_volumes(readings: pl.DataFrame, catalogue: Catalogue) -> pl.DataFrame:
    """The readings that follow a volume, with it on its own even scale."""
    follows = {code: catalogue.indicator[code].follows for code in catalogue.leaves}
    pairs = {code: volume for code, volume in follows.items() if volume is not None}
    volumes = readings.filter(pl.col("indicator").is_in(list(pairs.values())))
    scale = _scale(volumes, catalogue.monitoring.grain)
    even = pl.Series("volume", scale.forth(volumes["value"].to_numpy()), pl.Float64)
    own = readings.filter(pl.col("indicator").is_in(list(pairs))).drop("volume")
    followed = own.with_columns(follows=pl.col("indicator").replace_strict(pairs, return_dtype=pl.String))
    day = ["firm_id", "system", "date"]
    there = volumes.select(*day, even, follows="indicator")
    return followed.join(there, on=[*day, "follows"]).select(readings.columns)


def _month_ends(readings: pl.DataFrame, catalogue: Catalogue) -> pl.Series:
    """The last due day of every month of the readings."""
    dates = readings["date"].dt.month_end().unique().to_list()
    if not dates:
        return pl.Series([], dtype=pl.Date)
    due = pl.Series(catalogue.due_days("daily", min(dates).replace(day=1), max(dates)), dtype=pl.Date)
    return pl.DataFrame({"day": due}).group_by(pl.col("day").dt.truncate("1mo").alias("month")).max()["day"]
