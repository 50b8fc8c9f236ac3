"""Budget allocation: every expert divides a fixed number of points among the siblings.

OECD/JRC, Handbook on Constructing Composite Indicators (2008), section 6.2 (budget allocation process).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import fsum, isfinite

import numpy as np

from scoring.elicitation.judgement import Weighed
from scoring.errors import JudgementError

BUDGET = 100.0
"""Points that are divided."""


@dataclass(frozen=True)
class BudgetJudgement:
    """Points of every sibling, adding up to `BUDGET`.

    Raises:
        JudgementError: a point is negative, or they do not add up.
    """

    points: tuple[float, ...]

    def __post_init__(self) -> None:
        if not self.points or not all(isfinite(each) and each >= 0 for each in self.points):
            raise JudgementError("分数应为不小于 0 的数")
        if round(fsum(self.points), 6) != BUDGET:
            raise JudgementError(f"分数合计应为 {BUDGET:g}，实为 {fsum(self.points):g}")

    @property
    def size(self) -> int:
        """How many siblings."""
        return len(self.points)

    def weigh(self) -> Weighed:
        """The shares; a budget cannot contradict itself."""
        points = np.asarray(self.points, dtype=np.float64)
        return Weighed(points / points.sum())
