"""The maximum of a likelihood of two parameters."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]

WIDEST = 25.0
"""Natural logarithm of the greatest strength that is looked for: beyond it nothing distinguishes it from pooling."""


def maximum(likelihood: Callable[[Floats], tuple[float, Floats]], start: Floats) -> Floats:
    """Where a log-likelihood is greatest.

    Args:
        likelihood: its value and its gradient.
        start: where the search begins: a location, and the logarithm of a strength.
    """
    from scipy.optimize import minimize  # noqa: PLC0415  (slow to load)

    def fallen(at: Floats) -> tuple[float, Floats]:
        value, slope = likelihood(at)
        return -value, -slope

    limits = [(-WIDEST, WIDEST), (-WIDEST, WIDEST)]
    options = {"maxiter": 500, "ftol": 1e-15, "gtol": 1e-9}
    found = minimize(fallen, start, jac=True, method="L-BFGS-B", bounds=limits, options=options)
    return np.asarray(found.x)
