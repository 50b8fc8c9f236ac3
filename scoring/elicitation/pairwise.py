"""Pairwise comparisons (analytic hierarchy process): the principal eigenvector and the consistency ratio.

Saaty, The Analytic Hierarchy Process (1980); Saaty, How to make a decision, European Journal of Operational Research
48 (1990) 9-26.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from math import log
from typing import TYPE_CHECKING

import numpy as np

from scoring.elicitation.judgement import Clash, Consistency, Weighed
from scoring.errors import JudgementError

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]

RANDOM_INDEX = (0.0, 0.0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49, 1.51, 1.48, 1.56, 1.57, 1.59)
"""Mean consistency index of random reciprocal matrices of 1 to 15 rows: Saaty (1980), p. 21. Later tables differ in the
second decimal (Saaty 2008: 0.52, 0.89, 1.11, …); worked examples up to 1990 use this one."""
ACCEPTABLE_RATIO = 0.10
"""Saaty (1980), p. 21: a consistency ratio of 0.10 or less is acceptable."""
LARGEST = len(RANDOM_INDEX)
_ROUNDING = 1e-9  # relative difference of a pair's two entries that is only binary


@dataclass(frozen=True)
class PairwiseJudgement:
    """How many times as important every sibling is as every other.

    Attributes:
        matrix: positive and reciprocal, siblings × siblings.

    Raises:
        JudgementError: the matrix is no such matrix, or larger than `LARGEST`.
    """

    matrix: tuple[tuple[float, ...], ...]

    def __post_init__(self) -> None:
        values = np.asarray(self.matrix, dtype=np.float64)
        size = len(values)
        if values.shape != (size, size) or not 1 <= size <= LARGEST:
            raise JudgementError(f"两两比较矩阵应为方阵，1 至 {LARGEST} 行，实为 {values.shape}")
        if not np.isfinite(values).all() or (values <= 0).any():
            raise JudgementError("两两比较的值应为正数")
        if (np.abs(values * values.T - 1) > _ROUNDING).any():
            raise JudgementError("两两比较矩阵应互为倒数：乙比甲是甲比乙的倒数")

    @property
    def size(self) -> int:
        """How many siblings."""
        return len(self.matrix)

    @cached_property
    def values(self) -> Floats:
        """The matrix as an array."""
        return np.asarray(self.matrix, dtype=np.float64)

    def weigh(self) -> Weighed:
        """The principal eigenvector, the consistency ratio, and the judgements that deviate most.

        A judgement a_ij is held against the geometric mean of a_ik a_kj over all others k, so that it does not speak
        for itself; they are the same everywhere if and only if the matrix is consistent.
        """
        largest, weights = principal(self.values)
        size = self.size
        index = max((largest - size) / (size - 1), 0.0) if size > 1 else 0.0
        random = RANDOM_INDEX[size - 1]
        ratio = index / random if random else 0.0
        found = [
            Clash(i, j, float(self.values[i, j]), self._indirect(i, j))
            for i in range(size)
            for j in range(i + 1, size)
            if size > 2  # noqa: PLR2004  (two alone have no third between them)
        ]
        detail = {"lambda_max": largest, "index": index}
        return Weighed(weights, Consistency("cr", ratio, ACCEPTABLE_RATIO, detail), worst_first(found))

    def _indirect(self, i: int, j: int) -> float:
        others = [k for k in range(self.size) if k not in (i, j)]
        return float(np.exp(np.mean(np.log(self.values[i, others] * self.values[others, j]))))


def principal(matrix: Floats) -> tuple[float, Floats]:
    """The largest eigenvalue of a positive matrix and its eigenvector, adding up to 1 (Perron-Frobenius)."""
    values, vectors = np.linalg.eig(matrix)
    place = int(values.real.argmax())
    vector = np.abs(vectors[:, place].real)
    return float(values[place].real), vector / vector.sum()


def geometric_mean(judgements: Sequence[PairwiseJudgement]) -> PairwiseJudgement:
    """The judgement of a panel: the geometric mean of every comparison.

    It alone keeps reciprocals and treats experts alike (Aczél & Saaty, Procedures for synthesizing ratio judgements,
    Journal of Mathematical Psychology 27 (1983) 93-102).
    """
    together = np.exp(np.mean([np.log(each.values) for each in judgements], axis=0))
    return PairwiseJudgement(tuple(map(tuple, together.tolist())))


def worst_first(found: Sequence[Clash]) -> tuple[Clash, ...]:
    """Judgements that deviate from what others imply, by how many times, the worst first."""
    deviating = [each for each in found if abs(log(each.given / each.implied)) > _ROUNDING]
    return tuple(sorted(deviating, key=lambda each: (-abs(log(each.given / each.implied)), each.first, each.second)))
