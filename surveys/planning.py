"""Sample planning: how many respondents a firm needs for an interval of a wanted width, from last year's answers."""

from __future__ import annotations

from statistics import NormalDist
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

LEAST = 2
"""Respondents without whom no variance can be estimated."""

PLAN = pl.Schema(
    {
        "firm_id": pl.String,
        "node": pl.String,
        "respondents": pl.Int64,
        "sd": pl.Float64,
        "assumed": pl.Boolean,
        "design_effect": pl.Float64,
        "needed": pl.Int64,
    }
)


def spread(answers: pl.DataFrame, values: Mapping[str, Mapping[str, float]], firm_ids: Sequence[str]) -> pl.DataFrame:
    """Standard deviation of the answer values, per firm and question.

    The sample standard deviation √(n/(n-1) · Σ w (v - mean)² / Σ w). Where last year has no variance (fewer than two
    answers, or all alike) it is taken to be the greatest possible, half the range of the values (Popoviciu 1935).

    Args:
        answers: firm_id, node, cause (the answer), quantity (respondents), weight (sum of weights): last year's
            evidence of the nodes in `values`.
        values: points per answer, per node.
        firm_ids: the firms to plan for.

    Returns:
        firm_id, node, respondents (0 without answers), sd in points, assumed (whether the greatest possible), for
        every firm and node.
    """
    worth = [(node, answer, float(value)) for node, each in values.items() for answer, value in each.items()]
    worths = pl.DataFrame(worth, schema={"node": pl.String, "cause": pl.String, "value": pl.Float64}, orient="row")
    greatest = worths.group_by("node", maintain_order=True).agg(
        greatest=(pl.col("value").max() - pl.col("value").min()) / 2
    )
    v, w, n = pl.col("value"), pl.col("weight"), pl.col("quantity")
    mean = (w * v).sum() / w.sum()
    found = (
        answers.join(worths, on=["node", "cause"], maintain_order="left")
        .sort("firm_id", "node", "cause")
        .group_by("firm_id", "node", maintain_order=True)
        .agg(
            respondents=n.sum().cast(pl.Int64),
            variance=(w * (v - mean) ** 2).sum() / w.sum() * n.sum() / (n.sum() - 1),
            different=v.n_unique(),
        )
    )
    every = pl.DataFrame({"firm_id": list(firm_ids)}, schema={"firm_id": pl.String}).join(greatest, how="cross")
    known = (pl.col("respondents") >= LEAST) & (pl.col("different") > 1)
    return (
        every.join(found, on=["firm_id", "node"], how="left", maintain_order="left")
        .with_columns(pl.col("respondents").fill_null(0), known.fill_null(value=False).alias("known"))
        .select(
            "firm_id",
            "node",
            "respondents",
            sd=pl.when("known").then(pl.col("variance").sqrt()).otherwise("greatest"),
            assumed=~pl.col("known"),
        )
    )


def plan(
    spreads: pl.DataFrame,
    half_width: float,
    *,
    level: float = 0.95,
    design_effects: pl.DataFrame | None = None,
    population: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """Respondents needed so that the interval of the answer mean is mean ± half_width.

    n₀ = deff · (z · sd / half_width)², where z is the normal quantile of the level; with N clients of a firm
    n = n₀ / (1 + n₀ / N) (Cochran 1977, Sampling Techniques, chapter 4; Kish 1965, Survey Sampling, for deff). Rounded
    up, and at least 2.

    Args:
        spreads: what `spread` gives.
        half_width: in points.
        level: of confidence.
        design_effects: firm_id, design_effect of last year; 1 for firms that are not there.
        population: firm_id, clients; no correction for firms that are not there.

    Returns:
        firm_id, node, respondents, sd, assumed, design_effect, needed.
    """
    z = NormalDist().inv_cdf(0.5 + level / 2)
    effects = _or_empty(design_effects, {"firm_id": pl.String, "design_effect": pl.Float64})
    clients = _or_empty(population, {"firm_id": pl.String, "clients": pl.Int64})
    first = pl.col("design_effect") * (z * pl.col("sd") / half_width) ** 2
    corrected = first / (1 + (first / pl.col("clients")).fill_null(0.0))
    return (
        spreads.join(effects, on="firm_id", how="left", maintain_order="left")
        .join(clients, on="firm_id", how="left", maintain_order="left")
        .with_columns(pl.col("design_effect").fill_null(1.0))
        .with_columns(needed=pl.max_horizontal(corrected.ceil().cast(pl.Int64), pl.lit(LEAST)))
        .select(PLAN.names())
    )


def per_firm(planned: pl.DataFrame) -> pl.DataFrame:
    """One row per firm, since a respondent answers all questions: the question that needs most decides.

    Returns:
        the columns of `plan`, at the node that needs most respondents (of several, the first).
    """
    return (
        planned.sort(["firm_id", "needed", "node"], descending=[False, True, False])
        .group_by("firm_id", maintain_order=True)
        .first()
        .select(PLAN.names())
    )


def _or_empty(frame: pl.DataFrame | None, schema: dict[str, type[pl.DataType]]) -> pl.DataFrame:
    return pl.DataFrame(schema=schema) if frame is None else frame.select(list(schema))
