"""The ledger of causes of operations: everything that makes a reading worth a look, one row a cause."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from scoring.operations.checks.relations import broken_relations
from scoring.operations.frames import ALERTS, SERIES
from scoring.operations.history import changed_states
from scoring.operations.thresholds import breaches

if TYPE_CHECKING:
    from indicator_tree.catalogue import Catalogue
    from indicator_tree.parameters import Cited

HISTORY = "本指标以往的正常范围"
VOLUME = "按业务量推算的正常范围"
CLEARING = "按记录数回归的清算时长正常波动范围"
STUCK = "连续多次与前一读数相同，以往很少如此"
CHANGED = "由正常转为不正常"
OVERDUE = "清算时长超过最长可用时间"


def alerts(
    readings: pl.DataFrame,
    catalogue: Catalogue,
    unusual: pl.DataFrame,
    beside_volume: pl.DataFrame,
    cleared: pl.DataFrame,
) -> pl.DataFrame:
    """A frame of the shape `ALERTS`, sorted by series, date, level, kind and parameter.

    Args:
        readings: READINGS, in any order.
        catalogue: with thresholds, relations and the parameters that decided.
        unusual: verdicts against history, only those outside or stuck.
        beside_volume: verdicts against volume, only those outside.
        cleared: a frame of the shape `CLEARING`.
    """
    history, volume = catalogue.monitoring.history, catalogue.monitoring.volume
    level = catalogue.monitoring.level.unusual
    strange = [
        _outside(unusual, HISTORY),
        _without_limit(unusual.filter(pl.col("stuck")), STUCK),
        _without_limit(changed_states(readings, catalogue), CHANGED),
    ]
    found = [
        breaches(readings, catalogue),
        *(_alerts(rows, level, "history", "monitoring.history", history) for rows in strange),
        _alerts(_outside(beside_volume, VOLUME), level, "volume", "monitoring.volume", volume),
        _of_relations(readings, catalogue),
        _of_clearing(cleared, catalogue),
    ]
    return pl.concat(found).sort(*SERIES, "date", "level", "kind", "parameter", "cause")


def _outside(verdicts: pl.DataFrame, band: str) -> pl.DataFrame:
    """The verdicts outside their band, with the limit that they are past."""
    above = pl.col("side") > 0
    return verdicts.filter(pl.col("side") != 0).with_columns(
        limit=pl.when(above).then("high").otherwise("low"),
        cause=pl.when(above).then(pl.lit(f"高于{band}")).otherwise(pl.lit(f"低于{band}")),
    )


def _without_limit(rows: pl.DataFrame, cause: str) -> pl.DataFrame:
    return rows.with_columns(limit=pl.lit(None, pl.Float64), cause=pl.lit(cause))


def _of_relations(readings: pl.DataFrame, catalogue: Catalogue) -> pl.DataFrame:
    broken = broken_relations(readings, catalogue).rename({"reason": "cause"})
    level = catalogue.monitoring.level.relation
    return broken.with_columns(kind=pl.lit("relation"), level=level).select(ALERTS.names()).cast(ALERTS)


def _of_clearing(cleared: pl.DataFrame, catalogue: Catalogue) -> pl.DataFrame:
    """Clearing times outside their band, and those that are longer than they may be."""
    seconds, deadlines = pl.col("seconds"), catalogue.clearing.deadline
    days = cleared.with_columns(indicator=pl.lit(catalogue.clearing.seconds), value=seconds)
    side = (seconds > pl.col("high")).cast(pl.Int8) - (seconds < pl.col("low")).cast(pl.Int8)
    outside = _outside(days.filter("outside").with_columns(side=side), CLEARING)
    limit = pl.col("system").replace_strict(deadlines, default=None, return_dtype=pl.Float64)
    levels = catalogue.monitoring.level
    late = _without_limit(days, OVERDUE).with_columns(limit=limit).filter(seconds > pl.col("limit"))
    return pl.concat(
        [
            _alerts(outside, levels.unusual, "clearing", "clearing.confidence", catalogue.clearing),
            _alerts(late, levels.overdue, "clearing", "clearing.deadline", catalogue.clearing).with_columns(
                parameter=pl.col("parameter") + "." + pl.col("system")
            ),
        ]
    )


def _alerts(rows: pl.DataFrame, level: int, kind: str, parameter: str, cited: Cited) -> pl.DataFrame:
    """Rows with series, date, value, limit and cause as alerts."""
    told = {"kind": kind, "parameter": parameter, "basis": cited.basis, "reference": str(cited.reference)}
    columns = {name: pl.lit(text) for name, text in told.items()}
    return rows.with_columns(level=pl.lit(level), **columns).select(ALERTS.names()).cast(ALERTS)
