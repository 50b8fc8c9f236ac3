"""Weighted sums of leaves over draws: the same bits whatever other draws stand beside a draw."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from scoring.robustness.ranking import STEPS

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]

_ROUNDING = 2.0**-53
_ROWS = 32
"""Draws that are looked at side by side."""

_DOUBTFUL = 0.1
"""Part of a step: where a product could be farther off, too many sums would have to be looked at again."""


def weighted_sums(shares: Floats, leaves: Sequence[Floats], added: Sequence[Floats | float] = (0.0,)) -> Floats:
    """Σ share × leaf, from the first leaf to the last, shape (draws, firms); NaN where no leaf has a share.

    Where the leaves are the same in all draws, a matrix product is taken. Its last bits depend on blocks, threads and
    the processor, so every sum that could settle otherwise than the chain of multiplications and additions is replaced
    by that of the chain (filter and refine, as in exact geometric predicates). The error of either is at most
    n u Σ |share × leaf| (Higham 2002, Accuracy and Stability of Numerical Algorithms, 3.5), so they are some
    thousandths of a step of 1e-9 point apart.

    Args:
        shares: not negative, shape (leaves, draws).
        leaves: each of shape (draws, firms), or (1, firms) where it is the same in all draws.
        added: what is added to the sums before they are settled, of shapes that broadcast to (1, firms).

    Returns:
        Sums that settle, with any of `added`, as those of the chain do.
    """
    nothing = shares.sum(axis=0) == 0
    if all(len(leaf) == 1 for leaf in leaves) and shares.shape[1] > 1:
        made = _product(shares, np.concatenate(leaves), added)
    else:
        made = _chain(shares[:, :, None], leaves)
    made[nothing] = np.nan
    return made


def _chain(shares: Floats, leaves: Sequence[Floats] | Floats) -> Floats:
    made = np.zeros(np.broadcast_shapes(shares.shape[1:], leaves[0].shape))
    part = np.empty_like(made)
    for share, leaf in zip(shares, leaves, strict=True):
        np.multiply(share, leaf, out=part)
        made += part
    return made


def _product(shares: Floats, leaves: Floats, added: Sequence[Floats | float]) -> Floats:
    largest = shares.sum(axis=0).max() * np.abs(leaves).max() + max(np.abs(each).max() for each in added)
    apart = STEPS * 2 * (len(shares) + 4) * _ROUNDING * 1.01 * largest
    if not apart <= _DOUBTFUL:
        return _chain(shares[:, :, None], leaves[:, None, :])
    made = shares.T @ leaves
    for start in range(0, len(made), _ROWS):
        rows = made[start : start + _ROWS]
        draws, firms = np.nonzero(_doubtful(rows, added, 0.5 - apart))
        rows[draws, firms] = _chain(shares[:, start + draws], leaves[:, firms])
    return made


def _doubtful(sums: Floats, added: Sequence[Floats | float], edge: float) -> npt.NDArray[np.bool_]:
    """Which sums, with any of `added`, lie farther than `edge` of a step from a whole number of steps."""
    found = np.zeros(sums.shape, dtype=np.bool_)
    for each in added:
        steps = sums + each
        steps *= STEPS
        steps -= np.rint(steps)
        np.abs(steps, out=steps)
        found |= steps > edge
    return found
