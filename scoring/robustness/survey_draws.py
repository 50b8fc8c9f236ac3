"""Sampling errors of answers as they could as well have been."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt
    import polars as pl

    from indicator_tree.robustness import Robustness
    from scoring.evaluation import Evaluation

    Floats = npt.NDArray[np.float64]


def survey_errors(
    evaluation: Evaluation, firms: pl.Series, spec: Robustness, seed: int
) -> tuple[tuple[int, ...], Floats, tuple[str, ...]]:
    """Places of the surveyed leaves; their errors, shape (realisations + 1, leaves, firms); notes."""
    return (), np.zeros((1, 0, len(firms))), ()
