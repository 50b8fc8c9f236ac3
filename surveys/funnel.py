"""What became of the responses of a wave, per firm: sent, started, completed, rejected by rule, accepted.

Of those accepted, how many have an answer that was not recognised.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from surveys.responses import SENT
from surveys.wave import completed

if TYPE_CHECKING:
    from collections.abc import Sequence

STEPS = ("sent", "started", "completed")
ACCEPTED = "accepted"
UNRECOGNISED = "unrecognised"
"""Accepted responses with an answer that is no option of its question: a part of `ACCEPTED`, not a further step."""
FUNNEL = pl.Schema({"firm_id": pl.String, "step": pl.String, "responses": pl.Int64})


def fates(responses: pl.LazyFrame, place: str) -> pl.LazyFrame:
    """Count responses by firm, by place and by how far they came.

    Args:
        responses: firm_id, status and `place`.
        place: column with the position of the rule that a response breaks first; null for accepted ones.

    Returns:
        firm_id, `place`, started, completed, responses.
    """
    started, done = pl.col("status").ne_missing(pl.lit(SENT)).alias("started"), completed().alias("completed")
    return responses.group_by("firm_id", place, started, done).agg(responses=pl.len().cast(pl.Int64))


def funnel(
    fates: pl.DataFrame, place: str, rules: Sequence[str], checked: Sequence[bool], unrecognised: pl.DataFrame
) -> pl.DataFrame:
    """The steps of every firm.

    sent = rejected by any rule + accepted; completed = rejected by any rule but the first (unfinished) + accepted.

    Args:
        fates: see `fates`; rows of the same firm, place and progress are added up.
        place: column with the position of the rule that a response breaks first; null for accepted ones.
        rules: ids of the rules in order.
        checked: whether each could be checked.
        unrecognised: record_id and firm_id of accepted responses, once for every answer that was not recognised.

    Returns:
        firm_id, step (sent, started, completed, the rules, accepted, unrecognised), responses (null for a rule that was
        not checked); by firm_id, the steps in order.
    """
    responses, broken = pl.col("responses"), pl.col(place)
    counts = {
        "sent": responses.sum(),
        "started": responses.filter("started").sum(),
        "completed": responses.filter("completed").sum(),
        **{
            rule: responses.filter(broken == at).sum() if checked[at] else pl.lit(None, pl.Int64)
            for at, rule in enumerate(rules)
        },
        ACCEPTED: responses.filter(broken.is_null()).sum(),
    }
    steps = dict(enumerate([*counts, UNRECOGNISED]))
    wide = fates.group_by("firm_id").agg(
        count.cast(pl.Int64).alias(f"{at}") for at, count in enumerate(counts.values())
    )
    lost = unrecognised.group_by("firm_id").agg(pl.col("record_id").n_unique().cast(pl.Int64).alias(f"{len(counts)}"))
    return (
        wide.join(lost, on="firm_id", how="left")
        .with_columns(pl.col(f"{len(counts)}").fill_null(0))
        .unpivot(index="firm_id", variable_name="at", value_name="responses")
        .with_columns(at=pl.col("at").cast(pl.Int64))
        .sort("firm_id", "at")
        .select(
            "firm_id",
            step=pl.col("at").replace_strict(steps),
            responses=pl.col("responses"),
        )
        .match_to_schema(FUNNEL)
    )
