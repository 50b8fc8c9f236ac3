"""Raking: weights that bring respondents to known margins (iterative proportional fitting).

Deming & Stephan (1940), Annals of Mathematical Statistics 11(4), 427-444; Kalton & Flores-Cervantes (2003), Journal of
Official Statistics 19(2), 81-97, for raking and trimming. Respondents who agree in all attributes form a cell and share
a weight, so the cost does not grow with the number of respondents.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from surveys.errors import ConvergenceError, MarginError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy.typing as npt

    from surveys.margin import Margin

    Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Limits:
    """How far weights may go (as ratios to the mean weight 1), and when raking is done or given up.

    `tolerance` is the largest difference allowed between a weighted share and its target.
    """

    trim_low: float = 0.2
    trim_high: float = 5.0
    tolerance: float = 1e-6
    iterations: int = 200


def rake(
    counts: Sequence[int], cells: Mapping[str, Sequence[str | None]], margins: Sequence[Margin], limits: Limits
) -> Floats:
    """Weight of every cell; the mean weight over respondents is 1.

    Args:
        counts: respondents per cell, shape (cells,).
        cells: for every margin's name, the category of every cell; None where the respondents did not say. Such cells
            are left as they are by that margin, which then holds among those who said.
        margins: the known distributions.
        limits: trimming, tolerance, iterations.

    Raises:
        MarginError: a category with a share has no respondent, or a respondent's category has no share.
        ConvergenceError: a margin is not met within the iterations, with the weights held inside their limits.
    """
    number = np.asarray(counts, dtype=np.float64)
    groups = [_groups(margin, cells[margin.name], number) for margin in margins]
    weights = np.ones_like(number)
    for _ in range(limits.iterations):
        for margin, group in zip(margins, groups, strict=True):
            weights = weights * _factors(weights * number, group, margin)
        weights *= number.sum() / (weights * number).sum()
        weights = np.clip(weights, limits.trim_low, limits.trim_high)
        if all(_off(weights * number, g, m).max() <= limits.tolerance for m, g in zip(margins, groups, strict=True)):
            return np.asarray(weights * (number.sum() / (weights * number).sum()))
    raise _not_met(weights * number, margins, groups, limits)


def _groups(margin: Margin, categories: Sequence[str | None], number: Floats) -> npt.NDArray[np.intp]:
    """Place of every cell's category in the margin; -1 where it is not known."""
    places = {category: place for place, category in enumerate(margin.categories)}
    unknown = sorted({c for c in categories if c is not None and c not in places})
    if unknown:
        raise MarginError(
            f"边际 {margin.name} 没有给出 {'、'.join(unknown)} 的占比；已给出：{'、'.join(margin.categories)}",
            f"请在边际表补上 {margin.name} 的这些占比",
        )
    group = np.array([-1 if category is None else places[category] for category in categories], dtype=np.intp)
    people = np.bincount(group[group >= 0], number[group >= 0], minlength=len(margin.categories))
    empty = [c for c, n, share in zip(margin.categories, people, margin.shares, strict=True) if n == 0 and share > 0]
    if empty:
        raise MarginError(
            f"边际 {margin.name} 的 {'、'.join(empty)} 没有一份答卷，无法加权",
            f"请把边际表中 {margin.name} 的这些类别与相近的合并",
        )
    return group


def _shares(carried: Floats, group: npt.NDArray[np.intp], size: int) -> Floats:
    known = group >= 0
    total = np.bincount(group[known], carried[known], minlength=size)
    return np.asarray(total / total.sum())


def _off(carried: Floats, group: npt.NDArray[np.intp], margin: Margin) -> Floats:
    return np.asarray(np.abs(_shares(carried, group, len(margin.shares)) - np.asarray(margin.shares)))


def _factors(carried: Floats, group: npt.NDArray[np.intp], margin: Margin) -> Floats:
    reached = _shares(carried, group, len(margin.shares))
    ratio = np.divide(np.asarray(margin.shares), reached, out=np.zeros_like(reached), where=reached > 0)
    return np.asarray(np.where(group >= 0, ratio[group], 1.0))


def _not_met(
    carried: Floats, margins: Sequence[Margin], groups: Sequence[npt.NDArray[np.intp]], limits: Limits
) -> ConvergenceError:
    worst = max(range(len(margins)), key=lambda at: _off(carried, groups[at], margins[at]).max())
    margin, group = margins[worst], groups[worst]
    at = int(_off(carried, group, margin).argmax())
    reached = float(_shares(carried, group, len(margin.shares))[at])
    return ConvergenceError(margin.name, margin.categories[at], margin.shares[at], reached, limits.iterations)
