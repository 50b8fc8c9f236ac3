"""The records behind the evidence, gathered: millions of rows, each kept once however much it is behind."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import reduce
from itertools import chain, pairwise
from operator import and_, or_
from typing import TYPE_CHECKING, NamedTuple

import narwhals as nw
import numpy as np
import polars as pl

from data_sources.ahead import ahead
from data_sources.origin import PLACE
from scoring.evidence import record_order
from scoring.evidence.conditions import asked, collected
from scoring.evidence.held_records import HeldRecords
from scoring.evidence.record_marks import MARKED
from scoring.frames import EVIDENCE_ROWS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from pathlib import Path

    from data_sources.spill import Kept, Spill
    from scoring.evidence.conditions import Behind, Table, Tables

_LOOKED_THROUGH = 250_000
"""Records that are asked together whether they are behind anything."""

_SORTED = 1_500_000
"""Records that are sorted together, about."""

_FEW = 1_000
"""Values that are few."""

_FIRM, _MARK, _MARKS = "_firm", "_behind {}", "_marks {}"


class _Group(NamedTuple):
    """Records of one firm that are behind the same: how many, and the groups that they are behind."""

    firm: int
    behind: tuple[int, ...]
    rows: int


@dataclass(frozen=True)
class _Source:
    """What is gathered of a source.

    Attributes:
        name: the source.
        behind: what its records are behind, sorted by node and parameter.
        columns: what is kept of a record.
        firms: firm_id of everybody, sorted.
        few: which columns of text have few values in the first batch.
        values: the values of these columns, as far as there are few.
    """

    name: str
    behind: Sequence[Behind]
    columns: Sequence[str]
    firms: pl.Series
    few: dict[str, bool] = field(default_factory=dict)
    values: dict[str, set[str]] = field(default_factory=dict)

    def asked(self, table: Table) -> Table:
        """The records that are behind anything, with a mark for everything that they are behind."""
        conditions = [[*asked(each.met, each.unmet), *each.only] for each in self.behind]
        marks = {_MARK.format(at): reduce(and_, some) for at, some in enumerate(conditions) if some}
        rows = table.select(*self.columns, **marks)
        return rows.filter(reduce(or_, map(nw.col, marks))) if all(conditions) else rows

    def look(self, records: pl.DataFrame) -> None:
        """Decide by a first batch of which columns places among their values are kept."""
        for name in self.columns:
            is_text = name != "record_id" and records.schema[name] in (pl.String, pl.Enum, pl.Categorical)
            self.few[name] = is_text and records[name].n_unique() <= _FEW

    def coded(self, records: pl.DataFrame) -> pl.DataFrame:
        """The columns, the place of each record's firm, and its marks as the bits of numbers, the first the highest."""
        marks = [
            pl.col(_MARK.format(at)) if _MARK.format(at) in records.columns else pl.lit(value=True)
            for at in range(len(self.behind))
        ]
        words = [marks[start : start + record_order.WORD] for start in range(0, len(marks), record_order.WORD)]
        numbers = {
            _MARKS.format(at): pl.sum_horizontal(
                mark.cast(pl.UInt8) * pl.lit(1 << (record_order.WORD - 1 - bit), pl.UInt8)
                for bit, mark in enumerate(word)
            )
            for at, word in enumerate(words)
        }
        firm = pl.col("firm_id").cast(pl.Enum(self.firms)).alias(_FIRM)
        as_they_are = [name for name in self.columns if not self.few[name]]
        few = [self._few(records[name]) for name in self.columns if self.few[name] and name != "firm_id"]
        found = records.select(*as_they_are, firm, **numbers).hstack(few)
        if self.few["firm_id"]:
            found = found.hstack([found[_FIRM].alias("firm_id")])
        self._learn(found)
        return found.replace_column(len(as_they_are), found[_FIRM].to_physical().cast(pl.UInt32))

    def told(self, parts: Sequence[Kept]) -> tuple[pl.DataFrame, list[_Group]]:
        """Records in order, and what they are behind; what they were kept in is given back."""
        together = pl.concat([part.frame() for part in parts], rechunk=True)  # rows gathered from many chunks take long
        for part in parts:
            part.drop()
        words = [name for name in together.columns if name.startswith(_MARKS.partition(" ")[0])]
        code, (firms, *numbers) = record_order.codes_of(together[_FIRM], [together[name] for name in words])
        groups = [
            _Group(int(firm), self._marked(own), int(rows))
            for firm, rows, *own in zip(firms, np.bincount(code), *numbers, strict=True)
        ]
        order = record_order.order_of(code, together)
        return together[self.columns][order].cast(self.schema(together.schema)), groups

    def schema(self, coded: pl.Schema) -> pl.Schema:
        """That of the records in order, where it is known how they are coded."""
        return pl.Schema({name: self._types.get(name, coded[name]) for name in self.columns})

    @property
    def _types(self) -> dict[str, pl.DataType]:
        """Texts of few different values, of however many batches, are places among these."""
        return {
            name: pl.Enum(sorted(self.values.get(name, ()))) if len(self.values.get(name, ())) <= _FEW else pl.String()
            for name in self.columns
            if self.few[name]
        }

    def _few(self, texts: pl.Series) -> pl.Series:
        """Texts of few values, coded; as a rule all of a batch stand in one file."""
        if isinstance(texts.dtype, pl.Enum):
            return texts
        if texts.name in PLACE and texts.len() and (texts == texts[0]).all():
            return pl.Series(texts.name, texts[:1], pl.Categorical).new_from_index(0, texts.len())
        return texts.cast(pl.Categorical)

    def _learn(self, records: pl.DataFrame) -> None:
        """Take note of the values of every text, until there are too many."""
        few = [name for name in self.columns if self.few[name] and len(self.values.get(name, ())) <= _FEW]
        if not few:
            return
        found = records.select(pl.col(name).unique().drop_nulls().cast(pl.String).implode() for name in few).row(0)
        for name, values in zip(few, found, strict=True):
            self.values.setdefault(name, set()).update(values)

    def _marked(self, numbers: Sequence[int]) -> tuple[int, ...]:
        return tuple(
            at
            for at in range(len(self.behind))
            if numbers[at // record_order.WORD] >> (record_order.WORD - 1 - at % record_order.WORD) & 1
        )


def hold_records(
    found: Sequence[Behind],
    tables: Tables,
    records: pl.DataFrame,
    spill: Spill,
    *,
    contents: bool = False,
    answered: Collection[str] = (),
) -> HeldRecords:
    """All records behind anything.

    Firms are few, and so are the sets of things that a record is behind: records are sorted by the places that these
    take, then by where they stand, so that what is behind a thing lies together. Of many records some firms' are
    sorted at a time.

    Args:
        found: what records are asked for.
        tables: the records.
        records: firm_id of all firms that have any, and about how many each has.
        spill: where the records are kept; they can be read until it is closed.
        contents: whether all that they say is kept, or only their numbers.
        answered: sources whose records are answers of persons, of which only numbers and places are ever kept.
    """
    firms = records["firm_id"].unique().sort()
    chunks = _chunks(firms, records)
    rows: list[tuple[str, str, str, str, int, int]] = []
    held: dict[str, pl.LazyFrame] = {}
    files: dict[str, Path] = {}
    for name in sorted({each.source for each in found}):
        behind = sorted((each for each in found if each.source == name), key=lambda each: each[:2])
        columns = _columns(tables[name], contents=contents, answers=name in answered)
        source = _Source(name, behind, columns, firms)
        if firms.is_empty():
            continue
        if (found_records := _gathered(source, tables[name], chunks, spill)) is not None:
            held[name], groups, file = found_records
            files |= {} if file is None else {name: file}
            rows += _rows(source, groups)
    return HeldRecords(pl.DataFrame(rows, EVIDENCE_ROWS, orient="row").sort(EVIDENCE_ROWS.names()), held, files)


def _gathered(
    source: _Source, table: Table, chunks: Sequence[tuple[int, int]], spill: Spill
) -> tuple[pl.LazyFrame, list[_Group], Path | None] | None:
    """The records of a source in order, what they are behind, and the file that they were written to, if so."""
    unsorted: list[list[Kept]] = [[] for _ in chunks]
    batches = _batches(source.asked(table))
    if (first_batch := next(batches, None)) is None:
        return None
    source.look(first_batch)
    schema = pl.Schema()
    for coded in ahead(source.coded, chain([first_batch], batches)):
        schema = coded.schema
        for kept, (first, end) in zip(unsorted, chunks, strict=True):
            own = coded if len(chunks) == 1 else coded.filter(pl.col(_FIRM).is_between(first, end, closed="left"))
            if own.height:
                kept.append(spill.keep(own))
    if not any(unsorted):
        return None
    groups: list[_Group] = []

    def ordered() -> Iterator[pl.DataFrame]:
        for part, behind in ahead(source.told, filter(None, unsorted)):
            groups.extend(behind)
            yield part

    if all(kept.in_memory for kept in chain(*unsorted)):
        return pl.concat(ordered()).lazy(), groups, None
    file = spill.together(ordered(), source.schema(schema))
    return pl.scan_parquet(file, glob=False), groups, file


def _rows(source: _Source, groups: Sequence[_Group]) -> Iterator[tuple[str, str, str, str, int, int]]:
    """Rows of `EVIDENCE_ROWS`; what lies together is told together."""
    open_rows: dict[tuple[int, int], list[int]] = {}
    start = 0
    spans: list[tuple[int, int, int, int]] = []
    for group in groups:
        for at in group.behind:
            span = open_rows.get((group.firm, at))
            if span is not None and span[0] + span[1] == start:
                span[1] += group.rows
            else:
                if span is not None:
                    spans.append((group.firm, at, span[0], span[1]))
                open_rows[group.firm, at] = [start, group.rows]
        start += group.rows
    spans += [(firm, at, first, rows) for (firm, at), (first, rows) in open_rows.items()]
    for firm, at, first, count in spans:
        behind = source.behind[at]
        yield source.firms[firm], behind.node, behind.parameter, source.name, first, count


def _columns(table: Table, *, contents: bool, answers: bool) -> list[str]:
    """What is kept of a record: never what tells persons or devices apart, nor what other records decide about it."""
    schema = table.collect_schema()
    known = [name for name, dtype in schema.items() if dtype != nw.UInt64 and not name.startswith(MARKED)]
    few = ("record_id", "firm_id") if not contents else ("record_id", "firm_id", "entity_id", *PLACE)
    return [name for name in few if name in known] if answers or not contents else known


def _chunks(firms: pl.Series, records: pl.DataFrame) -> list[tuple[int, int]]:
    """The firms, from and up to, of whom so many records are that they can be sorted together."""
    counted = records.group_by("firm_id").agg(pl.col("records").sum()).sort("firm_id")
    chunk = counted["records"].cum_sum() // _SORTED
    starts = [0, *(chunk != chunk.shift()).fill_null(value=False).arg_true(), len(firms)]
    return list(pairwise(starts))


def _batches(rows: Table) -> Iterator[pl.DataFrame]:
    native = rows.to_native()
    if isinstance(native, pl.LazyFrame):
        yield from native.collect_batches(chunk_size=_LOOKED_THROUGH, lazy=True)
    else:
        yield collected(rows)
