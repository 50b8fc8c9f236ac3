"""All that is watched in readings, a few firms at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from scoring.operations.alerts import alerts
from scoring.operations.clearing import clearing
from scoring.operations.frames import ALERTS, CLEARING, CLEARING_MODELS, MONTHLY, READINGS
from scoring.operations.history import against_history
from scoring.operations.monthly import monthly
from scoring.operations.volume import against_volume, reconciled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from indicator_tree.catalogue import Catalogue

BATCH = 1_000_000
"""Readings that are looked at together, unless one firm has more."""


class Monitored(NamedTuple):
    """Frames of the shapes `ALERTS`, `CLEARING`, `CLEARING_MODELS` and `MONTHLY`, sorted."""

    alerts: pl.DataFrame
    clearing: pl.DataFrame
    models: pl.DataFrame
    monthly: pl.DataFrame


def monitor(readings: pl.LazyFrame, catalogue: Catalogue) -> Monitored:
    """Watch readings: every firm by itself, in batches of firms, so that memory does not grow with their number.

    Args:
        readings: READINGS, in any order; a scan of a Parquet file is never read as a whole.
        catalogue: of the readings' indicators.
    """
    shapes = (ALERTS, CLEARING, CLEARING_MODELS, MONTHLY)
    found = [Monitored(*(pl.DataFrame(schema=shape) for shape in shapes))]
    for firms in _batches(readings):
        batch = readings.filter(pl.col("firm_id").is_in(firms)).select(READINGS.names()).collect()
        found.append(_monitor(batch, catalogue))
    return Monitored(*(pl.concat(frames) for frames in zip(*found, strict=True)))


def _monitor(readings: pl.DataFrame, catalogue: Catalogue) -> Monitored:
    history, volume = against_history(readings, catalogue), against_volume(readings, catalogue)
    unusual, beside_volume = reconciled(history, volume, catalogue)
    watched = [catalogue.clearing.seconds, catalogue.clearing.records]
    of_clearing = pl.col("indicator").is_in(watched)
    day = ["firm_id", "system", "date"]
    abnormal = pl.concat([unusual.filter(of_clearing).select(day), beside_volume.filter(of_clearing).select(day)])
    moved = volume.filter(of_clearing, pl.col("moved")).select(day)
    cleared = clearing(readings, catalogue, abnormal, moved)
    return Monitored(
        alerts(readings, catalogue, unusual, beside_volume, cleared.days),
        cleared.days,
        cleared.models,
        monthly(readings, catalogue),
    )


def _batches(readings: pl.LazyFrame) -> Iterator[list[str]]:
    """Firms in order, so many at a time that their readings together stay below `BATCH`."""
    sizes = readings.group_by("firm_id").len().sort("firm_id").collect(engine="streaming")
    together: list[str] = []
    count = 0
    for firm, size in sizes.iter_rows():
        if together and count + size > BATCH:
            yield together
            together, count = [], 0
        together.append(firm)
        count += size
    if together:
        yield together
