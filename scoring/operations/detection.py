"""How many planted anomalies are found, and at what price in false alarms."""

from __future__ import annotations

from typing import NamedTuple

import polars as pl

from scoring.operations.frames import SERIES

READING = [*SERIES, "date"]


class Detection(NamedTuple):
    """What `detection` found; the shares are null where there is nothing to share."""

    recall: float | None
    false_alarm_rate: float | None
    planted: int
    found: int
    sound: int
    alarms: int
    by_kind: pl.DataFrame
    """kind, planted, found, recall; sorted by kind."""
    missed: pl.DataFrame
    """The planted anomalies that were not found, with their columns, sorted."""


def detection(planted: pl.DataFrame, alerts: pl.DataFrame, readings: pl.DataFrame) -> Detection:
    """Recall and false alarm rate of alerts on readings in which anomalies were planted.

    recall = planted anomalies with an alert on their own reading (same series, same date ± 0) / planted anomalies.
    false_alarm_rate = readings with an alert that no anomaly touches / readings that no anomaly touches. A reading with
    several alerts counts once.

    An anomaly's date is the reading on which it must be told: the reading itself, the first one of a new level, the one
    by which a series has stood still too long, the one that is missing (then it is none of the readings, and an alert
    is a row with its series and date). What else an anomaly touches (the other days of a new level
    or of a standstill) lies between its `first` and `last` and is neither sound nor planted: those columns are
    optional, and null where an anomaly touches nothing else.

    Args:
        planted: firm_id, indicator, system, date, kind, and perhaps first, last; a reading at most once.
        alerts: any frame with firm_id, indicator, system, date.
        readings: the readings that were watched, with the same four columns.
    """
    flagged = alerts.select(READING).unique()
    hits = planted.join(flagged, on=READING, how="semi").height
    missed = planted.join(flagged, on=READING, how="anti").sort(*READING)
    sound = readings.select(READING).unique().join(_touched(planted), on=READING, how="anti")
    alarms = sound.join(flagged, on=READING, how="semi").height
    by_kind = (
        planted.join(flagged.with_columns(hit=pl.lit(1)), on=READING, how="left")
        .group_by("kind")
        .agg(planted=pl.len().cast(pl.Int64), found=pl.col("hit").sum().cast(pl.Int64))
        .with_columns(recall=pl.col("found") / pl.col("planted"))
        .sort("kind")
    )
    return Detection(
        recall=hits / planted.height if planted.height else None,
        false_alarm_rate=alarms / sound.height if sound.height else None,
        planted=planted.height,
        found=hits,
        sound=sound.height,
        alarms=alarms,
        by_kind=by_kind,
        missed=missed,
    )


def _touched(planted: pl.DataFrame) -> pl.DataFrame:
    """Every reading that an anomaly touches, by series and day."""
    ends = [
        pl.coalesce(name, "date").alias(name) if name in planted.columns else pl.col("date").alias(name)
        for name in ("first", "last")
    ]
    spans = planted.select(*SERIES, "date", *ends)
    days = spans.select(*SERIES, date=pl.date_ranges("first", "last")).explode("date")
    return pl.concat([days, spans.select(READING)]).unique()
