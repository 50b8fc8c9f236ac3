"""Figures that units do not have, from those that others have. NaN where there is no figure, before and after."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy.typing as npt

    Values = npt.NDArray[np.float64]
    Where = npt.NDArray[np.bool_]


def by_groups(figures: Values, groups: Mapping[str, Where], method: Literal["mean", "median"]) -> Values:
    """Missing figures made the mean or median of those of the same group.

    Args:
        figures: shape (units,).
        groups: by name, which units belong to it.
        method: see above.

    Returns:
        The figures; NaN where a unit has no group, or nobody of its group has a figure.
    """
    found = figures.copy()
    for belongs in groups.values():
        known = figures[belongs & ~np.isnan(figures)]
        if len(known):
            found[belongs & np.isnan(figures)] = known.mean() if method == "mean" else np.median(known)
    return found


def line(figures: Values, on: Values) -> tuple[float, float]:
    """Intercept and slope of the least squares line of the figures on others, over units that have both.

    At least two of them must have different values of `on`.
    """
    both = ~np.isnan(figures) & ~np.isnan(on)
    x, y = on[both], figures[both]
    centred = x - x.mean()
    slope = float((centred * (y - y.mean())).sum() / (centred**2).sum())
    return float(y.mean() - slope * x.mean()), slope


def by_line(figures: Values, on: Values, intercept: float, slope: float) -> Values:
    """Missing figures made intercept + slope × on; NaN where a unit has neither."""
    return np.asarray(np.where(np.isnan(figures), intercept + slope * on, figures))
