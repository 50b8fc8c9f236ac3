"""A panel: what several experts stated about the same siblings, and the weights it comes to together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import numpy as np

from scoring.elicitation.judgement import Weighed
from scoring.elicitation.pairwise import PairwiseJudgement, geometric_mean

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scoring.elicitation.judgement import Judgement


@dataclass(frozen=True)
class Panel:
    """One node of which several experts weighed the children, all by the same method.

    Attributes:
        parent: the node; "" is the whole tree.
        children: its children, in the order of the judgements.
        judgements: by expert.
    """

    parent: str
    children: tuple[str, ...]
    judgements: Mapping[str, Judgement]


def weigh(judgement: Judgement) -> Weighed:
    """The weights that follow from one judgement."""
    return judgement.weigh()


def combined(judgements: Sequence[Judgement]) -> Weighed:
    """The weights of a panel.

    Pairwise comparisons: the geometric mean of every comparison, then the principal eigenvector (aggregation of
    individual judgements; Forman & Peniwati, European Journal of Operational Research 108 (1998)). Budgets and
    best-worst: the arithmetic mean of the experts' weights (OECD/JRC handbook, section 6.2; Rezaei 2015).

    Args:
        judgements: of one method, about the same siblings; at least one.
    """
    if all(isinstance(each, PairwiseJudgement) for each in judgements):
        return geometric_mean(cast("Sequence[PairwiseJudgement]", judgements)).weigh()
    weights = np.mean([each.weigh().weights for each in judgements], axis=0)
    return Weighed(weights / weights.sum())
