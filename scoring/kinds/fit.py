"""What a rule is held against before anything is scored: sources, their columns, and the questionnaire."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from data_sources.column_fit import column_problems, condition_problems, person_problems
from indicator_tree.checks import suggestion
from indicator_tree.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Set

    from data_sources.column_fit import Columns
    from data_sources.source import Source
    from indicator_tree import Rulebook
    from indicator_tree.rules import When
    from indicator_tree.small_numbers import Size
    from surveys.questionnaire import Questionnaire


@dataclass(frozen=True)
class Fit:
    """What there is.

    Attributes:
        book: the rulebook.
        records: the columns of every source that has records.
        sources: all sources.
        questionnaire: that of the responses, if there are any.
        groups: the columns of the register that put units into groups.
    """

    book: Rulebook
    records: Mapping[str, Columns]
    sources: Mapping[str, Source]
    questionnaire: Questionnaire | None
    groups: tuple[str, ...] = ()

    def no_source(self, where: str, source: str) -> Iterator[Problem]:
        """A problem if there are no records of a source."""
        if source not in self.records:
            yield Problem(f"{where}.source", f"没有数据源 {source}；{suggestion(source, self.records)}")


class Latest(Protocol):
    """Something of which a unit has one number."""

    @property
    def source(self) -> str: ...
    @property
    def combine(self) -> str: ...
    @property
    def latest_by(self) -> str | None: ...


class OverRecords(Protocol):
    """A rule over the records of a source that meet conditions."""

    @property
    def when(self) -> When: ...


def figure_problems(where: str, rule: OverRecords, columns: Columns, *keys: str) -> Iterator[Problem]:
    """Conditions of a rule, and those of its fields that name columns of numbers; a field that is None names none."""
    yield from condition_problems(f"{where}.when", rule.when, columns)
    for key in keys:
        if (name := getattr(rule, key)) is not None:
            yield from column_problems(f"{where}.{key}", name, columns, "number", "count")


def last_problems(where: str, number: Latest, fit: Fit, alone: Set[str]) -> Iterator[Problem]:
    """A last record that nothing tells: no date column, and units that may have several.

    Args:
        where: of the rule.
        number: says how one number of every unit is found.
        fit: what there is.
        alone: key columns of which no unit has two records alike.
    """
    columns, key = fit.records[number.source], fit.sources[number.source].key
    if number.latest_by is not None:
        yield from column_problems(f"{where}.latest_by", number.latest_by, columns, "date")
    elif number.combine == "last" and fit.book.dated_by(number.source) is None and not (key and set(key) <= alone):
        dates = [name for name, kind in columns.kinds.items() if kind == "date"]
        how = "应写 latest_by（按哪一日期列取最后一条），或另写 combine"
        yield Problem(f"{where}.combine", f"不知道哪一条是最后一条：{how}；{suggestion('', dates)}")


def size_problems(where: str, size: Size, fit: Fit, alone: Set[str]) -> Iterator[Problem]:
    """The source of a size, its column, and how its last record is found; see `last_problems`."""
    if missing := list(fit.no_source(where, size.source)):
        yield from missing
        return
    yield from column_problems(f"{where}.column", size.column, fit.records[size.source], "number", "count")
    yield from last_problems(where, size, fit, alone)


__all__ = [
    "Fit",
    "column_problems",
    "condition_problems",
    "figure_problems",
    "last_problems",
    "person_problems",
    "size_problems",
]
