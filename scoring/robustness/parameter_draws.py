"""Rule parameters as they could as well have been."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from scoring.aggregation import Hierarchy

if TYPE_CHECKING:
    import numpy.typing as npt

    from indicator_tree.robustness import Robustness
    from scoring.evaluation import Evaluation
    from scoring.robustness.banks import Progress

    Floats = npt.NDArray[np.float64]


def scenario_scores(
    evaluation: Evaluation, firms: pl.Series, spec: Robustness, seed: int, progress: Progress | None = None
) -> tuple[Floats, Floats]:
    """Scores of the leaves, shape (scenarios + 1, leaves, firms), and the bonus, shape (scenarios + 1, firms)."""
    leaves = Hierarchy.of(evaluation.rulebook).leaves
    wide = evaluation.scores.pivot(on="node", index="firm_id", values="score")
    aligned = firms.to_frame("firm_id").join(wide, on="firm_id", how="left", maintain_order="left")
    nominal = np.stack([aligned[leaf].fill_null(float("nan")).to_numpy() for leaf in leaves])
    return nominal[None], aligned["bonus"].fill_null(0.0).to_numpy()[None]
