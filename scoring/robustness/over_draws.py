"""Quantiles over draws, per firm: plain arrays in, plain arrays out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]
    Ranks = npt.NDArray[np.uint16]
    Truths = npt.NDArray[np.bool_]

_CELLS = 2**18
"""Draws × firms that are sorted at a time."""

_TILE = 512
"""Draws that are turned into rows of firms at a time."""


def score_quantiles(scores: Floats, counted: Truths, edges: tuple[float, float]) -> dict[str, Floats]:
    """Mean and quantiles over the draws with a score, per firm; NaN where there is none.

    Args:
        scores: shape (draws, firms).
        counted: the draws that count, shape (draws,).
        edges: the lower and the upper quantile.
    """
    names = ("mean", "score_low", "score_high")
    found = {name: np.full(scores.shape[1], np.nan) for name in names}
    complete = not (np.isnan(scores.sum(axis=1)) & counted).any()
    for firms, ordered in _sorted(scores, counted):
        if complete:
            told = [(firms, ordered, np.cumsum(ordered, axis=1)[:, -1])]
        else:
            alone = [row[: np.count_nonzero(~np.isnan(row))] for row in ordered]
            told = [(slice(at, at + 1), row[None], row.sum()) for at, row in enumerate(alone, firms.start) if len(row)]
        for at, values, total in told:
            found["mean"][at] = total / values.shape[1]
            for name, edge in zip(names[1:], edges, strict=True):
                found[name][at] = _between(values, edge)
    return found


def rank_quantiles(ranks: Ranks, counted: Truths, edges: tuple[float, float]) -> dict[str, npt.NDArray[np.int64]]:
    """Median and limits of the ranks over the draws with a rank, per firm; 0 where there is none.

    Args:
        ranks: shape (draws, firms); 0 is none.
        counted: the draws that count, shape (draws,).
        edges: the lower and the upper quantile.
    """
    names = ("rank_low", "rank_median", "rank_high")
    found = {name: np.zeros(ranks.shape[1], dtype=np.int64) for name in names}
    for firms, ordered in _sorted(ranks, counted):
        none = (ordered == 0).sum(axis=1) if not ordered[:, :1].all() else np.zeros(len(ordered), dtype=np.int64)
        seen = ordered.shape[1] - none
        for name, edge in zip(names, (edges[0], 0.5, edges[1]), strict=True):
            wanted = np.maximum(np.ceil(edge * seen - 1e-9), 1).astype(np.int64)
            at = np.minimum(none + wanted, ordered.shape[1]) - 1
            found[name][firms] = np.take_along_axis(ordered, at[:, None], axis=1)[:, 0]
    return found


def _sorted(values: npt.NDArray[Any], counted: Truths) -> Iterator[tuple[slice, npt.NDArray[Any]]]:
    """Some firms after others, with their values in ascending order, shape (firms, draws that count)."""
    draws = int(counted.sum())
    step = max(_CELLS // max(draws, 1), 1)
    for start in range(0, values.shape[1] if draws else 0, step):
        firms = slice(start, start + step)
        some = values[:, firms] if draws == len(values) else values[counted, firms]
        ordered = np.empty(some.shape[::-1], dtype=values.dtype)
        for tile in range(0, draws, _TILE):  # rows far apart in memory are turned a few at a time
            ordered[:, tile : tile + _TILE] = some[tile : tile + _TILE].T
        ordered.sort(axis=1)
        yield firms, ordered


def _between(ordered: Floats, edge: float) -> Floats:
    """The quantile of rows in ascending order."""
    at = edge * (ordered.shape[1] - 1)
    below = int(at)
    above = min(below + 1, ordered.shape[1] - 1)
    found: Floats = ordered[:, below] + (at - below) * (ordered[:, above] - ordered[:, below])
    return found
