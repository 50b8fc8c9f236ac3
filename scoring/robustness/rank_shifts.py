"""How far ranks of the total move from those of the evaluation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from scoring.robustness.banks import nominal
from scoring.robustness.simulate import simulate

if TYPE_CHECKING:
    import numpy.typing as npt

    from scoring.robustness.banks import Banks, Progress

    Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class RankShifts:
    """Draws against the evaluation. All of shape (draws,); NaN where a draw failed.

    Attributes:
        mean: mean over firms of |rank in the draw - rank as evaluated| (OECD/JRC Handbook on Constructing Composite
            Indicators, 2008, step 7: the average shift in rank).
        largest: the largest of them.
        moved: number of firms whose rank is another.
        mean_change: change of the mean total, in points.
        failed: whether the draw failed.
        reasons: why draws failed, each with the number of draws.
    """

    mean: Floats
    largest: Floats
    moved: Floats
    mean_change: Floats
    failed: npt.NDArray[np.bool_]
    reasons: dict[str, int]


def rank_shifts(banks: Banks, draws: npt.NDArray[np.int64], progress: Progress | None = None) -> RankShifts:
    """Score draws and compare them with the evaluation.

    Args:
        banks: what the draws choose from.
        draws: shape (draws, assumptions), see `scoring.robustness.simulate`.
        progress: told as draws are scored.
    """
    before, after = simulate(banks, nominal(banks)), simulate(banks, draws, progress=progress)
    shift = np.abs(after.ranks["total"].astype(np.int64) - before.ranks["total"].astype(np.int64))
    change = after.scores["total"] - before.scores["total"]

    def told(values: Floats) -> Floats:
        return np.where(after.failed, np.nan, values)

    return RankShifts(
        mean=told(shift.mean(axis=1)),
        largest=told(shift.max(axis=1, initial=0).astype(np.float64)),
        moved=told((shift > 0).sum(axis=1).astype(np.float64)),
        mean_change=told(change.mean(axis=1)),
        failed=after.failed,
        reasons=dict(after.reasons),
    )
