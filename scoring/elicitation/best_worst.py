"""The best-worst method, in its linear form with a unique solution.

Rezaei, Best-worst multi-criteria decision-making method: some properties and a linear model, Omega 64 (2016) 126-130,
problem (10): minimise xi so that |w_B - a_Bj w_j| <= xi and |w_j - a_jW w_W| <= xi, weights adding up to 1.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scoring.elicitation.judgement import Clash, Consistency, Weighed
from scoring.elicitation.pairwise import worst_first
from scoring.errors import JudgementError

HIGHEST = 9.0
"""The scale runs from 1 to 9."""
ACCEPTABLE_RATIO = (0.0, 0.0, 0.1359, 0.2681, 0.3062, 0.3337, 0.3517, 0.3620, 0.3662)
"""Up to which the input-based consistency ratio is acceptable, for 1 to 9 siblings: Liang, Brunelli & Rezaei,
Consistency issues in the best worst method: measurements and thresholds, Omega 96 (2020) 102175, where the most
important is 9 times as important as the least (the scale in full)."""


@dataclass(frozen=True)
class BestWorstJudgement:
    """The most and the least important sibling, and how all compare with them.

    Attributes:
        best: place of the most important.
        worst: place of the least important.
        from_best: how many times as important the best is as every sibling (1 for itself), shape (siblings,).
        to_worst: how many times as important every sibling is as the worst.

    Raises:
        JudgementError: a value is not from 1 to 9, the two vectors give different values for best against worst, or
            best and worst are the same.
    """

    best: int
    worst: int
    from_best: tuple[float, ...]
    to_worst: tuple[float, ...]

    def __post_init__(self) -> None:
        size = len(self.from_best)
        places = {self.best, self.worst}
        if len(self.to_worst) != size or len(places) < min(size, 2) or not places <= set(range(size)):
            raise JudgementError("最重要与最不重要的应是两项不同的指标，且各项都要与它们比较")
        if not all(1 <= each <= HIGHEST for each in (*self.from_best, *self.to_worst)):
            raise JudgementError(f"比较的值应在 1 至 {HIGHEST:g} 之间")
        if self.from_best[self.best] != 1 or self.to_worst[self.worst] != 1:
            raise JudgementError("与自己相比应为 1")
        if self.from_best[self.worst] != self.to_worst[self.best]:
            raise JudgementError("最重要的比最不重要的，两处的值应相同")

    @property
    def size(self) -> int:
        """How many siblings."""
        return len(self.from_best)

    def weigh(self) -> Weighed:
        """The weights of the linear programme, its xi, the input-based consistency ratio, and what deviates most."""
        from scipy.optimize import linprog  # noqa: PLC0415  (takes long to load)

        size, rows = self.size, []
        for place in range(size):
            for one, other, factor in (
                (self.best, place, self.from_best[place]),
                (place, self.worst, self.to_worst[place]),
            ):
                row = np.zeros(size + 1)
                row[one] += 1
                row[other] -= factor
                rows += [row - np.eye(size + 1)[size], -row - np.eye(size + 1)[size]]
        cost = np.eye(size + 1)[size]
        whole = np.append(np.ones(size), 0.0)[None]
        solved = linprog(cost, np.array(rows), np.zeros(len(rows)), whole, [1.0], method="highs")
        if not solved.success:
            raise JudgementError(f"最优最劣法的线性规划没有解：{solved.message}")
        weights = np.clip(solved.x[:size], 0.0, None)
        weights /= weights.sum()
        consistency = Consistency("input", self._ratio(), self._limit(), {"xi": float(solved.x[size])})
        return Weighed(weights, consistency, self._clashes())

    def _ratio(self) -> float:
        """max_j |a_Bj a_jW - a_BW| / (a_BW^2 - a_BW): Liang, Brunelli & Rezaei (2020), definition 3."""
        whole = self.from_best[self.worst]
        if whole == 1:
            return 0.0
        products = np.array(self.from_best) * np.array(self.to_worst)
        return float(np.abs(products - whole).max() / (whole * whole - whole))

    def _limit(self) -> float:
        return ACCEPTABLE_RATIO[self.size - 1] if self.size <= len(ACCEPTABLE_RATIO) else ACCEPTABLE_RATIO[-1]

    def _clashes(self) -> tuple[Clash, ...]:
        """Every comparison beside a_BW / a_jW, a_BW / a_Bj, or for a_BW the geometric mean of the a_Bj a_jW."""
        whole = self.from_best[self.worst]
        others = [place for place in range(self.size) if place not in (self.best, self.worst)]
        found = [Clash(self.best, j, self.from_best[j], whole / self.to_worst[j]) for j in others]
        found += [Clash(j, self.worst, self.to_worst[j], whole / self.from_best[j]) for j in others]
        if others:
            products = [self.from_best[j] * self.to_worst[j] for j in others]
            found.append(Clash(self.best, self.worst, whole, float(np.exp(np.mean(np.log(products))))))
        return worst_first(found)
