"""Errors of counted events as they could as well have been: independent between leaves and firms."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from scoring.ledger import scores_by_level
from scoring.robustness.assumptions import random_numbers
from scoring.robustness.parameter_draws import laid_out, nominal_scores

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from indicator_tree.robustness import Robustness
    from scoring.evaluation import Evaluation

    Floats = npt.NDArray[np.float64]


def counting_draws(
    evaluation: Evaluation, firms: Sequence[str], spec: Robustness, seed: int
) -> tuple[tuple[int, ...], Floats]:
    """Errors of the leaves that count events, at levels drawn evenly.

    What a firm's events could as well have been is looked at with all other firms as they are: the industry's rate, and
    how much it counts, stay.

    Returns:
        Places of the leaves; their errors in points, shape (realisations + 1, these leaves, firms), the last of which
        are 0.
    """
    book = evaluation.rulebook
    nothing = np.zeros((1, 0, len(firms)))
    if spec.counting is None or not spec.counting.vary:
        return (), nothing
    facts, places = laid_out(evaluation, firms)
    leaves = scores_by_level(facts, book)
    if not leaves:
        return (), nothing
    count, evaluated = spec.counting.realisations, nominal_scores(evaluation, firms)
    errors = np.zeros((count + 1, len(leaves), len(firms)))
    for at, (node, score_at) in enumerate(leaves.items()):
        levels = np.full((count, facts.count), 0.5)
        levels[:, places] = np.stack(
            [random_numbers(seed, "counting", node, firm).random(count) for firm in firms], axis=1
        )
        errors[:-1, at] = np.nan_to_num(score_at(levels)[:, places] - evaluated[node])
    return tuple(book.leaves.index(node) for node in leaves), errors
