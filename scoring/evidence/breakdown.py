"""What the records that count are about: how many there are by the columns that the rulebook names."""

from __future__ import annotations

from typing import TYPE_CHECKING

import narwhals as nw
import polars as pl

from indicator_tree.rules import RateRule
from scoring.evidence.breakdown_cells import NODES, Counted, Marked
from scoring.evidence.breakdown_rows import listed_values, rows_of
from scoring.frames import BREAKDOWN, RECORDS
from scoring.precision import settled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from indicator_tree import Rulebook
    from indicator_tree.rules import When
    from scoring.evidence.conditions import Table, Tables


def count_breakdown(tables: Tables, rulebook: Rulebook) -> pl.DataFrame:
    """Records, and sums of the columns that graded parts sum, by node and by the values of columns.

    Counted are records that meet a condition of a node's deductions, rate or parts; those of the same event too. It
    takes one pass over a source for every column, and one before it for a column without a closed vocabulary, to know
    which values to list. What is kept in memory grows with the number of firms and of different values, not with the
    number of records.

    Args:
        tables: one lazy frame per source, with `firm_id`, `entity_id` and the source's columns.
        rulebook: the rules, and the columns by which to count.

    Returns:
        A frame of the shape `BREAKDOWN`: node "" (all records of a source) first, then in tree order; sources by
        name; the whole first, then columns in the rulebook's order; the highest quantity first. Values beyond the
        rulebook's `breakdown_values` are one row together, the last of their column.

    Raises:
        UnknownColumnError: the rulebook counts by a column that the source does not have.
    """
    marked = [
        part
        for source, counted in _counted(rulebook).items()
        if source in tables
        for part in Marked.parts(tables[source], source, counted, rulebook)
    ]
    if not marked:
        return BREAKDOWN.to_frame()
    nodes = pl.DataFrame([row for each in marked for row in each.nodes], schema=NODES, orient="row")
    listed: dict[tuple[str, str], list[str]] = {}
    if opened := [each.values(by) for each in marked for by in each.open_columns]:
        listed = listed_values(_collect(opened), nodes, rulebook.breakdown_values)
    cells = _collect([each.cells(by, listed) for each in marked for by in each.columns or ((),)])
    return rows_of(cells, nodes, rulebook)


def _collect(lazy: list[Table]) -> pl.DataFrame:
    collected: pl.DataFrame = nw.concat(lazy, how="vertical").collect("polars").to_native()
    return collected.with_columns(settled(pl.col("quantity")))


def _counted(rulebook: Rulebook) -> dict[str, list[Counted]]:
    """What is counted of every source."""
    found: dict[tuple[str, str, str], list[When]] = {}
    for node, source, measure, when in _conditions(rulebook):
        found.setdefault((source, node, measure), []).append(when)
    counted: dict[str, list[Counted]] = {}
    for (source, node, measure), conditions in found.items():
        counted.setdefault(source, []).append(Counted(node, measure, tuple(conditions)))
    return counted


def _conditions(rulebook: Rulebook) -> Iterator[tuple[str, str, str, When]]:
    """node, source, measure and condition of everything that is counted."""
    for source in rulebook.breakdown:
        yield "", source, RECORDS, {}
    for node in rulebook.leaves:
        rule = rulebook.indicator[node].rule
        for deduct in rulebook.deductions(node):
            yield node, deduct.source, RECORDS, deduct.when
        if isinstance(rule, RateRule):
            yield node, rule.source, RECORDS, rule.when
    for node, part in rulebook.parts:
        yield node, part.source, RECORDS, part.when
        if part.measure == "sum" and part.column is not None:
            yield node, part.source, part.column, part.when
            if part.source in rulebook.breakdown:
                yield "", part.source, part.column, {}
