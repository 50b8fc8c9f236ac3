"""Figures to be normalised: one value per unit, and one to divide it by."""

from __future__ import annotations

from typing import TYPE_CHECKING

import narwhals as nw

from scoring.evidence.conditions import OWN, Behind, Reduced, Table, Tables, as_evidence, collected, own, select
from scoring.evidence.exact_sums import exact_sums

if TYPE_CHECKING:
    from indicator_tree.rules import NormalisedRule


def reduce_figures(node: str, rule: NormalisedRule, tables: Tables, latest_by: str | None) -> Reduced:
    """The figures of the unit's own records that have all of them.

    Args:
        node: the leaf.
        rule: its rule.
        tables: the records.
        latest_by: the date that tells which record is the last; of records of the same day, or where None, the one
            with the highest number. A last record without a figure is none: an older one does not stand in for it.
    """
    columns = {"value": rule.value} | ({} if rule.per is None else {"per": rule.per})
    dates = [] if latest_by is None or rule.combine != "last" else [latest_by]
    filled = tuple(~nw.col(column).is_null() for column in columns.values())
    rows, only = own(select(tables, node, rule.source, rule.when, *columns.values(), *dates)), (OWN, *filled)
    if rule.combine == "last":
        for column in (*dates, "record_id"):
            rows = _highest(rows, column)
        last = collected(rows.select("record_id"))["record_id"]  # one of every unit
        only = (*only, nw.col("record_id").is_in(last.to_list()))
    rows = rows.filter(*filled)
    numbers = rows.select("firm_id", **{key: _number(column) for key, column in columns.items()})
    if rule.combine == "last":
        combined, quantities = numbers, {key: nw.col(key) for key in columns}
    else:
        combined = exact_sums(numbers, list(columns))
        quantities = {key: nw.col(f"{key}_{rule.combine}") for key in columns}
    evidence = [
        as_evidence(combined.select("firm_id", quantity=quantities[key]), node, f"{node}.{key}", rule.source, column)
        for key, column in columns.items()
    ]
    behind = [Behind(node, f"{node}.value", rule.source, (rule.when,), only=only)]
    return Reduced(evidence, behind, [])


def _highest(rows: Table, column: str) -> Table:
    """The rows of every unit with the highest value of a column."""
    highest = rows.group_by("firm_id").agg(_highest=nw.col(column).max())
    return rows.join(highest, on="firm_id").filter(nw.col(column) == nw.col("_highest")).drop("_highest")


def _number(column: str) -> nw.Expr:
    """The figure as a number; NaN, which would read as missing, is told as infinite."""
    number = nw.col(column).cast(nw.Float64)
    return nw.when(number.is_nan()).then(nw.lit(float("inf"))).otherwise(number)
