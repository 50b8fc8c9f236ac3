"""Scoring again what a change touches: some leaves of some firms; the tree and the ranks follow."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from scoring.errors import MissingEvidenceError, UndefinedAggregateError
from scoring.leaf_scores import leaf_scores, only, score_matrix
from scoring.ledger import write_ledger
from scoring.node_rules import NodeRules
from scoring.rollup import roll_up
from scoring.tables import score_table

if TYPE_CHECKING:
    from collections.abc import Collection

    import numpy as np
    import numpy.typing as npt

    from indicator_tree import Rulebook
    from scoring.evaluation import Evaluation


def rescored(
    evaluation: Evaluation,
    rulebook: Rulebook,
    scheme: str,
    *,
    evidence: pl.DataFrame,
    nodes: Collection[str],
    firms: pl.Series,
    strict: bool = True,
) -> pl.DataFrame:
    """The scores of all firms, of the shape `SCORES` without errors, after some leaves of some firms changed.

    Args:
        evaluation: the scores of the other leaves and firms.
        rulebook: the rules that apply now, of the same tree.
        scheme: the weight scheme that applies now.
        evidence: of all firms and leaves, as it is now.
        nodes: the leaves, and `bonus`, that are scored again; of nodes with rules, which always are, what they count.
        firms: ids of the firms that are scored again.
        strict: whether the missing policy `error` stops; otherwise siblings share the weight of what is missing.

    Raises:
        MissingEvidenceError: one of these firms has no evidence any more at a leaf whose missing policy is `error`.
        UndefinedAggregateError: a score of zero where the rulebook asks for a geometric or harmonic mean.
    """
    evaluated = evaluation.firms.filter(pl.col("status") == "evaluated").sort("firm_id")
    scores = score_matrix(evaluation.scores, evaluated["firm_id"])
    rules = NodeRules.of(rulebook, evaluated, evidence)
    nodes = [node for node in nodes if node not in rulebook.ruled]
    ledger = write_ledger(firms, evidence.filter(pl.col("node").is_in(list(nodes))), only(rulebook, nodes))
    if strict:
        _stop_if_missing(ledger, evaluated, rulebook)
    again = evaluated["firm_id"].is_in(firms.implode()).to_numpy()
    anew = leaf_scores(ledger, evaluated["firm_id"].filter(pl.Series(again)), nodes)
    for node in nodes:
        scores[node] = _placed(scores[node], again, anew[node])
    leaves = {node: scores[node] for node in rulebook.leaves}
    try:
        rolled = roll_up(leaves, scores["bonus"], rulebook, scheme, rules)
    except UndefinedAggregateError as error:
        raise error.named(evaluated["firm"].to_list()) from None
    return score_table(rolled, evaluated, rulebook)


def _placed(
    values: npt.NDArray[np.float64], where: npt.NDArray[np.bool_], new: npt.NDArray[np.float64]
) -> npt.NDArray[np.float64]:
    placed = values.copy()
    placed[where] = new
    return placed


def _stop_if_missing(ledger: pl.DataFrame, firms: pl.DataFrame, rulebook: Rulebook) -> None:
    strict = [f"{node}.missing" for node in rulebook.leaves if rulebook.missing_policy(node) == "error"]
    missing = ledger.filter(pl.col("parameter").is_in(strict))
    if missing.height:
        named = missing.join(firms.select("firm_id", "firm"), on="firm_id", maintain_order="left")
        raise MissingEvidenceError(named.select("firm", "node", "cause").rows())
