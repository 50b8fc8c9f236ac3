"""What was counted, over all firms."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from scoring.kinds.registry import kind_of
from scoring.unit_groups import REGISTER

if TYPE_CHECKING:
    from indicator_tree import Rulebook


def tally(evidence: pl.DataFrame, rulebook: Rulebook) -> pl.DataFrame:
    """node, parameter, cause, source, total (over firms), firms (with a quantity above 0), most (of one firm).

    Told are the quantities that can be added up: not answers, ratios, best categories and numbers of different
    values. Nodes in tree order, then the bonus, then nodes with rules of their own; parameters and causes by name.
    """
    nodes = {node: at for at, node in enumerate((*rulebook.leaves, "bonus", *rulebook.ruled))}
    added = evidence.filter(~pl.col("parameter").is_in(_not_added(rulebook)), pl.col("source") != REGISTER)
    quantity = pl.col("quantity")
    totals = added.group_by("node", "parameter", "cause", "source").agg(
        total=quantity.sort_by("firm_id").sum(), firms=(quantity > 0).sum().cast(pl.Int64), most=quantity.max()
    )
    return totals.sort(pl.col("node").replace_strict(nodes, return_dtype=pl.Int64), "parameter", "cause", "source")


def _not_added(rulebook: Rulebook) -> list[str]:
    return [f"{node}.{key}" for node, rule in rulebook.rules.items() for key in kind_of(rule).told(rule).not_added]
