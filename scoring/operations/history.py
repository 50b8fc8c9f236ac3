"""Readings against their own series: out of its usual range, stuck, or a state that changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from scoring.operations.frames import SERIES
from scoring.operations.normality import judge
from scoring.operations.rules import rule_for
from scoring.operations.series import groups
from scoring.operations.stuck import stuck

if TYPE_CHECKING:
    from indicator_tree.catalogue import Catalogue
    from scoring.operations.normality import Normality
    from scoring.operations.series import Group

VERDICTS = pl.Schema(
    {
        **dict.fromkeys(SERIES, pl.String),
        "date": pl.Date,
        **dict.fromkeys(("value", "expected", "low", "high"), pl.Float64),
        "side": pl.Int8,
        "moved": pl.Boolean,
        "stuck": pl.Boolean,
    }
)
"""Of every numeric reading what is expected of it, in its own unit, and on which `side` of low to high it lies: 1 is
above, -1 below, 0 within. `moved`: with this reading, the level has changed. Null and 0 where the history is too short.
"""


def against_history(readings: pl.DataFrame, catalogue: Catalogue) -> pl.DataFrame:
    """A frame of the shape `VERDICTS`, sorted by series and date: numeric readings against their own series.

    Args:
        readings: READINGS, in any order.
        catalogue: its `[monitoring.history]` says how far is too far.
    """
    monitoring = catalogue.monitoring
    found = [pl.DataFrame(schema=VERDICTS)]
    for group in groups(readings, catalogue, following=False):
        rule = rule_for(monitoring.history, monitoring.shift, group.frequency)
        wrong = stuck(group.panel, rule.window, rule.minimum)
        panel = group.panel._replace(wrong=wrong)
        normal = judge(panel, rule, seasonal=group.frequency == "daily")
        found.append(verdicts(group, normal).with_columns(stuck=pl.Series(wrong[group.rows, group.steps])))
    return pl.concat(found).sort(*SERIES, "date")


def verdicts(group: Group, normal: Normality) -> pl.DataFrame:
    """What was found of a group, a row a reading, of the shape `VERDICTS`; none of them stuck."""
    cells = (group.rows, group.steps)
    expected, half = normal.expected[cells], normal.half[cells]
    low, high = (group.scale.back(expected + sign * half) for sign in (-1, 1))
    columns = {"expected": group.scale.back(expected), "low": low, "high": high}
    return group.readings.select(
        *SERIES,
        "date",
        "value",
        *(pl.Series(name, numbers).fill_nan(None) for name, numbers in columns.items()),
        pl.Series("side", normal.side[cells]),
        pl.Series("moved", normal.moved[cells]),
        stuck=pl.lit(value=False),
    )


def changed_states(readings: pl.DataFrame, catalogue: Catalogue) -> pl.DataFrame:
    """The readings of states that are not normal while the reading before was; columns of READINGS."""
    states = [code for code in catalogue.leaves if catalogue.indicator[code].kind == "state"]
    found = readings.filter(pl.col("indicator").is_in(states), pl.col("value").is_not_null()).sort(*SERIES, "date")
    return found.filter(pl.col("value") != 0, pl.col("value").shift(1).over(SERIES) == 0)
