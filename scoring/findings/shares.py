"""How the respondents of all firms answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from scoring.kinds.registry import questions_of

if TYPE_CHECKING:
    from indicator_tree import Rulebook


def shares_of_answers(evidence: pl.DataFrame, rulebook: Rulebook) -> pl.DataFrame:
    """node, question, answer, value (points), respondents, share (0..1), in the rulebook's order.

    The share is that of the respondents of all firms who answered the question, each with the weight that the scores
    give them (1 where they are not weighted); null where nobody answered.
    """
    offered = pl.DataFrame(
        [
            (node, rule.question, answer, value)
            for node, rule in questions_of(rulebook).items()
            for answer, value in rule.answers.values.items()
        ],
        schema={"node": pl.String, "question": pl.String, "answer": pl.String, "value": pl.Float64},
        orient="row",
    )
    given = (
        evidence.filter(pl.col("parameter") == pl.format("{}.answers", "node"))
        .group_by("node", answer=pl.col("cause"))
        .agg(respondents=pl.col("quantity").sum().cast(pl.Int64), weight=pl.col("weight").sort_by("firm_id").sum())
    )
    joined = offered.join(given, on=["node", "answer"], how="left", maintain_order="left")
    counted = joined.with_columns(pl.col("respondents", "weight").fill_null(0))
    whole = pl.col("weight").sum().over("node")
    return counted.with_columns(share=pl.when(whole > 0).then(pl.col("weight") / whole)).drop("weight")
