"""The rows that are valid and not scored, or no records, by source and reason, for reports to state."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from data_sources.exclusion import in_general
from scoring.frames import EXCLUDED

if TYPE_CHECKING:
    from collections.abc import Callable

_ROW = ["file", "sheet", "row"]


def excluded_rows(intake: pl.DataFrame, quarantined: Callable[[str], pl.LazyFrame]) -> pl.DataFrame:
    """A frame of the shape `EXCLUDED`: by source in the order of the intake, the commonest reason first.

    A row with several reasons counts under the first of them.

    Args:
        intake: of the shape `INTAKE`.
        quarantined: the lines of the quarantine of a source; asked for only where rows were excluded.
    """
    tables = [
        quarantined(source)
        .filter(pl.col("kind") == "excluded")
        .select(*_ROW, in_general(pl.col("reason")))
        .unique(_ROW, keep="first", maintain_order=True)
        .group_by("reason", maintain_order=True)
        .agg(rows=pl.len().cast(pl.Int64))
        .sort("rows", descending=True, maintain_order=True)
        .select(pl.lit(source).alias("source"), pl.lit(title).alias("title"), "reason", "rows")
        for source, title in intake.filter(pl.col("excluded") > 0).select("source", "title").iter_rows()
    ]
    return pl.concat([EXCLUDED.to_frame(), *pl.collect_all(tables)])
