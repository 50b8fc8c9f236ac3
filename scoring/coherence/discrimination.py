"""Which indicators tell firms apart, and which are at their floor or ceiling."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from scoring.aggregation import WHOLE
from scoring.coherence.frames import DISCRIMINATION
from scoring.precision import settled

if TYPE_CHECKING:
    from indicator_tree.robustness import Coherence
    from scoring.evaluation import Evaluation


def discrimination(evaluation: Evaluation, limits: Coherence) -> pl.DataFrame:
    """Frame `DISCRIMINATION`: every node of the tree in tree order, then the whole tree as `base`.

    Remarks: all scores the same, or a standard deviation below `sd`; more than `floor_share` of the firms at the
    floor of the scale; more than `ceiling_share` at full marks; no firm with a score. The figures are null for the
    last.
    """
    rulebook, score = evaluation.rulebook, settled(pl.col("score"))
    nodes = pl.DataFrame({"node": [*rulebook.nodes, WHOLE]})
    figures = (
        evaluation.scores.sort("firm_id")
        .group_by("node", maintain_order=True)
        .agg(
            firms=score.count().cast(pl.Int64),
            sd=score.std(ddof=0),
            values=score.drop_nulls().n_unique().cast(pl.Int64),
            floor_share=(score <= rulebook.scale.floor).mean(),
            ceiling_share=(score >= rulebook.scale.full_marks).mean(),
        )
    )
    found = nodes.join(figures, on="node", how="left", maintain_order="left")
    return found.with_columns(remark=_remark(limits)).select(DISCRIMINATION.names()).cast(DISCRIMINATION)


def _remark(limits: Coherence) -> pl.Expr:
    values = pl.col("values")
    cases = [
        (values == 0, "都没有得分"),
        (values == 1, "得分全部相同，不能区分"),
        ((values > 1) & (pl.col("sd") < limits.sd), "得分差异很小，区分度低"),
        (pl.col("floor_share") > limits.floor_share, "得最低分的过多"),
        (pl.col("ceiling_share") > limits.ceiling_share, "得满分的过多"),
    ]
    told = [pl.when(case).then(pl.lit(text)) for case, text in cases]
    return pl.concat_str(told, separator="；", ignore_nulls=True)
