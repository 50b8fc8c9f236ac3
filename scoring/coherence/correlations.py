"""Which indicators move together: correlations among siblings, with what is above, and across a level."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import polars as pl

from indicator_tree.tree import path_to_root
from scoring.aggregation import WHOLE
from scoring.coherence.frames import CORRELATIONS
from scoring.coherence.matrix import score_matrix
from scoring.coherence.pairwise import FEWEST, common, pearson, spearman
from scoring.precision import settled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from indicator_tree import Rulebook
    from indicator_tree.robustness import Coherence
    from scoring.evaluation import Evaluation


def correlations(evaluation: Evaluation, limits: Coherence) -> pl.DataFrame:
    """Frame `CORRELATIONS`: every pair of nodes on one level, and every node with those above it.

    OECD/JRC Handbook on Constructing Composite Indicators (2008), steps 4 and 6: siblings should correlate, but not so
    much that they count the same twice, and negatively with nothing that they are averaged with. Each pair over the
    firms that have both scores. Null, and remarked on, where fewer than three firms have both or a score is the same
    for all of them.

    Remarks: a correlation below zero, always; between siblings, one nearer to zero than `correlation_low`, or above
    `correlation_high`.
    """
    matrix = score_matrix(evaluation)
    pairs = list(_pairs(evaluation.rulebook))
    one, other = matrix.of(node for node, _, _ in pairs), matrix.of(node for _, node, _ in pairs)
    found = pl.DataFrame(pairs, schema=list(CORRELATIONS)[:3], orient="row").with_columns(
        pl.Series("pearson", pearson(one, other)).fill_nan(None),
        pl.Series("spearman", spearman(one, other)).fill_nan(None),
        pl.Series("firms", common(one, other)),
    )
    return found.with_columns(remark=_remark(limits)).cast(CORRELATIONS)


def _pairs(rulebook: Rulebook) -> Iterator[tuple[str, str, str]]:
    """Node, other, relation: in tree order."""
    for node in rulebook.nodes:
        _, *above = (*path_to_root(rulebook.indicator, node), WHOLE)
        for place, other in enumerate(above):
            yield node, other, "parent" if place == 0 else "ancestor"
    for node, other in combinations(rulebook.nodes, 2):
        if rulebook.indicator[node].parent == rulebook.indicator[other].parent:
            yield node, other, "siblings"
        elif rulebook.level(node) == rulebook.level(other):
            yield node, other, "level"


def _remark(limits: Coherence) -> pl.Expr:
    r, siblings = settled(pl.col("pearson")), pl.col("relation") == "siblings"
    cases = [
        (pl.col("firms") < FEWEST, "两项都有得分的不足三个，不计算相关系数"),
        (r.is_null() & (pl.col("firms") >= FEWEST), "有一项得分全部相同，不计算相关系数"),
        (r < 0, "负相关"),
        (siblings & (r.abs() < limits.correlation_low), "同级指标几乎不相关"),
        (siblings & (r > limits.correlation_high), "同级指标几乎重复"),
    ]
    told = [pl.when(case).then(pl.lit(text)) for case, text in cases]
    return pl.concat_str(told, separator="；", ignore_nulls=True)
