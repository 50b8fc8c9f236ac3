"""Figures to be normalised: one value per unit, and one to divide it by."""

from __future__ import annotations

from typing import TYPE_CHECKING

import narwhals as nw

from scoring.evidence.conditions import OWN, Behind, Reduced, Table, Tables, as_evidence, collected, own, select
from scoring.evidence.exact_sums import exact_sums

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from indicator_tree.rules import Imputation, NormalisedRule


def reduce_figures(
    node: str, rule: NormalisedRule, tables: Tables, latest_by: str | None, imputations: Sequence[Imputation]
) -> Reduced:
    """The figures of the unit's own records that have all of them, and what missing ones are imputed from.

    Args:
        node: the leaf.
        rule: its rule.
        tables: the records.
        latest_by: the date that tells which record is the last; of records of the same day, or where None, the one
            with the highest number. A last record without a figure is none: an older one does not stand in for it.
        imputations: that of the rule, and those that may stand in for it.
    """
    columns = {"value": rule.value} | ({} if rule.per is None else {"per": rule.per})
    groups = dict.fromkeys(fill.group for fill in imputations if fill.group is not None)
    others = dict.fromkeys(fill.on for fill in imputations if fill.on is not None)
    dates = [] if latest_by is None or rule.combine != "last" else [latest_by]
    filled = tuple(~nw.col(column).is_null() for column in columns.values())
    rows, only = (
        own(select(tables, node, rule.source, rule.when, *columns.values(), *groups, *others, *dates)),
        (OWN, *filled),
    )
    beside = [_groups(rows, group, node, rule.source) for group in groups]
    if rule.combine == "last":
        for column in (*dates, "record_id"):
            rows = _highest(rows, column)
        last = collected(rows.select("record_id"))["record_id"]  # one of every unit
        only = (*only, nw.col("record_id").is_in(last.to_list()))
    for other in others:
        known = rows.filter(~nw.col(other).is_null()).select("firm_id", on=_number(other))
        beside += _combined(known, {"on": other}, node, rule, f"on.{other}")
    rows = rows.filter(*filled)
    numbers = rows.select("firm_id", **{key: _number(column) for key, column in columns.items()})
    evidence = _combined(numbers, columns, node, rule)
    behind = [Behind(node, f"{node}.value", rule.source, (rule.when,), only=only)]
    return Reduced([*evidence, *beside], behind, [])


def _highest(rows: Table, column: str) -> Table:
    """The rows of every unit with the highest value of a column."""
    highest = rows.group_by("firm_id").agg(_highest=nw.col(column).max())
    return rows.join(highest, on="firm_id").filter(nw.col(column) == nw.col("_highest")).drop("_highest")


def _number(column: str) -> nw.Expr:
    """The figure as a number; NaN, which would read as missing, is told as infinite."""
    number = nw.col(column).cast(nw.Float64)
    return nw.when(number.is_nan()).then(nw.lit(float("inf"))).otherwise(number)


def _combined(
    numbers: Table, columns: Mapping[str, str], node: str, rule: NormalisedRule, parameter: str | None = None
) -> list[Table]:
    """Evidence of every unit: its last figure, or the sum or mean of all.

    Args:
        numbers: firm_id and a column per key.
        columns: what they are called in the source, by key.
        node: the leaf.
        rule: its rule.
        parameter: the key in the evidence; that of the column if omitted.
    """
    end = "" if rule.combine == "last" else f"_{rule.combine}"
    combined = exact_sums(numbers, list(columns)) if end else numbers
    return [
        as_evidence(
            *(combined.select("firm_id", quantity=nw.col(f"{key}{end}")), node, f"{node}.{parameter or key}"),
            *(rule.source, column),
        )
        for key, column in columns.items()
    ]


def _groups(rows: Table, column: str, node: str, source: str) -> Table:
    """Evidence of every unit: the values of a column, each with the number of records that have it."""
    named = rows.filter(~nw.col(column).is_null()).select(
        "firm_id", group=nw.col(column).cast(nw.String), quantity=nw.lit(1.0)
    )
    counted = named.group_by("firm_id", "group").agg(nw.col("quantity").sum())
    return as_evidence(counted, node, f"{node}.group.{column}", source, nw.col("group"))
