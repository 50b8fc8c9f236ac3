"""A firm's scores with their limits, and the weights that applied to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scoring import Evaluation


def explain_firm(evaluation: Evaluation, firm_id: str) -> pl.DataFrame:
    """All nodes of a firm: node, name, level, weight, scheme_weight, score, rank, firms (that have a score), mean (of
    all firms), low, high, rank_low, rank_high.

    `weight` is the one that applied to the firm: where siblings have no score, theirs is shared out.
    """
    own = evaluation.scores.filter(pl.col("firm_id") == firm_id)
    joined = evaluation.summary.select("node", "name", "level", "weight", "firms", "mean").join(
        own.select("node", "score", "rank", "low", "high", "rank_low", "rank_high"), on="node", maintain_order="left"
    )
    scores = dict(joined.select("node", "score").iter_rows())
    applied: dict[str, float | None] = {}
    given = evaluation.rulebook.local_weights(evaluation.scheme)
    for children in evaluation.rulebook.children.values():
        applied |= applied_weights({child: given[child] for child in children}, scores)
    weights = pl.Series("applied", [applied.get(node) for node in joined["node"]], pl.Float64)
    return joined.with_columns(weights).select(
        *("node", "name", "level", pl.col("applied").alias("weight"), pl.col("weight").alias("scheme_weight")),
        *("score", "rank", "firms", "mean", "low", "high", "rank_low", "rank_high"),
    )


def score_of(evaluation: Evaluation, firm_id: str, node: str) -> float | None:
    """The firm's score at a node, None where it has none."""
    found = evaluation.scores.filter(pl.col("firm_id") == firm_id, pl.col("node") == node)["score"]
    return found[0] if len(found) else None


def limits_of(evaluation: Evaluation, firm_id: str, node: str) -> tuple[float | None, float | None]:
    """The limits of the firm's score at a node, None where it has none."""
    at = (pl.col("firm_id") == firm_id) & (pl.col("node") == node)
    found = evaluation.scores.filter(at).select("low", "high").rows()
    return found[0] if found else (None, None)


def applied_weights(given: Mapping[str, float], scores: Mapping[str, float | None]) -> dict[str, float | None]:
    """Weights of siblings that have a score, divided by their sum; none for the others."""
    present = sum(weight for child, weight in given.items() if scores[child] is not None)
    share = present if any(scores[child] is None for child in given) else 1.0
    return {child: None if scores[child] is None else weight / share for child, weight in given.items()}
