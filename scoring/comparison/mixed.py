"""Leaf scores by the rules of one evaluation over the evidence of the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from scoring.comparison.quantities import mixed_evidence, shared
from scoring.errors import NormalisationError
from scoring.frames import LEDGER
from scoring.kinds.registry import relative_nodes
from scoring.leaf_scores import leaf_scores, only
from scoring.ledger import write_ledger
from scoring.unit_groups import with_groups

if TYPE_CHECKING:
    from collections.abc import Set

    from indicator_tree import Rulebook
    from scoring.evaluation import Evaluation
    from scoring.kinds.quantities import Quantity
    from scoring.rollup import Scores

Pair = tuple["Evaluation", "Evaluation"]
"""The evaluations before and now."""


def leaves_by_rules(runs: Pair, firms: pl.Series) -> tuple[Scores, Scores]:
    """For the rules before and now: leaf (and `bonus`) → scores of shape (records before and now, firms).

    Every leaf is scored over all firms of the records' year, on which its rule may depend; the firms asked for are
    those of both. NaN where there is no score. A leaf whose quantities are all its own year's has its own score with
    either records.
    """
    common = shared(runs[0].rulebook, runs[1].rulebook)
    return _by_rules(runs, 0, firms, common), _by_rules(runs, 1, firms, common)


def _by_rules(runs: Pair, rules: int, firms: pl.Series, common: frozenset[Quantity]) -> Scores:
    home, abroad = runs[rules], runs[1 - rules]
    book = home.rulebook
    nodes = (*book.leaves, *(["bonus"] if book.bonus else []))
    own = leaf_scores(home.ledger, firms, nodes)
    movable = {quantity.node for quantity in common}
    evidence = with_groups(mixed_evidence(home.evidence, abroad.evidence, common), abroad.firms, book)
    evaluated = abroad.firms.filter(pl.col("status") == "evaluated")["firm_id"]
    crossed = dict(own)
    for nodes_together in _together(book, movable):
        try:
            ledger = write_ledger(evaluated, evidence, only(book, nodes_together))
        except NormalisationError:  # figures that these rules cannot tell apart
            ledger = LEDGER.to_frame()
        crossed |= leaf_scores(ledger, firms, nodes_together)
    return {node: np.stack([own[node], crossed[node]][:: -1 if rules else 1]) for node in nodes}


def _together(book: Rulebook, nodes: Set[str]) -> list[Set[str]]:
    """Leaves that are scored together: one that compares firms stands alone, since not all figures can be compared."""
    alone = nodes & set(relative_nodes(book))
    return [nodes - alone, *({at} for at in sorted(alone))]
