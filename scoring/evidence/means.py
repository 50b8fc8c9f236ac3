"""Parts of a weighted mean: one value and one weight by unit and part."""

from __future__ import annotations

from typing import TYPE_CHECKING

import narwhals as nw

from scoring.evidence.conditions import OWN, Behind, Reduced, Table, Tables, as_evidence, own, select

if TYPE_CHECKING:
    from indicator_tree.rules import WeightedMeanRule

PART, COUNTED, EMPTY = "part", "counted", "without_value"


def reduce_means(node: str, rule: WeightedMeanRule, tables: Tables) -> Reduced:
    """The mean of every part and what it weighs, and how many records have a value and how many none.

    A weight that is missing or not above 0 makes that of its part infinite, so that the ledger can refuse it.
    """
    weights = [] if rule.weight is None else [rule.weight]
    rows = own(select(tables, node, rule.source, rule.when, rule.value, rule.each, *weights))
    filled = ~nw.col(rule.value).is_null()
    weight = nw.lit(1.0) if rule.weight is None else nw.col(rule.weight).cast(nw.Float64)
    sound = nw.when((weight > 0).fill_null(value=False)).then(weight).otherwise(nw.lit(float("inf")))
    cells = rows.filter(filled).select(
        "firm_id",
        cause=nw.col(rule.each).cast(nw.String),
        weight=sound,
        product=sound * nw.col(rule.value).cast(nw.Float64),
    )
    sums = cells.group_by("firm_id", "cause").agg(nw.col("weight").sum(), nw.col("product").sum())
    means = sums.select("firm_id", "cause", "weight", quantity=nw.col("product") / nw.col("weight"))
    evidence, behind = [_with_weights(means, node, rule.source)], []
    for name, cause, which in ((COUNTED, "计入加权", filled), (EMPTY, "没有数值", ~filled)):
        number = rows.filter(which).group_by("firm_id").agg(quantity=nw.len())
        evidence.append(as_evidence(number, node, f"{node}.{name}", rule.source, cause))
        behind.append(Behind(node, f"{node}.{name}", rule.source, (rule.when,), only=(OWN, which)))
    return Reduced(evidence, behind, [])


def _with_weights(means: Table, node: str, source: str) -> Table:
    return means.select(
        nw.col("firm_id").cast(nw.String),
        nw.lit(node).alias("node"),
        nw.lit(f"{node}.{PART}").alias("parameter"),
        nw.col("cause"),
        nw.lit(source).alias("source"),
        nw.col("quantity"),
        nw.col("weight"),
    )
