"""What the industry's indicators came to: their courses, and the firms that improved most often."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from scoring.operations.digest.classes import SERIES, classes
from scoring.precision import settled

if TYPE_CHECKING:
    from indicator_tree.catalogue import Catalogue


def courses(industry: pl.DataFrame, catalogue: Catalogue) -> pl.DataFrame:
    """The first and the last month of every indicator of the industry beside its overall mean.

    Args:
        industry: INDUSTRY.
        catalogue: the order; indicators that are not in it (clearing efficiency) come last, with class "".

    Returns:
        class, indicator, system, direction, first_month, last_month, first (mean of the first month), last, overall,
        change (of the last month; null where there is no other), first_change (of the first), improved.
    """
    return (
        industry.sort("month")
        .group_by(SERIES, maintain_order=True)
        .agg(
            first_month=pl.col("month").first(),
            last_month=pl.col("month").last(),
            first=pl.col("month_mean").first(),
            last=pl.col("month_mean").last(),
            overall=pl.col("overall_mean").last(),
            change=pl.when(pl.len() > 1).then(settled(pl.col("change").last())),
            first_change=pl.col("change").first(),
            improved=pl.col("improved").last(),
        )
        .join(classes(catalogue), on="indicator", how="left")
        .sort("place", "system", nulls_last=True)
        .with_columns(pl.col("class").fill_null(""))
        .select(
            "class",
            *SERIES,
            "direction",
            "first_month",
            "last_month",
            "first",
            "last",
            "overall",
            "change",
            "first_change",
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
