"""The shapes of the frames of this package."""

from __future__ import annotations

import polars as pl

from scoring.next_band import STEPS

MOVES = pl.Schema(
    {
        **dict.fromkeys(("firm_id", "firm", "node"), pl.String),
        **dict.fromkeys(("before", "now", "change"), pl.Float64),
        **dict.fromkeys(("rank_before", "rank_now"), pl.Int64),
    }
)
"""Scores and ranks that change, one row per firm and node; `change` is now − before, in points, null where one of the
two is."""

NODES = pl.Schema(
    {
        **dict.fromkeys(("node", "name"), pl.String),
        **dict.fromkeys(("risen", "fallen", "reranked"), pl.Int64),
        **dict.fromkeys(("mean_before", "mean_now", "change"), pl.Float64),
    }
)
"""The nodes at which any score or rank changes: how many scores rise and fall, how many ranks change, and the mean over
all firms that have a score."""

CROSSINGS = pl.Schema(dict.fromkeys(("firm_id", "firm", "node", "band_before", "band_now"), pl.String))
"""Firms that come into another band; null where there is no score."""

RECORD_COSTS = pl.Schema(
    {
        **dict.fromkeys(("firm_id", "source", "record_id", "node", "parameter"), pl.String),
        **dict.fromkeys(("points", "total_points"), pl.Float64),
        "ranks": pl.Int64,
    }
)
"""What each record alone cost a firm: a row per record and parameter under which it counts. `points` is what the
node's score would gain without the record (less than nothing where a complaint handled in time held up a rate),
`total_points` and `ranks` what the total and its rank would, from all nodes together: they stand on every row of the
record."""

TOTAL_TARGETS = pl.Schema(
    {
        **dict.fromkeys(("firm_id", "target"), pl.String),
        "score": pl.Float64,
        "rank": pl.Int64,
        **dict.fromkeys(("band", "next_band"), pl.String),
        **dict.fromkeys(("edge", "gap"), pl.Float64),
        "reached": pl.Boolean,
        "after": pl.Float64,
        "rank_after": pl.Int64,
    }
)
"""Where a firm stands at `total` and at `base` (`target`), and the next band there: its lowest score (`edge`) and the
points to it (`gap`), null in the highest band; whether the levers of all leaves together reach it, and the score and
the rank after the steps of `TOTAL_STEPS`, or, where they do not reach it, after all levers are moved to their ends."""

TOTAL_STEPS = pl.Schema(
    [
        ("target", pl.String),
        *((name, kind) for name, kind in STEPS.items() if name != "option"),
        ("before", pl.Float64),
    ]
)
"""A combination that lifts `target` into its next band: a row per lever that is moved, as in `scoring.next_band.STEPS`;
`before` and `score` are those of the leaf, before and after all of its steps."""

NEXT_STEPS = pl.Schema(
    [
        *STEPS.items(),
        ("before", pl.Float64),
        ("gap", pl.Float64),
        ("band", pl.String),
        ("next_band", pl.String),
        ("total_points", pl.Float64),
        ("ranks", pl.Int64),
    ]
)
"""Steps of the ways to the next band (`scoring.next_band.STEPS`): with the score and the band before, the next band and
the gap to it, and what the whole way would add to the total and to its rank."""
