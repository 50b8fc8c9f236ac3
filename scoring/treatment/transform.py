"""Skewed figures bent; their order stays. NaN where there is no figure."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    Values = npt.NDArray[np.float64]


def log(figures: Values) -> Values:
    """The natural logarithm, of figures above zero."""
    return np.asarray(np.log(figures))


def shifted_log(figures: Values, offset: float) -> Values:
    """ln(x - min + offset (max - min)), of figures that are not all the same (COINr, `log_CT`)."""
    low, high = np.nanmin(figures), np.nanmax(figures)
    return np.asarray(np.log(figures - low + offset * (high - low)))


def box_cox(figures: Values, power: float) -> Values:
    """(x^λ - 1) / λ, ln x for λ = 0, of figures above zero (Box & Cox 1964, JRSS B 26)."""
    from scipy.special import boxcox  # noqa: PLC0415  (slow to load)

    return np.asarray(boxcox(figures, power))


def likeliest_power(figures: Values) -> float:
    """The λ of `box_cox` of the greatest likelihood; figures above zero, without NaN, not all the same."""
    from scipy.stats import boxcox_normmax  # noqa: PLC0415

    return float(boxcox_normmax(figures, method="mle"))
