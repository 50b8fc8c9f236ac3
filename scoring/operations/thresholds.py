"""Readings past the lines that the catalogue draws: those that the document names, and those that a firm sets."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from scoring.operations.frames import ALERTS, STATE_MARK

if TYPE_CHECKING:
    from indicator_tree.catalogue import Catalogue


def breaches(readings: pl.DataFrame, catalogue: Catalogue) -> pl.DataFrame:
    """A frame of the shape `ALERTS`, unsorted: a row for every threshold that a reading is past, the milder ones too.

    The key of a threshold is `2.1.1.threshold.cpu`. Of a state the cause that the reading tells stands behind the
    threshold's label. Readings without value are past nothing.

    Args:
        readings: READINGS, in any order.
        catalogue: with the thresholds.
    """
    lines = _lines(catalogue)
    value, line = pl.col("value"), pl.col("limit")
    tests = {
        "above": value > line,
        "at_least": value >= line,
        "below": value < line,
        "at_most": value <= line,
        "not_normal": value != 0,
    }
    past = pl.any_horizontal((pl.col("when") == when) & test for when, test in tests.items())
    told = pl.col("text").str.splitn(STATE_MARK, 2).struct.field("field_1")
    label = pl.col("label")
    cause = pl.when((pl.col("when") == "not_normal") & told.is_not_null()).then(label + STATE_MARK + told)
    return (
        readings.filter(pl.col("indicator").is_in(lines["indicator"].unique().implode()), pl.col("value").is_finite())
        .join(lines, on="indicator")
        .filter(past)
        .with_columns(kind=pl.lit("threshold"), cause=cause.otherwise(label))
        .select(ALERTS.names())
        .cast(ALERTS)
    )


def _lines(catalogue: Catalogue) -> pl.DataFrame:
    columns = ("indicator", "when", "limit", "level", "label", "parameter", "basis", "reference")
    rows = [
        (code, t.when, t.value, t.level, t.label, f"{code}.threshold.{t.id}", t.basis, str(t.reference))
        for code in catalogue.leaves
        for t in catalogue.indicator[code].threshold
    ]
    types = {**dict.fromkeys(columns, pl.String), "limit": pl.Float64, "level": pl.Int64}
    return pl.DataFrame(rows, schema=types, orient="row")
