"""The scores of an evaluation as one matrix."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from scoring.precision import settled

if TYPE_CHECKING:
    from collections.abc import Iterable

    import numpy as np
    import numpy.typing as npt

    from scoring.evaluation import Evaluation


@dataclass(frozen=True)
class ScoreMatrix:
    """Scores by node and firm.

    Attributes:
        nodes: names of the rows.
        values: shape (nodes, firms), settled (`scoring.precision`); NaN for no score.
    """

    nodes: tuple[str, ...]
    values: npt.NDArray[np.float64]

    def of(self, nodes: Iterable[str]) -> npt.NDArray[np.float64]:
        """The rows of some nodes, in their order."""
        return self.values[[self.nodes.index(node) for node in nodes]]


def score_matrix(evaluation: Evaluation) -> ScoreMatrix:
    """The scores of all nodes that an evaluation has, firms in the order of their ids."""
    wide = (
        evaluation.scores.with_columns(settled(pl.col("score")))
        .pivot("node", index="firm_id", values="score")
        .sort("firm_id")
        .drop("firm_id")
    )
    return ScoreMatrix(tuple(wide.columns), wide.cast(pl.Float64).fill_null(float("nan")).to_numpy().T.copy())
