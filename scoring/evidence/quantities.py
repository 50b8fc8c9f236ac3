"""Quantities of graded parts: how many, how many different, how much in all, and the best category."""

from __future__ import annotations

from typing import TYPE_CHECKING

import narwhals as nw

from scoring.evidence.conditions import Behind, Count, Reduced, Table, Tables, as_evidence, select
from scoring.frames import RECORDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indicator_tree.rules import Part


def reduce_parts(node: str, parts: Sequence[Part], tables: Tables) -> Reduced:
    """Evidence of every part of a graded leaf or of the bonus."""
    evidence: list[Table] = []
    records: list[Behind] = []
    counts: list[Count] = []
    for part in parts:
        parameter = f"{node}.part.{part.id}"
        columns = () if part.column is None else (part.column,)
        rows = select(tables, node, part.source, part.when, *columns)
        if part.measure == "best":
            evidence.append(_best(rows, node, parameter, part))
        elif part.measure == "distinct" and part.column is not None:
            different = rows.group_by("firm_id").agg(quantity=nw.col(part.column).n_unique())
            evidence.append(as_evidence(different, node, parameter, part.source, part.label))
        else:
            measure = part.column if part.measure == "sum" and part.column is not None else RECORDS
            counts.append(Count(node, parameter, part.source, part.label, (part.when,), measure=measure))
        records.append(Behind(node, parameter, part.source, (part.when,)))
    return Reduced(evidence, records, counts)


def _best(rows: Table, node: str, parameter: str, part: Part) -> Table:
    """The firm's best category; `quantity` is its place among the grades, 1 being the best."""
    grades = list(part.grades)
    categories = part.column or ""
    places = list(range(1, len(grades) + 1))
    place = nw.col(categories).replace_strict(grades, places, default=None, return_dtype=nw.Int64)
    best = rows.select("firm_id", quantity=place).group_by("firm_id").agg(nw.col("quantity").min())
    names = nw.col("quantity").replace_strict(places, grades, default=None, return_dtype=nw.String)
    return as_evidence(best, node, parameter, part.source, names)
