"""Quantities of graded parts: how many, how many different, how much in all, and the best category."""

from __future__ import annotations

from typing import TYPE_CHECKING

import narwhals as nw

from scoring.evidence.conditions import Behind, Reduced, Table, Tables, as_evidence, behind, select
from scoring.evidence.sums import joined, parts, whole

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indicator_tree.rules import Part


def reduce_parts(node: str, parts: Sequence[Part], tables: Tables) -> Reduced:
    """Evidence of every part of a graded leaf or of the bonus."""
    evidence: list[Table] = []
    records: list[Behind] = []
    for part in parts:
        parameter = f"{node}.part.{part.id}"
        columns = () if part.column is None else (part.column,)
        rows = select(tables, node, part.source, part.when, *columns)
        if part.measure == "best":
            evidence.append(_best(rows, node, parameter, part))
        else:
            evidence.append(as_evidence(_amounts(rows, part), node, parameter, part.source, part.label))
        records.append(behind(rows, node, parameter))
    return evidence, records


def _amounts(rows: Table, part: Part) -> Table:
    """firm_id and quantity."""
    if part.measure == "records" or part.column is None:
        return rows.group_by("firm_id").agg(quantity=nw.len())
    column = nw.col(part.column)
    if part.measure == "distinct":
        return rows.group_by("firm_id").agg(quantity=column.n_unique())
    amount = column.cast(nw.Float64)
    sums = rows.select("firm_id", whole=whole(amount), parts=parts(amount)).group_by("firm_id")
    added = sums.agg(nw.col("whole", "parts").sum())
    return added.select("firm_id", quantity=joined(nw.col("whole"), nw.col("parts")))


def _best(rows: Table, node: str, parameter: str, part: Part) -> Table:
    """The firm's best category; `quantity` is its place among the grades, 1 being the best."""
    grades = list(part.grades)
    categories = part.column or ""
    places = list(range(1, len(grades) + 1))
    place = nw.col(categories).replace_strict(grades, places, default=None, return_dtype=nw.Int64)
    best = rows.select("firm_id", quantity=place).group_by("firm_id").agg(nw.col("quantity").min())
    names = nw.col("quantity").replace_strict(places, grades, default=None, return_dtype=nw.String)
    return as_evidence(best, node, parameter, part.source, names)
