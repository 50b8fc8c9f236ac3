"""Changed evidence of one indicator, scored by the rule that scored the firm."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from indicator_tree import Rulebook
from scoring.frames import EVIDENCE
from scoring.precision import settled
from scoring.rules import write_ledger

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from scoring.next_band.levers import Rows


class Trials:
    """Scores at one node of a rulebook, for any evidence."""

    def __init__(self, node: str, rulebook: Rulebook) -> None:
        self._node = node
        alone = rulebook.indicator[node].model_copy(update={"parent": None})
        fields = {name: getattr(rulebook, name) for name in Rulebook.model_fields}
        self._rulebook = Rulebook.model_construct(**fields | {"indicator": {node: alone}, "bonus": None})

    def scores(self, evidence: Sequence[Rows]) -> npt.NDArray[np.float64]:
        """The score of every piece of evidence, settled; NaN where it gives none."""
        if not evidence:
            return np.zeros(0)
        rows = [
            (f"{trial:08d}", self._node, parameter, cause, "", quantity, weight)
            for trial, by_parameter in enumerate(evidence)
            for parameter, found in by_parameter.items()
            for cause, quantity, weight in found
        ]
        frame = pl.DataFrame(rows, schema=EVIDENCE, orient="row")
        firms = pl.Series("firm_id", [f"{trial:08d}" for trial in range(len(evidence))])
        ledger = write_ledger(firms, frame, self._rulebook)
        points = pl.col("points")
        score = pl.when(points.is_null().any()).then(None).otherwise(settled(points.sum()))
        sums = ledger.group_by("firm_id").agg(score=score).sort("firm_id")
        return sums["score"].cast(pl.Float64).fill_null(float("nan")).to_numpy()
