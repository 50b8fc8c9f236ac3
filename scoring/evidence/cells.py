"""The records of one source counted by firm and by all that rules ask of them: few rows, however many records."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import narwhals as nw
import numpy as np
import polars as pl

from scoring.errors import UnknownColumnError
from scoring.evidence.conditions import DoneBy, collected
from scoring.evidence.keys import Keys
from scoring.evidence.sums import joined, parts, whole
from scoring.frames import RECORDS
from scoring.precision import settled

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from narwhals.dtypes import DType

    from indicator_tree import Rulebook
    from scoring.evidence.conditions import Condition, Table

Columns = tuple[str, ...]
"""Columns by whose values, or combinations of values, records are counted; none is the whole."""

EMPTY = "未填写"
"""What an empty cell is counted as; of columns together, cells of which none is filled."""

UNLISTED = "其余"
"""The values of a column beyond those that are listed."""

NAMELESS = ("其他", EMPTY, UNLISTED)
"""Values that say nothing of what a record is about."""

VALUE = "_value"
"""The value of a column, or of columns together, as a text."""

FIRMS = ("firm_id", "entity_id")
_FEW_RECORDS = 10_000
"""Records of which no column has many values, whatever it holds."""

_FEW_VALUES = 100
"""Different values of a column by which records are counted in the one pass, however many they are."""

_WHOLE, _PARTS = "_whole {}", "_parts {}"
_MET, _SUM = "_met {}", "_sum {}"
_JOINT = "·"


@dataclass(frozen=True)
class Cells:
    """The counts of a source.

    Attributes:
        keys: what the records were told apart by.
        whole: firm_id, entity_id, the keys, and for every measure what `quantity` adds.
        records: the records themselves, for columns of many values.
        measures: what was added.
    """

    keys: Keys
    whole: pl.DataFrame
    records: Table
    measures: tuple[str, ...]

    @classmethod
    def of(
        cls, records: Table, source: str, conditions: Sequence[Condition], measures: Iterable[str], rulebook: Rulebook
    ) -> Cells:
        """Count the records of a source, in one pass, after a look at the columns of which it is not known how many
        different values they hold.

        Args:
            records: firm_id, entity_id and the source's columns.
            source: its name.
            conditions: all that will be asked of the counts.
            measures: `RECORDS`, and columns to be summed.
            rulebook: tells by which columns to count, and which of them have few values.

        Raises:
            UnknownColumnError: a column is asked for that the source does not have.
        """
        schema = records.collect_schema()
        added = tuple(dict.fromkeys((RECORDS, *measures)))
        by = {name for columns in rulebook.breakdown_columns(source) for name in columns}
        asked = {name for condition in conditions for name in _columns(condition)}
        for name in sorted({*by, *asked, *added} - {RECORDS}):
            if name not in schema:
                raise UnknownColumnError("breakdown", f"{source} 的 {name} 列", schema.names())
        known = rulebook.vocabulary.get(source, {})
        few = {name for name, dtype in schema.items() if name in known or dtype == nw.Boolean}
        keys = Keys.of(conditions, sorted(by & few | _found_few(records, by - few)), few)
        return cls(keys, _counted(records, keys, added, FIRMS), records, added)

    def has(self, by: Columns) -> bool:
        """Whether the columns have few values, so that the counts tell them apart."""
        return set(by) <= self.keys.columns.keys()

    def told_apart(self, by: Columns) -> pl.LazyFrame:
        """The counts with the values of some columns, which have few."""
        counts = nw.from_native(self.whole.lazy())
        schema = counts.collect_schema()
        value = _value(by, schema) if by else nw.lit("")
        return counts.with_columns(value.alias(VALUE)).to_native()

    def values(self, by: Columns) -> pl.DataFrame:
        """Counts of all firms together by the values of columns that may have many."""
        return _counted(self._valued(by), self._with_value, self.measures, ())

    def listed(self, by: Columns, values: Sequence[str]) -> pl.DataFrame:
        """Counts by the values of columns that may have many; those that are not listed are one."""
        kept = nw.when(nw.col(VALUE).is_in(list(values))).then(nw.col(VALUE)).otherwise(nw.lit(UNLISTED))
        return _counted(self._valued(by).with_columns(kept.alias(VALUE)), self._with_value, self.measures, FIRMS)

    @property
    def _with_value(self) -> Keys:
        return Keys({**self.keys.columns, VALUE: nw.col(VALUE)}, self.keys.marks)

    def _valued(self, by: Columns) -> Table:
        return self.records.with_columns(_value(by, self.records.collect_schema()).alias(VALUE))


class Asked(NamedTuple):
    """What is asked of the counts of a source: what those add up to of which something holds.

    Attributes:
        met: of every count, whether it is meant.
        measure: what is added up.
    """

    met: pl.Expr
    measure: str


class Tally(NamedTuple):
    """What is asked of some counts.

    Attributes:
        counts: those of `Cells`.
        by: columns by which to add up.
        asked: what is asked.
    """

    counts: pl.LazyFrame
    by: Sequence[str]
    asked: Sequence[Asked]


def tallied(tallies: Iterable[Tally]) -> list[pl.DataFrame]:
    """Everything that is asked of any counts, in one query.

    Returns:
        Of each: `asked` (place among what is asked), the columns, and quantity; nothing where no count is meant.
    """
    each = list(tallies)
    summed = [
        counts.with_columns(one.met.alias(_MET.format(at)) for at, one in enumerate(asked))
        .group_by(*by)
        .agg(_sums(asked))
        for counts, by, asked in each
    ]
    return [_rows(sums, tally) for sums, tally in zip(pl.collect_all(summed), each, strict=True)]


def _rows(sums: pl.DataFrame, tally: Tally) -> pl.DataFrame:
    """Sums side by side as rows."""
    places = range(len(tally.asked))
    rows = [np.flatnonzero(sums[_MET.format(at)].to_numpy()) for at in places]
    quantities = [sums[_SUM.format(at)].to_numpy()[some] for at, some in enumerate(rows)]
    chosen = np.concatenate(rows)
    return pl.DataFrame(
        {
            "asked": np.repeat(places, [len(some) for some in rows]),
            **{name: sums[name][chosen] for name in tally.by},
            "quantity": np.concatenate(quantities),
        }
    )


def _sums(asked: Sequence[Asked]) -> Iterator[pl.Expr]:
    for at, each in enumerate(asked):
        met = pl.col(_MET.format(at))
        yield met.any()
        yield quantity(each.measure, met).alias(_SUM.format(at))


def quantity(measure: str, met: pl.Expr | None = None) -> pl.Expr:
    """What some counts add up to: of records how many, of a column the sum, settled.

    Args:
        measure: what is added up.
        met: of every count, whether it is meant; if omitted, all are.
    """
    wholes, rest = pl.col(_WHOLE.format(measure)), pl.col(_PARTS.format(measure))
    if met is not None:
        wholes, rest = wholes.filter(met), rest.filter(met)
    if measure == RECORDS:
        return wholes.sum().cast(pl.Float64)
    return settled(joined(wholes.sum(), rest.sum()))


def _found_few(records: Table, columns: Collection[str]) -> set[str]:
    """The columns that turn out to hold few different values."""
    if not columns:
        return set()
    different = [nw.col(name).n_unique() for name in columns]
    found = collected(records.select(nw.len().alias(RECORDS), *different)).row(0, named=True)
    return {name for name in columns if found[RECORDS] <= _FEW_RECORDS or found[name] <= _FEW_VALUES}


def _counted(records: Table, keys: Keys, measures: Collection[str], firms: Columns) -> pl.DataFrame:
    """The counts, with texts for places in an enumeration."""
    amounts: dict[str, nw.Expr] = {}
    for name in measures:
        if name != RECORDS:
            amount = nw.col(name).cast(nw.Float64)
            amounts |= {_WHOLE.format(name): whole(amount), _PARTS.format(name): parts(amount)}
    told = records.select(*firms, **keys.columns, **amounts)
    number = nw.len().cast(nw.Int64).alias(_WHOLE.format(RECORDS))
    counted = told.group_by(*firms, *keys.columns).agg(number, *(nw.col(name).sum() for name in amounts))
    return collected(counted).with_columns(pl.selectors.enum().cast(pl.String))


def _columns(condition: Condition) -> list[str]:
    return [condition.column] if isinstance(condition, DoneBy) else list(condition)


def _value(by: Columns, schema: Mapping[str, DType]) -> nw.Expr:
    """The values of some columns as one text; cells that are empty are left out of it."""
    texts = [_text(nw.col(name), schema[name]) for name in by]
    joined = nw.concat_str(*texts, separator=_JOINT, ignore_nulls=True)
    return nw.when(joined == "").then(nw.lit(EMPTY)).otherwise(joined)


def _text(cell: nw.Expr, dtype: DType) -> nw.Expr:
    if dtype != nw.Boolean:
        return cell.cast(nw.String)
    return nw.when(~cell.is_null()).then(nw.when(cell).then(nw.lit("是")).otherwise(nw.lit("否")))
