"""Respondents' weights, and what they cost: design effect and effective sample size."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from surveys.raking import Limits, rake

if TYPE_CHECKING:
    from collections.abc import Sequence

    from surveys.margin import Margin
    from surveys.questionnaire import Questionnaire


STEPS = 2**16
"""Weights are kept in steps of 2^-16, so that sums of weights and of their squares are exact in double precision and
do not depend on the order in which threads add them up."""


@dataclass(frozen=True)
class Weighted:
    """Responses with a `weight` (mean 1), and the weight of every cell of attributes.

    Attributes:
        responses: as given, with `weight`.
        cells: the margins' attributes, respondents, weight; null where there are no margins.
        patterns: firm_id, respondents, weight (Σw), weight_squares (Σw²); null where there are no margins.
    """

    responses: pl.LazyFrame
    cells: pl.DataFrame | None
    patterns: pl.DataFrame | None


def limits_of(questionnaire: Questionnaire) -> Limits:
    """How the questionnaire wants weights trimmed and raking ended."""
    given = questionnaire.weighting
    if given is None:
        return Limits()
    return Limits(given.trim_low, given.trim_high, given.tolerance, given.iterations)


def weigh(responses: pl.LazyFrame, margins: Sequence[Margin], limits: Limits) -> Weighted:
    """Rake all respondents together to the margins; without margins everybody weighs 1.

    Two passes over the responses: one counts the cells, the other looks their weights up.

    Raises:
        surveys.errors.SurveyError: the margins do not fit the respondents, or raking does not converge.
    """
    if not margins:
        return Weighted(responses.with_columns(weight=pl.lit(1.0)), None, None)
    names = [margin.name for margin in margins]
    of_firms = responses.group_by("firm_id", *names).agg(respondents=pl.len()).collect(engine="streaming")
    cells = of_firms.group_by(names).agg(pl.col("respondents").sum()).sort(names)
    categories = {name: cells[name].cast(pl.String).to_list() for name in names}
    raked = rake(cells["respondents"].to_list(), categories, margins, limits)
    weights = pl.Series("weight", np.round(raked * STEPS) / STEPS)
    looked_up = cells.select(names).with_columns(weights)
    return Weighted(
        responses.join(looked_up.lazy(), on=names, how="left", nulls_equal=True),
        cells.with_columns(weights),
        _patterns(of_firms.join(looked_up, on=names, nulls_equal=True)),
    )


def _patterns(cells: pl.DataFrame) -> pl.DataFrame:
    number, weight = pl.col("respondents").cast(pl.Int64), pl.col("weight")
    sums = (number * weight).sum().alias("weight"), (number * weight * weight).sum().alias("weight_squares")
    return cells.group_by("firm_id").agg(number.sum(), *sums).sort("firm_id")


def effective_sizes(patterns: pl.DataFrame) -> pl.DataFrame:
    """Per firm: firm_id, respondents n, design effect, effective sample size.

    The design effect of unequal weights is n Σw² / (Σw)² (Kish 1965, Survey Sampling, section 11.7); the effective
    sample size is n divided by it.
    """
    n, w, w2 = pl.col("respondents").sum(), pl.col("weight").sum(), pl.col("weight_squares").sum()
    sums = patterns.group_by("firm_id").agg(n.alias("respondents"), (n * w2 / w**2).alias("design_effect"))
    return sums.with_columns(effective=pl.col("respondents") / pl.col("design_effect")).sort("firm_id")
