"""The shapes of the frames about corrections."""

from __future__ import annotations

import polars as pl

TOUCHED = pl.Schema(
    dict.fromkeys(("firm_id", "node", "parameter", "source", "record_id", "decision"), pl.String),
)
"""Evidence that a decision changed, one row per record: what a firm's evidence held because of the record before, holds
now, or holds otherwise."""

DECIDED = pl.Schema(
    {
        "file": pl.String,
        "sheet": pl.String,
        "row": pl.Int64,
        "decision": pl.String,
        "decided_on": pl.Date,
        **dict.fromkeys(("action", "source", "title", "record_id", "firm_before", "firm_now", "nodes"), pl.String),
        **dict.fromkeys(("column", "header", "old", "new", "reason"), pl.String),
    }
)
"""One row per row of a correction file: `data_sources.corrections.applied.APPLIED` with the nodes whose evidence the
record's correction touches, in the order of the rulebook, separated by `、`; empty if it touches none."""

ATTRIBUTION = pl.Schema(
    {
        **dict.fromkeys(("firm_id", "firm", "node", "name"), pl.String),
        **dict.fromkeys(("before", "now", "change"), pl.Float64),
        **dict.fromkeys(("rank_before", "rank_now", "rank_change"), pl.Int64),
        "decision": pl.String,
        "own": pl.Boolean,
        **dict.fromkeys(("score_part", "rank_part", "score_alone", "rank_alone"), pl.Float64),
    }
)
"""One row per firm, node and decision of all firms and nodes whose score or rank changed, decisions without any part
left out. `own`: whether the decision is about a record that counted for the firm before or counts for it now. The parts
of a firm at a node add up to its changes. `alone` is what the final score and rank would lose without this decision
alone. Parts of the score are null where the firm has no score before or now, those of the rank likewise."""
