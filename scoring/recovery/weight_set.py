"""The set of weights that keep linear conditions: its extent, its point closest to equal, and how far it is from
holding any.

Extents and shortfalls are linear programs (HiGHS). The closest point is a least-distance program, solved as a problem
of nonnegative least squares (Lawson and Hanson, Solving Least Squares Problems, 1974, chapter 23, algorithm LDP):
finite, without a step size or a start, and exact to the last digits.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import highspy
import numpy as np
import numpy.typing as npt
from scipy.optimize import nnls

Floats = npt.NDArray[np.float64]
NOISE = 1e-9
"""Points by which conditions are relaxed: binary noise of printed decimals, seven orders below what is printed."""
_TOLERANCE = 1e-10  # the finest that HiGHS takes
_OPTIONS: dict[str, bool | int | float | str] = {
    "output_flag": False,
    "threads": 1,
    "parallel": "off",
    "random_seed": 0,
    "primal_feasibility_tolerance": _TOLERANCE,
    "dual_feasibility_tolerance": _TOLERANCE,
}
_ITERATIONS = 10_000
_DEPENDENT = 1e-12
_CERTIFIED = 1e-7
_DIGITS = 14  # the rest is binary noise


@dataclass(frozen=True)
class WeightSet:
    """Weights w of shape (n,), each at least `at_least`, adding up to 1, with `rows` · w ≥ 0 up to `NOISE`.

    `rows` has shape (conditions, n) and is in points.
    """

    rows: Floats
    at_least: float = 0.0

    @property
    def size(self) -> int:
        """How many weights there are."""
        return int(self.rows.shape[1])

    def shortfall(self) -> float:
        """The least points t ≥ 0 such that some weights have rows · w ≥ -t; 0 where the set is not empty."""
        rows = np.column_stack([self.rows, np.ones(len(self.rows))])
        sums = np.append(np.ones(self.size), 0.0)
        lower, upper = np.append(np.full(self.size, self.at_least), 0.0), np.append(np.ones(self.size), np.inf)
        found = float(_least(_program(rows, 0.0, sums, lower, upper), 1.0 - sums)[-1])
        return found if found > NOISE else 0.0

    @cached_property
    def _extents(self) -> highspy.Highs:
        ones = np.ones(self.size)
        return _program(self.rows, -NOISE, ones, self.at_least * ones, ones)

    def highest(self, direction: Floats) -> float:
        """The highest direction · w of the set; `direction` has shape (n,)."""
        return float(direction @ _least(self._extents, -direction))

    def extent(self, direction: Floats) -> tuple[float, float]:
        """The lowest and highest direction · w of the set."""
        return 0.0 - self.highest(-direction), self.highest(direction)

    def closest_to_equal(self) -> Floats:
        """The weights of the set with the least sum of squared differences from 1/n, shape (n,).

        Checked by a linear program: of all weights of the set none lies nearer in the direction of equal weights.
        """
        equal = np.full(self.size, 1 / self.size)
        plane = _plane(self.size)
        conditions = np.vstack([self.rows, np.eye(self.size)])
        least = np.append(np.full(len(self.rows), -NOISE), np.full(self.size, self.at_least)) - conditions @ equal
        inside = conditions @ plane
        length = np.linalg.norm(inside, axis=1)
        kept = length > _DEPENDENT
        if not kept.any():
            return equal
        step = plane @ _least_distance(inside[kept] / length[kept, None], least[kept] / length[kept])
        if step @ step + self.highest(-step) - step @ equal > _CERTIFIED:
            raise ArithmeticError("least-distance program solved wrongly: nearer weights exist")
        return np.asarray(np.clip((equal + step).round(_DIGITS), self.at_least, 1.0))


def _program(rows: Floats, least: float, sums: Floats, lower: Floats, upper: Floats) -> highspy.Highs:
    """The x with rows · x ≥ least, sums · x = 1 and lower ≤ x ≤ upper, so far without a goal."""
    matrix = np.vstack([rows, sums])
    height, width = matrix.shape
    program = highspy.HighsLp()
    program.num_col_, program.num_row_ = width, height
    program.col_cost_, program.col_lower_, program.col_upper_ = np.zeros(width), lower, upper
    program.row_lower_ = np.append(np.full(len(rows), least), 1.0)
    program.row_upper_ = np.append(np.full(len(rows), np.inf), 1.0)
    program.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    program.a_matrix_.start_ = np.arange(0, matrix.size + 1, width)
    program.a_matrix_.index_ = np.tile(np.arange(width), height)
    program.a_matrix_.value_ = matrix.ravel()
    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    for name, value in _OPTIONS.items():
        solver.setOptionValue(name, value)
    solver.passModel(program)
    return solver


def _least(program: highspy.Highs, cost: Floats) -> Floats:
    """The x of a program with the least cost · x."""
    program.changeColsCost(cost.size, np.arange(cost.size, dtype=np.int32), cost)
    program.run()
    if program.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        raise ArithmeticError(f"linear program without a solution: {program.getModelStatus()}")
    return np.asarray(program.getSolution().col_value, dtype=np.float64)


def _plane(size: int) -> Floats:
    """An orthonormal basis of the directions that leave the sum as it is, shape (size, size - 1)."""
    whole, _ = np.linalg.qr(np.column_stack([np.ones(size), np.eye(size)[:, 1:]]))
    return np.asarray(whole[:, 1:], dtype=np.float64)


def _least_distance(conditions: Floats, least: Floats) -> Floats:
    """The shortest x with conditions · x ≥ least."""
    system = np.vstack([conditions.T, least])
    target = np.append(np.zeros(conditions.shape[1]), 1.0)
    multipliers, _ = nnls(system, target, maxiter=_ITERATIONS)
    residual = system @ multipliers - target
    return np.asarray(-residual[:-1] / residual[-1], dtype=np.float64)
