"""Scores of normalised leaves under other treatments of their figures: imputed, winsorised, transformed or normalised
otherwise.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from scoring.errors import NormalisationError
from scoring.ledger import points_under
from scoring.robustness.parameter_draws import laid_out, rule_at, scenario_rules, spread_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from indicator_tree.robustness import Robustness
    from indicator_tree.rules import RuleModel
    from scoring.evaluation import Evaluation

    Floats = npt.NDArray[np.float64]


def treatment_scores(
    evaluation: Evaluation, firms: Sequence[str], spec: Robustness, seed: int, leaves: Floats
) -> tuple[tuple[int, ...], Floats]:
    """The leaves that other treatments concern, and their scores.

    Args:
        evaluation: the scores as evaluated.
        firms: of the study.
        spec: what varies, and how far.
        seed: of the study.
        leaves: scores by scenario of rule parameters, as evaluated otherwise, shape (scenarios + 1, leaves, firms).

    Returns:
        Places of the leaves; and their scores, shape (treatments + 1, scenarios + 1, these leaves, firms), the last
        treatment being that of the rules.

    Raises:
        NormalisationError: figures cannot be treated so; the message names the treatment.
    """
    book = evaluation.rulebook
    ways = [
        [rule.treated(other) if rule is not None and other.concerns(leaf) else None for other in spec.treatment]
        for leaf in book.leaves
        for rule in [rule_at(evaluation, leaf)]
    ]
    concerned = tuple(place for place, rules in enumerate(ways) if any(rules))
    found = np.repeat(leaves[None, :, list(concerned)], len(spec.treatment) + 1, axis=0)
    facts, places = laid_out(evaluation, firms)

    def scored(leaf: str, rule: RuleModel, label: str) -> Floats:
        try:
            return points_under(leaf, rule, facts, book)[places]
        except NormalisationError as error:
            raise error.under(label) from None

    for at, place in enumerate(concerned):
        leaf = book.leaves[place]
        for way, rule in enumerate(ways[place]):
            if rule is None:
                continue
            label = spec.treatment[way].label
            spreads = spread_of(leaf, rule, book.scale, spec)
            for scenario, other in enumerate(scenario_rules(rule, spreads, len(leaves) - 1, seed)):
                found[way, scenario, at] = scored(leaf, other, label)
            found[way, -1, at] = scored(leaf, rule, label)
    return concerned, found
