"""The shapes of the frames of a comparison."""

from __future__ import annotations

import polars as pl

PARTS = ("rules", "weights", "records")
"""The factors of a change, in the order of `SPLIT`."""

SPLIT = pl.Schema(
    {
        **dict.fromkeys(("firm_id", "firm", "node", "name", "kind"), pl.String),
        **dict.fromkeys(("before", "now", "change", *PARTS), pl.Float64),
        **dict.fromkeys(("rank_before", "rank_now", "rank_change"), pl.Int64),
    }
)
"""A firm at a node. `kind`: `both`, `new` (only now) or `gone` (only before), where firm or node are in one evaluation
only; those have no change. change = now - before = rules + weights + records, points of the node. rank_change =
rank_now - rank_before, so a rise is negative; ranks are among all firms of the evaluation."""

MEANS = pl.Schema(
    {
        **dict.fromkeys(("node", "name", "kind"), pl.String),
        **dict.fromkeys(("before", "now", "change", *PARTS, "population"), pl.Float64),
        **dict.fromkeys(("firms", "risen", "fallen", "same"), pl.Int64),
    }
)
"""A node. `before` and `now` are means over the firms that have a score in that evaluation; `firms` how many have one
in both, the parts the means over these. change = rules + weights + records + population: the last is what follows from
firms that have a score in one of the evaluations only. `risen`, `fallen` and `same` count the firms by their change,
settled to 1e-9."""

NODES = pl.Schema({"node": pl.String, "name": pl.String, "kind": pl.String, "leaf": pl.Boolean})
"""The nodes of both evaluations; a code that means another indicator now has two rows. `leaf`: scored by a rule."""

FIRMS = pl.Schema(
    {
        "firm_id": pl.String,
        "firm": pl.String,
        "kind": pl.String,
        "score": pl.Float64,
        "rank": pl.Int64,
        "reason": pl.String,
    }
)
"""Firms of one evaluation only, with total and rank there; `reason` is that of the other's register, null where the
firm is not in it."""

QUANTITIES = pl.Schema(dict.fromkeys(("node", "parameter", "answer", "kind"), pl.String))
"""Quantities of nodes of both evaluations that are taken as the same in both years. `kind`: `new` or `gone` (only one
rulebook asks), `changed` (they count it differently)."""

MOVES = pl.Schema({"direction": pl.String(), **SPLIT})
"""Rows of `SPLIT` with the direction: `risen`, `fallen`."""
