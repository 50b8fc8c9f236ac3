"""How much every node counts in a firm's total, and what it lost there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from scoring.rollup import leaf_weights

if TYPE_CHECKING:
    import numpy.typing as npt

    from scoring.evaluation import Evaluation


def losses(evaluation: Evaluation) -> pl.DataFrame:
    """firm_id, node, weight, points, lost: one row per firm and node of the tree that has a score, in tree order.

    `weight` is the node's in the whole tree, as it applied to the firm (siblings without a score pass theirs on);
    `points` what it gave to the total before bonus, weight × score; `lost` what was missing there to full marks, the
    sum over its leaves of weight × (full marks − score). On every level of the tree the losses of a firm add up to
    full marks less its score before bonus.
    """
    rulebook, leaves = evaluation.rulebook, evaluation.rulebook.leaves
    firms = evaluation.scores.filter(pl.col("node") == "base")["firm_id"]
    scores = _matrix(evaluation, firms)
    weights = leaf_weights(scores, rulebook, evaluation.scheme, leaves)["base"]
    short = np.stack([rulebook.scale.full_marks - np.nan_to_num(scores[leaf]) for leaf in leaves], axis=1)
    tables = []
    for node in rulebook.nodes:
        under = [leaves.index(leaf) for leaf in rulebook.leaves_under(node)]
        weight = weights[:, under].sum(axis=1)
        table = pl.DataFrame(
            {
                "firm_id": firms,
                "node": node,
                "weight": weight,
                "points": weight * np.nan_to_num(scores[node]),
                "lost": (weights[:, under] * short[:, under]).sum(axis=1),
            }
        )
        tables.append(table.filter(~np.isnan(scores[node])))
    return pl.concat(tables)


def _matrix(evaluation: Evaluation, firms: pl.Series) -> dict[str, npt.NDArray[np.float64]]:
    """Scores by node in the order of the firms, NaN for none."""
    wide = firms.to_frame().join(
        evaluation.scores.pivot("node", index="firm_id", values="score"), on="firm_id", maintain_order="left"
    )
    return {node: wide[node].cast(pl.Float64).fill_null(float("nan")).to_numpy() for node in wide.columns[1:]}
