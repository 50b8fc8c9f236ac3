"""Where a firm would stand with other scores at some leaves, the other firms being as they are."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from scoring.aggregation import WHOLE, Hierarchy, methods_of, minimum_present, roll_up_tree
from scoring.leaf_scores import score_matrix
from scoring.node_rules import NodeRules
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

    def gains(
        self, changed: Mapping[str, Floats], trials: int, counts: Mapping[str, Floats] | None = None
    ) -> pl.DataFrame:
        """total_points, ranks: what the total and its rank would gain, a row per trial.

        Null without a total, also where the rulebook's means have none for the trial.

        Args:
            changed: other scores at leaves, or of the bonus, by node, a value per trial.
            trials: how many.
            counts: see `scores`.
        """
        now, total = self.now, np.broadcast_to(self.scores(changed, counts)["total"], trials)
        known = ~np.isnan(total) & ~np.isnan(now["total"])
        gained = pl.Series(np.where(known, total - now["total"], np.nan)).fill_nan(None)
        ranks = pl.Series(self.ranks(now["total"])[0] - self.ranks(total))
        return pl.DataFrame({"total_points": gained, "known": known, "ranks": ranks}).select(
            "total_points", ranks=pl.when("known").then("ranks")
        )

    def scores(self, changed: Mapping[str, Floats], counts: Mapping[str, Floats] | None = None) -> Scores:
        """All nodes with other scores at leaves, or of the bonus, by node; a value per trial, NaN for none.

        Args:
            changed: the scores, of one shape.
            counts: parameters of rules on nodes → records that meet their conditions, a value per trial, where other.
        """
        rulebook = self.evaluation.rulebook
        weights, methods = rulebook.local_weights(self.evaluation.scheme), methods_of(rulebook)
        hierarchy, least = Hierarchy.of(rulebook), minimum_present(rulebook)
        if not rulebook.ruled:
            leaves = {node: changed.get(node, self.now[node]) for node in rulebook.leaves}
            found = roll_up_tree(leaves, hierarchy, weights, methods, least)
            bonus = changed.get("bonus", self.now["bonus"])
            return found | {"bonus": bonus, "total": found[WHOLE] + bonus}
        shape = np.broadcast_shapes((1,), *(values.shape for values in (*changed.values(), *(counts or {}).values())))
        leaves = {node: self._beside(changed, node, shape) for node in rulebook.leaves}
        bonus = self._beside(changed, "bonus", shape)
        rules = self._rules(counts or {}, shape)
        found = roll_up_tree(leaves, hierarchy, weights, methods, least, rules.adjusting(bonus))
        total = rules.applied("total", found[WHOLE] + bonus, found | {"bonus": bonus})
        return {node: values[:, self._place] for node, values in (found | {"bonus": bonus, "total": total}).items()}

    @cached_property
    def _evaluated(self) -> pl.DataFrame:
        return self.evaluation.firms.filter(pl.col("status") == "evaluated").sort("firm_id")

    @cached_property
    def _place(self) -> int:
        return int(self._evaluated["firm_id"].index_of(self.firm_id) or 0)

    @cached_property
    def _everybody(self) -> Scores:
        return score_matrix(self.evaluation.scores, self._evaluated["firm_id"])

    def _beside(self, changed: Mapping[str, Floats], node: str, shape: tuple[int, ...]) -> Floats:
        """The scores of all units at a node, a row per trial, in which only this one's are other."""
        values = np.repeat(self._everybody[node][None], shape[0], axis=0)
        if node in changed:
            values[:, self._place] = changed[node]
        return values

    def _rules(self, counts: Mapping[str, Floats], shape: tuple[int, ...]) -> NodeRules:
        rules = NodeRules.of(self.evaluation.rulebook, self._evaluated, self.evaluation.evidence)
        other = {}
        for key, values in rules.circumstances.counts.items():
            other[key] = np.repeat(values[None], shape[0], axis=0)
            if key in counts:
                other[key][:, self._place] = counts[key]
        return replace(rules, circumstances=replace(rules.circumstances, counts=other))

    def ranks(self, scores: Floats, node: str = "total") -> npt.NDArray[np.int64]:
        """Competition ranks of scores at a node among those of the other firms."""
        others = self.evaluation.scores.filter(pl.col("node") == node, pl.col("firm_id") != self.firm_id)
        ordered = np.sort(others["score"].drop_nulls().round(DECIMALS).to_numpy())
        return 1 + len(ordered) - np.searchsorted(ordered, scores.round(DECIMALS), side="right")
