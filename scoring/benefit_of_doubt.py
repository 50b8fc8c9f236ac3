"""Benefit of the doubt: every firm judged with the weights that are best for it.

Cherchye, Moesen, Rogge & Van Puyenbroeck, An introduction to 'benefit of the doubt' composite indicators, Social
Indicators Research 82 (2007) 111-145: data envelopment analysis with one input that is the same for all. The weights
of a firm maximise its score, where nobody may score above 1 with them. Who is low even so is low by any weights.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from scoring.errors import DoubtError
from scoring.precision import settled

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from scoring.evaluation import Evaluation

    Floats = npt.NDArray[np.float64]

DOUBT = pl.Schema(
    {
        **dict.fromkeys(("firm_id", "firm", "node"), pl.String),
        "score": pl.Float64,
        "rank": pl.Int64,
        "doubt": pl.Float64,
        "doubt_rank": pl.Int64,
        "child": pl.String,
        "share": pl.Float64,
    }
)
"""A firm, a node ("" is the whole tree without the bonus) and one of its children: score and rank at the node as
evaluated; score with the firm's own best weights, from 0 to 1, and its rank; share of that score that the child
contributes (of one of the best choices: there may be several; null where the score is 0)."""


def doubt_table(
    evaluation: Evaluation, parent: str = "", at_least: float = 0.0, at_most: float = 1.0
) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """Frame `DOUBT` of a node, best first, and the names of firms that lack the score of a child and are left out.

    Args:
        evaluation: whose scores.
        parent: the node; "" is the whole tree.
        at_least: which share of a firm's score every child must contribute.
        at_most: which share no child may exceed.

    Raises:
        DoubtError: see `best_weights`.
    """
    children = evaluation.rulebook.children[parent or None]
    node = parent or "base"
    wide = (
        evaluation.scores.filter(pl.col("node").is_in(children), pl.col("score").is_not_null())
        .pivot("node", index="firm_id", values="score")
        .select("firm_id", *children)
        .drop_nulls()
        .sort("firm_id")
    )
    scores, weights = best_weights(wide.select(children).to_numpy(), at_least, at_most)
    parts = weights * wide.select(children).to_numpy()
    shares = np.divide(parts, scores[:, None], out=np.full_like(parts, np.nan), where=scores[:, None] > 0)
    found = wide.select("firm_id").with_columns(pl.Series("doubt", scores), *_shares(children, shares))
    own = evaluation.scores.filter(node=node).select("firm_id", "firm", "node", "score", "rank")
    ranked = own.join(found, on="firm_id").with_columns(
        doubt_rank=settled(pl.col("doubt")).rank("min", descending=True), node=pl.lit(parent)
    )
    long = ranked.unpivot(children, index=["firm_id", "firm", "node", "score", "rank", "doubt", "doubt_rank"])
    table = (
        long.rename({"variable": "child", "value": "share"})
        .with_columns(pl.col("share").fill_nan(None))
        .select(DOUBT.names())
        .cast(dict(DOUBT.items()))
        .sort("doubt_rank", "rank", "firm_id", maintain_order=True)
    )
    lacking = own.join(found, on="firm_id", how="anti").sort("firm_id")
    return table, tuple(lacking["firm"])


def best_weights(scores: Floats, at_least: float = 0.0, at_most: float = 1.0) -> tuple[Floats, Floats]:
    """The best that every firm can have, shape (firms,), and the weights of its children that give it, as `scores`.

    maximise sum_j w_j x_ij, so that sum_j w_j x_kj <= 1 for all firms k, and at_least <= w_j x_ij / sum <= at_most
    (shares of the firm's own score; Wong & Beasley 1990).

    Args:
        scores: not negative, shape (firms, children).
        at_least: a share.
        at_most: a share.

    Raises:
        DoubtError: a score is negative, no firm has any, or the shares leave nothing.
    """
    from scipy.optimize import linprog  # noqa: PLC0415  (takes long to load)

    firms, children = scores.shape
    if not firms or (scores < 0).any() or not (scores > 0).any():
        raise DoubtError("最有利权重要有不小于 0、且不全为 0 的得分", "请用 --node 另选一级，其下级的得分不全为 0")
    if not 0 <= at_least <= 1 / children <= at_most <= 1:
        raise DoubtError(
            f"占比的下限应在 0 与 1/{children} 之间，上限应在 1/{children} 与 1 之间（共 {children} 项），"
            f"实为 {at_least:g} 与 {at_most:g}",
            "请改写 --share-low 或 --share-high",
        )
    best, weights = np.zeros(firms), np.zeros_like(scores)
    for at, own in enumerate(scores):
        share = np.diag(own)
        bounds = np.vstack([scores, at_least * own[None, :] - share, share - at_most * own[None, :]])
        limits = np.concatenate([np.ones(firms), np.zeros(2 * children)])
        solved = linprog(-own, bounds, limits, method="highs")
        if not solved.success:
            raise DoubtError(f"最有利权重的线性规划没有解：{solved.message}", "请放宽 --share-low 或 --share-high")
        weights[at] = solved.x
        best[at] = min(-float(solved.fun), 1.0)
    return best, weights


def _shares(children: Sequence[str], shares: Floats) -> list[pl.Series]:
    return [pl.Series(child, shares[:, at]) for at, child in enumerate(children)]
