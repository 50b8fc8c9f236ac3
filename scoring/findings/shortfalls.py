"""By what every indicator lost points, over all firms."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from scoring.kinds.registry import kind_of
from scoring.precision import settled

if TYPE_CHECKING:
    from indicator_tree import Rulebook

SHORTFALLS = pl.Schema({"node": pl.String, "cause": pl.String, "lost": pl.Float64, "firms": pl.Int64})
"""`lost` is the mean over the firms that have a score at the node, in points; `firms` have lost any."""


def shortfalls(ledger: pl.DataFrame, scores: pl.DataFrame, rulebook: Rulebook) -> pl.DataFrame:
    """A frame of the shape `SHORTFALLS`: leaves in tree order, what cost most first; without what cost nothing.

    A cause is what a rule names (`Told.causes`): a deduction with its factors and remedies, a failed step, a part that
    does not give its most. What rests on one figure as a whole (answers, ratios, rates) has none. The floor of the
    scale gives points back to a firm as a whole, so causes may add up to more than was lost.
    """
    told = {node: kind_of(rule).told(rule).causes for node, rule in rulebook.rules.items() if node in rulebook.leaves}
    found = [
        _lost(ledger, node, key).with_columns(node=pl.lit(node), cause=pl.lit(cause.label), most=cause.most)
        for node, causes in told.items()
        for key, cause in causes.items()
    ]
    if not found:
        return SHORTFALLS.to_frame()
    scored = scores.filter(pl.col("score").is_not_null()).select("firm_id", "node")
    each = scored.join(pl.concat(found), on=["firm_id", "node"])
    lost = settled(pl.col("most") - pl.col("points"))
    told_of = each.group_by("node", "cause", maintain_order=True).agg(
        lost=lost.sort_by("firm_id").sum(), firms=(lost > 0).sum().cast(pl.Int64)
    )
    counted = scored.group_by("node").len("scored")
    means = told_of.join(counted, on="node").with_columns(pl.col("lost") / pl.col("scored"))
    order = {node: place for place, node in enumerate(rulebook.leaves)}
    place = pl.col("node").replace_strict(order, return_dtype=pl.Int64)
    kept = means.filter(settled(pl.col("lost")) > 0)
    return kept.sort(place, settled(-pl.col("lost")), "cause").select(SHORTFALLS.names())


def _lost(ledger: pl.DataFrame, node: str, key: str) -> pl.DataFrame:
    """firm_id, points: what the rows of a key and of all below it come to, of every firm that has one."""
    parameter = f"{node}.{key}"
    rows = ledger.filter(
        pl.col("node") == node,
        (pl.col("parameter") == parameter) | pl.col("parameter").str.starts_with(f"{parameter}."),
    )
    return rows.group_by("firm_id").agg(pl.col("points").sum())
