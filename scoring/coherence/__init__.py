"""Do the indicators hang together: statistics of the scores beside the weights that people chose.

correlations    which indicators move together
reliability     whether those of a node measure one thing
components      how many things they measure
importance      how much each really decides
discrimination  which tell firms apart
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scoring.coherence.components import components
from scoring.coherence.correlations import correlations
from scoring.coherence.discrimination import discrimination
from scoring.coherence.importance import importance
from scoring.coherence.reliability import reliability

if TYPE_CHECKING:
    import polars as pl

    from indicator_tree.robustness import Coherence
    from scoring.evaluation import Evaluation

__all__ = ["CoherenceTables", "coherence", "components", "correlations", "discrimination", "importance", "reliability"]


@dataclass(frozen=True)
class CoherenceTables:
    """The frames of `scoring.coherence.frames`."""

    correlations: pl.DataFrame
    reliability: pl.DataFrame
    components: pl.DataFrame
    importance: pl.DataFrame
    discrimination: pl.DataFrame


def coherence(evaluation: Evaluation, limits: Coherence) -> CoherenceTables:
    """All statistics of coherence.

    Args:
        evaluation: the evaluation.
        limits: from which a figure is remarked on, the rulebook's `robustness.coherence`.
    """
    return CoherenceTables(
        correlations=correlations(evaluation, limits),
        reliability=reliability(evaluation, limits),
        components=components(evaluation),
        importance=importance(evaluation),
        discrimination=discrimination(evaluation, limits),
    )
