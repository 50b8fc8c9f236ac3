"""What the reports tell of a firm's month beside its figures: counts of alerts, alerts of one cause put together, the
month's clearing, and the indicators that deserve a chart.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from datetime import date

    from indicator_tree.catalogue import Catalogue

_SERIES = ("indicator", "system")
_CAUSE = ("level", *_SERIES, "kind", "cause", "parameter", "basis", "reference")
_LEVELS = (1, 2, 3)
_UNALERTED = 4


def classes(catalogue: Catalogue) -> pl.DataFrame:
    """The class of every indicator: indicator, class, direction, place (in the order of the catalogue)."""
    rows = [
        (leaf, top, catalogue.indicator[leaf].direction)
        for top in catalogue.children[None]
        for leaf in catalogue.leaves_under(top)
    ]
    schema = {"indicator": pl.String, "class": pl.String, "direction": pl.String}
    return pl.DataFrame(rows, schema=schema, orient="row").with_row_index("place")


def tally_alerts(alerts: pl.DataFrame, catalogue: Catalogue) -> pl.DataFrame:
    """How many alerts, of every class and in all.

    Args:
        alerts: ALERTS of one firm and month.
        catalogue: whose classes are told, those without alerts too.

    Returns:
        node (a class; "" is all), level (0 is all), alerts, series (indicators and systems concerned).
    """
    known = alerts.join(classes(catalogue), on="indicator")
    rows = []
    for node in ("", *catalogue.children[None]):
        within = known if node == "" else known.filter(pl.col("class") == node)
        for level in (0, *_LEVELS):
            found = within if level == 0 else within.filter(pl.col("level") == level)
            rows.append((node, level, found.height, found.select(_SERIES).n_unique()))
    schema = {"node": pl.String, "level": pl.Int64, "alerts": pl.Int64, "series": pl.Int64}
    return pl.DataFrame(rows, schema=schema, orient="row")


def grouped_alerts(alerts: pl.DataFrame, catalogue: Catalogue) -> pl.DataFrame:
    """Alerts of one indicator, system, kind, cause and parameter put together: one row, however many days.

    Returns:
        level, indicator, system, kind, cause, parameter, basis, reference, days, first, last (dates), value_low,
        value_high, limit_low, limit_high; by level, then in the order of the catalogue.
    """
    return (
        alerts.sort("date")
        .group_by(_CAUSE, maintain_order=True)
        .agg(
            days=pl.col("date").n_unique(),
            first=pl.col("date").first(),
            last=pl.col("date").last(),
            value_low=pl.col("value").min(),
            value_high=pl.col("value").max(),
            limit_low=pl.col("limit").min(),
            limit_high=pl.col("limit").max(),
        )
        .join(classes(catalogue).select("indicator", "place"), on="indicator", how="left")
        .sort("level", "place", "system", "first", "kind", "cause", "parameter", nulls_last=True)
        .drop("place")
    )


def month_of_clearing(clearing: pl.DataFrame, models: pl.DataFrame, month: date, before: date) -> pl.DataFrame:
    """A firm's clearing in a month, system by system, beside the month before.

    Args:
        clearing: CLEARING of one firm.
        models: CLEARING_MODELS of the same firm.
        month: first day of the month.
        before: first day of the month before.

    Returns:
        system, days, outside (days), seconds, records, efficiency (of the sums, seconds / record), previous (that of
        the month before), relative (efficiency / previous - 1), most_records (of one day), share (most_records /
        limit_records), and the columns of the model, null where there is none; in order of first appearance.
    """
    ours = {
        day: clearing.drop_nulls(["seconds", "records"])
        .filter(pl.col("records") > 0, pl.col("date").dt.truncate("1mo") == day)
        .sort("system", "date")
        .group_by("system", maintain_order=True)
        .agg(
            days=pl.len().cast(pl.Int64),
            outside=pl.col("outside").fill_null(value=False).sum().cast(pl.Int64),
            seconds=pl.col("seconds").sum(),
            records=pl.col("records").sum(),
            most_records=pl.col("records").max(),
        )
        .with_columns(efficiency=pl.col("seconds") / pl.col("records"))
        for day in (month, before)
    }
    return (
        ours[month]
        .join(ours[before].select("system", previous="efficiency"), on="system", how="left", maintain_order="left")
        .with_columns(relative=pl.col("efficiency") / pl.col("previous") - 1)
        .join(models.drop("firm_id", "days"), on="system", how="left", maintain_order="left")
        .with_columns(share=pl.col("most_records") / pl.col("limit_records"))
    )


def days_of_clearing(clearing: pl.DataFrame, month: date, window: int) -> pl.DataFrame:
    """The days of a month, and so many before it.

    Args:
        clearing: CLEARING of one firm.
        month: first day of the month.
        window: how many days before the month.

    Returns:
        The columns of CLEARING and current (whether the day belongs to the month); sorted by system and date.
    """
    found = clearing.filter(pl.col("date").dt.truncate("1mo") <= month).sort("system", "date")
    current = pl.col("date") >= month
    before = (~current).sum().over("system") - pl.int_range(pl.len()).over("system")  # days to the month's first
    return found.filter(current | (before <= window)).with_columns(current=current)


def notable(monthly: pl.DataFrame, alerts: pl.DataFrame, catalogue: Catalogue, most: int) -> pl.DataFrame:
    """The indicators of a month that deserve a chart: of every class those with the gravest alerts, then those that
    changed most for the worse, then those that changed most.

    Args:
        monthly: MONTHLY of one firm and month.
        alerts: ALERTS of the same.
        catalogue: which way is better.
        most: at most so many of a class.

    Returns:
        class, indicator, system; in the order of the catalogue.
    """
    gravest = alerts.group_by(_SERIES).agg(pl.col("level").min())
    worse = (
        pl.when(pl.col("direction") == "lower")
        .then(pl.col("relative"))
        .when(pl.col("direction") == "higher")
        .then(-pl.col("relative"))
        .otherwise(0.0)
    )
    return (
        monthly.drop_nulls("value")
        .join(classes(catalogue), on="indicator")
        .join(gravest, on=_SERIES, how="left")
        .with_columns(
            pl.col("level").fill_null(_UNALERTED),
            worse=-worse.fill_null(0.0).clip(lower_bound=0.0),
            moved=-pl.col("relative").fill_null(0.0).abs(),
        )
        .sort("level", "worse", "moved", "place", "system")
        .group_by("class", maintain_order=True)
        .head(most)
        .sort("place", "system")
        .select("class", *_SERIES)
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
    series = ["firm_id", *_SERIES]
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
        .select("firm_id", "owner", *_SERIES, "month", "due", "received", "missing")
    )


def courses(industry: pl.DataFrame, catalogue: Catalogue) -> pl.DataFrame:
    """The first and the last month of every indicator of the industry beside its overall mean.

    Args:
        industry: INDUSTRY.
        catalogue: the order; indicators that are not in it (clearing efficiency) come last, with class "".

    Returns:
        class, indicator, system, direction, first_month, last_month, first (mean of the first month), last, overall,
        change (of the last month), improved.
    """
    return (
        industry.sort("month")
        .group_by(_SERIES, maintain_order=True)
        .agg(
            first_month=pl.col("month").first(),
            last_month=pl.col("month").last(),
            first=pl.col("month_mean").first(),
            last=pl.col("month_mean").last(),
            overall=pl.col("overall_mean").last(),
            change=pl.col("change").last(),
            improved=pl.col("improved").last(),
        )
        .join(classes(catalogue), on="indicator", how="left")
        .sort("place", "system", nulls_last=True)
        .with_columns(pl.col("class").fill_null(""))
        .select(
            "class",
            *_SERIES,
            "direction",
            "first_month",
            "last_month",
            "first",
            "last",
            "overall",
            "change",
            "improved",
        )
    )


def best_firms(effects: pl.DataFrame, catalogue: Catalogue) -> pl.DataFrame:
    """Of how many indicators (every system counts) each firm is the best-improved one, and did improve.

    Args:
        effects: EFFECTS.
        catalogue: which way is better; of what it does not list (clearing efficiency) lower is.

    Returns:
        firm_id, indicators; most first.
    """
    return (
        effects.join(classes(catalogue), on="indicator", how="left")
        .with_columns(better=pl.when(direction="higher").then(pl.col("change")).otherwise(-pl.col("change")))
        .filter(pl.col("better") > 0)
        .group_by("firm_id")
        .agg(indicators=pl.len().cast(pl.Int64))
        .sort(pl.col("indicators"), "firm_id", descending=[True, False])
    )
