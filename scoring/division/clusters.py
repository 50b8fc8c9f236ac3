"""Clusters of numbers in one dimension: natural breaks and k-means."""

from __future__ import annotations

from typing import TYPE_CHECKING

import kmeans1d
import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]
    Places = npt.NDArray[np.int64]

_ROUNDS = 10_000
_SAME = 12
"""Decimals of the sum of squares within clusters, as a share of the whole, that tell two results apart."""


def natural_breaks(values: Floats, clusters: int) -> Places:
    """Where clusters begin that have the least sum of squares around their means, of all partitions.

    Fisher (1958), On Grouping for Maximum Homogeneity, JASA 53, 789-798; Jenks (1967). Computed by kmeans1d (dynamic
    programming; Wu 1991, Optimal Quantization by Matrix Searching), and held against all partitions by the tests.

    Args:
        values: ascending, shape (n,), of which at least k are different. Equal ones lie in one cluster or, at the same
            sum of squares, in two.
        clusters: k.

    Returns:
        The place of the first point of every cluster, ascending, shape (k,).
    """
    found = np.array(kmeans1d.cluster(values.tolist(), clusters).clusters)
    return np.concatenate([[0], np.flatnonzero(np.diff(found)) + 1]).astype(np.int64)


def k_means(values: Floats, weights: Floats, clusters: int, *, seed: int, starts: int) -> Places:
    """Where the clusters of the best of several runs of Lloyd's algorithm begin.

    The first run starts at the medians of equal parts of the points, the others at different points drawn with a
    generator of their own each, so that their number changes none of them. The result is a local optimum: none better
    was found.

    Args:
        values: different numbers, ascending, shape (n,).
        weights: how often each occurs, shape (n,).
        clusters: k, at most n.
        seed: of the starts.
        starts: how many are drawn.

    Returns:
        As above.
    """
    order = np.arange(len(values))
    first = (np.linspace(0, len(values), clusters, endpoint=False) + len(values) / clusters / 2).astype(np.int64)
    drawn = [
        np.sort(np.random.Generator(np.random.Philox(key=[seed, run])).choice(order, clusters, replace=False))
        for run in range(starts)
    ]
    found = [_settled(values, weights, values[at]) for at in (first, *drawn)]
    whole = _within(values, weights, np.zeros(1, dtype=np.int64)) or 1.0
    return min(found, key=lambda at: (round(_within(values, weights, at) / whole, _SAME), at.tolist()))


def _settled(values: Floats, weights: Floats, centres: Floats) -> Places:
    """Lloyd's algorithm until nothing moves: every point to the nearest centre, every centre to its points' mean."""
    starts = np.zeros(len(centres), dtype=np.int64)
    for _ in range(_ROUNDS):
        middles = (centres[1:] + centres[:-1]) / 2
        new = np.concatenate([[0], np.searchsorted(values, middles, side="right")]).astype(np.int64)
        if (new == starts).all() and starts.any():
            break
        starts = new
        sums = np.add.reduceat(np.append(weights * values, 0.0), starts)
        sizes = np.add.reduceat(np.append(weights, 0.0), starts)
        empty = np.diff(np.append(starts, len(values))) == 0
        centres = np.sort(np.where(empty, centres, sums / np.where(sizes > 0, sizes, 1.0)))
    return starts


def _within(values: Floats, weights: Floats, starts: Places) -> float:
    """The sum of squares within clusters; infinite if one is empty."""
    ends = np.append(starts[1:], len(values))
    if (ends <= starts).any():
        return float("inf")
    return float(
        sum(
            (weights[a:b] * (values[a:b] - np.average(values[a:b], weights=weights[a:b])) ** 2).sum()
            for a, b in zip(starts, ends, strict=True)
        )
    )
