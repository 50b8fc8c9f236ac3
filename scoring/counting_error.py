"""The error of scores that rest on counted events: as they could have been by chance, at the same true rate.

A rule that counts tells its scores by level of confidence (`ScoreAt`); standard error, limits and draws all come from
that. Counts of different leaves, and of firms, err independently: the events of a firm are its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import numpy as np

from scoring.leaf_errors import LeafErrors

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy.typing as npt

    from indicator_tree import Rulebook
    from scoring.rollup import Scores

    Floats = npt.NDArray[np.float64]

_STEPS = 256
"""Levels by which a standard error is integrated; their middles."""


class ScoreAt(Protocol):
    """The scores of all firms at levels of confidence.

    The level is the probability of a lower rate than the one that the score is given for; levels have a shape that
    broadcasts against (firms,), and so have the scores, in points. NaN where a firm has no score that counts rest on.
    """

    def __call__(self, level: Floats) -> Floats: ...  # noqa: D102


def counting_errors(leaves: Mapping[str, ScoreAt], scores: Scores, rulebook: Rulebook) -> LeafErrors | None:
    """Errors of the leaves that count.

    Args:
        leaves: by code, what tells the scores by level.
        scores: as evaluated.
        rulebook: scale and confidence.

    Returns:
        The standard deviations and the limits of the scores over all levels; None where no leaf counts.
    """
    if not leaves:
        return None
    score = np.stack([scores[node] for node in leaves], axis=1)
    tail = (1 - rulebook.confidence) / 2
    middles = (np.arange(_STEPS) + 0.5) / _STEPS
    spread = np.stack([_moved(at, middles, scores[node]).std(axis=0) for node, at in leaves.items()], axis=1)
    limits = np.stack([_moved(at, np.array([tail, 1 - tail]), scores[node]) for node, at in leaves.items()], axis=2)
    variance = np.nan_to_num(spread) ** 2
    alone = np.eye(len(leaves))
    return LeafErrors(
        nodes=tuple(leaves),
        covariance=variance[:, :, None] * alone,
        correlation=np.broadcast_to(alone, (len(score), *alone.shape)).copy(),
        free=np.ones_like(score),
        below=np.nan_to_num(score - limits.min(axis=0)).clip(0),
        above=np.nan_to_num(limits.max(axis=0) - score).clip(0),
    )


def _moved(score_at: ScoreAt, levels: Floats, score: Floats) -> Floats:
    """Scores at levels, shape (levels, firms); the score as evaluated where no count stands behind it."""
    found = score_at(levels[:, None])
    return np.where(np.isnan(found), score, found)
