"""Readings that were due in a period: received, missing, and by whom they are owed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from scoring.operations.digest.classes import SERIES, classes

if TYPE_CHECKING:
    from datetime import date

    from indicator_tree.catalogue import Catalogue


def due_readings(
    readings: pl.DataFrame, missing: pl.DataFrame, catalogue: Catalogue, first: date, last: date
) -> pl.DataFrame:
    """How many readings of every firm and series were due in a period, and which are missing.

    Args:
        readings: READINGS.
        missing: firm_id, indicator, system, date of what is missing in the period (`checks.completeness.missing`).
        catalogue: owners, frequencies and calendar. A text that is the cause of something is never due.
        first: first day of the period.
        last: last day of the period.

    Returns:
        firm_id, owner, indicator, system, month (`first`), due, received, missing (dates); sorted by firm, indicator
        and system.
    """
    nodes = [(leaf, catalogue.indicator[leaf]) for leaf in catalogue.leaves]
    about = pl.DataFrame(
        [
            (leaf, node.owner, len(catalogue.due_days(node.frequency, first, last)))
            for leaf, node in nodes
            if node.cause_of is None
        ],
        schema={"indicator": pl.String, "owner": pl.String, "due": pl.Int64},
        orient="row",
    )
    series = ["firm_id", *SERIES]
    absent = missing.group_by(series).agg(pl.col("date").sort().alias("missing"))
    return (
        pl.concat([readings.filter(pl.col("date").is_between(first, last)).select(series), missing.select(series)])
        .unique()
        .join(about, on="indicator")
        .join(absent, on=series, how="left")
        .with_columns(
            pl.col("missing").fill_null(pl.lit([], pl.List(pl.Date))),
            month=pl.lit(first, pl.Date),
        )
        .with_columns(received=pl.col("due") - pl.col("missing").list.len().cast(pl.Int64))
        .sort(series)
        .select("firm_id", "owner", *SERIES, "month", "due", "received", "missing")
    )


def tally_due(due: pl.DataFrame, catalogue: Catalogue) -> pl.DataFrame:
    """Readings due and received, of every class and in all.

    Args:
        due: indicator, system, due, received.
        catalogue: whose classes are told.

    Returns:
        node (a class; "" is all), indicators (the catalogue's), due, received, missing, share (received / due; null
        where nothing was due).
    """
    known = due.join(classes(catalogue), on="indicator")
    rows = []
    for node in ("", *catalogue.children[None]):
        within = known if node == "" else known.filter(pl.col("class") == node)
        asked, got = int(within["due"].sum()), int(within["received"].sum())
        indicators = len(catalogue.leaves_under(node or None))
        rows.append((node, indicators, asked, got, asked - got, got / asked if asked else None))
    schema = {"node": pl.String, **dict.fromkeys(("indicators", "due", "received", "missing"), pl.Int64)}
    return pl.DataFrame(rows, schema={**schema, "share": pl.Float64}, orient="row")


def missing_by_owner(due: pl.DataFrame, catalogue: Catalogue) -> pl.DataFrame:
    """What owners still owe.

    Args:
        due: owner, indicator, system, due, received, missing (dates).
        catalogue: in whose order indicators are told.

    Returns:
        owner, indicator, system, due, missing (how many), first, last (dates), owed (missing readings of the owner in
        all); only what is missing, in the order of owners and indicators.
    """
    owners = {owner: place for place, owner in enumerate(catalogue.owners)}
    return (
        due.filter(pl.col("due") > pl.col("received"))
        .join(classes(catalogue), on="indicator")
        .with_columns(
            missing=pl.col("due") - pl.col("received"),
            first=pl.col("missing").list.min(),
            last=pl.col("missing").list.max(),
            order=pl.col("owner").replace_strict(owners, default=len(owners), return_dtype=pl.Int64),
        )
        .with_columns(owed=pl.col("missing").sum().over("owner"))
        .sort("order", "owner", "place", "system")
        .select("owner", "indicator", "system", "due", "missing", "first", "last", "owed")
    )
