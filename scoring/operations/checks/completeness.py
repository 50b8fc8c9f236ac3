"""Completeness by calendar: which readings are due and not there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from scoring.operations.checks.found import found

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from indicator_tree.catalogue import Catalogue

_KEY = ["firm_id", "indicator", "system", "date"]


def missing(
    readings: pl.DataFrame, catalogue: Catalogue, firms: Collection[str], first: date, last: date
) -> pl.DataFrame:
    """Readings that are due from `first` to `last`, both included, and not there.

    Daily ones are due on trading days, monthly ones on the last day of the month; of every firm, for every system of an
    indicator that is split. Where any system will do (banks, mirror sites), those are due that the firm has named for
    any indicator of the same split; where it has named none, one reading is due, its system empty. A text that is the
    cause of something is never due by the calendar.

    Returns:
        CHECKED, one row per missing reading, sorted by firm, indicator, system and date.
    """
    series = _series(readings, catalogue, firms)
    due = pl.concat(
        series.filter(frequency=frequency).join(
            pl.DataFrame({"date": pl.Series(catalogue.due_days(frequency, first, last), dtype=pl.Date)}), how="cross"
        )
        for frequency in ("daily", "monthly")
    )
    absent = due.join(readings.select(_KEY), on=_KEY, how="anti").sort(_KEY).with_columns(value=None)
    reason = pl.when(pl.col("frequency") == "daily").then(pl.lit("缺少当日读数")).otherwise(pl.lit("缺少当月读数"))
    nothing = pl.lit(None, dtype=pl.Float64)
    return found(absent.lazy(), "missing", reason, nothing, parameter="calendar", cited=catalogue.calendar)


def _series(readings: pl.DataFrame, catalogue: Catalogue, firms: Collection[str]) -> pl.DataFrame:
    """firm_id, indicator, system, frequency: every series that a firm should have."""
    named = _named(readings, catalogue)
    rows = []
    for firm in sorted(firms):
        for code in catalogue.leaves:
            node = catalogue.indicator[code]
            if node.cause_of is not None:
                continue
            names = catalogue.splits(code)
            if names is None:
                names = ("",)
            elif not names:
                names = named.get((firm, node.split or ""), ("",))
            rows += [(firm, code, name, node.frequency) for name in names]
    return pl.DataFrame(rows, dict.fromkeys(["firm_id", "indicator", "system", "frequency"], pl.String), orient="row")


def _named(readings: pl.DataFrame, catalogue: Catalogue) -> dict[tuple[str, str], tuple[str, ...]]:
    """The systems by firm and split: those that the firm has named."""
    splits = {code: catalogue.indicator[code].split for code in catalogue.leaves}
    different = readings.select("firm_id", "indicator", "system").unique().sort("firm_id", "system")
    names: dict[tuple[str, str], dict[str, None]] = {}
    for firm, code, system in different.rows():
        if (split := splits.get(code)) is not None:
            names.setdefault((firm, split), {})[system] = None
    return {key: tuple(found) for key, found in names.items()}
