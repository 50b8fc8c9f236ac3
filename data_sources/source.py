"""A source: a kind of record with its contract, its names and what makes a record one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from data_sources.errors import VocabularyError
from data_sources.period import OUTSIDE, span
from data_sources.suggest import perhaps
from indicator_tree.units import FIRMS, Words

if TYPE_CHECKING:
    from datetime import date

    import pandera.polars as pa

    from data_sources.columns import Column
    from data_sources.contract import Contract
    from data_sources.period import Dating, Period
    from data_sources.stage.sheet import Sheet

Vocabulary = Mapping[str, Mapping[str, Sequence[str]]]
"""Closed vocabularies of a rulebook: `{source: {column: [allowed, ...]}}`."""


@dataclass(frozen=True)
class Mapped:
    """What an office's mapping says of a source.

    Attributes:
        headers: header, made plain, → English name of the column that it means.
        values: column → cell, made canonical, → what it means; the cell "" is a blank one, the meaning "" none.
        by_place: whether records are known by file and row, for lack of numbers of their own.
    """

    headers: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    by_place: bool = False


@dataclass(frozen=True)
class Source:
    """One kind of record.

    Attributes:
        name: the English name: table name, file stem or sheet name.
        title: the Chinese title: file stem or sheet name as well.
        contract: its columns, as a class or, where they are made from data, one by one.
        description: what a record is, in Chinese.
        dated_by: the column that ties a record to the period; None if the records have no such date.
        dating: how it does; an empty cell always counts.
        period: the source's own period, such as a survey's; None for that of the evaluation.
        follows: the source whose records these go with, by `record_id`: what does not count there does not here.
        key: columns that no two records may share (`entity_id` is the registered firm), beside `record_id`.
        unit: the measure word of its records.
        words: how messages call whom its records name.
        mapped: what the mapping of an office says of it.
        unkept: whether its texts are about persons and read as they stand, since none of them is ever kept or shown:
            only what is counted of them leaves memory. The texts of all others are masked as they are read.
        arranged: how a sheet is arranged before its header is looked for, such as an export of a survey platform.
    """

    name: str
    title: str
    contract: type[Contract] | tuple[Column, ...]
    description: str
    dated_by: str | None = None
    dating: Dating = "within"
    period: Period | None = None
    follows: str | None = None
    key: tuple[str, ...] = ()
    unit: str = "条"
    words: Words = FIRMS
    mapped: Mapped = field(default_factory=Mapped)
    unkept: bool = False
    arranged: Callable[[Sheet, Source], Sheet] | None = field(default=None, compare=False, repr=False)

    @cached_property
    def schema(self) -> pa.DataFrameSchema:
        """The contract as a pandera schema."""
        from data_sources.pandera_schema import schema_of  # noqa: PLC0415  (loads pandera)

        return schema_of(self.columns)

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """The columns in the order of the template."""
        return self.contract.columns() if isinstance(self.contract, type) else self.contract

    @property
    def keys(self) -> tuple[tuple[str, ...], ...]:
        """What no two records may share: their own number, if they have one, and the key."""
        numbered = any(column.name == "record_id" for column in self.columns)
        return (("record_id",),) * numbered + (self.key,) * bool(self.key)

    def span(self, evaluation: Period) -> tuple[date, date]:
        """First and last date that a record that counts may have."""
        return span(self.period or evaluation, self.dating)

    def outside(self, evaluation: Period) -> str:
        """Why a record with another date does not count, in Chinese."""
        period = self.period or evaluation
        title = "评价期" if self.period is None else "调查期"
        return OUTSIDE[self.dating].format(title=title, start=period.start, end=period.end)

    def column(self, name: str) -> Column:
        """The column of that name.

        Raises:
            KeyError: there is none.
        """
        found = next((column for column in self.columns if column.name == name), None)
        if found is None:
            raise KeyError(f"{self.name}.{name}")
        return found

    def allowed(self, vocabulary: Vocabulary) -> dict[str, tuple[str, ...]]:
        """The closed columns and what they allow: the contract's own options and the rulebook's vocabulary.

        Raises:
            VocabularyError: the vocabulary names a column that the source does not have.
        """
        closed = {column.name: column.options for column in self.columns if column.options}
        known = {column.name for column in self.columns if column.kind == "text" and not column.coded}
        for name, values in vocabulary.get(self.name, {}).items():
            if name not in known:
                raise VocabularyError(
                    f"词表 vocabulary.{self.name}.{name}：来源 {self.name} 没有可用词表的列 {name}",
                    f"可用的列：{'、'.join(sorted(known))}{perhaps(name, sorted(known))}",
                )
            closed[name] = tuple(values)
        return closed


def blamed_for(key: Sequence[str]) -> str:
    """The column whose cell is shown when two records share a key."""
    return "firm" if key[0] == "entity_id" else key[0]
