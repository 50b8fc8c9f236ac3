"""The shape of the frame that says which previous runs were read, and how evidence names them."""

from __future__ import annotations

import polars as pl

PREVIOUS = "previous_run"
"""The source of evidence that was taken from previous runs. Its rows are counted from no records of the evaluation."""

PREVIOUS_RUNS = pl.Schema(
    {
        "back": pl.Int64,
        **dict.fromkeys(("title", "rulebook"), pl.String),
        **dict.fromkeys(("start", "end"), pl.String),
        "corrections": pl.Int64,
        **dict.fromkeys(("manifest", "remark"), pl.String),
    }
)
"""A row per previous run, the latest first (`back` 1): what it is called, its rulebook, the days of its period, how
many decisions had corrected it, the fingerprint of its manifest, and what a reader of the values should know."""


def kept_from_previous() -> pl.Expr:
    """Which rows of evidence are values of previous runs, which no counting of records gives again."""
    return pl.col("source") == PREVIOUS
