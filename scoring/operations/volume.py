"""Readings against the volume that they should follow, as clearing time follows records."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from scoring.operations.frames import SERIES
from scoring.operations.history import VERDICTS, verdicts
from scoring.operations.normality import judge
from scoring.operations.rules import rule_for
from scoring.operations.series import groups

if TYPE_CHECKING:
    from indicator_tree.catalogue import Catalogue

READING = [*SERIES, "date"]


def against_volume(readings: pl.DataFrame, catalogue: Catalogue) -> pl.DataFrame:
    """A frame of the shape `VERDICTS`, sorted: readings that follow a volume, where both are there on the same day.

    The expected value is that of a robust regression on the volume over the readings before, both on the scale of
    `scoring.operations.transforms`, where a line is a power law.

    Args:
        readings: READINGS, in any order.
        catalogue: says what follows what; its `[monitoring.volume]` says how far is too far.
    """
    monitoring = catalogue.monitoring
    found = [pl.DataFrame(schema=VERDICTS)]
    for group in groups(readings, catalogue, following=True):
        rule = rule_for(monitoring.volume, monitoring.shift, group.frequency)
        found.append(verdicts(group, judge(group.panel, rule, seasonal=group.frequency == "daily")))
    return pl.concat(found).sort(*READING)


def reconciled(history: pl.DataFrame, volume: pl.DataFrame, catalogue: Catalogue) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Both frames of verdicts, only those outside or stuck, without what the other one explains.

    A reading that is unusual for its series but just as its volume lets expect is explained by the volume. A reading
    that does not fit a volume that is itself abnormal is only told where it is abnormal for its own series too: else
    the volume is wrong, and is told.
    """
    follows = {code: catalogue.indicator[code].follows for code in catalogue.leaves}
    wrong = history.filter((pl.col("side") != 0) | pl.col("stuck"))
    of_volume = wrong.select("firm_id", follows="indicator", system="system", date="date")
    judged = volume.filter(pl.col("expected").is_not_null())
    outside = judged.filter(pl.col("side") != 0).with_columns(
        follows=pl.col("indicator").replace_strict(follows, return_dtype=pl.String)
    )
    doubtful = outside.join(of_volume, on=["firm_id", "follows", "system", "date"], how="semi")
    told = pl.concat(
        [
            outside.join(doubtful, on=READING, how="anti"),
            doubtful.join(wrong, on=READING, how="semi"),
        ]
    ).drop("follows")
    explained = judged.filter(pl.col("side") == 0).join(wrong.filter(~pl.col("stuck")), on=READING, how="semi")
    return wrong.join(explained, on=READING, how="anti"), told.sort(*READING)
