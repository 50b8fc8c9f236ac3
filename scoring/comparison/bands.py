"""Firms that come into another band: a rating that moves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from scoring.places import places

if TYPE_CHECKING:
    from scoring.comparison.comparing import Comparison


def band_moves(comparison: Comparison, node: str) -> pl.DataFrame:
    """The firms of both evaluations that lie in another band of a node than before, the best of now first.

    Returns:
        firm_id, firm, node, band_before, band_now, before, now (the scores). Firms without a score in one of the
        evaluations are left out, and so are all at the bonus, which has no bands.
    """
    was, is_now = (
        places(evaluation).filter(pl.col("node") == node).select("firm_id", pl.col("band").alias(name))
        for evaluation, name in ((comparison.before, "band_before"), (comparison.now, "band_now"))
    )
    both = comparison.split.filter(pl.col("node") == node, pl.col("kind") == "both")
    joined = both.join(was, on="firm_id").join(is_now, on="firm_id")
    moved = joined.filter(pl.col("band_before") != pl.col("band_now"))
    return moved.sort("now", "firm_id", descending=[True, False]).select(
        "firm_id", "firm", "node", "band_before", "band_now", "before", "now"
    )
