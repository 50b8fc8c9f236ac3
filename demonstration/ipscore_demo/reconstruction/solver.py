"""Small linear and integer programs, solved the same way every time: one thread, fixed seed, no time limit."""

from __future__ import annotations

from dataclasses import dataclass

import highspy
import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


class InfeasibleError(Exception):
    """No values fit the figures; the message names what was being solved."""


@dataclass(frozen=True)
class Row:
    """One constraint: low <= coefficients · x <= high."""

    coefficients: Floats
    low: float
    high: float


def nearest(
    target: Floats,
    rows: list[Row],
    *,
    lower: Floats | float = 0.0,
    upper: Floats | float = np.inf,
    weight: Floats | float = 1.0,
    integer: bool = True,
    gap: float = 0.0,
    what: str = "",
) -> Floats:
    """The values nearest to a target that keep all rows and bounds: least weighted sum of absolute deviations.

    Args:
        target: wished values, shape (n,).
        rows: constraints on the n values.
        lower: least values.
        upper: greatest values.
        weight: price of one unit of deviation.
        integer: whether values are whole numbers.
        gap: how far from the best deviation the answer may be, as a share.
        what: what is being solved, for the message.

    Raises:
        InfeasibleError: no values keep all rows.
    """
    size = target.size
    each = np.ones(size)
    cost = np.concatenate([np.zeros(size), each * weight, each * weight])
    low = np.concatenate([each * lower, np.zeros(2 * size)])
    high = np.concatenate([each * upper, np.full(2 * size, np.inf)])
    starts, columns, values = [], [], []
    at = 0
    for row in rows:
        used = np.flatnonzero(row.coefficients)
        starts.append(at)
        columns.append(used)
        values.append(row.coefficients[used])
        at += used.size
    index = np.arange(size)
    starts.extend(range(at, at + 3 * size, 3))
    columns.append(np.stack([index, index + size, index + 2 * size], axis=1).ravel())
    values.append(np.tile([1.0, -1.0, 1.0], size))
    program = highspy.HighsLp()
    program.num_col_ = 3 * size
    program.num_row_ = len(rows) + size
    program.col_cost_, program.col_lower_, program.col_upper_ = cost, low, high
    program.row_lower_ = np.concatenate([[row.low for row in rows], target])
    program.row_upper_ = np.concatenate([[row.high for row in rows], target])
    program.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    program.a_matrix_.start_ = np.array([*starts, at + 3 * size])
    program.a_matrix_.index_ = np.concatenate(columns)
    program.a_matrix_.value_ = np.concatenate(values)
    if integer:
        kinds = [highspy.HighsVarType.kInteger] * size + [highspy.HighsVarType.kContinuous] * (2 * size)
        program.integrality_ = kinds
    return _solved(program, gap, what)[:size]


def _solved(program: highspy.HighsLp, gap: float, what: str) -> Floats:
    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    options: dict[str, bool | int | float | str] = {
        "output_flag": False,
        "threads": 1,
        "parallel": "off",
        "random_seed": 0,
        "mip_rel_gap": gap,
    }
    for name, value in options.items():
        solver.setOptionValue(name, value)
    solver.passModel(program)
    solver.run()
    if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        raise InfeasibleError(f"{what}：没有同时满足各项公布数字的取值（{solver.getModelStatus()}）")
    return np.asarray(solver.getSolution().col_value, dtype=np.float64)
