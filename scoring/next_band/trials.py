"""Changed evidence of one indicator, scored by the rule that scored the firm."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from scoring.kinds.facts import Facts
from scoring.ledger import points_under

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from indicator_tree import Rulebook
    from scoring.kinds.levers import Rows


class Trials:
    """Scores at one node of a rulebook, for any evidence."""

    def __init__(self, node: str, rulebook: Rulebook) -> None:
        self._node, self._rulebook = node, rulebook
        self._rule = rulebook.rules[node]

    def scores(self, evidence: Sequence[Rows]) -> npt.NDArray[np.float64]:
        """The score of every piece of evidence, settled; NaN where it gives none."""
        if not evidence:
            return np.zeros(0)
        return points_under(self._node, self._rule, Facts.of_trials(evidence), self._rulebook)
