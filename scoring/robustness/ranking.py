"""Ranks of many draws at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from scoring.precision import DECIMALS

if TYPE_CHECKING:
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]
    Ranks = npt.NDArray[np.uint16]

STEPS = 10.0**DECIMALS
"""Steps of a point to which scores are settled."""

_WHOLE = 2.0**52
"""Up to here every float is followed by another that is less than 1 away."""


def settle(scores: Floats) -> Floats:
    """Scores as they are compared, see `scoring.precision`."""
    return np.round(scores, DECIMALS)


def competition_ranks(scores: Floats) -> Ranks:
    """Ranks from the best score down within every row: 1, 2, 2, 4; 0 where there is no score.

    Args:
        scores: settled, shape (draws, firms); at most 65,535 firms.
    """
    ranks = np.empty(scores.shape, dtype=np.uint16)
    if not scores.size:
        return ranks
    bits = max(scores.shape[1] - 1, 1).bit_length()
    steps = np.rint(scores * -STEPS)
    if max(-float(steps.min()), float(steps.max())) < min(_WHOLE, 2.0 ** (62 - bits)):  # not so where one is NaN
        order, same = _by_keys(steps, bits)
        missing = None
    else:
        order, same = _by_order(scores)
        missing = np.isnan(scores)
    place = np.broadcast_to(np.arange(1, scores.shape[1] + 1, dtype=np.uint16), scores.shape)
    tied = same.any(axis=1)
    if tied.any():
        place = place.copy()
        first = np.where(same[tied], np.uint16(0), place[tied, 1:])
        place[tied, 1:] = np.maximum.accumulate(np.column_stack([place[tied, 0], first]), axis=1)[:, 1:]
    np.put_along_axis(ranks, order, place, axis=1)
    if missing is not None:
        ranks[missing] = 0
    return ranks


def _by_keys(steps: Floats, bits: int) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.bool_]]:
    """Order of every row, ascending, and which values are those before them: numbers are sorted, not places of numbers.

    A key is the whole number of steps with the place of the firm in its lowest bits.
    """
    keys = steps.astype(np.int64)
    keys <<= bits
    keys |= np.arange(steps.shape[1])
    keys.sort(axis=1)
    order = keys & ((1 << bits) - 1)
    keys >>= bits
    return order, keys[:, 1:] == keys[:, :-1]


def _by_order(scores: Floats) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.bool_]]:
    order = np.argsort(-scores, axis=1)  # NaN last
    ordered = np.take_along_axis(scores, order, axis=1)
    return order, ordered[:, 1:] == ordered[:, :-1]
