"""Where a firm would stand with other scores at some leaves, the other firms being as they are."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from scoring.aggregation import WHOLE, Hierarchy, methods_of, minimum_present, roll_up_tree
from scoring.leaf_scores import score_matrix
from scoring.precision import DECIMALS

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy.typing as npt

    from scoring.evaluation import Evaluation
    from scoring.rollup import Scores

    Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Standing:
    """One firm in its evaluation."""

    evaluation: Evaluation
    firm_id: str

    @cached_property
    def now(self) -> Scores:
        """Its scores by node, of one value each."""
        own = self.evaluation.scores.filter(pl.col("firm_id") == self.firm_id)
        return score_matrix(own, pl.Series([self.firm_id]))

    def gains(self, changed: Mapping[str, Floats], trials: int) -> pl.DataFrame:
        """total_points, ranks: what the total and its rank would gain, a row per trial.

        Null without a total, also where the rulebook's means have none for the trial.

        Args:
            changed: other scores at leaves, or of the bonus, by node, a value per trial.
            trials: how many.
        """
        now, total = self.now, np.broadcast_to(self.scores(changed)["total"], trials)
        known = ~np.isnan(total) & ~np.isnan(now["total"])
        gained = pl.Series(np.where(known, total - now["total"], np.nan)).fill_nan(None)
        ranks = pl.Series(self.ranks(now["total"])[0] - self.ranks(total))
        return pl.DataFrame({"total_points": gained, "known": known, "ranks": ranks}).select(
            "total_points", ranks=pl.when("known").then("ranks")
        )

    def scores(self, changed: Mapping[str, Floats]) -> Scores:
        """`base` and `total` with other scores at leaves, or of the bonus, by node; a value per trial, NaN for none."""
        rulebook, now = self.evaluation.rulebook, self.now
        leaves = {node: changed.get(node, now[node]) for node in rulebook.leaves}
        weights, methods = rulebook.local_weights(self.evaluation.scheme), methods_of(rulebook)
        base = roll_up_tree(leaves, Hierarchy.of(rulebook), weights, methods, minimum_present(rulebook))[WHOLE]
        return {"base": base, "total": base + changed.get("bonus", now["bonus"])}

    def ranks(self, scores: Floats, node: str = "total") -> npt.NDArray[np.int64]:
        """Competition ranks of scores at a node among those of the other firms."""
        others = self.evaluation.scores.filter(pl.col("node") == node, pl.col("firm_id") != self.firm_id)
        ordered = np.sort(others["score"].drop_nulls().round(DECIMALS).to_numpy())
        return 1 + len(ordered) - np.searchsorted(ordered, scores.round(DECIMALS), side="right")
