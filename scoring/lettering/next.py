"""What is missing to the next letter."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from scoring.precision import settled

if TYPE_CHECKING:
    from scoring.evaluation import Evaluation

NEXT_LETTERS = pl.Schema(
    {
        **dict.fromkeys(("firm_id", "node", "letter", "by_score", "next_letter"), pl.String),
        **dict.fromkeys(("score", "edge", "gap"), pl.Float64),
    }
)
"""A unit with a letter at a node: the letter, the one that its score earns, and the next better one that any score
earns: from which score on (`edge`), and how many points are missing (`gap`). The last three are null for those of the
best letter. The cut-offs are those of the evaluation; quotas and clusters move with the other units' scores."""


def next_letters(evaluation: Evaluation) -> pl.DataFrame:
    """What is missing to the next letter, of the shape `NEXT_LETTERS`, in the order of the letters."""
    keys, book = ["node", "group"], evaluation.rulebook
    within = [node for node in book.lettered if book.letters_at(node).within_groups]
    group = pl.when(pl.col("node").is_in(within)).then("group").otherwise(pl.lit(""))
    own = (
        evaluation.letters.filter(pl.col("letter").is_not_null())
        .with_columns(group=group)
        .with_row_index("at")
        .join(evaluation.scores.select("firm_id", "node", "score"), on=["firm_id", "node"])
    )
    edges = evaluation.cutoffs.filter(pl.col("from").is_not_null()).select(*keys, next_letter="letter", edge="from")
    above = (
        own.join(edges, on=keys)
        .filter(settled(pl.col("edge")) > settled(pl.col("score")))
        .sort("edge")
        .unique("at", keep="first")
        .select("at", "next_letter", "edge")
    )
    found = own.join(above, on="at", how="left").sort("at").with_columns(gap=settled(pl.col("edge") - pl.col("score")))
    return found.select(NEXT_LETTERS.names()).cast(dict(NEXT_LETTERS.items()))
