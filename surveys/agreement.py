"""Double-coded phone checks: how far two coders agree, per step and on the outcome of a call."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from surveys.kappa import cohens_kappa
from surveys.phone_checks import STEPS

if TYPE_CHECKING:
    from collections.abc import Sequence

OUTCOME = "outcome"
"""Stands among the steps for the outcome of the whole call: the step at which it failed, or none."""

AGREEMENT = pl.Schema(
    {
        "step": pl.String,
        "calls": pl.Int64,
        "agreed": pl.Float64,
        "kappa": pl.Float64,
        "se": pl.Float64,
        "undefined": pl.String,
    }
)
_AGAIN = "_again"


def agreement(checks: pl.LazyFrame, recodes: pl.LazyFrame) -> pl.DataFrame:
    """Agreement of two coders on the calls that both judged.

    A step counts for the calls in which both coders came to judge it; where one of them saw the call fail before, that
    is a disagreement on the earlier step, and on the outcome.

    Args:
        checks: the table `phone_checks`.
        recodes: the table `phone_recodes`; a recode without its call is left out.

    Returns:
        step (connected, answered, polite, effective, outcome), calls, agreed (share), kappa, se, undefined (Chinese:
        why there is no kappa; else null).
    """
    both = (
        checks.select("record_id", *STEPS)
        .join(recodes.select("record_id", *STEPS), on="record_id", suffix=_AGAIN)
        .with_columns(_outcome("").alias(OUTCOME), _outcome(_AGAIN).alias(f"{OUTCOME}{_AGAIN}"))
        .collect()
    )
    rows = []
    for step in (*STEPS, OUTCOME):
        categories = [True, False] if step in STEPS else list(range(len(STEPS) + 1))
        found = cohens_kappa(_table(both, step, categories))
        rows.append((step, found.items, found.agreed, found.kappa, found.se, found.undefined))
    return pl.DataFrame(rows, schema=AGREEMENT, orient="row")


def reached(checks: pl.LazyFrame, firms: pl.DataFrame, rounds: int) -> pl.DataFrame:
    """Firms that were not reached in every round: somebody answered the phone.

    Args:
        checks: the table `phone_checks`.
        firms: firm_id of the firms that should have been called.
        rounds: number of rounds, from 1.

    Returns:
        firm_id, not_called (rounds without a call), not_reached (rounds whose calls nobody answered), both lists of
        numbers; only firms with at least one such round, by firm_id.
    """
    answered = pl.col("answered").fill_null(value=False)
    called = checks.filter(pl.col("entity_id") == pl.col("firm_id")).select("firm_id", "round", answered=answered)
    best = called.group_by("firm_id", "round").agg(pl.col("answered").any()).collect()
    every = firms.select("firm_id").join(
        pl.DataFrame({"round": range(1, rounds + 1)}, schema={"round": pl.Int64}), how="cross"
    )
    return (
        every.join(best, on=["firm_id", "round"], how="left")
        .sort("firm_id", "round")
        .group_by("firm_id", maintain_order=True)
        .agg(
            not_called=pl.col("round").filter(pl.col("answered").is_null()),
            not_reached=pl.col("round").filter(~pl.col("answered")),
        )
        .filter((pl.col("not_called").list.len() > 0) | (pl.col("not_reached").list.len() > 0))
    )


def _outcome(suffix: str) -> pl.Expr:
    """At which step the call failed, from 0; the number of steps where it did not."""
    failed = [
        pl.when(~pl.col(f"{step}{suffix}").fill_null(value=True)).then(pl.lit(at)) for at, step in enumerate(STEPS)
    ]
    return pl.coalesce(*failed, pl.lit(len(STEPS)))


def _table(both: pl.DataFrame, step: str, categories: Sequence[object]) -> list[list[int]]:
    first, second = both[step], both[f"{step}{_AGAIN}"]
    return [[int(((first == row) & (second == column)).sum()) for column in categories] for row in categories]
