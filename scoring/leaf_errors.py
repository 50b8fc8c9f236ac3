"""Errors of the leaves, whatever they come from: what their errors at nodes, at the total and of ranks follow from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from scoring.intervals import wilson

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from indicator_tree import Rulebook
    from scoring.rollup import Scores
    from scoring.survey_error import SurveyError

    Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class LeafErrors:
    """Errors of some leaves; firms err independently of one another.

    Attributes:
        nodes: the leaves.
        covariance: in points squared, shape (firms, leaves, leaves).
        correlation: of the errors, shape (firms, leaves, leaves).
        free: 0 where a score cannot move, else 1, shape (firms, leaves).
        below: distances of the lower limits from the scores, in points, shape (firms, leaves); 0 without a score.
        above: distances of the upper limits from the scores.
    """

    nodes: tuple[str, ...]
    covariance: Floats
    correlation: Floats
    free: Floats
    below: Floats
    above: Floats


def survey_errors(scores: Scores, survey: SurveyError, rulebook: Rulebook) -> LeafErrors:
    """Errors of the leaves that rest on answers.

    A leaf's error is that of its answer mean; deductions shift it, and where the floor holds the score there is none.
    """
    full, floor = rulebook.scale.full_marks, rulebook.scale.floor
    leaf = np.stack([scores[node] for node in survey.nodes], axis=1)
    variance = np.einsum("fii->fi", survey.covariance)
    low, high = wilson(survey.mean, variance, survey.effective, full, rulebook.confidence)
    shift = leaf - survey.mean
    return LeafErrors(
        nodes=survey.nodes,
        covariance=survey.covariance,
        correlation=survey.correlation,
        free=(leaf > floor).astype(float),
        below=np.nan_to_num(leaf - (low + shift).clip(floor, full)),
        above=np.nan_to_num((high + shift).clip(floor, full) - leaf),
    )


def joined(parts: Sequence[LeafErrors]) -> LeafErrors:
    """Errors of different leaves that have nothing to do with one another; at least one part."""
    if len(parts) == 1:
        return parts[0]
    return LeafErrors(
        nodes=tuple(node for part in parts for node in part.nodes),
        covariance=_blocks([part.covariance for part in parts]),
        correlation=_blocks([part.correlation for part in parts]),
        free=np.concatenate([part.free for part in parts], axis=1),
        below=np.concatenate([part.below for part in parts], axis=1),
        above=np.concatenate([part.above for part in parts], axis=1),
    )


def _blocks(matrices: Sequence[Floats]) -> Floats:
    """Square matrices of every firm along the diagonal of one."""
    size = sum(matrix.shape[1] for matrix in matrices)
    found = np.zeros((len(matrices[0]), size, size))
    start = 0
    for matrix in matrices:
        end = start + matrix.shape[1]
        found[:, start:end, start:end] = matrix
        start = end
    return found
