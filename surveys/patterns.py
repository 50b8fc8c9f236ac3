"""Responses → answer patterns: the one reduction over respondents that means, errors and their covariances need.

Two respondents of a firm who gave the same answers to every question form one pattern. How many there were, the sum of
their weights and the sum of their squared weights are all that a weighted mean, its linearised variance, and the
covariance of two questions depend on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import narwhals as nw
import polars as pl

from surveys.packing import Packing

if TYPE_CHECKING:
    from collections.abc import Sequence


def answer_patterns(responses: Any, questions: Sequence[str]) -> pl.DataFrame:
    """Count respondents by firm and answers.

    Args:
        responses: a lazy frame of any engine, one row per respondent, with `firm_id`, the questions, and `weight`
            (everybody weighs 1 without it).
        questions: columns of the answers; null is not answered.

    Returns:
        firm_id, the questions, respondents, weight (Σw), weight_squares (Σw²), sorted.
    """
    names = list(questions)
    table: nw.LazyFrame[Any] = responses if isinstance(responses, nw.LazyFrame) else nw.from_native(responses)
    if "weight" not in table.collect_schema().names():
        table = table.with_columns(nw.lit(1.0).alias("weight"))
    table = table.with_columns((nw.col("weight") * nw.col("weight")).alias("weight_squares"))
    native = table.to_native()
    packing = Packing.of(native.collect_schema(), names) if isinstance(native, pl.LazyFrame) else None
    if packing is None:
        texts = table.with_columns(nw.col(name).cast(nw.String) for name in names)
        patterns = _counted(texts, "firm_id", *names).sort("firm_id", *names)
    else:
        words = native.select(*packing.packed, "weight", "weight_squares")
        patterns = packing.unpacked(_counted(nw.from_native(words), *packing.names))
    return patterns.with_columns(pl.col("respondents").cast(pl.Int64))


def _counted(table: nw.LazyFrame[Any], *key: str) -> pl.DataFrame:
    sums = nw.col("weight").sum(), nw.col("weight_squares").sum()
    counted: pl.DataFrame = table.group_by(*key).agg(nw.len().alias("respondents"), *sums).collect("polars").to_native()
    return counted
