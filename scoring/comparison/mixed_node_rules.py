"""Rules on nodes of one evaluation in the tree, and over the records, of another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from indicator_tree import Rulebook
from scoring.comparison.quantities import mixed_evidence, same_ruled, shared
from scoring.node_rules import Circumstances, NodeRules

if TYPE_CHECKING:
    import polars as pl

    from indicator_tree.node_rules import Node
    from scoring.comparison.mixed import Pair


def node_rules(runs: Pair, factors: tuple[int, int, int], firms: pl.Series) -> NodeRules:
    """The rules on the nodes of a tree under a combination of the factors.

    On nodes of both trees they are those of the rules' year, over the records' year as far as both count alike; on
    nodes of one tree its own, over its own records. A rule that asks for a node that the tree lacks does not apply
    there.

    Args:
        runs: before and now.
        factors: whose rules, whose tree, whose records and groups: 0 before, 1 now.
        firms: in the order of the result.
    """
    rules, weights, records = factors
    both = same_ruled(runs[0].rulebook, runs[1].rulebook)
    tree, own = runs[weights].rulebook, runs[rules].rulebook
    nodes = {node: found for node in both if (found := _in(tree, own.node.get(node))) is not None}
    further = {node: tree.node[node] for node in tree.ruled if node not in both}
    fields = {name: getattr(tree, name) for name in Rulebook.model_fields}
    book = Rulebook.model_construct(**fields | {"node": further | nodes})
    placed = firms.to_frame("firm_id").join(runs[records].firms, on="firm_id", how="left", maintain_order="left")
    evidence = runs[rules].evidence
    if records != rules:
        evidence = mixed_evidence(evidence, runs[records].evidence, shared(runs[0].rulebook, runs[1].rulebook))
    over = Circumstances.of(book, placed, evidence)
    kept = Circumstances.of(book, placed, runs[weights].evidence)
    counts = {key: (over if key.split(".rule.")[0] in both else kept).counts[key] for key in over.counts}
    return NodeRules(book, Circumstances(counts, over.groups))


def _in(tree: Rulebook, node: Node | None) -> Node | None:
    """What a node's rules are in a tree."""
    known = (*tree.indicator, "base", "bonus", "total")
    return node and node.model_copy(update={"rule": tuple(one for one in node.rule if set(one.nodes) <= set(known))})
