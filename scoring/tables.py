"""What a run publishes from the scores: the long score table with ranks and errors, the distribution, the summary."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from scoring.frames import SCORES, TOTAL_NODES, node_names, told_above
from scoring.precision import settled

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy.typing as npt

    from indicator_tree import Rulebook
    from scoring.errors_upward import NodeError
    from scoring.rollup import Scores

    Floats = npt.NDArray[np.float64]

_LIMITS = ("se", "low", "high", "rank_low", "rank_high")
_EDGES = pl.Schema({"node": pl.String, "band": pl.String, "from": pl.Float64, "order": pl.Int64})
_COUNTS = pl.Schema({"firms": pl.Int64, "firms_low": pl.Int64, "firms_high": pl.Int64})


def score_table(
    scores: Scores, firms: pl.DataFrame, rulebook: Rulebook, errors: Mapping[str, NodeError] | None = None
) -> pl.DataFrame:
    """Long table of the shape `SCORES`, sorted by node in tree order, then by firm.

    Ranks are competition ranks (1, 2, 2, 4) from the best score down, within a node; no score, no rank.
    """
    levels = {**dict.fromkeys(TOTAL_NODES, 0), **{code: rulebook.level(code) for code in rulebook.nodes}}
    table = pl.DataFrame(
        {
            **{name: pl.concat([firms[name]] * len(levels)) for name in ("firm_id", "firm")},
            "node": pl.Series(np.repeat(list(levels), len(firms)), dtype=pl.String),
            "level": np.repeat(list(levels.values()), len(firms)),
            "score": _numbers([scores[node] for node in levels]),
            **{name: _numbers([_limits(errors, node, name, len(firms)) for node in levels]) for name in _LIMITS},
        }
    )
    rank = settled(pl.col("score")).rank("min", descending=True).over("node")
    return table.lazy().with_columns(rank=rank).select(SCORES.names()).cast(dict(SCORES.items())).collect()


def _limits(errors: Mapping[str, NodeError] | None, node: str, name: str, firms: int) -> Floats:
    """What the error of a node says of every firm; NaN where it has none."""
    error = (errors or {}).get(node)
    values: Floats = np.full(firms, np.nan) if error is None else getattr(error, name)
    return values


def _numbers(by_node: list[Floats]) -> pl.Series:
    """The numbers of all nodes, null for NaN."""
    return pl.Series(np.concatenate(by_node), dtype=pl.Float64, nan_to_null=True)


def distribution(scores: pl.DataFrame, rulebook: Rulebook) -> pl.DataFrame:
    """Firms per band: node, band, firms, share (of the firms that have a score), firms_low, firms_high.

    Every band of every node that is told has a row. The highest band takes in a total that the bonus lifts above it.
    The bonus itself has no bands. `firms_low` counts the firms whose whole interval lies in the band, `firms_high`
    those whose interval touches it; null where the node has no error.
    """
    sets = {node: rulebook.band_set(node) for node in (*told_above(rulebook), *rulebook.nodes) if node != "bonus"}
    rows = [
        (node, *band)
        for node, bands in sets.items()
        for band in zip(bands.labels, bands.edges, range(len(bands.band)), strict=True)
    ]
    edges = pl.LazyFrame(rows, _EDGES, orient="row").with_columns(
        to=pl.col("from").shift(1).over("node", order_by="order").fill_null(float("inf"))
    )
    score, low, high = (settled(pl.col(name)) for name in ("score", "low", "high"))
    scored = scores.lazy().filter(pl.col("score").is_not_null()).select("node", score, low, high)
    counts = (
        edges.join(scored, on="node")
        .group_by("node", "band")
        .agg(
            firms=_within("score", "score").sum(),
            firms_low=pl.when(pl.col("low").is_not_null().any()).then(_within("low", "high").sum()),
            firms_high=pl.when(pl.col("low").is_not_null().any()).then(
                ((pl.col("high") >= pl.col("from")) & (pl.col("low") < pl.col("to"))).sum()
            ),
        )
    )
    counted = edges.join(counts, on=["node", "band"], how="left", maintain_order="left")
    numbers = counted.with_columns(pl.col("firms").fill_null(0)).cast(dict(_COUNTS.items()))
    scored_firms = pl.col("firms").sum().over("node")
    share = pl.when(scored_firms > 0).then(pl.col("firms") / scored_firms)
    shown = ("node", "band", "firms", "share", "firms_low", "firms_high")
    return numbers.with_columns(share=share).select(shown).collect()


def _within(low: str, high: str) -> pl.Expr:
    return (pl.col(low) >= pl.col("from")) & (pl.col(high) < pl.col("to"))


def summary(
    scores: pl.DataFrame, rulebook: Rulebook, scheme: str, means: Mapping[str, NodeError] | None = None
) -> pl.DataFrame:
    """node, name, level, weight (among siblings), firms (with a score), mean, median, min, max, sd, se, low, high.

    A row per node that is told (`scoring.frames.told_above`, then the tree).
    The standard deviation is that of the whole population of evaluated firms (divisor n); se, low and high are the
    sampling error and the interval of the mean, null where nothing rests on answers of a sample.
    """
    weights = rulebook.local_weights(scheme)
    names = node_names(rulebook)
    score = pl.col("score")
    told = scores.filter(pl.col("node").is_in([*told_above(rulebook), *rulebook.nodes]))
    figures = told.group_by("node", "level", maintain_order=True).agg(
        firms=score.count().cast(pl.Int64),
        mean=score.mean(),
        median=score.median(),
        min=score.min(),
        max=score.max(),
        sd=score.std(ddof=0),
    )
    limits = pl.DataFrame(
        [
            (node, *(float(getattr(error, name)[0]) for name in ("se", "low", "high")))
            for node, error in (means or {}).items()
        ],
        schema={"node": pl.String, "se": pl.Float64, "low": pl.Float64, "high": pl.Float64},
        orient="row",
    )
    return figures.join(limits, on="node", how="left", maintain_order="left").select(
        "node",
        pl.col("node").replace_strict(names, return_dtype=pl.String).alias("name"),
        "level",
        pl.col("node").replace_strict(weights, default=None, return_dtype=pl.Float64).alias("weight"),
        "firms", "mean", "median", "min", "max", "sd", "se", "low", "high",
    )  # fmt: skip
