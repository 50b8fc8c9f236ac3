"""What a rule is held against before anything is scored: sources, their columns, and the questionnaire."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from data_sources.column_fit import column_problems, condition_problems, person_problems
from indicator_tree.checks import suggestion
from indicator_tree.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from data_sources.column_fit import Columns
    from data_sources.source import Source
    from indicator_tree import Rulebook
    from surveys.questionnaire import Questionnaire


@dataclass(frozen=True)
class Fit:
    """What there is.

    Attributes:
        book: the rulebook.
        records: the columns of every source that has records.
        sources: all sources.
        questionnaire: that of the responses, if there are any.
    """

    book: Rulebook
    records: Mapping[str, Columns]
    sources: Mapping[str, Source]
    questionnaire: Questionnaire | None

    def no_source(self, where: str, source: str) -> Iterator[Problem]:
        """A problem if there are no records of a source."""
        if source not in self.records:
            yield Problem(f"{where}.source", f"没有数据源 {source}；{suggestion(source, self.records)}")


__all__ = ["Fit", "column_problems", "condition_problems", "person_problems"]
