"""In which share of the draws a firm has each letter."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from scoring.division.cutoffs import cut
from scoring.leaf_scores import score_matrix
from scoring.lettering.giving import decided
from scoring.node_rules import NodeRules
from scoring.rollup import made_by_children

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy.typing as npt

    from indicator_tree.node_rules import NodeRule
    from scoring.evaluation import Evaluation
    from scoring.robustness.banks import Banks
    from scoring.robustness.outcomes import Outcomes

    Floats = npt.NDArray[np.float64]
    Places = npt.NDArray[np.int64]
    Held = list[tuple[NodeRule, npt.NDArray[np.bool_]]]

LETTER_SHARES = pl.Schema(
    {
        **dict.fromkeys(("firm_id", "firm", "node", "letter"), pl.String),
        "share": pl.Float64,
        "draws": pl.Int64,
        "evaluated": pl.Boolean,
    }
)
"""One row per firm, node with letters and letter that the firm has in any draw: the share of the draws, how many draws
these are, and whether the firm has it as evaluated. Draws in which the firm has no letter are the rest."""

MOST_CLUSTERED = 2000
"""Draws in which scores are clustered by k-means, of which each takes many starts."""
_NONE = -1


def letter_shares(evaluation: Evaluation, banks: Banks, outcomes: Outcomes) -> pl.DataFrame:
    """Frame `LETTER_SHARES` of the nodes that have letters, over the draws that succeeded.

    In every draw the cut-offs are made anew of all scores, within groups and guardrails. Firms that have no letter as
    evaluated have none; rules that decide the class hold for whom they held in the evaluation.

    Args:
        evaluation: as published.
        banks: of the study.
        outcomes: of its draws, with scores of the nodes that have letters.
    """
    found = [LETTER_SHARES.to_frame()]
    for node in evaluation.rulebook.lettered:
        scores = outcomes.scores[node][~outcomes.failed]
        if len(scores):
            found.append(_shares(node, scores, evaluation, banks))
    return pl.concat(found)


def kept_shares(shares: pl.DataFrame) -> pl.DataFrame:
    """Node and kept: in which share of the draws firms have the letter that they have as evaluated, on average.

    Args:
        shares: of the shape `LETTER_SHARES`.
    """
    return shares.filter("evaluated").group_by("node", maintain_order=True).agg(kept=pl.col("share").mean())


def _shares(node: str, scores: Floats, evaluation: Evaluation, banks: Banks) -> pl.DataFrame:
    letters = evaluation.rulebook.letters_at(node)
    if letters.algorithm == "k_means":
        scores = scores[:MOST_CLUSTERED]
    own = pl.DataFrame({"firm_id": banks.firms}).join(
        evaluation.letters.filter(pl.col("node") == node), on="firm_id", how="left", maintain_order="left"
    )
    placed = own["by_score"].is_not_null().to_numpy()
    groups = own["group"].fill_null("").to_numpy() if letters.within_groups else np.full(len(placed), "", dtype=object)
    places = np.full(scores.shape, _NONE, dtype=np.int64)
    for group in sorted(set(groups[placed].tolist())):
        here = np.flatnonzero(placed & (groups == group))
        places[:, here] = _placed(scores[:, here], node, str(group), evaluation)
    for rule, held in _class_rules(node, evaluation, banks):
        places = np.where(held & (places != _NONE), decided(rule, places, letters.labels), places)
    rows = [
        (firm, name, node, label, float((places[:, at] == place).mean()), len(places), label == given)
        for at, (firm, name, given) in enumerate(zip(banks.firms, banks.names, own["letter"], strict=True))
        for place, label in enumerate(letters.labels)
    ]
    return pl.DataFrame(rows, LETTER_SHARES, orient="row").filter((pl.col("share") > 0) | pl.col("evaluated"))


def _placed(scores: Floats, node: str, group: str, evaluation: Evaluation) -> Places:
    """Places of letters, shape (draws, firms); -1 without a score, and where the scores give no cut-offs."""
    letters = evaluation.rulebook.letters_at(node)
    places = np.full(scores.shape, _NONE, dtype=np.int64)
    for draw, own in enumerate(scores):
        known = ~np.isnan(own)
        if not known.any():
            continue
        found = cut(own[known], letters, node, group)
        if not found.reason:
            places[draw, known] = (own[known][:, None] < found.edges[None, :]).sum(axis=1)
    return places


def _class_rules(node: str, evaluation: Evaluation, banks: Banks) -> Iterator[tuple[NodeRule, npt.NDArray[np.bool_]]]:
    """The rules that decide the class, in their order, and whether each held for a firm of the study."""
    book = evaluation.rulebook
    if not any(rule.about_class for rule in book.rules_at(node)):
        return
    evaluated = evaluation.firms.filter(pl.col("status") == "evaluated").sort("firm_id")
    rules = NodeRules.of(book, evaluated, evaluation.evidence)
    matrix = score_matrix(evaluation.scores, evaluated["firm_id"])
    made = made_by_children(matrix, book, evaluation.scheme)
    at = {firm: place for place, firm in enumerate(evaluated["firm_id"])}
    places = [at[firm] for firm in banks.firms]
    for one in rules.judged(node, made[node], matrix).considered:
        if one.rule.about_class:
            yield one.rule, one.held[places]
