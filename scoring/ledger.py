"""Evidence → ledger: every rule's rows, as its kind writes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from scoring.frames import LEDGER
from scoring.kinds.facts import Facts
from scoring.kinds.measures import points
from scoring.kinds.registry import kind_of

if TYPE_CHECKING:
    from indicator_tree import Rulebook
    from indicator_tree.rules import RuleModel
    from scoring.counting_error import ScoreAt
    from scoring.kinds.facts import Values
    from scoring.kinds.page import Entry


def write_ledger(firms: pl.Series, evidence: pl.DataFrame, rulebook: Rulebook) -> pl.DataFrame:
    """The ledger of all firms: every leaf's rows in code order, then the bonus.

    Args:
        firms: ids of the evaluated firms.
        evidence: frame of the shape `EVIDENCE`.
        rulebook: the rules.

    Returns:
        A frame of the shape `LEDGER`, sorted by firm; within a firm in the order of the tree, within a node in the
        order in which the points add up.
    """
    ordered = firms.sort()
    facts = Facts(ordered, evidence)
    pages = [kind_of(rule).score(node, rule, facts, rulebook) for node, rule in rulebook.rules.items()]
    entries = [entry for page in pages for entry in page]
    return assembled(ordered, [entry for entry in entries if len(entry.at)])


def points_under(node: str, rule: RuleModel, facts: Facts, rulebook: Rulebook) -> Values:
    """What a leaf, or the bonus, comes to under a rule that need not be the rulebook's own.

    Args:
        node: code of the leaf, or `bonus`.
        rule: of the kind that the rulebook has there, with other numbers perhaps.
        facts: evidence laid out for the firms.
        rulebook: scale and policies; its own rule at the node is not looked at.

    Returns:
        The sum of the ledger's points per firm, settled unless its kind is exact; NaN where there is no score.
    """
    return points(kind_of(rule), node, rule, facts, rulebook)


def scores_by_level(facts: Facts, rulebook: Rulebook) -> dict[str, ScoreAt]:
    """What tells the scores of a leaf by level of confidence, of every leaf whose rule counts with an error."""
    found = {node: kind_of(rule).by_level(node, rule, facts, rulebook) for node, rule in rulebook.rules.items()}
    return {node: score_at for node, score_at in found.items() if score_at is not None}


def assembled(firms: pl.Series, entries: list[Entry]) -> pl.DataFrame:
    """Rows of the shape `LEDGER` from pages, sorted by firm; within a firm in the order of the entries."""
    if not entries:
        return LEDGER.to_frame()
    at = np.concatenate([entry.at for entry in entries])
    kind = np.repeat(np.arange(len(entries)), [len(entry.at) for entry in entries])
    order = np.argsort(at, kind="stable")
    texts = pl.DataFrame(
        {
            "node": [entry.node for entry in entries],
            "cause": [entry.cause for entry in entries],
            "rule": [entry.rule for entry in entries],
            "parameter": [entry.parameter for entry in entries],
            "basis": [entry.cited.basis for entry in entries],
            "reference": [str(entry.cited.reference) for entry in entries],
        }
    )
    return (
        texts[kind[order]]
        .with_columns(
            firms.gather(at[order]).alias("firm_id"),
            pl.Series("quantity", np.concatenate([entry.quantity for entry in entries])[order], nan_to_null=True),
            pl.Series("points", np.concatenate([entry.points for entry in entries])[order], nan_to_null=True),
        )
        .select(LEDGER.names())
    )
