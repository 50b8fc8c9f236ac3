"""Clearing time against records: efficiency, the band of normal variation, and the volume that is too much."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import polars as pl

from scoring.operations.frames import CLEARING, CLEARING_MODELS
from scoring.operations.regression import Lines, fit

if TYPE_CHECKING:
    from indicator_tree.catalogue import Catalogue

EFFICIENCY = pl.Schema(
    {
        "firm_id": pl.String,
        "system": pl.String,
        "month": pl.Date,
        **dict.fromkeys(("seconds", "records", "efficiency"), pl.Float64),
    }
)
"""`month` is its first day; efficiency = total seconds / total records of the month's days that have both."""


class Cleared(NamedTuple):
    """Frames of the shapes `CLEARING` and `CLEARING_MODELS`, sorted by firm, system and date."""

    days: pl.DataFrame
    models: pl.DataFrame


def clearing(readings: pl.DataFrame, catalogue: Catalogue, abnormal: pl.DataFrame, moved: pl.DataFrame) -> Cleared:
    """Regress clearing time on records, per firm and system, by least squares.

    The band of a day is the prediction interval from at most `[monitoring.volume] window` days before it, at least
    `[clearing] minimum_days`; it is null where there are fewer. The model of a firm and system is the line through the
    last of its days, and its limit the volume at which that line reaches the deadline, with Fieller's interval; both
    are null where the line does not surely rise, and a limit below 0 is 0. Abnormal days count in neither. Where the
    level of clearing time moved, the days before the move are forgotten.

    The intervals take the days' deviations from the line as independent and normal; a limit far beyond the volumes
    seen so far carries the line on to where nobody has seen it.

    Args:
        readings: READINGS, in any order; only days with seconds and with records above 0 are looked at.
        catalogue: names the two indicators; deadlines, confidence and minimum of days.
        abnormal: firm_id, system, date of days that are no history.
        moved: firm_id, system, date of the days with which a level has moved: the last of `[monitoring.shift]`'s.
    """
    key = ["firm_id", "system", "date"]
    seconds, records = (
        readings.filter(pl.col("indicator") == code, pl.col("value").is_finite()).select(*key, "value")
        for code in (catalogue.clearing.seconds, catalogue.clearing.records)
    )
    both = (
        seconds.rename({"value": "seconds"})
        .join(records.rename({"value": "records"}), on=key)
        .filter(pl.col("records") > 0)
        .join(abnormal.select(key).unique().with_columns(sound=pl.lit(value=False)), on=key, how="left")
        .join(moved.select(key).unique().with_columns(moved=pl.lit(value=True)), on=key, how="left")
        .with_columns(pl.col("sound").fill_null(value=True), pl.col("moved").fill_null(value=False))
        .sort(key)
    )
    series = both.partition_by("firm_id", "system", maintain_order=True)
    lines = [_lines(days, catalogue) for days in series]
    models = [_model(days, line, catalogue) for days, line in zip(series, lines, strict=True)]
    return Cleared(
        _days(both, lines, catalogue.clearing.confidence),
        pl.DataFrame(models, schema=CLEARING_MODELS, orient="row"),
    )


def efficiency_by_month(days: pl.DataFrame) -> pl.DataFrame:
    """A frame of the shape `EFFICIENCY` from a frame of the shape `CLEARING`: every firm, system and month."""
    sums = days.group_by("firm_id", "system", month=pl.col("date").dt.truncate("1mo")).agg(
        pl.col("seconds", "records").sum()
    )
    return (
        sums.with_columns(efficiency=pl.col("seconds") / pl.col("records"))
        .select(EFFICIENCY.names())
        .sort("firm_id", "system", "month")
    )


def industry_efficiency_by_month(days: pl.DataFrame) -> pl.DataFrame:
    """The same over all firms together, without firm_id: total seconds / total records."""
    return efficiency_by_month(days.sort("date", "firm_id").with_columns(firm_id=pl.lit(""))).drop("firm_id")


def _lines(series: pl.DataFrame, catalogue: Catalogue) -> Lines:
    """The line that every day of a series is judged by, and one more: the one after the last day."""
    sound, ends = series["sound"].to_numpy().copy(), np.flatnonzero(series["moved"].to_numpy())
    starts = np.maximum(ends + 1 - catalogue.monitoring.shift.daily, 0)
    for start, last in zip(starts, ends, strict=True):
        sound[start : last + 1] = True
    usable = np.flatnonzero(sound)
    days = np.arange(len(series) + 1)
    begun = np.concatenate([[0], starts])[np.searchsorted(ends, days)]
    first, end = np.searchsorted(usable, begun), np.searchsorted(usable, days)
    window = max(catalogue.monitoring.volume.window, catalogue.clearing.minimum_days)
    places = end[:, None] - np.arange(1, window + 1)
    counts = (places >= first[:, None]) & (end - first >= catalogue.clearing.minimum_days)[:, None]
    before = np.append(usable, 0)[np.where(counts, places, -1)]
    x, y = (np.where(counts, series[name].to_numpy()[before], np.nan) for name in ("records", "seconds"))
    return fit(x, y)


def _days(both: pl.DataFrame, lines: list[Lines], confidence: float) -> pl.DataFrame:
    """Every day beside the band of its own line."""
    columns = zip(*((numbers[:-1] for numbers in series) for series in lines), strict=True)
    own = Lines(*(np.concatenate(numbers) for numbers in columns)) if lines else fit(*np.empty((2, 0, 1)))
    records = both["records"].to_numpy()
    low, high = own.band(records, confidence)
    band = {"expected": own.expected(records), "low": low, "high": high}
    seconds = pl.col("seconds")
    return (
        both.with_columns(pl.Series(name, numbers).fill_nan(None) for name, numbers in band.items())
        .with_columns(efficiency=seconds / pl.col("records"), low=pl.col("low").clip(lower_bound=0))
        .with_columns(outside=(seconds < pl.col("low")) | (seconds > pl.col("high")))
        .select(CLEARING.names())
    )


def _model(series: pl.DataFrame, lines: Lines, catalogue: Catalogue) -> tuple[object, ...]:
    firm, system = series.row(0)[:2]
    deadline = catalogue.clearing.deadline.get(system)
    line = Lines(*(numbers[-1:] for numbers in lines))
    reach = line.reaches(np.array([np.nan if deadline is None else deadline]), catalogue.clearing.confidence)
    found = [line.intercept, line.slope, line.residual_sd, line.r2]
    known = [float(number[0]) if np.isfinite(line.slope[0]) else None for number in found]
    limits = [max(float(limit[0]), 0.0) if np.isfinite(limit[0]) else None for limit in reach]
    return (firm, system, int(line.points[0]), *known, deadline, *limits)
