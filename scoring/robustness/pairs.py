"""Firms against each other over draws: how often one ranks above another."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    Counts = npt.NDArray[np.int64]
    Ranks = npt.NDArray[np.uint16]

_DRAWS = 1024
"""Draws side by side: the ranks of 1,000 firms in them fill two megabytes, their comparisons one."""

_WORD = 64


def times_above(ranks: Ranks) -> Counts:
    """Number of draws in which the firm of the row ranks strictly above that of the column, shape (firms, firms).

    Of a pair one order is counted; in the draws without a tie the rest is the other order. A firm is compared only
    with those that come near it: firms are sorted by their best rank, and all whose best rank is below its worst are
    below it in every draw.

    Args:
        ranks: competition ranks, shape (draws, firms).
    """
    draws, firms = ranks.shape
    if not ranks.size:
        return np.zeros((firms, firms), dtype=np.int64)
    best = ranks.min(axis=0)
    order = np.argsort(best, kind="stable")
    ends = np.searchsorted(best[order], ranks.max(axis=0)[order], side="right")
    small = ranks.dtype if firms > np.iinfo(np.uint8).max else np.uint8
    tied = ranks.sum(axis=1, dtype=np.int64) != firms * (firms + 1) // 2
    above = _counted(np.greater, ranks, order, ends, small)
    same = _counted(np.equal, ranks[tied], order, ends, small)
    beyond = np.arange(firms) >= ends[:, None]
    above[beyond] = draws
    later = np.triu_indices(firms, 1)
    above.T[later] = draws - above[later] - same[later]
    found = np.empty_like(above)
    found[np.ix_(order, order)] = above
    return found


def _counted(
    compare: np.ufunc, ranks: Ranks, order: npt.NDArray[np.int64], ends: npt.NDArray[np.int64], small: npt.DTypeLike
) -> Counts:
    """In how many draws a comparison of later firms with a firm holds, shape (firms, firms), as far as they come near.

    Truths are packed into words, whose bits are counted.
    """
    firms = len(order)
    found = np.zeros((firms, firms), dtype=np.int64)
    width = -(-min(len(ranks), _DRAWS) // _WORD) * _WORD
    truths = np.zeros((firms, width), dtype=np.bool_)
    for start in range(0, len(ranks), _DRAWS):
        block = np.ascontiguousarray(ranks[start : start + _DRAWS].T[order], dtype=small)
        drawn = block.shape[1]
        truths[:, drawn:] = False
        for firm, end in enumerate(ends):
            later = slice(firm + 1, end)
            compare(block[later], block[firm], out=truths[later, :drawn])
            words = np.packbits(truths[later].ravel()).view(np.uint64).reshape(-1, width // _WORD)
            found[firm, later] += np.bitwise_count(words).sum(axis=1, dtype=np.int64)
    return found
