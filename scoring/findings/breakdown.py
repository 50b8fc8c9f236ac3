"""The breakdown of records with the names of its nodes."""

from __future__ import annotations

import polars as pl


def named_breakdown(breakdown: pl.DataFrame, summary: pl.DataFrame) -> pl.DataFrame:
    """The breakdown of an evaluation with `name` after `node`; node "", all records of a source, has none (null)."""
    named = breakdown.join(summary.select("node", "name"), on="node", how="left", maintain_order="left")
    return named.select("node", "name", pl.exclude("node", "name"))
