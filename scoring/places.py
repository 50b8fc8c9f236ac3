"""Where firms stand in the industry: the quartiles of every node, and every firm's place among the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from scoring.precision import settled

if TYPE_CHECKING:
    from scoring.evaluation import Evaluation


def quartiles(evaluation: Evaluation) -> pl.DataFrame:
    """The industry at every node: node, firms (that have a score), min, q1, median, q3, max, in tree order.

    Quartiles interpolate linearly between order statistics (Hyndman & Fan, Sample Quantiles in Statistical Packages,
    The American Statistician 50, 1996: definition 7).
    """
    score = pl.col("score")
    return evaluation.scores.group_by("node", maintain_order=True).agg(
        firms=score.count().cast(pl.Int64),
        min=score.min(),
        q1=score.quantile(0.25, interpolation="linear"),
        median=score.quantile(0.5, interpolation="linear"),
        q3=score.quantile(0.75, interpolation="linear"),
        max=score.max(),
    )


def places(evaluation: Evaluation) -> pl.DataFrame:
    """Every firm's place at every node: firm_id, node, score, above, band.

    `above` is the number of firms with a lower score, `band` the one that the score lies in. Both are null without a
    score, the band also at the bonus, which has none.
    """
    rulebook = evaluation.rulebook
    score = settled(pl.col("score"))
    sets = {node: rulebook.band_set(node) for node in ("base", "total", *rulebook.nodes)}
    edges = pl.concat(
        pl.DataFrame({"node": node, "band": bands.labels, "from": bands.edges}) for node, bands in sets.items()
    )
    placed = evaluation.scores.select(
        "firm_id",
        "node",
        "score",
        settled=score,
        above=(score.rank("min").cast(pl.Int64) - 1).over("node"),
    )
    return (
        placed.sort("settled", nulls_last=True)
        .join_asof(edges.sort("from"), left_on="settled", right_on="from", by="node", check_sortedness=False)
        .join(placed.select("firm_id", "node"), on=["firm_id", "node"], maintain_order="right")
        .select("firm_id", "node", "score", "above", "band")
    )
