"""The shapes of the frames of coherence: column names and types, in order."""

from __future__ import annotations

import polars as pl

ALL_LEAVES = ""
"""The name under which all leaves of the tree are looked at together."""

CORRELATIONS = pl.Schema(
    {
        **dict.fromkeys(("node", "other", "relation"), pl.String),
        **dict.fromkeys(("pearson", "spearman"), pl.Float64),
        "firms": pl.Int64,
        "remark": pl.String,
    }
)
"""One row per pair of nodes. `relation` of the other to the node: `siblings` (the same parent), `parent`, `ancestor`
(above the parent; the whole tree is `base`), `level` (the same level, another parent). `firms` have both scores."""

RELIABILITY = pl.Schema(
    {"node": pl.String, "children": pl.Int64, "firms": pl.Int64, "alpha": pl.Float64, "remark": pl.String}
)
"""One row per set of nodes (`scoring.coherence.sets`): how many of them vary, and the fewest firms of any pair."""

COMPONENTS = pl.Schema(
    {
        "node": pl.String,
        "component": pl.Int64,
        **dict.fromkeys(("eigenvalue", "share"), pl.Float64),
        "child": pl.String,
        "loading": pl.Float64,
    }
)
"""One row per set of nodes, component (from 1, the largest first) and child. Null loading: the child correlates with
nothing (all its scores are the same, or too few firms have it) and is left out."""

IMPORTANCE = pl.Schema(
    {
        **dict.fromkeys(("parent", "node"), pl.String),
        **dict.fromkeys(("nominal", "correlation_ratio", "importance", "r2"), pl.Float64),
    }
)
"""One row per node and parent, and under parent `ALL_LEAVES` per leaf and the whole tree. `nominal` is the weight,
`importance` the share of the correlation ratio in the sum over the same parent's rows."""

DISCRIMINATION = pl.Schema(
    {
        "node": pl.String,
        "firms": pl.Int64,
        "sd": pl.Float64,
        "values": pl.Int64,
        **dict.fromkeys(("floor_share", "ceiling_share"), pl.Float64),
        "remark": pl.String,
    }
)
"""One row per node: spread (divisor n), distinct scores, shares of the firms at the floor and at full marks."""
