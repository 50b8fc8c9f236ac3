"""Quantiles and comparisons over draws, per firm: plain arrays in, plain arrays out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]
    Ranks = npt.NDArray[np.uint16]

_COUNTED = 255
"""As many draws as a byte can count, and as many firms as it can rank."""


def score_quantiles(scores: Floats, edges: tuple[float, float]) -> dict[str, Floats]:
    """Mean and quantiles over the draws with a score, per firm."""
    if not len(scores):
        nothing = np.full(scores.shape[1], np.nan)
        return {"mean": nothing, "score_low": nothing, "score_high": nothing}
    if np.isnan(scores).any():
        columns = [column[~np.isnan(column)] for column in scores.T]
        found = [score_quantiles(column[:, None], edges) for column in columns]
        return {name: np.concatenate([each[name] for each in found]) for name in found[0]}
    ordered = np.sort(scores.T, axis=1)
    low, high = (_between(ordered, edge) for edge in edges)
    return {"mean": ordered.sum(axis=1) / len(scores), "score_low": low, "score_high": high}


def rank_quantiles(ranks: Ranks, edges: tuple[float, float]) -> dict[str, npt.NDArray[np.int64]]:
    """Median and limits of the ranks over the draws with a rank, per firm; 0 where there is none."""
    names = ("rank_low", "rank_median", "rank_high")
    counts = rank_counts(ranks)[:, 1:].cumsum(axis=1)
    seen = counts[:, -1]
    found = {}
    for name, edge in zip(names, (edges[0], 0.5, edges[1]), strict=True):
        wanted = np.maximum(np.ceil(edge * seen - 1e-9), 1)
        found[name] = np.where(seen > 0, 1 + (counts < wanted[:, None]).sum(axis=1), 0)
    return found


def rank_counts(ranks: Ranks) -> npt.NDArray[np.int64]:
    """How often each firm has each rank, shape (firms, firms + 1); rank 0 is none."""
    firms = ranks.shape[1]
    cells = ranks + np.arange(firms, dtype=np.int64) * (firms + 1)
    return np.bincount(cells.ravel(), minlength=firms * (firms + 1)).reshape(firms, firms + 1)


def times_above(ranks: Ranks) -> npt.NDArray[np.int64]:
    """Number of draws in which the firm of the row ranks strictly above that of the column, shape (firms, firms)."""
    draws, firms = ranks.shape
    small = ranks.astype(np.uint8) if firms < _COUNTED else ranks
    above = np.zeros((firms, firms), dtype=np.int64)
    for start in range(0, draws, _COUNTED):
        block = small[start : start + _COUNTED]
        above += (block[:, :, None] < block[:, None, :]).sum(axis=0, dtype=np.uint8)
    return above


def _between(ordered: Floats, edge: float) -> Floats:
    """The quantile of rows in ascending order."""
    at = edge * (ordered.shape[1] - 1)
    below = int(at)
    above = min(below + 1, ordered.shape[1] - 1)
    found: Floats = ordered[:, below] + (at - below) * (ordered[:, above] - ordered[:, below])
    return found
