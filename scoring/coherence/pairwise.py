"""Covariances and correlations of pairs of rows, each over the firms that have both scores."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]
    Counts = npt.NDArray[np.int64]

FEWEST = 3
"""Two firms always lie on a line: a correlation needs three."""


def common(x: Floats, y: Floats) -> Counts:
    """How many firms have both, per row. Both of shape (pairs, firms), NaN for no score."""
    return np.asarray((~np.isnan(x) & ~np.isnan(y)).sum(axis=1), dtype=np.int64)


def covariance(x: Floats, y: Floats) -> Floats:
    """Sample covariance (divisor n - 1) per row; NaN with fewer than two firms."""
    dx, dy = _deviations(x, y)
    firms = common(x, y)
    return np.asarray(np.divide((dx * dy).sum(axis=1), firms - 1, out=np.full(len(x), np.nan), where=firms > 1))


def pearson(x: Floats, y: Floats) -> Floats:
    """Pearson's correlation per row.

    NaN with fewer than `FEWEST` firms, and where either is the same for all of them.
    """
    dx, dy = _deviations(x, y)
    size = np.sqrt((dx**2).sum(axis=1)) * np.sqrt((dy**2).sum(axis=1))
    known = (common(x, y) >= FEWEST) & _varies(x, y) & _varies(y, x)
    found = np.divide((dx * dy).sum(axis=1), size, out=np.full(len(x), np.nan), where=known & (size > 0))
    return np.asarray(np.clip(found, -1.0, 1.0))


def spearman(x: Floats, y: Floats) -> Floats:
    """Spearman's: Pearson's of the ranks among the firms that have both, ties at their mean rank."""
    from scipy.stats import rankdata  # noqa: PLC0415

    either = np.isnan(x) | np.isnan(y)
    rx, ry = (rankdata(np.where(either, np.nan, values), axis=1, nan_policy="omit") for values in (x, y))
    return pearson(rx, ry)


def correlation_matrix(rows: Floats) -> Floats:
    """Pearson's correlations of all rows with each other, shape (rows, rows); 1 on the diagonal.

    The diagonal is NaN at rows that do not vary.
    """
    one, other = (at.ravel() for at in np.indices((len(rows), len(rows))))
    found = pearson(rows[one], rows[other]).reshape(len(rows), len(rows))
    at = np.arange(len(rows))
    found[at, at] = np.where(np.isnan(found[at, at]), np.nan, 1.0)
    return np.asarray((found + found.T) / 2)


def covariance_matrix(rows: Floats) -> Floats:
    """Sample covariances of all rows with each other, shape (rows, rows)."""
    one, other = (at.ravel() for at in np.indices((len(rows), len(rows))))
    return covariance(rows[one], rows[other]).reshape(len(rows), len(rows))


def varying(rows: Floats) -> npt.NDArray[np.bool_]:
    """Which rows have at least two different scores, shape (rows,)."""
    return _varies(rows, rows)


def _varies(x: Floats, y: Floats) -> npt.NDArray[np.bool_]:
    """Whether x differs between the firms that have both. Scores are settled, so equal is equal."""
    both = ~np.isnan(x) & ~np.isnan(y)
    highest = np.where(both, x, -np.inf).max(axis=1, initial=-np.inf)
    lowest = np.where(both, x, np.inf).min(axis=1, initial=np.inf)
    return np.asarray(highest > lowest)


def _deviations(x: Floats, y: Floats) -> tuple[Floats, Floats]:
    """Differences from the means over the firms that have both; 0 for the others."""
    both = ~np.isnan(x) & ~np.isnan(y)
    firms = np.maximum(both.sum(axis=1), 1)

    def around_mean(values: Floats) -> Floats:
        mean = np.where(both, values, 0.0).sum(axis=1) / firms
        return np.asarray(np.where(both, values - mean[:, None], 0.0))

    return around_mean(x), around_mean(y)
