"""One source made ready to be counted: its records marked for the nodes that count them, grouped by values."""

from __future__ import annotations

from dataclasses import dataclass
from math import prod
from typing import TYPE_CHECKING, NamedTuple

import narwhals as nw
import polars as pl

from scoring.errors import UnknownColumnError
from scoring.evidence.conditions import Table, matches
from scoring.evidence.sums import joined, parts, whole
from scoring.frames import RECORDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from narwhals.dtypes import DType

    from indicator_tree import Rulebook
    from indicator_tree.rules import When

Columns = tuple[str, ...]
"""Columns by whose values, or combinations of values, records are counted; none is the whole."""

EMPTY = "（未填）"
"""What an empty cell is counted as."""

UNLISTED = "其他（未列出）"
"""The values of a column beyond those that are listed."""

BITS = 62
"""How many things one whole number can mark."""

NODES = pl.Schema({"source": pl.String, "part": pl.Int64, "bit": pl.Int64, "node": pl.String, "measure": pl.String})
"""What a bit of the mask stands for."""

VALUES = pl.Schema(
    {
        **dict.fromkeys(("source", "column"), pl.String),
        "part": pl.Int64,
        "value": pl.String,
        "mask": pl.Int64,
        "measure": pl.String,
        "quantity": pl.Float64,
    }
)
"""Quantities by value and mask; of the same shape, with `firm_id` and `entity_id`, are the cells of a breakdown."""

_JOINT = "·"
_OWN = "_"
"""Before the names of our columns beside those of the source."""

_PARTS = "parts "


class Counted(NamedTuple):
    """What one node counts of a source: the records that meet any of the conditions, or the sum of a column of them."""

    node: str
    measure: str
    conditions: tuple[When, ...]


@dataclass(frozen=True)
class Marked:
    """The records of a source that anything counts, with a mask (a bit for each of `counted`) and their values.

    Attributes:
        source: its name.
        part: which part of all that is counted of the source; one part has at most `BITS` things.
        counted: the things.
        columns: by which to count.
        open_columns: those of them that may have more values than are listed.
        table: firm_id, entity_id, the mask, a text for each of `columns`, and the measures.
    """

    source: str
    part: int
    counted: tuple[Counted, ...]
    columns: tuple[Columns, ...]
    open_columns: tuple[Columns, ...]
    table: Table

    @classmethod
    def parts(cls, table: Table, source: str, counted: Sequence[Counted], rulebook: Rulebook) -> Iterator[Marked]:
        """The source in as many parts as it takes.

        Raises:
            UnknownColumnError: the rulebook asks for a column that the source does not have.
        """
        columns = rulebook.breakdown_columns(source)
        known = rulebook.vocabulary.get(source, {})
        most = rulebook.breakdown_values
        is_open = [prod(len(known.get(name, range(most + 1))) for name in by) > most for by in columns]
        open_columns = tuple(by for by, many in zip(columns, is_open, strict=True) if many)
        for part, start in enumerate(range(0, len(counted), BITS)):
            chosen = tuple(counted[start : start + BITS])
            yield cls(source, part, chosen, columns, open_columns, _marked(table, source, chosen, columns))

    @property
    def nodes(self) -> list[tuple[str, int, int, str, str]]:
        """Rows of the shape `NODES`."""
        return [(self.source, self.part, 1 << at, each.node, each.measure) for at, each in enumerate(self.counted)]

    def values(self, by: Columns) -> Table:
        """Quantities of the shape `VALUES`."""
        return self._grouped(by, nw.col(_value(by)), ())

    def cells(self, by: Columns, listed: Mapping[tuple[str, str], Sequence[str]]) -> Table:
        """Quantities by registered firm too; values that are not among those of an open column are one value."""
        value = nw.col(_value(by))
        if by in self.open_columns:
            kept = value.is_in(list(listed.get((self.source, ",".join(by)), ())))
            value = nw.when(kept).then(value).otherwise(nw.lit(UNLISTED))
        return self._grouped(by, value, ("firm_id", "entity_id"))

    def _grouped(self, by: Columns, value: nw.Expr, firms: Columns) -> Table:
        measures = list(dict.fromkeys(each.measure for each in self.counted))
        keys = [*firms, "value", "mask"]
        summed = [f"{_OWN}{name}" for name in measures]
        summed += [f"{_OWN}{_PARTS}{name}" for name in measures if name != RECORDS]
        sums = self.table.with_columns(value=value).group_by(*keys).agg(nw.col(*summed).sum())
        long = sums.select(*keys, *(_sum(name).alias(name) for name in measures))
        long = long.unpivot(measures, index=keys, variable_name="measure", value_name="quantity")
        told = {"source": nw.lit(self.source), "column": nw.lit(",".join(by)), "part": nw.lit(self.part, nw.Int64)}
        return long.with_columns(**told).select(*firms, *VALUES)


def _marked(table: Table, source: str, counted: Sequence[Counted], columns: Sequence[Columns]) -> Table:
    schema = table.collect_schema()
    measures = {each.measure for each in counted}
    wanted = {name for by in columns for name in by} | (measures - {RECORDS})
    for name in sorted(wanted | {name for each in counted for when in each.conditions for name in when}):
        if name not in schema:
            raise UnknownColumnError("breakdown", f"{source} 的 {name} 列", schema.names())
    marks = [_any(each.conditions).cast(nw.Int64) * (1 << at) for at, each in enumerate(counted)]
    texts = {_value(by): nw.concat_str([_text(name, schema[name]) for name in by], separator=_JOINT) for by in columns}
    amounts: dict[str, nw.Expr] = {}
    for name in measures:
        amount = nw.lit(1.0) if name == RECORDS else nw.col(name).cast(nw.Float64)
        amounts[f"{_OWN}{name}"] = amount if name == RECORDS else whole(amount)
        if name != RECORDS:
            amounts[f"{_OWN}{_PARTS}{name}"] = parts(amount)
    return table.select(
        "firm_id", "entity_id", mask=nw.sum_horizontal(*marks), **{_value(()): nw.lit("")}, **texts, **amounts
    ).filter(nw.col("mask") > 0)


def _sum(measure: str) -> nw.Expr:
    sums = nw.col(f"{_OWN}{measure}")
    return sums if measure == RECORDS else joined(sums, nw.col(f"{_OWN}{_PARTS}{measure}"))


def _value(by: Columns) -> str:
    return f"{_OWN}value {','.join(by)}"


def _any(conditions: Sequence[When]) -> nw.Expr:
    if not all(conditions):  # one that asks for nothing
        return ~nw.col("firm_id").is_null()
    return nw.any_horizontal(*(matches(when) for when in conditions), ignore_nulls=True)


def _text(name: str, dtype: DType) -> nw.Expr:
    cell = nw.col(name)
    told = nw.when(cell).then(nw.lit("是")).otherwise(nw.lit("否")) if dtype == nw.Boolean else cell.cast(nw.String)
    return nw.when(cell.is_null()).then(nw.lit(EMPTY)).otherwise(told)
