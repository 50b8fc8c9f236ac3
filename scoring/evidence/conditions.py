"""A rulebook's conditions as expressions, and what every reduction of records to evidence shares."""

from __future__ import annotations

from functools import reduce
from operator import and_, ge, lt, or_
from typing import TYPE_CHECKING, Any, NamedTuple, overload

import narwhals as nw
import polars as pl

from indicator_tree.rules import When
from scoring.errors import UnknownColumnError
from scoring.frames import RECORDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date

_OVER: Mapping[str, Callable[[Any, Any], Any]] = {"from": ge, "before": lt, "at_least": ge, "under": lt}

Table = nw.LazyFrame[Any]
Tables = dict[str, Table]


class DoneBy(NamedTuple):
    """That a date lies no later than a day; without a date nothing is done."""

    column: str
    day: date


Condition = When | DoneBy


class Behind(NamedTuple):
    """The records behind an evidence row: those of a source that meet all of some conditions and none of others.

    Attributes:
        node: the leaf, or `bonus`.
        parameter: what the row is called.
        source: whose records; all conditions on a source are asked together.
        met: conditions that must hold.
        unmet: conditions none of which must.
        only: what must be true beside them.
    """

    node: str
    parameter: str
    source: str
    met: tuple[Condition, ...] = ()
    unmet: tuple[Condition, ...] = ()
    only: tuple[nw.Expr, ...] = ()


class Count(NamedTuple):
    """An evidence row by firm: how many records of a source meet all of some conditions and none of others.

    Attributes:
        node: the leaf, or `bonus`.
        parameter: what the row is called.
        source: whose records.
        cause: what the row says.
        met: conditions that must hold.
        unmet: conditions none of which must.
        measure: `RECORDS`, or the column of which the sum is asked.
        same_event: columns in which the records of one event agree; an event that several registered firms of one
            evaluated firm have counts once.
    """

    node: str
    parameter: str
    source: str
    cause: str
    met: tuple[Condition, ...]
    unmet: tuple[Condition, ...] = ()
    measure: str = RECORDS
    same_event: tuple[str, ...] = ()


class Reduced(NamedTuple):
    """What is asked of the records for a rule.

    Attributes:
        evidence: lazy frames of the shape `EVIDENCE`.
        behind: the records behind the evidence.
        counts: evidence that is a number of records, or a sum over them.
        sums: parameters that add up a column, to be settled.
    """

    evidence: list[Table]
    behind: list[Behind]
    counts: list[Count]
    sums: tuple[str, ...] = ()


@overload
def matches(when: When) -> nw.Expr: ...
@overload
def matches(when: When, col: Callable[[str], pl.Expr]) -> pl.Expr: ...
def matches(when: When, col: Callable[[str], Any] = nw.col) -> Any:
    """True where all conditions hold, else false; an empty cell holds no condition.

    Args:
        when: the conditions; not empty.
        col: a column by its name, of narwhals or of polars.
    """
    conditions = []
    for column, wanted in when.items():
        if isinstance(wanted, dict):
            conditions += [_OVER[bound](col(column), limit).fill_null(value=False) for bound, limit in wanted.items()]
            continue
        values = list(wanted) if isinstance(wanted, tuple) else [wanted]
        conditions.append(_is_one_of(col(column), values) & ~col(column).is_null())
    return reduce(and_, conditions)


def _is_one_of(cell: Any, values: list[Any]) -> Any:
    match values[0]:
        case bool():  # 1 == True: an integer column must not be read as a flag
            return cell if values[0] else ~cell
        case int():  # the column may hold decimals, which polars looks up among decimals only
            return reduce(or_, (cell == value for value in values))
    return cell.is_in(values)


def holds(condition: Condition) -> nw.Expr:
    """True where a condition holds, else false; it must ask for something."""
    if isinstance(condition, DoneBy):
        return (nw.col(condition.column) <= nw.lit(condition.day)).fill_null(value=False)
    return matches(condition)


def asked(met: Iterable[Condition], unmet: Iterable[Condition]) -> list[nw.Expr]:
    """Expressions that are all true where all of some conditions hold, and none of others."""
    return [holds(each) for each in met if each] + [~holds(each) for each in unmet]


def require_columns(tables: Mapping[str, Table], node: str, source: str, columns: Iterable[str]) -> None:
    """Require a source, and columns of it.

    Raises:
        UnknownColumnError: no such source, or it lacks a column.
    """
    if source not in tables:
        raise UnknownColumnError(node, f"数据源 {source}", tables)
    present = tables[source].collect_schema().names()
    for column in columns:
        if column not in present:
            raise UnknownColumnError(node, f"{source} 的 {column} 列", present)


def select(tables: Mapping[str, Table], node: str, source: str, when: When, *columns: str) -> Table:
    """The records of a source that meet the conditions.

    Raises:
        UnknownColumnError: no such source, or it lacks a column.
    """
    require_columns(tables, node, source, (*when, *columns))
    return tables[source].filter(matches(when)) if when else tables[source]


OWN = nw.col("entity_id") == nw.col("firm_id")
"""Whether a record names the evaluated firm itself, not a firm evaluated with it."""


def own(table: Table) -> Table:
    """The records that name the evaluated firm itself, not a firm evaluated with it."""
    return table.filter(OWN)


def as_evidence(grouped: Table, node: str, parameter: str, source: str, cause: str | nw.Expr) -> Table:
    """Evidence rows, of the shape `EVIDENCE`, from a frame with `firm_id` and `quantity`."""
    shown = nw.lit(cause) if isinstance(cause, str) else cause
    return grouped.select(
        nw.col("firm_id").cast(nw.String),
        nw.lit(node).alias("node"),
        nw.lit(parameter).alias("parameter"),
        shown.cast(nw.String).alias("cause"),
        nw.lit(source).alias("source"),
        nw.col("quantity").cast(nw.Float64),
        nw.lit(None, dtype=nw.Float64).alias("weight"),
    )


def collected(table: Table) -> pl.DataFrame:
    """A frame of few rows, made by its engine, in Polars."""
    return collected_together([table])[0]


def collected_together(tables: Sequence[Table]) -> list[pl.DataFrame]:
    """Frames of few rows, made by their one engine, in Polars: by Polars itself in one query."""
    if all(table.implementation.is_polars() for table in tables):
        return pl.collect_all([table.to_native() for table in tables], engine="streaming")
    return [table.collect("polars").to_native() for table in tables]
