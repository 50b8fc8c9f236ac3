"""Some leaves of a rulebook on their own: scoring them again without the rest of the tree."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from indicator_tree import Rulebook
from scoring.kinds.registry import EXACT
from scoring.precision import settled

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from scoring.rollup import Scores


def only(rulebook: Rulebook, nodes: Collection[str]) -> Rulebook:
    """A rulebook of some leaves (and of the bonus, if `bonus` is among them): the same rules, no tree above them.

    Of nodes that have rules of their own the rules remain, for what they count. It can be reduced to evidence by and
    written ledgers with, but not rolled up.
    """
    leaves = {
        node: rulebook.indicator[node].model_copy(update={"parent": None}) for node in rulebook.leaves if node in nodes
    }
    bonus = rulebook.bonus if "bonus" in nodes else None
    ruled = {node: rulebook.node[node] for node in rulebook.ruled if node in nodes}
    fields = {name: getattr(rulebook, name) for name in Rulebook.model_fields}
    return Rulebook.model_construct(**fields | {"indicator": leaves, "bonus": bonus, "node": ruled, "breakdown": {}})


def leaf_scores(ledger: pl.DataFrame, firms: pl.Series, nodes: Iterable[str]) -> Scores:
    """What the rows of a ledger add up to: an array per node, a value per firm; NaN where there is no score.

    Sums are settled unless the kind of rule keeps all digits (`RuleKind.exact`).

    Args:
        ledger: frame of the shape `LEDGER`; rows of other firms and nodes are left out.
        firms: ids, in the order of the result.
        nodes: leaves, or `bonus`.
    """
    points, exact = pl.col("points"), pl.col("rule").first().is_in(EXACT)
    total = pl.when(exact).then(points.sum()).otherwise(settled(points.sum()))
    sums = ledger.group_by("firm_id", "node", maintain_order=True).agg(
        score=pl.when(points.is_null().any()).then(None).otherwise(total)
    )
    return _by_node(sums, firms, list(nodes))


def score_matrix(scores: pl.DataFrame, firms: pl.Series) -> Scores:
    """Scores of a long table by node: an array per node, a value per firm; NaN where there is no score."""
    return _by_node(scores, firms, scores["node"].unique(maintain_order=True).to_list())


def _by_node(rows: pl.DataFrame, firms: pl.Series, nodes: list[str]) -> Scores:
    """The scores of some nodes in the order of the firms."""
    orders = {"node": pl.Series("node", nodes, pl.String), "firm_id": firms.alias("firm_id")}
    found = rows.lazy().select("firm_id", "node", "score")
    for name, order in orders.items():
        found = found.join(order.to_frame().lazy().with_row_index(f"at {name}"), on=name)
    placed = found.select("at node", "at firm_id", pl.col("score").cast(pl.Float64)).collect()
    matrix = np.full((len(nodes), len(firms)), np.nan)
    matrix[placed["at node"].to_numpy(), placed["at firm_id"].to_numpy()] = placed["score"].to_numpy()
    return dict(zip(nodes, matrix, strict=True))
