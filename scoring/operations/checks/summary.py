"""What the checks found, counted for the people who must act on it: the owners of the indicators."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from indicator_tree.catalogue import Catalogue

CHECKS = ("missing", "cause", "relation", "jump")


def by_owner(readings: pl.DataFrame, found: pl.DataFrame, catalogue: Catalogue) -> pl.DataFrame:
    """How many readings every owner has given, and how many of each check's findings are the owner's.

    Returns:
        owner, indicators, readings, due (readings and missing ones), missing, cause, relation, jump, in the order of
        the owners' indicators; counts.
    """
    owners = _owners(catalogue)
    given = readings.lazy().join(owners, on="indicator").group_by("owner").agg(pl.len().alias("readings"))
    counts = found.lazy().join(owners, on="indicator").group_by("owner").agg(
        (pl.col("check") == check).sum().alias(check) for check in CHECKS
    )  # fmt: skip
    return (
        owners.group_by("owner", maintain_order=True)
        .agg(pl.len().alias("indicators"))
        .join(given, on="owner", how="left", maintain_order="left")
        .join(counts, on="owner", how="left", maintain_order="left")
        .with_columns(pl.col("readings", *CHECKS).fill_null(0).cast(pl.Int64), pl.col("indicators").cast(pl.Int64))
        .select("owner", "indicators", "readings", (pl.col("readings") + pl.col("missing")).alias("due"), *CHECKS)
        .collect()
    )


def missing_by_series(found: pl.DataFrame, catalogue: Catalogue) -> pl.DataFrame:
    """What is missing of every series.

    Returns:
        owner, firm_id, indicator, system, missing (count), first and last (dates), in the order of owners, firms,
        indicators and systems.
    """
    owners = _owners(catalogue).with_row_index("place")
    return (
        found.lazy()
        .filter(check="missing")
        .group_by("firm_id", "indicator", "system")
        .agg(pl.len().cast(pl.Int64).alias("missing"), pl.min("date").alias("first"), pl.max("date").alias("last"))
        .join(owners, on="indicator")
        .sort(pl.min("place").over("owner"), "firm_id", "place", "system")
        .select("owner", "firm_id", "indicator", "system", "missing", "first", "last")
        .collect()
    )


def _owners(catalogue: Catalogue) -> pl.LazyFrame:
    rows = [(code, catalogue.indicator[code].owner) for code in catalogue.leaves]
    return pl.LazyFrame(rows, {"indicator": pl.String(), "owner": pl.String()}, orient="row")
