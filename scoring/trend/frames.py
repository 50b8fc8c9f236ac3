"""The shapes of the frames of a trend; `run` counts the evaluations from 1, in the order of their periods."""

from __future__ import annotations

import polars as pl

TREND = pl.Schema(
    {
        **dict.fromkeys(("firm_id", "firm", "node", "name"), pl.String),
        "run": pl.Int64,
        "period": pl.String,
        "score": pl.Float64,
        "rank": pl.Int64,
        "band": pl.String,
        "like": pl.Float64,
        "like_rank": pl.Int64,
    }
)
"""A firm at a node in one evaluation; its name is that of the latest that has it. `like` is null at the bonus, at the
total (which has the bonus in it), and at nodes that are not in the latest tree or have no common indicator."""

MEANS = pl.Schema(
    {
        **dict.fromkeys(("node", "name"), pl.String),
        "run": pl.Int64,
        "period": pl.String,
        "firms": pl.Int64,
        **dict.fromkeys(("mean", "like", "matched"), pl.Float64),
        "matched_firms": pl.Int64,
    }
)
"""A node in one evaluation: firms with a score and their mean, the mean like for like, and that of the firms which have
it like for like in all evaluations."""

NODES = pl.Schema(
    {
        "node": pl.String(),
        "name": pl.String(),
        "run": pl.Int64(),
        "period": pl.String(),
        "there": pl.Boolean(),
        "added": pl.List(pl.String),
        "dropped": pl.List(pl.String),
        "reweighted": pl.Boolean(),
    }
)
"""A node in one evaluation: whether it is there; children (code and name) that it did not have in the one before, and
those that it has no more; whether the weights of the children that stayed are others. Null for the first."""

LETTERS_BY_RUN = pl.Schema(
    {
        **dict.fromkeys(("firm_id", "firm", "node"), pl.String),
        "run": pl.Int64,
        **dict.fromkeys(("period", "letter", "reason"), pl.String),
    }
)
"""The letter of a firm at a node in one evaluation, null for none, with the reason."""

FIRMS = pl.Schema(
    {
        **dict.fromkeys(("firm_id", "firm", "kind"), pl.String),
        "run": pl.Int64,
        "period": pl.String,
        **dict.fromkeys(("into", "into_firm", "reason"), pl.String),
    }
)
"""A firm that came or went. `kind`: `came` (evaluated, and not in the evaluation before), `went` (no more, with the
reason of the register) or `merged` (evaluated as part of another, named in `into`)."""
