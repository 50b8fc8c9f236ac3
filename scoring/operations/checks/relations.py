"""Relations between indicators (勾稽): what must hold by what the indicators mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from scoring.operations.checks.found import CHECKED, found

if TYPE_CHECKING:
    from indicator_tree.catalogue import Catalogue
    from indicator_tree.catalogue_parts import Quotient, Relation

_KEY = ["firm_id", "system", "date"]
_NOISE = 1e-9  # relative; readings are decimal numbers held in binary


def broken_relations(readings: pl.DataFrame, catalogue: Catalogue) -> pl.DataFrame:
    """Readings that contradict others of the same firm, system and date.

    Where one of the two readings is missing nothing is contradicted.

    Returns:
        CHECKED, at the left indicator of the relation (or the quotient), with what it should have been compared with
        as limit; in the order of the relations, then of the quotients.
    """
    related = [_broken(readings.lazy(), relation) for relation in catalogue.relation]
    quotients = [
        _off(readings.lazy(), code, catalogue.indicator[code].name, quotient)
        for code in catalogue.leaves
        if (quotient := catalogue.indicator[code].quotient) is not None
    ]
    return pl.concat([pl.DataFrame(schema=CHECKED), *related, *quotients])


def _broken(readings: pl.LazyFrame, relation: Relation) -> pl.DataFrame:
    right = readings.filter(indicator=relation.right).select(*_KEY, limit=pl.col("value") * relation.factor)
    both = readings.filter(indicator=relation.left).join(right, on=_KEY).drop_nulls(["value", "limit"])
    value, limit = pl.col("value"), pl.col("limit")
    noise = _NOISE * pl.max_horizontal(value.abs(), limit.abs())
    holds = {
        "<=": value <= limit + noise,
        ">=": value >= limit - noise,
        "zero_with": (value == 0) == (limit == 0),
        "needs": (value <= 0) | (limit > 0),
    }[relation.operator]
    bad = both.filter(~holds).sort(_KEY)
    return found(bad, "relation", pl.lit(relation.label), limit, parameter=f"relation.{relation.id}", cited=relation)


def _off(readings: pl.LazyFrame, code: str, name: str, quotient: Quotient) -> pl.DataFrame:
    above = readings.filter(indicator=quotient.numerator).select(*_KEY, above="value")
    below = readings.filter(indicator=quotient.denominator).select(*_KEY, below="value")
    expected = pl.col("above") / pl.col("below") * quotient.factor
    both = readings.filter(indicator=code).join(above, on=_KEY).join(below, on=_KEY)
    compared = both.filter(pl.col("below") > 0).with_columns(limit=expected).drop_nulls(["value", "limit"])
    off = (pl.col("value") - pl.col("limit")).abs() > (quotient.tolerance + _NOISE) * pl.col("limit")
    reason = pl.lit(f"{name}与由其他指标算出的比值相差超过容许范围")
    return found(
        compared.filter(off).sort(_KEY),
        "relation",
        reason,
        pl.col("limit"),
        parameter=f"{code}.quotient",
        cited=quotient,
    )
