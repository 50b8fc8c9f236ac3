"""What the records that count are about: how many there are by the columns that the rulebook names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import narwhals as nw
import polars as pl

from indicator_tree.rules import RateRule
from scoring.errors import UnknownColumnError
from scoring.evidence.breakdown_rows import CELLS, NODES, rows_of
from scoring.evidence.conditions import Table, Tables, matches
from scoring.frames import BREAKDOWN, RECORDS
from scoring.precision import DECIMALS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from narwhals.dtypes import DType

    from indicator_tree import Rulebook
    from indicator_tree.rules import When

EMPTY = "（未填）"
"""What an empty cell is counted as."""

_JOINT = "·"
_BITS = 62
"""How many nodes one whole number can mark."""


@dataclass(frozen=True)
class _Counted:
    """What one node counts of a source: the records that meet any of the conditions, or the sum of a column of them."""

    node: str
    source: str
    measure: str
    conditions: tuple[When, ...]


def count_breakdown(tables: Tables, rulebook: Rulebook) -> pl.DataFrame:
    """Records, and sums of the columns that graded parts sum, by node and by the values of columns.

    Counted are records that meet a condition of a node's deductions, rate or parts; those of the same event too. It
    takes one pass over a source for every column and measure. What is kept in memory grows with the number of firms
    and of different values, not with the number of records.

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
    groups: dict[tuple[str, str], list[_Counted]] = {}
    for each in _counted(rulebook):
        if each.source in tables:
            groups.setdefault((each.source, each.measure), []).append(each)
    lazy: list[Table] = []
    nodes: list[tuple[str, str, int, int, str]] = []
    for (source, measure), members in groups.items():
        for part, start in enumerate(range(0, len(members), _BITS)):
            chosen = members[start : start + _BITS]
            nodes += [(source, measure, part, 1 << bit, each.node) for bit, each in enumerate(chosen)]
            for by in rulebook.breakdown_columns(source) or ((),):
                lazy.append(_cells(tables[source], by, chosen, part))
    if not lazy:
        return BREAKDOWN.to_frame()
    cells: pl.DataFrame = nw.concat(lazy, how="vertical").collect("polars").to_native()
    return rows_of(cells, pl.DataFrame(nodes, schema=NODES, orient="row"), rulebook)


def _counted(rulebook: Rulebook) -> list[_Counted]:
    found: dict[tuple[str, str, str], list[When]] = {}
    for node, source, measure, when in _conditions(rulebook):
        found.setdefault((node, source, measure), []).append(when)
    return [_Counted(*key, tuple(conditions)) for key, conditions in found.items()]


def _conditions(rulebook: Rulebook) -> Iterator[tuple[str, str, str, When]]:
    """node, source, measure and condition of everything that is counted."""
    for node in rulebook.leaves:
        rule = rulebook.indicator[node].rule
        for deduct in rulebook.deductions(node):
            yield node, deduct.source, RECORDS, deduct.when
        if isinstance(rule, RateRule):
            yield node, rule.source, RECORDS, rule.when
    for source in rulebook.breakdown:
        yield "", source, RECORDS, {}
    for node, part in rulebook.parts:
        yield node, part.source, RECORDS, part.when
        if part.measure == "sum" and part.column is not None:
            yield node, part.source, part.column, part.when
            if part.source in rulebook.breakdown:
                yield "", part.source, part.column, {}


def _cells(table: Table, by: Sequence[str], counted: Sequence[_Counted], part: int) -> Table:
    """Quantities by firm, value and mask: a bit for each of `counted` that the record belongs to."""
    source, measure = counted[0].source, counted[0].measure
    schema = table.collect_schema()
    wanted = {*by, *(column for each in counted for when in each.conditions for column in when)}
    for column in sorted(wanted if measure == RECORDS else wanted | {measure}):
        if column not in schema:
            raise UnknownColumnError("breakdown", f"{source} 的 {column} 列", schema.names())
    value = nw.concat_str([_text(column, schema[column]) for column in by], separator=_JOINT) if by else nw.lit("")
    marks = [_any(each.conditions).cast(nw.Int64) * (1 << bit) for bit, each in enumerate(counted)]
    amount = nw.lit(1.0) if measure == RECORDS else nw.col(measure).cast(nw.Float64)
    # threads add in any order: settled, as in `quantities`
    return (
        table.select("firm_id", "entity_id", value=value, mask=nw.sum_horizontal(*marks), quantity=amount)
        .filter(nw.col("mask") > 0)
        .group_by("firm_id", "entity_id", "value", "mask")
        .agg(nw.col("quantity").sum().round(DECIMALS))
        .with_columns(
            source=nw.lit(source),
            column=nw.lit(",".join(by)),
            measure=nw.lit(measure),
            part=nw.lit(part, dtype=nw.Int64),
        )
        .select(*CELLS)
    )


def _any(conditions: Sequence[When]) -> nw.Expr:
    if not all(conditions):  # one that asks for nothing
        return ~nw.col("firm_id").is_null()
    return nw.any_horizontal(*(matches(when) for when in conditions), ignore_nulls=True)


def _text(column: str, dtype: DType) -> nw.Expr:
    cell = nw.col(column)
    told = nw.when(cell).then(nw.lit("是")).otherwise(nw.lit("否")) if dtype == nw.Boolean else cell.cast(nw.String)
    return nw.when(cell.is_null()).then(nw.lit(EMPTY)).otherwise(told)
