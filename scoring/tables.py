"""What a run publishes from the scores: the long score table with ranks, the distribution, the summary."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from scoring.frames import SCORES, TOTAL_NODES
from scoring.precision import settled

if TYPE_CHECKING:
    from indicator_tree import Rulebook
    from scoring.rollup import Scores


def score_table(scores: Scores, firms: pl.DataFrame, rulebook: Rulebook) -> pl.DataFrame:
    """Long table of the shape `SCORES`, sorted by node in tree order, then by firm.

    Ranks are competition ranks (1, 2, 2, 4) from the best score down, within a node; no score, no rank.
    """
    nodes = [*TOTAL_NODES, *rulebook.nodes]
    levels = {**dict.fromkeys(TOTAL_NODES, 0), **{code: rulebook.level(code) for code in rulebook.nodes}}
    long = pl.concat(
        firms.select("firm_id", "firm").with_columns(
            node=pl.lit(node), level=pl.lit(levels[node], dtype=pl.Int64), score=pl.Series(scores[node]).fill_nan(None)
        )
        for node in nodes
    )
    rank = settled(pl.col("score")).rank("min", descending=True).over("node").cast(pl.Int64)
    return long.with_columns(rank=rank).select(SCORES.names())


def distribution(scores: pl.DataFrame, rulebook: Rulebook) -> pl.DataFrame:
    """Firms per band: node, band, firms, share (of the firms that have a score); every band of every node has a row.

    The highest band takes in a total that the bonus lifts above it. The bonus itself has no bands.
    """
    sets = {node: rulebook.band_set(node) for node in ("base", "total", *rulebook.nodes)}
    edges = pl.concat(
        pl.DataFrame({"node": node, "band": bands.labels, "low": bands.edges}) for node, bands in sets.items()
    )
    settled_scores = scores.filter(pl.col("score").is_not_null()).select("node", score=settled(pl.col("score")))
    in_band = settled_scores.join(edges, on="node").filter(pl.col("score") >= pl.col("low"))
    best = in_band.group_by("node", "low").len("at_least")
    return (
        edges.join(best, on=["node", "low"], how="left", maintain_order="left")
        .with_columns(pl.col("at_least").fill_null(0))
        .with_columns(firms=pl.col("at_least") - pl.col("at_least").shift(1, fill_value=0).over("node"))
        .with_columns(firms=pl.col("firms").cast(pl.Int64))
        .with_columns(share=pl.col("firms") / pl.col("firms").sum().over("node"))
        .select("node", "band", "firms", "share")
    )


def summary(scores: pl.DataFrame, rulebook: Rulebook, scheme: str) -> pl.DataFrame:
    """node, name, level, weight (among siblings), firms (with a score), mean, median, min, max, sd.

    The standard deviation is that of the whole population of evaluated firms (divisor n).
    """
    weights = rulebook.local_weights(scheme)
    names = TOTAL_NODES | {code: rulebook.indicator[code].name for code in rulebook.nodes}
    score = pl.col("score")
    figures = scores.group_by("node", "level", maintain_order=True).agg(
        firms=score.count().cast(pl.Int64),
        mean=score.mean(),
        median=score.median(),
        min=score.min(),
        max=score.max(),
        sd=score.std(ddof=0),
    )
    return figures.select(
        "node",
        pl.col("node").replace_strict(names, return_dtype=pl.String).alias("name"),
        "level",
        pl.col("node").replace_strict(weights, default=None, return_dtype=pl.Float64).alias("weight"),
        "firms",
        "mean",
        "median",
        "min",
        "max",
        "sd",
    )
