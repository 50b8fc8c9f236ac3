"""Ranks of many draws at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from scoring.precision import DECIMALS

if TYPE_CHECKING:
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]
    Ranks = npt.NDArray[np.uint16]


def settle(scores: Floats) -> Floats:
    """Scores as they are compared, see `scoring.precision`."""
    return np.round(scores, DECIMALS)


def competition_ranks(scores: Floats) -> Ranks:
    """Ranks from the best score down within every row: 1, 2, 2, 4; 0 where there is no score.

    Args:
        scores: settled, shape (draws, firms); at most 65,535 firms.
    """
    order = np.argsort(-scores, axis=1)  # NaN last
    ordered = np.take_along_axis(scores, order, axis=1)
    place = np.zeros(scores.shape, dtype=np.uint16)
    later = np.arange(1, scores.shape[1], dtype=np.uint16)
    place[:, 1:] = np.where(ordered[:, 1:] != ordered[:, :-1], later, np.uint16(0))
    np.maximum.accumulate(place, axis=1, out=place)
    place += np.uint16(1)
    place[np.isnan(ordered)] = 0
    ranks = np.empty_like(place)
    np.put_along_axis(ranks, order, place, axis=1)
    return ranks
