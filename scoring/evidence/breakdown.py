"""What the records that count are about: how many there are by the columns that the rulebook names."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from scoring.evidence.breakdown_rows import KEYS, listed_values, rows_of
from scoring.evidence.cells import FIRMS, VALUE, Asked, Tally, tallied
from scoring.frames import BREAKDOWN

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from indicator_tree import Rulebook
    from indicator_tree.rules import When
    from scoring.evidence.cells import Cells, Columns

NODES = pl.Schema(dict.fromkeys(("node", "source", "measure"), pl.String))
"""What a node counts."""

_COLUMN = "_column"


class Counted(NamedTuple):
    """What one node counts of a source: the records that meet any of the conditions, or the sum of a column of them."""

    node: str
    source: str
    measure: str
    conditions: tuple[When, ...]


def counted_by(asked: Iterable[tuple[str, str, str, When]]) -> list[Counted]:
    """Everything that is counted, once by node, source and measure: records that meet any of the conditions.

    Those of the same event count too.
    """
    found: dict[tuple[str, str, str], list[When]] = {}
    for node, source, measure, when in asked:
        found.setdefault((node, source, measure), []).append(when)
    return [Counted(*of, tuple(conditions)) for of, conditions in found.items()]


def break_down(counted: Sequence[Counted], cells: Mapping[str, Cells], rulebook: Rulebook) -> pl.DataFrame:
    """Records, and sums of the columns that graded parts sum, by node and by the values of columns.

    The counts of a source tell most; where records are many, a column without a closed vocabulary takes two passes over
    them more: one to know which values to list. What is kept in memory grows with the number of firms and of different
    values, not with the number of records.

    Args:
        counted: what is counted.
        cells: the counts of every source.
        rulebook: the columns by which to count.

    Returns:
        A frame of the shape `BREAKDOWN`: node "" (all records of a source) first, then in tree order; sources by
        name; the whole first, then columns in the rulebook's order; the highest quantity first. Values beyond the
        rulebook's `breakdown_values` are one row together, the last of their column.
    """
    here = [each for each in counted if each.source in cells]
    if not here:
        return BREAKDOWN.to_frame()
    nodes = pl.DataFrame([each[:3] for each in here], NODES, orient="row")
    by_source: dict[str, list[Counted]] = {}
    for each in here:
        by_source.setdefault(each.source, []).append(each)
    asked = [
        Tally(_by_values(cells[source], own, rulebook), (_COLUMN, VALUE, *FIRMS), _asked(cells[source], own))
        for source, own in by_source.items()
    ]
    placed = [_at_nodes(found, own) for found, own in zip(tallied(asked), by_source.values(), strict=True)]
    return rows_of(pl.concat(placed), nodes, rulebook)


def _by_values(cells: Cells, counted: Sequence[Counted], rulebook: Rulebook) -> pl.LazyFrame:
    """The counts of a source once for every column by which to count: by its values, rare ones of many together."""
    columns = rulebook.breakdown_columns(counted[0].source) or ((),)
    return pl.concat(
        [_valued(cells, by, counted, rulebook.breakdown_values).with_columns(_named(by)) for by in columns],
        how="diagonal",
    )


def _valued(cells: Cells, by: Columns, counted: Sequence[Counted], most: int) -> pl.LazyFrame:
    """The counts by the values of some columns."""
    if cells.has(by):
        return cells.told_apart(by)
    [values] = tallied(
        [Tally(cells.values(by).lazy().with_columns(_named(by)), (_COLUMN, VALUE), _asked(cells, counted))]
    )
    return cells.listed(by, listed_values(_at_nodes(values, counted), most)).lazy()


def _named(by: Columns) -> pl.Expr:
    return pl.lit(",".join(by)).alias(_COLUMN)


def _asked(cells: Cells, counted: Sequence[Counted]) -> list[Asked]:
    return [Asked(cells.keys.meeting_any(each.conditions), each.measure) for each in counted]


def _at_nodes(found: pl.DataFrame, counted: Sequence[Counted]) -> pl.DataFrame:
    """What every node counts: node, source, column, measure, value, the firms if they are told apart, and quantity."""
    at = found["asked"].to_numpy()
    names = {name: [getattr(each, name) for each in counted] for name in ("node", "source", "measure")}
    told = {**{name: pl.Series(given)[at] for name, given in names.items()}, "column": found[_COLUMN]}
    firms = {name: found[name] for name in FIRMS if name in found.columns}
    return pl.DataFrame(
        {**{name: told[name] for name in KEYS}, "value": found[VALUE], **firms, "quantity": found["quantity"]}
    )
