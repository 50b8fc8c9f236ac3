"""Canonical readings that share a key with any other row, or whose percentages are written in more than one way: they
join the rows that are looked at one by one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from data_sources.ahead import ahead
from data_sources.duplicates import standing_again
from data_sources.readings.cells import text_of
from data_sources.readings.keys import day_of, firm_of, key, line, series_of
from data_sources.readings.runs import PLACED

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from data_sources.gathering import Gathering
    from data_sources.readings.canonical import CanonicalReadings
    from data_sources.readings.runs import Runs
    from data_sources.spill import Spill

_SERIES = ["indicator", "system"]


def move_duplicates(
    canonical: CanonicalReadings, runs: Runs, gathering: Gathering, spill: Spill, at_once: int
) -> pl.DataFrame:
    """Gather the canonical readings of which other rows tell whether they count among the others, each in its batch.

    Args:
        canonical: says what keys mean.
        runs: the canonical readings.
        gathering: the other rows; their duplicates have not been rejected yet.
        spill: keeps the batches.
        at_once: how many keys are compared together, unless one firm has more.

    Returns:
        what was moved: key, batch; it stays in the runs too.
    """
    others = _keys(canonical, gathering)
    found = pl.concat(
        [PLACED.to_frame(), *ahead(lambda firms: _duplicates(runs, firms, others), _together(runs, at_once))]
    )
    if mixed := _mixed(canonical, gathering):
        found = pl.concat([found, *(_doubtful(canonical, runs, firms, mixed) for firms in _together(runs, at_once))])
        found = found.unique(maintain_order=True)
    for (at,), rows in _rows(found, canonical).partition_by("batch", as_dict=True).items():
        batch = gathering.batches[at]
        before = batch.sound.frame()
        batch.sound = spill.instead(batch.sound, pl.concat([before, rows.select(before.columns)]).sort("_row"))
        batch.read += rows.height
        if mixed:
            cells = rows.filter("doubtful").select("_row", pl.col("indicator").alias("column"), _shown().alias("cell"))
            batch.doubtful = spill.instead(batch.doubtful, pl.concat([batch.doubtful.frame(), cells]))
    return found.select("key", "batch")


def _duplicates(runs: Runs, firms: Sequence[int], others: pl.Series) -> pl.DataFrame:
    """The canonical readings of some firms that share a key with each other or with other rows."""
    here = others.filter(pl.select(firm_of(pl.lit(others)).is_in(firms)).to_series())
    shared = standing_again(pl.concat([runs.of(firms, "key").to_series(), here]))
    if shared.is_empty():
        return PLACED.to_frame()
    return runs.of(firms, *PLACED).filter(pl.col("key").is_in(shared.implode()))


def _mixed(canonical: CanonicalReadings, gathering: Gathering) -> dict[int, list[int]]:
    """Batch → the series in which percentages are mixed in its sheet."""
    series = canonical.series.table.with_row_index("series")
    of_part = {
        part: series.filter(pl.col("indicator").is_in(list(codes)))["series"].to_list()
        for part, seen in gathering.seen.items()
        if (codes := gathering.judge.mixed(seen))
    }
    return {
        at: of_part[batch.origin.part] for at, batch in enumerate(gathering.batches) if batch.origin.part in of_part
    }


def _doubtful(
    canonical: CanonicalReadings, runs: Runs, firms: Sequence[int], mixed: Mapping[int, Sequence[int]]
) -> pl.DataFrame:
    """The canonical readings of some firms that mean nothing since percentages are mixed."""
    series = series_of(pl.col("key"))
    here = pl.any_horizontal((pl.col("batch") == at) & series.is_in(own) for at, own in mixed.items())
    return runs.of(firms, *PLACED).filter("doubtful", here)


def _shown() -> pl.Expr:
    """Small percentages as they are written canonically."""
    return pl.col("value").cast(pl.String).str.strip_suffix(".0")


def _keys(canonical: CanonicalReadings, gathering: Gathering) -> pl.Series:
    """The keys of the other rows, as far as a canonical reading may have them."""
    firms = canonical.firms.ids.to_frame().with_row_index("firm").lazy()
    series = canonical.series.table.select(_SERIES).with_row_index("series").lazy()
    here = key(line(pl.col("firm"), pl.col("series")), pl.col("date")).alias("key")
    found = [
        batch.rows()
        .join(firms, left_on="entity_id", right_on="firm_id")
        .join(series, on=_SERIES)
        .select(here)
        .drop_nulls()
        .collect()
        .to_series()
        for batch in gathering.batches
    ]
    return pl.concat([PLACED.to_frame()["key"], *found]).unique()


def _together(runs: Runs, at_once: int) -> Iterator[list[int]]:
    """Firms in order, so many at a time that together they have so many readings."""
    firms: list[int] = []
    count = 0
    for firm, rows in sorted(runs.counts().items()):
        if firms and count + rows > at_once:
            yield firms
            firms, count = [], 0
        firms.append(firm)
        count += rows
    if firms:
        yield firms


def _rows(readings: pl.DataFrame, canonical: CanonicalReadings) -> pl.DataFrame:
    """Canonical readings as gathered rows."""
    places = readings.select(firm=firm_of(pl.col("key")), series=series_of(pl.col("key")))
    series = canonical.series.table.select(pl.col(*_SERIES, "normal", "abnormal").gather(places["series"]))
    return series.hstack(readings).with_columns(
        canonical.firms.ids.gather(places["firm"]).alias("entity_id"),
        canonical.firms.spelled.gather(readings["spelled"]).alias("_cell_firm"),
        pl.col("row").cast(pl.Int64).alias("_row"),
        day_of(pl.col("key")).alias("date"),
        text_of(pl.col("value")).alias("text"),
        _apart=pl.lit(value=False),
    )
